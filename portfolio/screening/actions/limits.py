"""How much an invitation allows: sittings at once, views in all, and no faster than one can watch.

All of it is read from what was handed over. None of it stops a film that runs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from math import ceil
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from portfolio.actions.record import record
from portfolio.models import Film
from portfolio.screening.actions import letters, posting
from portfolio.screening.models import Delivery, Grant, Viewing
from portfolio.screening.models.viewing import LONGEST

SITTINGS = 2
# Faster than this many times real time is faster than anybody watches; a player may be so many seconds ahead.
TIMES_FASTER, SECONDS_AHEAD = 3, 60
# A film's length in so many parts, of which each is handed over or not.
GRAINS = 400
# A sitting is a view once so many of one film were.
QUARTER = GRAINS // 4
# A worker looks each minute; it may have been away.
LATELY = timedelta(hours=1)
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
    return max(grant.max_views - len(_views(grant)) - (grant.views_let_go or 0), 0)


@transaction.atomic
def count_views(grant: Grant, *, at: datetime | None = None) -> None:
    """Writes down which sittings count as views. Once is once."""
    Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)  # one after the other
    uncounted = grant.viewings.filter(pk__in=[sitting.pk for sitting in _views(grant)], counted_at=None)
    uncounted.update(counted_at=at or timezone.now())


def _views(grant: Grant) -> list[Viewing]:
    """The sittings that count as views: those in which a quarter of a film was handed over.

    What shorter ones took of the same film is added up, so that nobody sees all of it bit by bit for nothing:
    of them one counts once they make a quarter of it together, and one for each length of the film. A film
    that was broken off and gone on with some times is one view; one of which no more than the same beginning
    was seen is none, until that makes its length.
    """
    sittings = list(grant.viewings.order_by("pk"))
    taken = {sitting.pk: grains(sitting) for sitting in sittings}
    long = {pk for pk, films in taken.items() if max(map(len, films.values()), default=0) >= QUARTER}
    together: dict[int, list[int]] = defaultdict(list)
    for pk in taken.keys() - long:
        for film, seen in taken[pk].items():
            together[film] += seen
    due = max((max(len(set(seen)) >= QUARTER, len(seen) // GRAINS) for seen in together.values()), default=0)
    short = [sitting for sitting in sittings if sitting.pk not in long]
    counted = [sitting for sitting in short if sitting.counted_at]
    others = [sitting for sitting in reversed(short) if not sitting.counted_at]
    further = others[: max(due - len(counted), 0)]
    return [sitting for sitting in sittings if sitting.pk in long] + counted + further


@transaction.atomic
def flag_hurry(grant: Grant, *, at: datetime | None = None) -> None:
    """Marks a grant whose films are taken too fast to be watched, and tells the studio once.

    Asked of each sitting, and of all together: there may be two at once, and no more.
    """
    sittings = [list(_parts(sitting)) for sitting in grant.viewings.all()]
    together = merge(*sittings, key=lambda part: part.at)
    if not (any(map(_is_hurried, sittings)) or _is_hurried(together, places=SITTINGS)):
        return
    unmarked = Grant.objects.filter(pk=grant.pk, hurried_at=None)
    if unmarked.update(hurried_at=at or timezone.now()):
        record(grant, "hurried")
        posting.post(letters.hurried, grant.pk)


@db_periodic_task(crontab(minute="*"))
def look_at_sittings() -> None:
    """Each minute, at every invitation of which something was handed over lately, be it left since.

    That is what the door itself has no time to ask.
    """
    moment = timezone.now()
    lately = Delivery.objects.filter(viewing=OuterRef("pk"), at__gt=moment - LATELY)
    fed = Viewing.objects.filter(Exists(lately), started_at__gt=moment - LONGEST)
    for grant in Grant.objects.filter(viewings__in=fed).distinct():
        count_views(grant)
        flag_hurry(grant)


def grains(viewing: Viewing) -> dict[int, set[int]]:
    """Of each film, by its key, which of its grains were handed over in a sitting; twice is once."""
    seen: defaultdict[int, set[int]] = defaultdict(set)
    for part in _parts(viewing):
        seen[part.film.pk].update(part.grains)
    return seen


@dataclass(frozen=True)
class Part:
    """A piece of a film when it was handed over first: which grains of its length, and how many were new.

    A second that comes once more in another size is none that was not taken before.
    """

    film: Film
    grains: range
    new: int
    at: datetime

    @property
    def seconds(self) -> float:
        """How much of the film is new with it."""
        return self.new / GRAINS * float(self.film.renditions["video"]["seconds"])


def _parts(viewing: Viewing) -> Iterator[Part]:
    """Each different piece of a film that was handed over, in the order of time."""
    pieces: dict[Any, datetime] = {}
    for *piece, at in viewing.deliveries.order_by("at").values_list(*PIECE, "at"):
        pieces.setdefault(tuple(piece), at)
    films = Film.objects.in_bulk({film for film, *_piece in pieces})
    seen: defaultdict[int, set[int]] = defaultdict(set)
    for (film, path, first, length), at in pieces.items():
        size = _sizes(films[film]).get(path)
        if size:
            start, end = min(first / size, 1.0), min((first + length) / size, 1.0)
            grains = range(int(start * GRAINS), ceil(end * GRAINS))
            new = len(set(grains) - seen[film])
            seen[film].update(grains)
            yield Part(films[film], grains, new, at)


def _sizes(film: Film) -> dict[str, int]:
    """The bytes of each file that holds all of the film."""
    video = film.renditions.get("video") or {}
    rungs = video.get("hls", {}).get("rungs", [])
    whole = {video["mp4"]: video["bytes"]} if "mp4" in video else {}
    return whole | {rung["media"]: rung["bytes"] for rung in rungs}


def _is_hurried(parts: Iterable[Part], places: int = 1) -> bool:
    """Whether in any stretch so much was handed over that nobody can have watched it, in so many places."""
    given, most = 0.0, float("-inf")
    for part in parts:
        watched = TIMES_FASTER * places * part.at.timestamp()
        most = max(most, watched - given)
        given += part.seconds
        if given - watched + most > SECONDS_AHEAD * places:
            return True
    return False
