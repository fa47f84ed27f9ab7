"""ZIPs of pictures: what lies in them, a file at a time, and no more than their limits allow."""

import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from django.conf import settings

from portfolio.renditions.refusals import ArchiveRefused

# How a ZIP begins. One that hides behind a picture is that picture.
BEGINNING = b"PK\x03\x04"
USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
LOCKED, PATCHED = 0x1, 0x20


@dataclass(frozen=True)
class Member:
    """A file in a ZIP: its name, its size unpacked, and its place, which no other has."""

    name: str
    size: int
    place: str


def is_archive(path: Path) -> bool:
    """Whether its bytes are a ZIP's, whatever its name says."""
    with path.open("rb") as stream:
        return stream.read(len(BEGINNING)) == BEGINNING


def unpack(path: Path, keep: Callable[[Member, IO[bytes]], None]) -> None:
    """Hands each file to `keep`, save folders and what systems hide there.

    Refuses with `ArchiveRefused`: before the first file what breaks a limit, later what turns out damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [info for info in archive.infolist() if _is_meant(info)]
            _refuse_hostile(inside)
            for info in inside:
                with archive.open(info) as content:
                    keep(Member(info.filename, info.file_size, str(info.header_offset)), content)
    # The ways in which bytes are not what the directory says: no ZIP, no deflate, no end, no UTF-8.
    except (zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError) as problem:
        raise ArchiveRefused("zip_damaged") from problem
    # The library's word for a version of the format that it does not know.
    except NotImplementedError as problem:
        raise ArchiveRefused("zip_unusual") from problem


def _is_meant(info: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    is_named = path.name and not path.name.startswith(".")  # "." has no name
    return bool(is_named) and not info.is_dir() and "__MACOSX" not in path.parts


def _refuse_hostile(inside: list[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & LOCKED for info in inside):
        raise ArchiveRefused("zip_locked")
    if any(info.compress_type not in USUAL or info.flag_bits & PATCHED for info in inside):
        raise ArchiveRefused("zip_unusual")
    if len(inside) > settings.ZIP_MAX_FILES:
        raise ArchiveRefused("zip_too_many")
    if sum(min(info.file_size, settings.PHOTO_MAX_BYTES) for info in inside) > settings.ZIP_MAX_BYTES:
        raise ArchiveRefused("zip_too_heavy")
