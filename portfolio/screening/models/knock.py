"""What was asked for at the doors that anybody may knock at, for as long as it counts."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Knock(models.Model):
    """One try that counts against a share: which share, and whose, as a hash."""

    share = models.CharField(max_length=20)
    who = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Counted by share and by whose it is."""

        verbose_name = _("knock")
        verbose_name_plural = _("knocks")
        ordering = ["pk"]
        indexes = [models.Index(fields=["share", "who", "at"], name="knock_by_share")]

    def __str__(self) -> str:
        """The share and when; never whose."""
        return f"{self.share}, {self.at:%Y-%m-%d %H:%M}"
