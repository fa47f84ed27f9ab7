"""What the player needs to know of a granted film: addresses of its files at the viewers' door, its size."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language_info

from portfolio.models import Film
from portfolio.screening.models import GrantItem

# The poster need not be wider than a film is shown.
POSTER_WIDTH = 1280


@dataclass(frozen=True)
class Captions:
    """A track of captions."""

    language: str
    label: str
    address: str


@dataclass(frozen=True)
class Screen:
    """A film of a grant. `address` is empty where it may not be shown now, or is not developed yet."""

    film: Film
    is_playable: bool
    address: str
    poster: str
    width: int | None
    height: int | None
    captions: list[Captions]


def screens(items: list[GrantItem], code: str, playable: set[int]) -> list[Screen]:
    """A screen for each item; `playable` holds the keys of those that may be handed over now."""
    return [_screen(item.film, code, is_playable=item.pk in playable) for item in items]


def _screen(film: Film, code: str, *, is_playable: bool) -> Screen:
    if not is_playable:
        return Screen(film, False, "", "", None, None, [])
    video = film.renditions.get("video", {})
    return Screen(
        film=film,
        is_playable=True,
        address=_address(code, film, video.get("mp4", "")),
        poster=_address(code, film, _poster(film)),
        width=video.get("width"),
        height=video.get("height"),
        captions=_captions(film, code),
    )


def _captions(film: Film, code: str) -> list[Captions]:
    return [
        Captions(language, get_language_info(language)["name_local"].capitalize(), _address(code, film, name))
        for language, name in film.renditions.get("captions", {}).items()
    ]


def _poster(film: Film) -> str:
    ladder: list[dict[str, Any]] = film.renditions.get("poster", {}).get("ladder", [])
    narrow = [rung["jpeg"] for rung in ladder if rung["width"] <= POSTER_WIDTH]
    return narrow[-1] if narrow else ""


def _address(code: str, film: Film, name: str) -> str:
    return reverse("screening_file", args=[code, film.asset, name]) if name else ""
