"""Sittings, read back from their deliveries: which seconds of a film were handed over, when, how often."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from portfolio.models import Film
from portfolio.models.timecodes import written
from portfolio.renditions import timecodes
from portfolio.screening.models import Delivery, Grant, Viewing

# A film's length is looked at in so many parts, and more often than so many times is not told apart.
PARTS, MOST_TIMES = 120, 4
# What lies closer together than so many seconds was one stretch: bytes are cut where no picture is.
GAP = 0.5
# A browser asks for the same bytes several times while it finds its way: within so long that is once.
BREATH = timedelta(seconds=10)


@dataclass(frozen=True)
class Span:
    """From one second of a film to another."""

    first: float
    last: float

    def __str__(self) -> str:
        """As on the player's clock: `0:00–1:24`."""
        return f"{clock(self.first)}–{clock(self.last)}"


@dataclass(frozen=True)
class Stretch:
    """What one delivery in a sitting gave: from one second to another, and when."""

    first: float
    last: float
    at: datetime
    sitting: int


@dataclass(frozen=True)
class Run:
    """So many parts of the film, from the part `start` on, delivered so many times."""

    start: int
    width: int
    times: int

    @property
    def shade(self) -> int:
        """How dark it is drawn: from 0, never delivered, to `MOST_TIMES`, as often or oftener."""
        return min(self.times, MOST_TIMES)


@dataclass(frozen=True)
class Shown:
    """What was delivered of one film, in one sitting or in several."""

    film: Film
    length: float
    stretches: Sequence[Stretch]
    first_at: datetime
    last_at: datetime
    is_earlier: bool

    @property
    def spans(self) -> list[Span]:
        """What was delivered at least once, in the film's order."""
        merged: list[Span] = []
        for each in sorted(self.stretches, key=lambda stretch: (stretch.first, stretch.last)):
            if merged and each.first <= merged[-1].last + GAP:
                merged[-1] = Span(merged[-1].first, max(merged[-1].last, each.last))
            else:
                merged.append(Span(each.first, each.last))
        return merged

    @property
    def seconds(self) -> float:
        """How many different seconds."""
        return sum(span.last - span.first for span in self.spans)

    @property
    def share(self) -> int:
        """The same in hundredths of the film."""
        return round(100 * self.seconds / self.length) if self.length else 0

    @property
    def spans_in_words(self) -> str:
        """Which seconds, one stretch after the other."""
        return ", ".join(map(str, self.spans))

    @property
    def most_times(self) -> int:
        """How often the part was delivered that was most."""
        return max((run.times for run in self.runs), default=0)

    @property
    def runs(self) -> list[Run]:
        """The film from its beginning to its end, in parts, those alike in a row together."""
        part, start, found = self.length / PARTS, 0, []
        for times, alike in groupby(self._times(number * part, part) for number in range(PARTS)):
            width = len(list(alike))
            found.append(Run(start, width, times))
            start += width
        return found

    def _times(self, begins: float, lasts: float) -> int:
        """How often the middle of a part was delivered; a part of which only an edge was counts as once."""
        touching = [each for each in self.stretches if each.first < begins + lasts and each.last > begins]
        middle = begins + lasts / 2
        moments = sorted((each.sitting, each.at) for each in touching if each.first <= middle < each.last)
        again = (_is_anew(before, after) for before, after in pairwise(moments))
        return 1 + sum(again) if touching else 0


@dataclass(frozen=True)
class Sitting:
    """One sitting and what was shown in it."""

    viewing: Viewing
    shown: Sequence[Shown]


@dataclass(frozen=True)
class Evidence:
    """All sittings of a grant, and each film in all of them together.

    Where they were let go there were `let_go` of them, and nobody can say any more what was watched in them.
    """

    sittings: Sequence[Sitting]
    films: Sequence[Shown]
    let_go: int = 0
    let_go_at: datetime | None = None

    @property
    def browsers(self) -> int:
        """In how many browsers it was watched."""
        return len({sitting.viewing.browser for sitting in self.sittings if sitting.viewing.browser})


@dataclass(frozen=True)
class Piece:
    """A delivery of a film's own bytes."""

    viewing: int
    film: int
    path: str
    first_byte: int
    length: int
    at: datetime


def of(grant: Grant, films: Iterable[Film] | None = None) -> Evidence:
    """What was delivered on a grant; of these films alone, where some are named.

    Asks three questions of the database, however many sittings there were.
    """
    viewings = list(grant.viewings.order_by("pk"))
    pieces = _pieces(grant, films)
    known = known_films((piece.film, piece.path) for piece in pieces)
    of_viewing = defaultdict(list)
    for piece in pieces:
        of_viewing[piece.viewing].append(piece)
    sittings = [Sitting(viewing, _shown(of_viewing[viewing.pk], known)) for viewing in viewings]
    return Evidence(sittings, _shown(pieces, known), grant.sittings_let_go, grant.let_go_at)


def clock(seconds: float) -> str:
    """Whole seconds as a player shows them: `1:24`, `1:02:03`."""
    return written(round(seconds))


Known = dict[int, tuple[Film, dict[str, timecodes.Timecode]]]


def known_films(delivered: Iterable[tuple[int, str]]) -> Known:
    """By its key each film of which a file was delivered, with the timecodes of those files."""
    names = defaultdict(set)
    for film, path in delivered:
        names[film].add(path)
    return {
        pk: (film, timecodes.of(film.asset, film.renditions.get("video") or {}, names[pk]))
        for pk, film in Film.objects.in_bulk(names).items()
    }


def _pieces(grant: Grant, films: Iterable[Film] | None) -> list[Piece]:
    rows = Delivery.objects.of_films().filter(viewing__grant=grant)
    if films is not None:
        rows = rows.filter(film__in=[film.pk for film in films])
    columns = ("viewing", "film", "path", "first_byte", "length", "at")
    return [Piece(*row) for row in rows.order_by("pk").values_list(*columns)]


def _shown(pieces: Sequence[Piece], known: Known) -> list[Shown]:
    """One for each film; one more where pieces of it are of a version that is no more."""
    piles: dict[tuple[int, bool], list[Piece]] = defaultdict(list)
    for piece in pieces:
        piles[piece.film, piece.path not in known[piece.film][1]].append(piece)
    return [_of_film(pile, known, is_earlier=earlier) for (_film, earlier), pile in piles.items()]


def _of_film(pieces: Sequence[Piece], known: Known, *, is_earlier: bool) -> Shown:
    film, codes = known[pieces[0].film]
    length = float((film.renditions.get("video") or {}).get("seconds") or 0)
    found = [] if is_earlier else [_stretch(piece, codes) for piece in pieces]
    times = [piece.at for piece in pieces]
    stretches = [each for each in found if each.last > each.first]
    return Shown(film, length, stretches, min(times), max(times), is_earlier)


def _stretch(piece: Piece, codes: dict[str, timecodes.Timecode]) -> Stretch:
    first, last = codes[piece.path].stretch(piece.first_byte, piece.length)
    return Stretch(first, last, piece.at, piece.viewing)


def _is_anew(before: tuple[int, datetime], after: tuple[int, datetime]) -> bool:
    """Whether a delivery is more than a browser asking again: in another sitting, or a while later."""
    return before[0] != after[0] or after[1] - before[1] > BREATH
