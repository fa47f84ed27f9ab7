"""ZIPs of pictures: what lies in them, a file at a time, and no more than their limits allow."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path, PurePosixPath
from typing import IO

from django.conf import settings

from portfolio.renditions.refusals import ArchiveRefused

# How a ZIP begins. One that hides behind a picture is that picture.
BEGINNING = b"PK\x03\x04"
USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
LOCKED, PATCHED = 0x1, 0x20
# The record at its end says how long its directory is; a large ZIP has a second one before that, and a third
# that leads there. They are looked for where `zipfile` looks for them, which reads the directory after us.
END, END_OF_LARGE, LEADING_THERE = (
    struct.Struct("<4s4H2LH"),
    struct.Struct("<4sQ2H2L4Q"),
    struct.Struct("<4sLQL"),
)
END_BEGINS, END_OF_LARGE_BEGINS, LEADING_BEGINS = b"PK\5\6", b"PK\6\6", b"PK\6\7"
LONGEST_COMMENT = 1 << 16
# For each file that is meant a folder, or what a Mac hides beside it, and names of a usual length.
ENTRIES_A_FILE, BYTES_AN_ENTRY = 3, 512


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
        _refuse_long(path)
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


def _refuse_long(path: Path) -> None:
    """Before the directory is read: a small file may hold one that fills the memory."""
    entries, size = _directory(path)
    most = settings.ZIP_MAX_FILES * ENTRIES_A_FILE
    if entries > most or size > most * BYTES_AN_ENTRY:
        raise ArchiveRefused("zip_too_many")


def _directory(path: Path) -> tuple[int, int]:
    """How many entries the directory says that it has, and how many bytes."""
    with path.open("rb") as stream:
        at = _end_of(stream)
        end = END.unpack(_read(stream, at, END.size))
        large_at = at - LEADING_THERE.size - END_OF_LARGE.size
        if large_at < 0:
            return end[4], end[5]
        large = END_OF_LARGE.unpack(_read(stream, large_at, END_OF_LARGE.size))
        leading = LEADING_THERE.unpack(_read(stream, at - LEADING_THERE.size, LEADING_THERE.size))
    is_large = (large[0], leading[0]) == (END_OF_LARGE_BEGINS, LEADING_BEGINS)
    return (large[7], large[8]) if is_large else (end[4], end[5])


def _end_of(stream: IO[bytes]) -> int:
    """Where the record at the end begins: at the very end, or before a comment."""
    size = stream.seek(0, SEEK_END)
    begins = max(0, size - END.size - LONGEST_COMMENT)
    tail = _read(stream, begins, size)
    last = tail[-END.size :]
    is_bare = last.startswith(END_BEGINS) and last.endswith(b"\0\0")
    place = len(tail) - END.size if is_bare else tail.rfind(END_BEGINS)
    if not 0 <= place <= len(tail) - END.size:
        raise ArchiveRefused("zip_damaged")
    return begins + place


def _read(stream: IO[bytes], at: int, size: int) -> bytes:
    stream.seek(at)
    return stream.read(size)


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
