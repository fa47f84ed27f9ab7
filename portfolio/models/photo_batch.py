"""Many photographs that come in together, and how each of their files fares."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crew.models import Department, Role
from portfolio.models.incoming import Incoming
from portfolio.models.names import random_asset
from portfolio.models.photo import Photo
from portfolio.models.production import Production


class PhotoBatch(models.Model):
    """What is said once for all of its photographs."""

    code = models.CharField(max_length=32, unique=True, default=random_asset, editable=False)
    production = models.ForeignKey(
        Production,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="batches",
        verbose_name=_("production"),
    )
    kind = models.CharField(_("kind"), max_length=9, choices=Photo.Kind, default=Photo.Kind.PORTRAIT)
    credit_line = models.CharField(
        _("credit line"),
        max_length=200,
        blank=True,
        help_text=_("Empty: the agreement’s, else each file’s own."),
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
        help_text=_("Only where no role is known."),
    )
    role = models.ForeignKey(
        Role,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("role"),
        help_text=_("Whoever is named in the files is credited with it."),
    )
    release_signed_on = models.DateField(
        _("releases signed on"),
        null=True,
        blank=True,
        help_text=_("Whoever is named in the files has signed for this production."),
    )
    # A file's number and this make its photograph's place. Said once, when the first is kept.
    offset = models.BigIntegerField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        """The newest first."""

        verbose_name = _("batch of photographs")
        verbose_name_plural = _("batches of photographs")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__isnull=True) | Q(department__isnull=True),
                name="photobatch_role_or_department",
                violation_error_message=_("Choose a role, or a department where no role is known: one."),
            ),
        ]

    def __str__(self) -> str:
        """When it came."""
        return f"{self.production or _('no production')}, {self.created_at:%d.%m.%Y %H:%M}"


class IncomingPhoto(Incoming):
    """One file of a batch: a picture, or a ZIP of pictures."""

    class State(models.TextChoices):
        """How far it is."""

        ARRIVING = Incoming.ARRIVING, _("on its way")
        WAITING = Incoming.WAITING, _("is being looked at")
        KEPT = "kept", _("taken in")
        UNPACKED = "unpacked", _("unpacked")
        TWIN = "twin", _("is here already")
        LEFT = "left", _("left out")
        REFUSED = "refused", _("not taken")

    batch = models.ForeignKey(PhotoBatch, on_delete=models.CASCADE, related_name="files")
    archive = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="inside", verbose_name=_("ZIP")
    )
    state = models.CharField(max_length=8, choices=State, default=State.ARRIVING, db_index=True)
    photo = models.OneToOneField(Photo, on_delete=models.SET_NULL, null=True, related_name="incoming")
    twin = models.ForeignKey(Photo, on_delete=models.SET_NULL, null=True, related_name="+")
    # Whom the file names, and nobody here is called so, or several are.
    strangers = models.CharField(max_length=300, blank=True)

    class Meta:
        """As they came."""

        verbose_name = _("incoming photograph")
        verbose_name_plural = _("incoming photographs")
        ordering = ["pk"]

    @property
    def path(self) -> Path:
        """Where its bytes wait; no word that a person typed is in it."""
        return settings.INCOMING / self.batch.code / str(self.pk)
