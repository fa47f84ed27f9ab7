"""How much an invitation allows: sittings at once, views in all, and no faster than one can watch.

All of it is read from what was handed over. None of it stops a film that runs.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from portfolio.actions.record import record
from portfolio.models import Film
from portfolio.screening.actions import letters
from portfolio.screening.models import Grant, Viewing

SITTINGS = 2
# A sitting is a view once so much of one film was handed over.
COUNTS_FROM = 0.25
# Faster than this many times real time is faster than anybody watches; a player may be so many seconds ahead.
TIMES_FASTER, SECONDS_AHEAD = 3, 60
# A film's length in so many parts, of which each is handed over or not.
GRAINS = 400
PIECE = ("film", "path", "first_byte", "length")


class TooManySittings(Exception):
    """The invitation is open in as many places as it may be, or the last view is open elsewhere."""

    may_end_others = True

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return gettext("This invitation is open elsewhere. End it there, or here, to watch in this browser.")


class NoViewsLeft(Exception):
    """It was watched as often as was agreed."""

    may_end_others = False

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return gettext("You have watched this as often as was agreed. If you still need it, ask again.")


@dataclass(frozen=True)
class Delivered:
    """What was handed over in a sitting: the largest share of one film, and seconds of film in all."""

    share: float
    seconds: float


def refuse_one_more(grant: Grant, at: datetime) -> None:
    """Refuses a further sitting with `TooManySittings` or `NoViewsLeft`.

    To be asked with the grant's row locked. A sitting that is open and no view yet has its view kept for it.
    """
    sitting = grant.viewings.open(at)
    left = views_left(grant, at)
    if left == 0:
        raise NoViewsLeft
    if left is not None and sitting.filter(counted_at=None).count() >= left:
        raise TooManySittings
    if sitting.count() >= SITTINGS:
        raise TooManySittings


def views_left(grant: Grant, at: datetime | None = None) -> int | None:
    """How often it may still be watched; None where there is no limit."""
    if grant.max_views is None:
        return None
    for viewing in grant.viewings.filter(counted_at=None):
        count(viewing, at=at)
    counted = grant.viewings.filter(counted_at__isnull=False).count() + (grant.views_let_go or 0)
    return max(grant.max_views - counted, 0)


def count(viewing: Viewing, *, at: datetime | None = None) -> None:
    """Has a sitting count as a view once a quarter of a film was handed over in it. Once is once."""
    if delivered(viewing).share >= COUNTS_FROM:
        uncounted = Viewing.objects.filter(pk=viewing.pk, counted_at=None)
        uncounted.update(counted_at=at or timezone.now())


@transaction.atomic
def flag_hurry(viewing: Viewing, *, at: datetime | None = None) -> None:
    """Marks the grant of a sitting that takes films too fast to be watched, and tells the studio once."""
    if not _is_hurried(viewing):
        return
    unmarked = Grant.objects.filter(pk=viewing.grant_id, hurried_at=None)
    if unmarked.update(hurried_at=at or timezone.now()):
        record(viewing.grant, "hurried")
        letters.after_commit(letters.hurried, viewing.grant_id)


@db_periodic_task(crontab(minute="*"))
def look_at_sittings() -> None:
    """Each minute, at every sitting that is fed: what the door itself has no time to ask."""
    for viewing in Viewing.objects.open().select_related("grant"):
        count(viewing)
        flag_hurry(viewing)


def delivered(viewing: Viewing) -> Delivered:
    """What was handed over in a sitting; the same piece twice is once."""
    seen: defaultdict[int, set[int]] = defaultdict(set)
    seconds = 0.0
    for part in _parts(viewing):
        seen[part.film.pk].update(range(int(part.start * GRAINS), ceil(part.end * GRAINS)))
        seconds += part.seconds
    return Delivered(max((len(grains) / GRAINS for grains in seen.values()), default=0.0), seconds)


@dataclass(frozen=True)
class Part:
    """A piece of a film when it was handed over first: from which share of its length to which."""

    film: Film
    start: float
    end: float
    at: datetime

    @property
    def seconds(self) -> float:
        """How much of the film it is."""
        return (self.end - self.start) * float(self.film.renditions["video"]["seconds"])


def _parts(viewing: Viewing) -> Iterator[Part]:
    """Each different piece of a film that was handed over, in the order of time."""
    pieces: dict[Any, datetime] = {}
    for *piece, at in viewing.deliveries.order_by("at").values_list(*PIECE, "at"):
        pieces.setdefault(tuple(piece), at)
    films = Film.objects.in_bulk({film for film, *_piece in pieces})
    for (film, path, first, length), at in pieces.items():
        size = _sizes(films[film]).get(path)
        if size:
            yield Part(films[film], min(first / size, 1.0), min((first + length) / size, 1.0), at)


def _sizes(film: Film) -> dict[str, int]:
    """The bytes of each file that holds all of the film."""
    video = film.renditions.get("video") or {}
    rungs = video.get("hls", {}).get("rungs", [])
    whole = {video["mp4"]: video["bytes"]} if "mp4" in video else {}
    return whole | {rung["media"]: rung["bytes"] for rung in rungs}


def _is_hurried(viewing: Viewing) -> bool:
    """Whether in any stretch of a sitting so much was handed over that nobody can have watched it."""
    given, most = 0.0, float("-inf")
    for part in _parts(viewing):
        watched = TIMES_FASTER * part.at.timestamp()
        most = max(most, watched - given)
        given += part.seconds
        if given - watched + most > SECONDS_AHEAD:
            return True
    return False
