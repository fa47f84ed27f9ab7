"""How far the making of a film is, for those who wait for it; and how they stop it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from portfolio.models import Film, FilmMaking
from portfolio.renditions.films import Told
from portfolio.renditions.refusals import FilmRefused

# The row is written no oftener than that: ffmpeg speaks every second.
EVERY_SECONDS = 2


@contextmanager
def watched(film: Film) -> Iterator[Told]:
    """Gives what is to be told how much is done, from 0 to 1; the row that says so goes with the block.

    Told once more after `stop`, it refuses with `FilmRefused`, and whoever makes the film gives up.
    """
    row, _new = FilmMaking.objects.update_or_create(
        film=film, defaults={"done": None, "begun_at": None, "told_at": timezone.now(), "is_stopped": False}
    )
    rows = FilmMaking.objects.filter(pk=row.pk)
    last = -float(EVERY_SECONDS)

    def told(done: float) -> None:
        nonlocal last
        if time.monotonic() - last < EVERY_SECONDS:
            return
        last = time.monotonic()
        now = timezone.now()
        if done:  # the sound is measured before, at another pace
            rows.filter(begun_at__isnull=True).update(begun_at=now)
        rows.update(done=done, told_at=now)
        if rows.filter(is_stopped=True).exists():
            raise FilmRefused("stopped")

    try:
        yield told
    finally:
        rows.delete()


def stop(film: Film) -> None:
    """Has the worker give up this film. What there was of it stays; one that still waits is not begun.

    Nor is one begun again whose worker is gone.
    """
    FilmMaking.objects.filter(film=film).update(is_stopped=True)
    if not FilmMaking.objects.alive().filter(film=film).exists():
        FilmMaking.objects.filter(film=film).delete()
        waiting = Film.objects.filter(pk=film.pk, state=Film.State.PENDING)
        waiting.update(state=Film.State.FAILED, trouble="video:stopped")
