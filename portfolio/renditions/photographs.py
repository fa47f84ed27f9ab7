"""Pictures: what a file is, and what is made of it. Bytes in, bytes out."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portfolio.renditions import cage, specs

DARKROOM = Path(__file__).with_name("darkroom.py")

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
class Words:
    """What a picture's file says in words."""

    persons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What a picture's file says of itself. Width and height are upright."""

    format: str
    width: int
    height: int
    taken_on: date | None
    words: Words = Words()

    @property
    def ending(self) -> str:
        """The ending that goes with what it really is, whatever its name said."""
        return ENDINGS[self.format]


def inspect(stream: IO[bytes]) -> Facts:
    """The facts of a picture that decodes to its end. Refuses with `PictureRefused`."""
    with _in_the_cage(stream) as (path, folder):
        answer = _ask("inspect", path, folder)
    return Facts(answer["format"], answer["width"], answer["height"], _day(answer["taken"]))


@contextmanager
def developed(stream: IO[bytes]) -> Iterator[tuple[dict[str, Any], Path]]:
    """The manifest of all renditions, and the folder that holds them until the block ends.

    Refuses with `PictureRefused`.
    """
    with _in_the_cage(stream) as (path, folder):
        rungs = [asdict(rung) for rung in specs.rungs()]
        formats = [name for name, _ending, _options in specs.FORMATS]
        manifest = _ask("develop", path, folder, rungs=rungs, formats=formats)
        yield manifest, folder


def files(manifest: dict[str, Any]) -> list[str]:
    """The names of a manifest's files."""
    formats = [name.lower() for name, _ending, _options in specs.FORMATS]
    return [rung[name] for rung in manifest.get("ladder", []) for name in formats if name in rung]


@contextmanager
def _in_the_cage(stream: IO[bytes]) -> Iterator[tuple[str, Path]]:
    with tempfile.TemporaryDirectory(prefix="backstage-") as name:
        path = Path(name) / "original"
        stream.seek(0)
        with path.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
        yield str(path), Path(name)


def _ask(task: str, path: str, folder: Path, **details: Any) -> dict[str, Any]:
    pixels = {**settings.PHOTO_MAX_PIXELS, "": settings.PHOTO_MAX_PIXELS_OTHERWISE}
    job = {"task": task, "path": path, "max_pixels": pixels, **details}
    try:
        answer = cage.run(DARKROOM, job, limits=cage.Limits(), folder=folder)
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
