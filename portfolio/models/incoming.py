"""What every file has that comes in piece by piece."""

from pathlib import Path
from typing import Any

from django.db import models


class Incoming(models.Model):
    """One file on its way in. Its bytes wait in a folder of their own until they were looked at.

    A subclass adds `state`, of which two values mean the same for all: its pieces are awaited, and it is here
    whole and waits to be looked at.
    """

    ARRIVING, WAITING = "arriving", "waiting"

    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    # What tells it from another of its name and size: when it was changed, or where in its ZIP it lies.
    stamp = models.CharField(max_length=64, blank=True)
    state: Any
    # Why it was not taken, in a word; the actions know the sentences.
    trouble = models.CharField(max_length=40, blank=True)
    # How often the worker began with it: what kills its worker each time is not begun for ever.
    attempts = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """Each kind has a table of its own."""

        abstract = True

    def __str__(self) -> str:
        """The name that it came with."""
        return self.name

    @property
    def path(self) -> Path:
        """Where its bytes wait; no word that a person typed is in it. Each kind has folders of its own."""
        raise NotImplementedError
