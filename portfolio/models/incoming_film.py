"""A film's file on its way in, before its form is saved."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models.incoming import Incoming
from portfolio.models.names import random_asset


class IncomingFilm(Incoming):
    """A film's file that one account sends. Whoever else has its key has nothing."""

    class State(models.TextChoices):
        """How far it is."""

        ARRIVING = Incoming.ARRIVING, _("on its way")
        WAITING = Incoming.WAITING, _("is being looked at")
        SEEN = "seen", _("in order")
        REFUSED = "refused", _("not taken")

    code = models.CharField(max_length=32, unique=True, default=random_asset, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, editable=False, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State, default=State.ARRIVING, db_index=True)
    # What was seen of it: its facts and the hash of its bytes, so that saving the form looks at nothing anew.
    seen = models.JSONField(default=dict, blank=True)

    class Meta:
        """As they came."""

        verbose_name = _("incoming film")
        verbose_name_plural = _("incoming films")
        ordering = ["pk"]

    @property
    def path(self) -> Path:
        """Where its bytes wait; no word that a person typed is in it."""
        return settings.INCOMING / "films" / self.code
