"""What a player needs to show a film: addresses, sizes and captions, from the manifest alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, get_language_info

from backstage.bilingual.languages import codes
from portfolio.models import CaptionTrack, Film
from portfolio.models.film import titles_of

# A poster at the size of the player.
POSTER_WIDTH = 1280

# Where a file of a film is found, by its name.
Address = Callable[[str], str]


@dataclass(frozen=True)
class Words:
    """A `<track>`: captions or chapters. `label` is the language as it calls itself.

    Of captions, those in the reader's own language are shown at once.
    """

    kind: str
    language: str
    label: str
    address: str
    is_default: bool


@dataclass(frozen=True)
class Chapters:
    """Second and title of each, in one language."""

    language: str
    titles: list[tuple[float, str]]
    is_foreign: bool


@dataclass(frozen=True)
class Player:
    """A `<video>`. `ladder` is for browsers that choose among several sizes; nothing for older films."""

    ladder: str
    address: str
    width: int
    height: int
    poster: str
    words: list[Words]


def public_address(film: Film) -> Address:
    """Where everybody finds a public film's files."""
    return lambda name: reverse("rendition", args=[film.asset, name])


def player(film: Film, address: Address) -> Player | None:
    """The player of `film`, whose files are found at `address`; None where it has no film of ours yet."""
    video: dict[str, Any] = film.renditions.get("video", {})
    if "mp4" not in video:
        return None
    hls: dict[str, Any] = video.get("hls", {})
    return Player(
        ladder=address(hls["master"]) if hls else "",
        address=address(video["mp4"]),
        width=video["width"],
        height=video["height"],
        poster=_poster(film, address),
        words=[*_words(film, "captions", address), *_words(film, "chapters", address)],
    )


def chapters(film: Film) -> Chapters | None:
    """In the reader's language, else in another that has any; None where there are none."""
    rows = list(film.chapters.all())
    own = str(get_language())
    for code in sorted(codes(), key=lambda code: code != own):
        if titles := titles_of(rows, code):
            return Chapters(code, titles, is_foreign=code != own)
    return None


def transcripts(film: Film) -> list[CaptionTrack]:
    """What is said in a film, in each language of its captions, the reader's own first."""
    said = [track for track in film.captions.all() if track.transcript]
    return sorted(said, key=lambda track: track.language != get_language())


def _words(film: Film, kind: str, address: Address) -> Iterator[Words]:
    """Captions for all; chapters in the reader's language alone: browsers offer no choice of them."""
    tracks: dict[str, str] = film.renditions.get(kind, {})
    for language, name in sorted(tracks.items()):
        is_own = language == get_language()
        if is_own or kind == "captions":
            label = get_language_info(language)["name_local"].capitalize()
            yield Words(kind, language, label, address(name), is_own)


def _poster(film: Film, address: Address) -> str:
    """The JPEG nearest below the player's size, or nothing."""
    ladder = [rung for rung in film.renditions.get("poster", {}).get("ladder", []) if "jpeg" in rung]
    fitting = [rung for rung in ladder if rung["width"] <= POSTER_WIDTH] or ladder[:1]
    return address(fitting[-1]["jpeg"]) if fitting else ""
