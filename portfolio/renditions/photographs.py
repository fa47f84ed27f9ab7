"""Pictures: what a file is, and what is made of it. Bytes in, bytes out."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portfolio.renditions import cage, specs
from portfolio.renditions.sayings import Words, words_of
from portfolio.renditions.workshops import workshop

DARKROOM = Path(__file__).with_name("darkroom.py")
# A picture of 24 megapixels takes less than half of each; what takes more was made to. On top come libraries
# and the file, where it is mapped: 700 MB in all.
LIMITS = cage.Limits(seconds=15, memory_bytes=580 * 1024**2)
# Nobody waits while a picture is developed: it gets its processor time on a busy machine, too.
PATIENCE = 45

ENDINGS = {
    "JPEG": ".jpg",
    "PNG": ".png",
    "WEBP": ".webp",
    "AVIF": ".avif",
    "TIFF": ".tif",
    "HEIF": ".heic",
}

SENTENCES = {
    "not_a_picture": _(
        "This file is not a picture that we can use. Choose a JPEG, PNG, WebP, AVIF, TIFF or HEIC file."
    ),
    "damaged": _("This picture is damaged: it breaks off before its end. Export it again and retry."),
    "too_many_pixels": _(
        "This picture has too many pixels: at most %(megapixels)s million are taken, %(most)s million of a "
        "JPEG or HEIC. Export it smaller and retry."
    ),
    "too_slow": _(
        "Opening this picture took too much time or memory. Export it again as a plain JPEG and retry."
    ),
    "animated": _("This file holds more than one picture. Export a single one and retry."),
    "too_heavy": _("This picture is too heavy: at most %(limit)s MB are taken. Export it smaller and retry."),
    "struck_out": _(
        "This picture was struck out by the person shown: it is never shown again, so it is not taken. "
        "Choose another one."
    ),
    "given_up": _(
        "The server tried three times to take this file in and failed. Export it again and retry; if that "
        "fails too, tell whoever runs the site."
    ),
    "lost": _("What came of this file was lost on the server. Choose it again."),
    "empty": _("This file is empty. Choose it again; if it stays empty, copy it from the card once more."),
}


class PictureRefused(Exception):
    """The file is not taken. `code` says why in a word; `sentence` in the reader's language."""

    def __init__(self, code: str) -> None:
        """`code` is a key of `SENTENCES`."""
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return str(SENTENCES[self.code]) % {
            "limit": settings.PHOTO_MAX_BYTES // 1024**2,
            "megapixels": settings.PHOTO_MAX_PIXELS_OTHERWISE // 10**6,
            "most": max(settings.PHOTO_MAX_PIXELS.values()) // 10**6,
        }


@dataclass(frozen=True)
class Facts:
    """What a picture's file says of itself. Width and height are upright."""

    format: str
    width: int
    height: int
    taken_on: date | None
    words: Words = field(default_factory=Words)

    @property
    def ending(self) -> str:
        """The ending that goes with what it really is, whatever its name said."""
        return ENDINGS[self.format]


def inspect(stream: IO[bytes]) -> Facts:
    """The facts of a picture that decodes to its end. Refuses with `PictureRefused`."""
    with _in_the_cage(stream) as (path, folder):
        answer = _ask("inspect", path, folder)
    words = words_of(answer["xmp"], answer["iptc"])
    return Facts(answer["format"], answer["width"], answer["height"], _day(answer["taken"]), words)


@dataclass(frozen=True)
class Order:
    """How a picture is developed: around which point it is cut, which words its files bear."""

    focus: tuple[float, float] = (0.5, 0.5)
    words: Mapping[str, str] = field(default_factory=dict)
    crops: bool = True

    @property
    def wording(self) -> str:
        """Short, and another for other words."""
        said = json.dumps(dict(self.words), sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:8]

    def ladder_of(self, manifest: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """`manifest` where its ladder is what would be made today, whatever its focal point; else None."""
        made = (manifest.get("specs"), manifest.get("wording"))
        return manifest if manifest.get("ladder") and made == (specs.fingerprint(), self.wording) else None

    def is_met_by(self, manifest: Mapping[str, Any]) -> bool:
        """Whether nothing of it would be made otherwise today."""
        whole = self.ladder_of(manifest) is not None
        return whole and (not self.crops or manifest.get("focus") == list(self.focus))


@contextmanager
def developed(
    stream: IO[bytes], order: Order | None = None, *, known: Mapping[str, Any] | None = None
) -> Iterator[tuple[dict[str, Any], Path]]:
    """The manifest of all renditions, and the folder that holds what was made until the block ends.

    `known` is a former manifest of this very picture. Where it has another focal point and nothing else, its
    ladder is kept and the crops alone are made. Refuses with `PictureRefused`.
    """
    order = order or Order()
    # Who asks again for what is there already wants all of it: a file may have been lost.
    kept = None if order.is_met_by(known or {}) else order.ladder_of(known or {})
    recipe = specs.recipe()
    wanted = {
        **recipe,
        "widths": [] if kept else recipe["widths"],
        "crops": recipe["crops"] if order.crops else [],
        "focus": list(order.focus),
        "words": dict(order.words),
    }
    with _in_the_cage(stream) as (path, folder):
        made = _ask("develop", path, folder, patience=PATIENCE, **wanted)
        yield {**(kept or {}), **made, "specs": specs.fingerprint(), "wording": order.wording}, folder


def files(manifest: Mapping[str, Any]) -> list[str]:
    """The names of a manifest's files, of its ladder and of its crops."""
    formats = [name.lower() for name, _ending, _options in specs.FORMATS]
    steps = chain(manifest.get("ladder", []), *manifest.get("crops", {}).values())
    return [rung[name] for rung in steps for name in formats if name in rung]


@contextmanager
def _in_the_cage(stream: IO[bytes]) -> Iterator[tuple[str, Path]]:
    with workshop() as folder:
        path = folder / "original"
        stream.seek(0)
        with path.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
        yield str(path), folder


def _ask(task: str, path: str, folder: Path, *, patience: int = 0, **details: Any) -> dict[str, Any]:
    pixels = {**settings.PHOTO_MAX_PIXELS, "": settings.PHOTO_MAX_PIXELS_OTHERWISE}
    job = {"task": task, "path": path, "max_pixels": pixels, **details}
    try:
        answer = cage.run(DARKROOM, job, limits=replace(LIMITS, patience=patience), folder=folder)
    except cage.LimitReached as problem:
        raise PictureRefused("too_slow") from problem
    except cage.CageError as problem:
        raise PictureRefused("damaged") from problem
    if "refused" in answer:
        raise PictureRefused(answer["refused"])
    return answer


def _day(exif: str) -> date | None:
    try:
        return datetime.strptime(exif, "%Y:%m:%d %H:%M:%S").date()  # noqa: DTZ007 - a camera's own clock
    except ValueError:
        return None
