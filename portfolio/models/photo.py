"""Photographs: portraits, backstage, stills."""

from datetime import datetime
from typing import cast

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crew.models import CrewMember
from portfolio.models.names import original_name
from portfolio.models.person_release import Appearance
from portfolio.models.visibility import WorkQuerySet, within_the_number_agreed
from portfolio.models.work import Work
from portfolio.renditions.storages import vault


class PhotoQuerySet(WorkQuerySet["Photo"]):
    """Adjectives for photographs."""

    work_field = "photo"

    def own_public_conditions(self, at: datetime) -> "PhotoQuerySet":
        """No more of a production's than was agreed."""
        return cast("PhotoQuerySet", within_the_number_agreed(self))

    def portraits(self) -> "PhotoQuerySet":
        """Portraits alone."""
        return self.filter(kind=Photo.Kind.PORTRAIT)


class Photo(Work):
    """A photograph. The original stays in the vault, byte for byte as it came."""

    class Kind(models.TextChoices):
        """What it is a picture of."""

        PORTRAIT = "portrait", _("portrait")
        BACKSTAGE = "backstage", _("backstage")
        STILL = "still", _("still")

    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.PORTRAIT, db_index=True)
    production = models.ForeignKey(
        "portfolio.Production",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="photos",
        verbose_name=_("production"),
    )
    original = models.FileField(_("file"), upload_to=original_name, storage=vault, max_length=200)
    focus_x = models.FloatField(_("focal point, from the left"), default=0.5)
    focus_y = models.FloatField(_("focal point, from the top"), default=0.4)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it."),
    )
    credit_line = models.CharField(
        _("credit line"), max_length=200, blank=True, help_text=_("Empty: the agreement's, else the site's.")
    )
    creator = models.CharField(
        _("photographer"), max_length=200, blank=True, help_text=_("Empty: the owner of the site.")
    )
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    order = models.PositiveIntegerField(_("order"), default=0, db_index=True)
    subjects = models.ManyToManyField(
        CrewMember, through=Appearance, related_name="photos", verbose_name=_("persons shown")
    )

    objects = PhotoQuerySet.as_manager()

    class Meta:
        """As the editor ordered them."""

        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["production", "order", "id"], name="photo_in_order")]
        constraints = [
            *Work.Meta.constraints,
            models.CheckConstraint(
                condition=Q(focus_x__range=(0, 1), focus_y__range=(0, 1)),
                name="photo_focus_inside",
                violation_error_message=_("The focal point lies inside the picture: from 0 to 1."),
            ),
        ]

    def __str__(self) -> str:
        """The caption, else the kind and number."""
        return self.caption or f"{self.get_kind_display()} {self.pk or ''}".strip()

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("portfolio:photo", args=[self.asset])
