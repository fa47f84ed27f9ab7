"""The log of rights: one line for each fact that was recorded, changed or withdrawn."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RightsEntry(models.Model):
    """What changed, from what to what, by whom, on whose word, why: ids, no names. Only added to."""

    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    subject = models.CharField(_("what"), max_length=80, db_index=True)
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

    class Meta:
        """The newest first."""

        verbose_name = _("line of the log of rights")
        verbose_name_plural = _("log of rights")
        ordering = ["-pk"]

    def __str__(self) -> str:
        """What happened."""
        return f"{self.subject} {self.fact}: {self.before} → {self.after}"
