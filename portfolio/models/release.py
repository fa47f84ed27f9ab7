"""The ways, places and dates in which the public can see a production."""

import datetime as dt
from datetime import UTC, datetime, time, timedelta

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portfolio.models.clock import ROME
from portfolio.models.places import validate_territory
from portfolio.models.precision import Precision


class Release(models.Model):
    """One way, place and date in which the public can see a production."""

    class Type(models.TextChoices):
        """In the order of a film's life."""

        PREMIERE = "premiere", _("Premiere, festival")
        THEATRICAL_LIMITED = "theatrical_limited", _("Limited theatrical release")
        THEATRICAL = "theatrical", _("Cinemas")
        DIGITAL = "digital", _("Streaming")
        PHYSICAL = "physical", _("Home video")
        TV = "tv", _("Television")
        LIVE = "live", _("On stage")

    class AccessModel(models.TextChoices):
        """What a viewer pays."""

        UNKNOWN = "", _("not stated")
        SVOD = "svod", _("subscription")
        AVOD = "avod", _("free with advertising")
        TVOD = "tvod", _("rental")
        EST = "est", _("purchase")
        FREE = "free", _("free")
        TICKET = "ticket", _("ticket")
        PAY_TV = "pay_tv", _("pay television")

    class Status(models.TextChoices):
        """Whether the date can be relied on."""

        ANNOUNCED = "announced", _("announced")
        CONFIRMED = "confirmed", _("confirmed")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")
        RELEASED = "released", _("released")

    OPENING = (Status.CONFIRMED, Status.RELEASED)

    production = models.ForeignKey(
        "portfolio.Production",
        on_delete=models.CASCADE,
        related_name="releases",
        verbose_name=_("production"),
    )
    type = models.CharField(_("type"), max_length=20, choices=Type)
    platform = models.ForeignKey(
        "portfolio.Organization",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="releases",
        verbose_name=_("platform, channel, distributor"),
    )
    access_model = models.CharField(
        _("access"), max_length=6, choices=AccessModel, blank=True, default=AccessModel.UNKNOWN
    )
    territory = models.CharField(
        _("territory"),
        max_length=2,
        blank=True,
        validators=[validate_territory],
        help_text=_("Two letters: IT, FR; WW for the world."),
    )
    date = models.DateField(_("date"), null=True, blank=True)
    date_precision = models.CharField(_("precision"), max_length=5, choices=Precision, default=Precision.DAY)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ANNOUNCED)
    note = models.CharField(_("note"), max_length=200, blank=True)
    link = models.URLField(_("link"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_date = models.DateField(_("date of the source"), null=True, blank=True)
    opens_at = models.DateTimeField(_("opens at"), null=True, editable=False, db_index=True)

    class Meta:
        """By date; those without one last."""

        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = [models.F("date").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["production", "type", "platform", "territory"],
                name="release_once",
                violation_error_message=_("This release is already listed: change its date there."),
            ),
            # Two NULLs are never the same for `release_once`.
            models.UniqueConstraint(
                fields=["production", "type", "territory"],
                condition=models.Q(platform__isnull=True),
                name="release_once_without_platform",
                violation_error_message=_("This release is already listed: change its date there."),
            ),
        ]

    def __str__(self) -> str:
        """Platform or type, and the date as far as it is known."""
        return f"{self.platform or self.get_type_display()}, {self._day_in_words()}"

    def _day_in_words(self) -> str:
        if self.date is None:
            return "–"
        formats = {Precision.YEAR: "Y", Precision.MONTH: "F Y"}
        return date_format(self.date, formats.get(Precision(self.date_precision), "DATE_FORMAT"))

    def opening_moment(self) -> datetime | None:
        """When it opens, in UTC: 00:00 in Rome of its day, or of the day after its month or year ends.

        None where it has no date, or where the date is not confirmed: what waits for it stays closed.
        """
        if self.date is None or self.status not in self.OPENING:
            return None
        return datetime.combine(self._first_day(self.date), time(), ROME).astimezone(UTC)

    def _first_day(self, day: dt.date) -> dt.date:
        if self.date_precision == Precision.YEAR:
            return dt.date(day.year + 1, 1, 1)
        if self.date_precision == Precision.MONTH:
            return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        return day
