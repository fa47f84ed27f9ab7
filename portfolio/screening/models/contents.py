"""What an invitation is to, as its viewer is told: which films, and until when each may really be watched."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from portfolio.models import Film, Showreel
from portfolio.models.moments import named_about
from portfolio.screening.models.access_request import AccessRequest
from portfolio.screening.models.days import last_day_of, until_exactly, until_in_words
from portfolio.screening.models.grant import Grant, GrantItem
from portfolio.screening.models.holder import films_needing_a_yes
from portfolio.screening.models.holder_decision import HolderDecision


@dataclass(frozen=True)
class Lasting:
    """A film that may be watched, and when that is over; `is_shorter` where others last longer."""

    film: Film
    end: datetime
    is_shorter: bool

    @property
    def until_in_words(self) -> str:
        """Until when, as one says it."""
        return until_in_words(self.end)

    @property
    def until_exactly(self) -> str:
        """The same as a mail says it, which may be read on another day."""
        return until_exactly(self.end)


@dataclass(frozen=True)
class Contents:
    """The films that may be watched, and the end of the one that lasts longest.

    `reel` is the showreel that was asked for, if any film of it may be watched; it is whole where all of them
    may, and nothing else.
    """

    reel: Showreel | None
    of_the_reel: int
    is_whole: bool
    films: Sequence[Lasting]
    end: datetime

    @property
    def last_day(self) -> date:
        """The last day on which any of them may be watched."""
        return last_day_of(self.end)

    @property
    def until_in_words(self) -> str:
        """The same as one says it."""
        return until_in_words(self.end)

    @property
    def until_exactly(self) -> str:
        """The same as a mail says it."""
        return until_exactly(self.end)

    def of(self, film: Film) -> Lasting | None:
        """That of one film; None where it may not be watched."""
        return next((each for each in self.films if each.film == film), None)


def contents_of(grant: Grant, at: datetime | None = None) -> Contents:
    """What a grant is to at `at` (default: now)."""
    items = list(grant.items.select_related("film"))
    return contents_among(grant, items, ends_of(items, at))


def contents_among(grant: Grant, items: Iterable[GrantItem], ends: Mapping[int, datetime]) -> Contents:
    """The same of items whose ends are known, by their keys."""
    films = {item.film: ends[item.pk] for item in items if item.pk in ends}
    return _contents(grant.request.showreel, films, grant.valid_until)


def contents_for(
    films: Sequence[Film], asked: AccessRequest, until: datetime, at: datetime | None = None
) -> Contents:
    """What an invitation to these films until `until` would be to."""
    ends = ends_for(films, asked, until, at)
    return _contents(asked.showreel, {film: ends[film.pk] for film in films if film.pk in ends}, until)


def ends_of(items: Iterable[GrantItem], at: datetime | None = None) -> dict[int, datetime]:
    """By the key of each item that is no secret to its viewer at `at` (default: now), when that is over.

    It is over with its grant, or at the first moment at which the gate says no by the facts as they stand:
    a holder's yes that ends, an agreement, a release, the licence of a music. What somebody will decide is
    not guessed.
    """
    moment, known = at or timezone.now(), {item.pk: item for item in items}
    rows = GrantItem.objects.filter(pk__in=known)
    found = {pk: known[pk].grant.valid_until for pk in rows.unsealed(moment).values_list("pk", flat=True)}
    said = HolderDecision.objects.filter(request__grant__items__in=known)
    moments = _moments([item.film_id for item in known.values()], said, moment)
    return _shortened(found, moments, lambda each: set(rows.unsealed(each).values_list("pk", flat=True)))


def ends_for(
    films: Sequence[Film], asked: AccessRequest | None, until: datetime, at: datetime | None = None
) -> dict[int, datetime]:
    """The same by the key of each of `films`, were they granted until `until`.

    Where nobody has answered for a film yet it is as if the holder said yes.
    """
    moment = at or timezone.now()
    rows = Film.objects.filter(pk__in=[film.pk for film in films])
    said = HolderDecision.objects.of_who_holds_the_rights().filter(request=asked).exclude(answer="")

    def may_be_watched(each: datetime) -> set[int]:
        over = said.exclude(pk__in=HolderDecision.objects.standing(each).values("pk")).values("film")
        refused = films_needing_a_yes(each).filter(pk__in=over).values("pk")
        screenable = rows.filter(pk__in=Film.objects.screenable(each).exclude(source="").values("pk"))
        return set(screenable.exclude(pk__in=refused).values_list("pk", flat=True))

    found = dict.fromkeys(may_be_watched(moment), until)
    return _shortened(found, _moments([film.pk for film in films], said, moment), may_be_watched)


def _contents(reel: Showreel | None, films: Mapping[Film, datetime], end: datetime) -> Contents:
    last = max(films.values(), default=end)
    lasting = [Lasting(film, each, is_shorter=each < last) for film, each in films.items()]
    wanted = {item.film_id for item in reel.items.all()} if reel else set()
    shown = {film.pk for film in films}
    return Contents(reel if wanted & shown else None, len(wanted & shown), wanted == shown, lasting, last)


def _moments(films: Sequence[int], said: Iterable[HolderDecision], after: datetime) -> list[datetime]:
    """Those after `after` at which the gate may answer otherwise, the earliest first."""
    named = set(named_about(Film.objects.filter(pk__in=films)))
    for decision in said:
        named |= {each for each in (decision.until, decision.withdrawn_at) if each}
    return sorted(each for each in named if each > after)


def _shortened(
    found: dict[int, datetime], moments: Iterable[datetime], open_at: Callable[[datetime], set[int]]
) -> dict[int, datetime]:
    for moment in moments:
        if not found or moment >= max(found.values()):
            break
        stays = open_at(moment)
        found = {pk: end if pk in stays else min(end, moment) for pk, end in found.items()}
    return found
