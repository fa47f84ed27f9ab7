"""One-time links and codes that travel by mail."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MailToken(models.Model):
    """A secret that was mailed: only the hashes of it stay here."""

    class Purpose(models.TextChoices):
        """What it opens; a token of one purpose is worth nothing for another."""

        VERIFY = "verify", _("verify an address")
        SIGN_IN = "sign_in", _("sign in")
        DECIDE = "decide", _("a rights holder's decision")
        MEMBER_PAGE = "member_page", _("a crew member's own page")

    purpose = models.CharField(max_length=11, choices=Purpose)
    subject = models.CharField(max_length=80, help_text="Kind and number of what it is for: “contact:12”.")
    secret_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, blank=True)
    mailbox = models.CharField(
        max_length=64, blank=True, help_text="Hash of the mailbox it went to, aliases folded: for the limits."
    )
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    consumed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One live token a purpose and subject."""

        verbose_name = _("mailed link")
        verbose_name_plural = _("mailed links")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["mailbox", "created_at"], name="mailtoken_by_mailbox")]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "subject"],
                condition=Q(consumed_at__isnull=True),
                name="mailtoken_one_alive",
            )
        ]

    def __str__(self) -> str:
        """Purpose and subject; never the secret."""
        return f"{self.purpose} {self.subject}"
