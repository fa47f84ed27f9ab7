"""ZIPs of pictures: what lies in them, a file at a time, and no more than their limits allow."""

import os
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BufferedReader, FileIO
from pathlib import Path, PurePosixPath
from typing import IO

from django.conf import settings

from portfolio.renditions.refusals import ArchiveRefused

# How a ZIP begins. One that hides behind a picture is that picture.
BEGINNING = b"PK\x03\x04"
USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
LOCKED, PATCHED = 0x1, 0x20
# The directory of a ZIP is read in one go: of so many bytes at most, some 2,000 for each file.
MOST_AT_ONCE = 4 * 1024**2


@dataclass(frozen=True)
class Member:
    """A file in a ZIP: its name, its size unpacked, and its place, which no other has."""

    name: str
    size: int
    place: str


class Bytes(BufferedReader):
    """A ZIP's bytes, for a library that believes what a ZIP says of itself."""

    def __init__(self, path: Path) -> None:
        super().__init__(FileIO(path))
        self.end = path.stat().st_size

    def read(self, size: int | None = -1, /) -> bytes:
        """Refuses more than an honest ZIP has to be read at once: its directory unfolds twentyfold."""
        if size is not None and size > MOST_AT_ONCE:
            raise ArchiveRefused("zip_too_many")
        return super().read(size)

    def seek(self, place: int, whence: int = os.SEEK_SET, /) -> int:
        """Refuses a place outside the file."""
        if whence == os.SEEK_SET and not 0 <= place <= self.end:
            raise zipfile.BadZipFile("Nothing lies there.")
        return super().seek(place, whence)


def is_archive(path: Path) -> bool:
    """Whether its bytes are a ZIP's, whatever its name says."""
    with path.open("rb") as stream:
        return stream.read(len(BEGINNING)) == BEGINNING


def unpack(path: Path, keep: Callable[[Member, IO[bytes]], None]) -> None:
    """Hands each file to `keep`, save folders and what systems hide there.

    Refuses with `ArchiveRefused`: before the first file what breaks a limit, later what turns out damaged.
    """
    try:
        with Bytes(path) as whole, zipfile.ZipFile(whole) as archive:
            inside = [info for info in archive.infolist() if _is_meant(info)]
            _refuse_hostile(inside)
            for info in inside:
                with archive.open(info) as content:
                    keep(Member(info.filename, info.file_size, str(info.header_offset)), content)
    # The four ways in which bytes turn out not to be what the directory says: no ZIP, deflate, end, or UTF-8.
    except (zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError) as problem:
        raise ArchiveRefused("zip_damaged") from problem
    # The library's word for a version of the format that it does not know.
    except NotImplementedError as problem:
        raise ArchiveRefused("zip_unusual") from problem


def _is_meant(info: zipfile.ZipInfo) -> bool:
    name = info.filename.replace("\\", "/")
    parts = PurePosixPath(name).parts
    is_file = bool(parts) and not name.endswith("/")
    return is_file and "__MACOSX" not in parts and not parts[-1].startswith(".")


def _refuse_hostile(inside: list[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & LOCKED for info in inside):
        raise ArchiveRefused("zip_locked")
    if any(info.compress_type not in USUAL or info.flag_bits & PATCHED for info in inside):
        raise ArchiveRefused("zip_unusual")
    if len(inside) > settings.ZIP_MAX_FILES:
        raise ArchiveRefused("zip_too_many")
    if sum(min(info.file_size, settings.PHOTO_MAX_BYTES) for info in inside) > settings.ZIP_MAX_BYTES:
        raise ArchiveRefused("zip_too_heavy")
