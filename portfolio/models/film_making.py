"""A film that is being made at this moment."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from portfolio.models.film import Film

# A worker tells how far it is every few seconds: one that has been silent for so long is gone.
SILENCE = timedelta(minutes=2)


class FilmMakingQuerySet(models.QuerySet["FilmMaking"]):
    """Adjectives for the making of films."""

    def alive(self) -> "FilmMakingQuerySet":
        """Those whose worker was heard of lately."""
        return self.filter(told_at__gt=timezone.now() - SILENCE)


class FilmMaking(models.Model):
    """How far the worker is with a film. The row is there while it works on it, and no longer."""

    film = models.OneToOneField(Film, on_delete=models.CASCADE, related_name="making")
    # From 0 to 1; null while its poster is made, and 0 while its sound is measured.
    done = models.FloatField(null=True)
    begun_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(default=timezone.now)
    is_stopped = models.BooleanField(default=False)

    objects = FilmMakingQuerySet.as_manager()

    class Meta:
        """One a film."""

        verbose_name = "making of a film"

    def __str__(self) -> str:
        """The film."""
        return str(self.film)

    @property
    def seconds_left(self) -> int | None:
        """At the pace until now; None as long as nobody can say."""
        if not self.done or not self.begun_at or self.done < 0.02:  # noqa: PLR2004 - too early to say
            return None
        taken = (self.told_at - self.begun_at).total_seconds()
        return max(round(taken / self.done * (1 - self.done)), 1)
