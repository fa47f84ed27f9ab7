"""What the screening room shows: each film of a grant with its player, or sealed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.urls import reverse

from portfolio.models import Film
from portfolio.screening.models import GrantItem
from portfolio.screening.models.contents import Contents
from portfolio.views.players import Address, Chapters, Player, chapters, player


@dataclass(frozen=True)
class Screen:
    """A film of a grant. `player` is None where it may not be shown now, or is not developed yet.

    `may_ask` where it belongs to the reel that was asked for, and was not granted; `is_awaited` where it was
    asked for since. `until` is said where it ends sooner than others of the same invitation.
    """

    film: Film
    is_playable: bool
    player: Player | None
    chapters: Chapters | None = None
    may_ask: bool = False
    is_awaited: bool = False
    until: str = ""


def screens(items: list[GrantItem], code: str, playable: set[int], contents: Contents) -> list[Screen]:
    """A screen for each item; `playable` holds the keys of those that may be handed over now."""
    return [_screen(item.film, code, contents, is_playable=item.pk in playable) for item in items]


def until_of(film: Film, contents: Contents) -> str:
    """Until when a film may be watched, where others of the same invitation last longer."""
    lasting = contents.of(film)
    return lasting.until_in_words if lasting and lasting.is_shorter else ""


def in_the_reels_order(
    granted: list[Screen], left_out: list[Film], order: Sequence[int], awaited: Collection[int] = ()
) -> list[Screen]:
    """The granted screens and a sealed one for each film that was left out, as the reel has them.

    `order` holds the keys of the reel's films; what is not among them comes last, as it was granted.
    `awaited` holds those for which the viewer has asked and waits.
    """
    sealed = [
        Screen(film, is_playable=False, player=None, may_ask=True, is_awaited=film.pk in awaited)
        for film in left_out
    ]
    places = {pk: place for place, pk in enumerate(order)}
    return sorted([*granted, *sealed], key=lambda screen: places.get(screen.film.pk, len(places)))


def _screen(film: Film, code: str, contents: Contents, *, is_playable: bool) -> Screen:
    shown = player(film, _door(film, code)) if is_playable else None
    within = chapters(film) if shown else None
    return Screen(film, is_playable, shown, within, until=until_of(film, contents))


def _door(film: Film, code: str) -> Address:
    """Where the viewers of this grant find the film's files."""
    return lambda name: reverse("screening_file", args=[code, film.asset, name])
