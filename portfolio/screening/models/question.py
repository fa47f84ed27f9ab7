"""What the editor asked back before deciding."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.screening.models.access_request import AccessRequest


class QuestionQuerySet(models.QuerySet["Question"]):
    """Adjectives for questions."""

    def unanswered(self) -> "QuestionQuerySet":
        """Of which nobody has noted that the answer came."""
        return self.filter(answered_at__isnull=True)


class Question(models.Model):
    """A question that was mailed to the asker.

    The answer comes to the studio's mailbox, and stays there: that it came is what the editor notes here.
    """

    request = models.ForeignKey(
        AccessRequest, on_delete=models.CASCADE, related_name="questions", verbose_name=_("request to watch")
    )
    text = models.TextField(_("question"), max_length=1000)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    answered_at = models.DateTimeField(_("answer noted at"), null=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        """As they were asked."""

        verbose_name = _("question to an asker")
        verbose_name_plural = _("questions to askers")
        ordering = ["pk"]

    def __str__(self) -> str:
        """The question."""
        return self.text
