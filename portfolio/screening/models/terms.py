"""What a viewer promises before watching."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backstage.bilingual.constraints import said_in_some_language


class TermsQuerySet(models.QuerySet["Terms"]):
    """Adjectives for terms."""

    def current(self, at: datetime | None = None) -> "Terms | None":
        """The newest version that holds at `at` (default: now); None where there is none."""
        return self.filter(since__lte=at or timezone.now()).order_by("-version").first()


class Terms(models.Model):
    """A version of the viewing terms. One that somebody accepted is never changed: a new one follows it."""

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    text = models.TextField(_("text"))
    since = models.DateTimeField(_("since"), default=timezone.now)

    objects = TermsQuerySet.as_manager()

    class Meta:
        """The newest first."""

        verbose_name = _("viewing terms")
        verbose_name_plural = _("viewing terms")
        ordering = ["-version"]
        constraints = [said_in_some_language("text", model="terms")]

    def __str__(self) -> str:
        """Its version."""
        return str(_("version %(number)s") % {"number": self.version})
