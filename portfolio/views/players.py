"""What a player needs to show a film: addresses, sizes and captions, from the manifest alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, get_language_info

from portfolio.models import Film

# A poster at the size of the player.
POSTER_WIDTH = 1280

# Where a file of a film is found, by its name.
Address = Callable[[str], str]


@dataclass(frozen=True)
class Captions:
    """A `<track>`. `label` is the language as it calls itself; the reader's own is shown at once."""

    language: str
    label: str
    address: str
    is_default: bool


@dataclass(frozen=True)
class Player:
    """A `<video>`. `ladder` is for browsers that choose among several sizes; nothing for older films."""

    ladder: str
    address: str
    width: int
    height: int
    poster: str
    captions: list[Captions]


def public_address(film: Film) -> Address:
    """Where everybody finds a public film's files."""
    return lambda name: reverse("rendition", args=[film.asset, name])


def player(film: Film, address: Address) -> Player | None:
    """The player of `film`, whose files are found at `address`; None where it has no film of ours yet."""
    video: dict[str, Any] = film.renditions.get("video", {})
    if "mp4" not in video:
        return None
    tracks: dict[str, str] = film.renditions.get("captions", {})
    hls: dict[str, Any] = video.get("hls", {})
    return Player(
        ladder=address(hls["master"]) if hls else "",
        address=address(video["mp4"]),
        width=video["width"],
        height=video["height"],
        poster=_poster(film, address),
        captions=[_captions(language, address(name)) for language, name in sorted(tracks.items())],
    )


def _captions(language: str, address: str) -> Captions:
    name = get_language_info(language)["name_local"]
    return Captions(language, name.capitalize(), address, is_default=language == get_language())


def _poster(film: Film, address: Address) -> str:
    """The JPEG nearest below the player's size, or nothing."""
    ladder = [rung for rung in film.renditions.get("poster", {}).get("ladder", []) if "jpeg" in rung]
    fitting = [rung for rung in ladder if rung["width"] <= POSTER_WIDTH] or ladder[:1]
    return address(fitting[-1]["jpeg"]) if fitting else ""
