"""What a film's file is, by its own bytes: ffmpeg is told, and never left to guess.

A playlist that calls itself a film would have ffmpeg read other files; and a film that breaks off is known
here at once, by the sizes that its parts declare.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from portfolio.renditions.refusals import FilmRefused

# What a QuickTime or MP4 file may begin with.
FIRST_BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"}
HOLDING = {b"moov", b"mdat", b"moof"}
EBML = b"\x1a\x45\xdf\xa3"
SEGMENT = b"\x18\x53\x80\x67"
# More than a film of two hours in pieces of a frame has; a file of nothing but boxes would be read for hours.
MOST_BOXES = 1_000_000
# By so many bytes at its beginning a film is told from what is none.
HEAD = 64


@dataclass(frozen=True)
class Container:
    """How ffmpeg calls it, and the ending that goes with what it really is."""

    demuxer: str
    ending: str


def may_begin(head: bytes) -> bool:
    """Whether a film may begin with these bytes: the rest of it may still be on its way."""
    return head[4:8] in FIRST_BOXES or head.startswith(EBML)


def recognise(stream: IO[bytes]) -> Container:
    """QuickTime and MP4, or Matroska and WebM. Refuses with `FilmRefused` others, and what breaks off."""
    size = stream.seek(0, 2)
    stream.seek(0)
    head = stream.read(HEAD)
    if head[4:8] in FIRST_BOXES:
        _require_whole_boxes(stream, size)
        return Container("mov", ".mp4" if head[4:8] == b"ftyp" and head[8:10] != b"qt" else ".mov")
    if head.startswith(EBML):
        _require_whole_segment(stream, size)
        return Container("matroska", ".webm" if b"webm" in head else ".mkv")
    raise FilmRefused("not_a_film")


def _require_whole_boxes(stream: IO[bytes], size: int) -> None:
    """Refuses a film whose index is missing, or of which a part ends after the file does."""
    kinds = set()
    for number, (kind, end) in enumerate(_boxes(stream, size)):
        kinds.add(kind)
        if number > MOST_BOXES or (end > size and kind in HOLDING):
            raise FilmRefused("damaged")
    if b"moov" not in kinds:
        raise FilmRefused("not_a_film" if b"meta" in kinds else "damaged")  # a HEIC picture has no index


def _boxes(stream: IO[bytes], size: int) -> Iterator[tuple[bytes, int]]:
    """Kind and end of each box of the outermost level, as far as their sizes make sense."""
    start = 0
    while start + 8 <= size:
        stream.seek(start)
        length, kind = struct.unpack(">I4s", stream.read(8))
        if length == 1:
            length = int.from_bytes(stream.read(8), "big")
        end = size if length == 0 else start + length
        yield kind, end
        if end < start + 8:
            return
        start = end


def _require_whole_segment(stream: IO[bytes], size: int) -> None:
    """Refuses a Matroska file whose one segment ends after the file does. Its length may be unknown."""
    stream.seek(len(EBML))
    length = _number(stream)
    stream.seek(length or 0, 1)
    if stream.read(4) != SEGMENT:
        raise FilmRefused("damaged")
    length = _number(stream)
    if length is not None and stream.tell() + length > size:
        raise FilmRefused("damaged")


def _number(stream: IO[bytes]) -> int | None:
    """A number as EBML writes it: the first byte's zeros say how many bytes follow. All ones: unknown."""
    first = stream.read(1) or b"\0"
    more = 8 - first[0].bit_length()
    if more > 7:  # noqa: PLR2004 - eight bytes at most
        raise FilmRefused("damaged")
    ones = (1 << (7 * (more + 1))) - 1
    value = int.from_bytes(first + stream.read(more), "big") & ones
    return None if value == ones else value
