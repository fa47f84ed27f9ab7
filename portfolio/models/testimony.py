"""Voices of show-business workers, and of the artists who support them."""

from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from backstage.bilingual.constraints import said_in_some_language, unique_in_each_language
from backstage.bilingual.languages import active_language, codes, column
from crew.models import CrewMember, Department
from portfolio.models import clock
from portfolio.models.clock import ROME
from portfolio.models.names import document_name
from portfolio.renditions.storages import vault


class TestimonyQuerySet(models.QuerySet["Testimony"]):
    """Adjectives for voices."""

    def public(self, at: datetime | None = None) -> "TestimonyQuerySet":
        """Published, released by the speaker, with a wording approved by `at` (default: now)."""
        moment = at or clock.now()
        today = moment.astimezone(ROME).date()
        approved = (
            Q(**{f"{column('wording_approved_on', code)}__lte": today, f"{column('quote', code)}__gt": ""})
            for code in codes()
        )
        return self.filter(
            reduce(or_, approved),
            Q(release_revoked_at__isnull=True) | Q(release_revoked_at__gt=moment),
            is_published=True,
            release_signed_on__lte=today,
        )


class Testimony(models.Model):
    """What somebody says of their work. The speaker approves each language's wording before it is shown."""

    class Kind(models.TextChoices):
        """Who speaks."""

        WORKER = "worker", _("worker")
        ARTIST = "artist", _("artist")

    class Setting(models.TextChoices):
        """Where they work."""

        CONCERT = "concert", _("concert")
        FESTIVAL = "festival", _("festival")
        THEATRE = "theatre", _("theatre")
        STADIUM = "stadium", _("stadium")
        EVENT = "event", _("event")

    kind = models.CharField(_("who speaks"), max_length=6, choices=Kind, default=Kind.WORKER)
    member = models.ForeignKey(
        CrewMember,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="testimonies",
        verbose_name=_("crew member"),
    )
    name = models.CharField(
        _("plain name"), max_length=160, blank=True, help_text=_("For somebody who has no page here.")
    )
    trade = models.CharField(
        _("trade"), max_length=120, blank=True, help_text=_("As they call it themselves.")
    )
    slug = models.SlugField(
        _("address"), max_length=120, blank=True, help_text=_("Left empty, it is made from the name.")
    )
    sector = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="testimonies",
        verbose_name=_("sector"),
    )
    setting = models.CharField(_("setting"), max_length=8, choices=Setting, blank=True)
    quote = models.TextField(_("quotation"), help_text=_("One or two sentences, set large."))
    words = models.TextField(_("words"), blank=True)
    photo = models.ForeignKey(
        "portfolio.Photo",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="testimonies",
        verbose_name=_("photograph"),
    )
    film = models.ForeignKey(
        "portfolio.Film",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="testimonies",
        verbose_name=_("film"),
    )
    wording_approved_on = models.DateField(
        _("wording approved on"),
        null=True,
        blank=True,
        help_text=_("The day on which the speaker approved it in this language. Empty: it is not shown."),
    )
    release_signed_on = models.DateField(_("release signed on"), null=True, blank=True)
    release_document = models.FileField(
        _("document"), upload_to=document_name, storage=vault, blank=True, max_length=200
    )
    release_document_sha256 = models.CharField(
        _("hash of the paper"), max_length=64, blank=True, editable=False
    )
    release_revoked_at = models.DateTimeField(_("release withdrawn at"), null=True, blank=True)
    is_published = models.BooleanField(_("published"), default=False, db_index=True)
    order = models.PositiveIntegerField(_("order"), default=0, db_index=True)

    objects = TestimonyQuerySet.as_manager()

    class Meta:
        """As the editor ordered them."""

        verbose_name = _("testimony")
        verbose_name_plural = _("testimonies")
        ordering = ["order", "pk"]
        constraints = [
            said_in_some_language("slug", model="testimony"),
            *unique_in_each_language("slug", model="testimony"),
            models.CheckConstraint(
                condition=Q(member__isnull=False, name="") | Q(member__isnull=True, name__gt=""),
                name="testimony_member_or_name",
                violation_error_message=_("Choose a crew member, or write a plain name: one of the two."),
            ),
        ]

    def __str__(self) -> str:
        """Who speaks."""
        return self.speaker

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("portfolio:testimony", args=[self.slug])

    @property
    def speaker(self) -> str:
        """The name to print."""
        return self.member.name if self.member else self.name

    @property
    def shown_language(self) -> str:
        """The language whose approved wording is shown now: the reader's, else another that is approved."""
        approved = self.approved_languages()
        return next((code for code in (active_language(), *approved) if code in approved), active_language())

    @property
    def shown_quote(self) -> str:
        """The quotation in the language that was approved; never another one."""
        return getattr(self, column("quote", self.shown_language)) or ""

    @property
    def shown_words(self) -> str:
        """The words in the language that was approved; never another one."""
        return getattr(self, column("words", self.shown_language)) or ""

    @property
    def shown_trade(self) -> str:
        """The trade in the language that was approved; never another one."""
        return getattr(self, column("trade", self.shown_language)) or ""

    def withdrawn_from_the_public(self, at: datetime | None = None) -> bool:
        """Whether the speaker took it back by `at` (default: now), and everybody could read it until then."""
        end = self.release_revoked_at
        if end is None or end > (at or clock.now()):
            return False
        return Testimony.objects.public(end - timedelta(microseconds=1)).filter(pk=self.pk).exists()

    def approved_languages(self, at: datetime | None = None) -> list[str]:
        """The languages in which it may be read at `at` (default: now): those by which `public` finds it."""
        today = (at or clock.now()).astimezone(ROME).date()
        return [code for code in codes() if self._is_approved(code, today)]

    def _is_approved(self, code: str, today: date) -> bool:
        approved_on = getattr(self, column("wording_approved_on", code))
        return bool(getattr(self, column("quote", code))) and approved_on is not None and approved_on <= today
