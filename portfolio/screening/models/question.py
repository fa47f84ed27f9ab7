"""What the editor asked back before deciding."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.screening.models.access_request import AccessRequest


class Question(models.Model):
    """A question that was mailed to the asker. The answer comes to the studio's mailbox, and stays there."""

    request = models.ForeignKey(
        AccessRequest, on_delete=models.CASCADE, related_name="questions", verbose_name=_("request to watch")
    )
    text = models.TextField(_("question"), max_length=1000)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )

    class Meta:
        """As they were asked."""

        verbose_name = _("question to an asker")
        verbose_name_plural = _("questions to askers")
        ordering = ["pk"]

    def __str__(self) -> str:
        """The question."""
        return self.text
