"""What photos and films have in common."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portfolio.models.names import random_asset


class Work(models.Model):
    """An original, what was made of it, and the facts of its own that decide who may see it."""

    class People(models.TextChoices):
        """Whether somebody can be recognised."""

        UNKNOWN = "unknown", _("nobody has said yet")
        NONE = "none", _("nobody recognisable")
        LISTED = "listed", _("listed below, all of them")

    class State(models.TextChoices):
        """How far its renditions are."""

        PENDING = "pending", _("waiting")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    class SuspendedBy(models.TextChoices):
        """Whose word suspended it; only the editor lifts it."""

        EDITOR = "editor", _("the editor")
        PERSON = "person", _("the person shown")

    asset = models.CharField(max_length=32, unique=True, default=random_asset, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    width = models.PositiveIntegerField(_("width"), null=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, editable=False)
    state = models.CharField(
        _("renditions"), max_length=7, choices=State, default=State.PENDING, editable=False
    )
    renditions = models.JSONField(default=dict, editable=False)
    # Which part failed and why, in two words ("video:damaged"); the actions know the sentences.
    trouble = models.CharField(max_length=40, blank=True, editable=False)
    people = models.CharField(
        _("who is in it"),
        max_length=7,
        choices=People,
        default=People.UNKNOWN,
        help_text=_("Until this is said, nobody else sees the work."),
    )
    is_published = models.BooleanField(
        _("published"),
        default=False,
        db_index=True,
        help_text=_("Your choice. It is seen only where the agreement and the releases say yes too."),
    )
    suspended_at = models.DateTimeField(_("suspended at"), null=True, blank=True)
    suspended_by = models.CharField(_("suspended by"), max_length=6, choices=SuspendedBy, blank=True)
    suspended_reason = models.CharField(_("reason"), max_length=300, blank=True)
    killed_at = models.DateTimeField(_("killed at"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("added by"),
    )

    # What the worker writes, at any moment: a form that was loaded before knows it no longer.
    MADE = frozenset({"state", "renditions", "trouble"})
    # What is decided by an action, and by nothing else: a form that was loaded before must not take it back.
    DECIDED = frozenset({"is_published", "killed_at", "withdrawn_at"})

    def save_said(self) -> None:
        """Saves a new row, or of a known one what people say of it: what was made of it meanwhile stays."""
        self._save_but(self.MADE | self.DECIDED)

    def save_brought(self) -> None:
        """Saves a new row, or of a known one all but what was decided meanwhile."""
        self._save_but(self.DECIDED)

    def _save_but(self, names: frozenset[str]) -> None:
        if self._state.adding:
            self.save()
            return
        written = {field.name for field in self._meta.concrete_fields if not field.primary_key}
        self.save(update_fields=written - names)
        self.refresh_from_db(fields=self.DECIDED)

    class Meta:
        """Photos and films are tables of their own."""

        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(suspended_at__isnull=True, suspended_by="", suspended_reason="")
                | Q(suspended_at__isnull=False, suspended_by__gt="", suspended_reason__gt=""),
                name="%(class)s_suspended_by_somebody_with_a_reason",
                violation_error_message=_("Say when it was suspended, by whom and why: all three or none."),
            )
        ]
