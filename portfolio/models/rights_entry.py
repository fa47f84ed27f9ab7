"""The log of rights: one line for each fact that was recorded, changed or withdrawn."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RightsEntryQuerySet(models.QuerySet["RightsEntry"]):
    """Adjectives for lines of the log."""

    def concerning(self, thing: models.Model) -> "RightsEntryQuerySet":
        """Those of `thing` itself, and of whatever decides about it.

        Of a work also its production's agreement and releases, and what the people shown in it signed.
        """
        name = name_of(thing)
        return self.filter(Q(subject=name) | Q(about__in=[name, *_deciding(thing)]))


def _deciding(thing: Any) -> list[str]:
    """What else the facts are about that decide who sees a work."""
    if not hasattr(thing, "appearances") or not hasattr(thing, "production_id"):
        return []
    members = [f"crewmember:{pk}" for pk in thing.appearances.values_list("member", flat=True)]
    return [*members, *([f"production:{thing.production_id}"] if thing.production_id else [])]


def name_of(thing: models.Model) -> str:
    """What the log calls a row: its kind and number, never its name."""
    return f"{thing._meta.model_name}:{thing.pk}"


class RightsEntry(models.Model):
    """What changed, from what to what, by whom, on whose word, why: ids, no names.

    Only added to: the database refuses all else (`append_only`).
    """

    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    subject = models.CharField(_("what"), max_length=80, db_index=True)
    # What the fact decides about: of an agreement its production, so that one history tells all of it.
    about = models.CharField(_("about"), max_length=80, blank=True, db_index=True)
    fact = models.CharField(_("fact"), max_length=40)
    before = models.CharField(_("before"), max_length=200, blank=True)
    after = models.CharField(_("after"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    on_behalf_of = models.CharField(_("on behalf of"), max_length=80, blank=True)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    evidence_sha256 = models.CharField(_("hash of the paper"), max_length=64, blank=True)

    objects = RightsEntryQuerySet.as_manager()

    class Meta:
        """The newest first."""

        verbose_name = _("line of the log of rights")
        verbose_name_plural = _("log of rights")
        ordering = ["-pk"]

    def __str__(self) -> str:
        """What happened."""
        return f"{self.subject} {self.fact}: {self.before} → {self.after}"
