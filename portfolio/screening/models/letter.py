"""A mail that is still to be sent, and one that never was."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portfolio.screening.models.access_request import AccessRequest


class LetterQuerySet(models.QuerySet["Letter"]):
    """Adjectives for letters."""

    def waiting(self) -> Self:
        """Neither sent nor given up."""
        return self.filter(given_up_at__isnull=True)

    def due(self, at: datetime | None = None) -> Self:
        """Those that a worker may take at `at` (default: now): no other holds them."""
        return self.waiting().filter(due_at__lte=at or timezone.now())

    def given_up(self) -> Self:
        """Those that nobody tries to send any more."""
        return self.filter(given_up_at__isnull=False)


class Letter(models.Model):
    """One mail: `name` says which, `about` of what. It is gone once the mail was sent.

    `about` has keys of rows, an address, a language, a browser's name; never a link or a code. What the mail
    says is read when it is written.
    """

    class Trouble(models.TextChoices):
        """What stood against it the last time."""

        REFUSED = "refused", _("the mail server refused the address")
        AWAY = "away", _("the mail server was away or did not take it")
        LATE = "late", _("the worker was not running in time")
        FAILED = "failed", _("it could not be written. The worker’s log says why")
        NOWHERE = "nowhere", _("the studio has no address. Write one into the site’s profile")

    name = models.CharField(_("name"), max_length=32)
    about = models.JSONField(_("about"))
    # Of which request it tells: it goes with it, and the request's page says what did not arrive.
    request = models.ForeignKey(
        AccessRequest,
        on_delete=models.CASCADE,
        null=True,
        related_name="letters",
        verbose_name=_("request to watch"),
    )
    written_at = models.DateTimeField(_("written at"), default=timezone.now)
    tries = models.PositiveIntegerField(_("tries"), default=0)
    # While a worker holds it: until when. Else when it is tried next.
    due_at = models.DateTimeField(_("tried next at"), default=timezone.now)
    trouble = models.CharField(_("trouble"), max_length=7, choices=Trouble, blank=True)
    given_up_at = models.DateTimeField(_("given up at"), null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        """As they were written."""

        verbose_name = _("mail on its way")
        verbose_name_plural = _("mails on their way")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(given_up_at__isnull=True), name="letter_waiting")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(given_up_at__isnull=True) | Q(trouble__gt=""), name="letter_given_up_for_a_reason"
            )
        ]

    def __str__(self) -> str:
        """Which, and when; never to whom."""
        return f"{self.name}, {timezone.localtime(self.written_at):%Y-%m-%d %H:%M}"
