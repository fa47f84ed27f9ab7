"""What renditions are made of, and the making: files into the vault, a manifest back. No row is touched."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

from backstage.bilingual.languages import codes, column
from portfolio.models import Film, Photo, SiteProfile
from portfolio.models.credit_lines import creator, credit_line, notice
from portfolio.renditions import films, photographs
from portfolio.renditions.imprint import Imprint
from portfolio.renditions.photographs import PictureRefused
from portfolio.renditions.refusals import FilmRefused, where_there_is_room
from portfolio.renditions.storages import forget, put, vault

# What the making of a film alone writes. One film is made at a time: what nobody knows of these was left by a
# killed worker. Half a file begins with a dot; it may be somebody's who is writing, and is left to the night.
LEFT = re.compile(r"(?:\d+|master)-[0-9a-f]{16}\.(?:m4s|m3u8|mp4)|stills-[0-9a-f]{16}\.jpg")

REFUSALS = (PictureRefused, FilmRefused)


@dataclass(frozen=True)
class Order:
    """A work as it was when its job began, and how its picture is to be developed."""

    work: Photo | Film
    picture: photographs.Order

    @classmethod
    def of(cls, work: Photo | Film) -> "Order":
        """Reads the words of its picture: what follows asks the database nothing."""
        return cls(work, picture_order(work))

    @property
    def ingredients(self) -> dict[str, tuple[str, ...]]:
        """What each part is made of. What was made of something else is not written."""
        work = self.work
        if isinstance(work, Photo):
            return {"picture": (str(work.original.name), work.sha256, repr(self.picture))}
        source = (str(work.source.name), work.sha256)
        return {"poster": (*source, str(work.poster.name), str(work.poster_at_seconds)), "video": source}

    def still_fitting(self, row: Photo | Film) -> set[str]:
        """The parts that would be made of the same today."""
        now = Order.of(row).ingredients
        return {part for part, said in self.ingredients.items() if now[part] == said}


@dataclass(frozen=True)
class Made:
    """The manifest of what could be made; which part could not, and why, in two words."""

    manifest: dict[str, Any]
    trouble: str = ""


def picture_order(work: Photo | Film) -> photographs.Order:
    """How its picture is to be developed today."""
    if isinstance(work, Film):
        return photographs.Order(crops=False)
    return photographs.Order(focus=(work.focus_x, work.focus_y), words=_imprint(work).words())


def _imprint(photo: Photo) -> Imprint:
    """What is written into its files: what its page says to machines, and no more."""
    site = SiteProfile.current()
    line = credit_line(photo, site)
    languages = sorted(codes(), key=lambda code: code != site.default_language)
    with override(site.default_language):
        ask_at = settings.SITE_URL + reverse("contact")
    return Imprint(
        creator=creator(photo, site),
        credit=line,
        notice=notice(line),
        licensor=line,
        ask_at=ask_at,
        terms={code: _terms(code) for code in languages},
        alt={code: getattr(photo, column("alt", code)) or "" for code in languages},
    )


def _terms(language: str) -> str:
    with override(language):
        return gettext("All rights reserved. Ask before any use.")


def develop(order: Order, told: films.Told = lambda done: None) -> Made:
    """Makes the files and puts them into the vault; `told` hears how much of a film is done, from 0 to 1.

    A part that cannot be made is in the manifest as it was.
    """
    work = order.work
    if isinstance(work, Film):
        return _film(order, work, told)
    try:
        with work.original.open("rb") as stream:
            return Made(_picture(work, stream, order.picture, known=work.renditions))
    except PictureRefused as refusal:
        return Made(work.renditions, f"original:{refusal.code}")
    except FileNotFoundError:
        return Made(work.renditions, "original:lost")


def _film(order: Order, film: Film, told: films.Told) -> Made:
    """Each part by itself: a poster does not wait for the film to be lost."""
    poster = develop_poster(order, film)
    video = _part(film, "video", lambda: _video(film, told))
    # What is wrong with the film is said first: a poster that was to come from it has the same trouble.
    return Made(poster.manifest | video.manifest, video.trouble or poster.trouble)


def develop_poster(order: Order, film: Film) -> Made:
    """The same for the poster alone: `order` is the film's."""
    return _part(film, "poster", lambda: _poster(film, order.picture))


def _part(film: Film, part: str, make: Callable[[], dict[str, Any]]) -> Made:
    """One part of a film's manifest; where it cannot be made, the part as it was."""
    try:
        with where_there_is_room():
            made, trouble = make(), ""
    except REFUSALS as refusal:
        made, trouble = film.renditions.get(part, {}), f"{part}:{refusal.code}"
    except FileNotFoundError:
        made, trouble = film.renditions.get(part, {}), f"{part}:lost"
    return Made({part: made} if made else {}, trouble)


def _video(film: Film, told: films.Told) -> dict[str, Any]:
    """What is there already, where it was made of this very source and in today's way."""
    known: dict[str, Any] = film.renditions.get("video", {})
    if not film.source or known.get("of") == made_of(film):
        return known if film.source else {}
    with film.source.open("rb") as stream, films.developed(stream, told) as (manifest, folder):
        _keep_all(film, films.files({"video": manifest}), folder, told)
    return manifest | {"of": made_of(film)}


def _keep_all(film: Film, names: list[str], folder: Path, told: films.Told) -> None:
    """Puts all the files of a film into the vault, or none: a stop or a full disk leaves no part."""
    known = films.files(film.renditions)
    left = [name for name in vault().listdir(film.asset)[1] if LEFT.fullmatch(name) and name not in known]
    forget(vault(), [f"{film.asset}/{name}" for name in left])
    with ExitStack() as otherwise:
        for name in names:
            if name not in known:  # what is shown now may be one of them
                otherwise.callback(forget, vault(), [f"{film.asset}/{name}"])
            with (folder / name).open("rb") as stream:
                put(vault(), f"{film.asset}/{name}", stream, lambda: told(1))
        otherwise.pop_all()


def made_of(film: Film) -> str:
    """Of which source, and how."""
    return f"{film.sha256[:16]}-{films.RECIPE}"


def _poster(film: Film, order: photographs.Order) -> dict[str, Any]:
    """Of the poster that the editor chose, else of a picture from the film; what is there if it fits."""
    known: dict[str, Any] = film.renditions.get("poster", {})
    if known.get("of") == _poster_of(film):
        return known
    if film.poster:
        with film.poster.open("rb") as stream:
            return _picture(film, stream, order) | {"of": _poster_of(film)}
    if film.source:
        with film.source.open("rb") as source, films.still(source, film.poster_at_seconds) as stream:
            return _picture(film, stream, order) | {"of": _poster_of(film)}
    return {}


def _poster_of(film: Film) -> str:
    """Of which picture: one that was uploaded, or one of the film's."""
    return str(film.poster.name) if film.poster else f"{film.sha256[:16]}@{film.poster_at_seconds}"


def _picture(
    work: Photo | Film, stream: IO[bytes], order: photographs.Order, known: dict[str, Any] | None = None
) -> dict[str, Any]:
    with photographs.developed(stream, order, known=known) as (manifest, folder):
        for name in photographs.files(manifest):
            if (folder / name).exists():  # the ladder that was kept lies in the vault already
                _keep(f"{work.asset}/{name}", folder / name)
    return manifest


def _keep(name: str, path: Path) -> None:
    """Puts one file into the vault, in place of one that a killed job may have left half."""
    with path.open("rb") as stream:
        put(vault(), name, stream)
