"""Hands a file over: whole, in part, or not again where the browser has it. Who may have it was asked before.

The one seam for all the doors. What no cache may keep goes one of three ways: nginx takes it out of our hands
(`X-Accel-Redirect`), an object storage gives it at an address that is lent for a minute, or we send it
ourselves. Whichever it is, no answer gives more than one piece of a film (decision 0017).
"""

import mimetypes
import re
from dataclasses import dataclass
from io import RawIOBase
from pathlib import PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from portfolio.renditions.lending import FarAway, Lending

# What is for one viewer alone: kept by no cache, so it carries nothing by which a cache could ask again.
PRIVATE = "private, no-store"

# One range, of numbers that fit. Several at once, and whatever else is not this, is as good as none.
RANGE = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))", re.IGNORECASE)

# With these a browser sets conditions, of which nginx has an opinion of its own: such are answered by us.
CONDITIONS = ("If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range")

# How long an address of the object storage is good for.
LENT_SECONDS = 60

# First and last byte.
Span = tuple[int, int]


class RangeNotSatisfiable(Exception):
    """The file has no such part."""


class HandedOver(FileResponse):
    """A file on its way, in blocks that suit a film."""

    block_size = 256 * 1024


class Part(RawIOBase):
    """So many bytes of a file, from a place on, as a file that is read from its beginning to its end."""

    def __init__(self, stream: IO[bytes], first: int, length: int) -> None:
        """`stream` is closed with it."""
        super().__init__()
        stream.seek(first)
        self.stream, self.left = stream, length

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, and never past the end of the part."""
        content = self.stream.read(self.left if size is None or size < 0 else min(size, self.left))
        self.left -= len(content)
        return content

    def close(self) -> None:
        """Closes the file as well."""
        self.stream.close()
        super().close()


def hand_over(
    request: HttpRequest, storage: Storage, path: str, *, cache: str, piece: int | None = None
) -> HttpResponseBase:
    """The file that `storage` has at `path`, a rendition, whose name holds the hash of its content.

    `cache` is its Cache-Control; with `no-store` in it the answer carries no validators. `piece` is the most
    bytes that one answer gives: then each must be asked for by Range, and 400 is the answer to all else.
    `given` tells of an answer which bytes it hands over.
    Refuses with `Http404` a file that is not there. A range beyond its end gets 416; several, one that
    is malformed, or one of another version, get the whole.
    """
    try:
        return _respond(request, storage, path, cache=cache, piece=piece)
    except FileNotFoundError as problem:
        raise Http404 from problem


def _respond(
    request: HttpRequest, storage: Storage, path: str, *, cache: str, piece: int | None
) -> HttpResponseBase:
    size = storage.size(path)
    validators = {} if "no-store" in cache else _validators(storage, path)
    headers = {"Cache-Control": cache, **_description(path), **validators}
    unchanged = _unchanged(request, headers)
    if unchanged is not None:
        return unchanged
    if request.method == "HEAD":
        return HttpResponse(headers=headers | {"Content-Length": str(size)})
    try:
        part = _part(request, validators, size)
    except RangeNotSatisfiable:
        return _refusal(416, {"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
    if piece and part is None:
        return _refusal(400, {})
    asked = _Asked(request, storage, path, part, _cut(part, size, piece or size), size)
    answer = (_elsewhere(asked, piece) if "no-store" in cache else None) or _ours(asked)
    for name, value in headers.items():
        answer[name] = value
    answer.given = asked.given  # type: ignore[attr-defined]
    return answer


def given(answer: HttpResponseBase) -> Span | None:
    """First and last byte that this answer hands over, by whosever hands; None where there are none."""
    return getattr(answer, "given", None)


@dataclass(frozen=True)
class _Asked:
    """What a browser asked for, and what of it is given: a part, or all where `part` is None."""

    request: HttpRequest
    storage: Storage
    path: str
    part: Span | None
    given: Span
    size: int

    @property
    def length(self) -> int:
        """So many bytes are given."""
        return self.given[1] - self.given[0] + 1

    @property
    def is_given_as_asked(self) -> bool:
        """Whether whoever answers the browser's own Range gives exactly this."""
        return self.part is None or self.part == self.given

    @property
    def description(self) -> dict[str, str]:
        """Which part of the file it is; nothing where it is all of it."""
        first, last = self.given
        return {"Content-Range": f"bytes {first}-{last}/{self.size}"} if self.part else {}


def _cut(part: Span | None, size: int, most: int) -> Span:
    """No more than `most` bytes of what was asked for."""
    first, last = part or (0, size - 1)
    return first, min(last, first + most - 1)


def _elsewhere(asked: _Asked, piece: int | None) -> HttpResponse | None:
    """The answer that has others send the file; None where we do."""
    if isinstance(asked.storage, FarAway):
        return _lent(asked, asked.storage) if _is_for_lending(asked, piece) else None
    has_conditions = any(name in asked.request.headers for name in CONDITIONS)
    return _accelerated(asked) if settings.ACCEL and not has_conditions else None


def _accelerated(asked: _Asked) -> HttpResponse:
    """Has nginx send the file, by the browser's own Range; or the piece that was cut from it, by ours."""
    first, last = asked.given
    place = asked.path if asked.is_given_as_asked else f"pieces/{first}-{last}/{asked.path}"
    headers = {"X-Accel-Redirect": f"{settings.ACCEL}{place}", "Content-Length": "0", **asked.description}
    return HttpResponse(status=206 if asked.part else 200, headers=headers)


def _is_for_lending(asked: _Asked, piece: int | None) -> bool:
    """Whether it is a piece of a film as its browser asked for it: the same header goes to the lent address.

    Playlists and captions are read at the address that they came from, and so come from us.
    """
    can_lend = settings.LEND_ADDRESSES and isinstance(asked.storage, Lending)
    return can_lend and piece is not None and asked.is_given_as_asked


def _lent(asked: _Asked, storage: Any) -> HttpResponse:
    """Sends the browser to an address that gives this piece of the film, to whoever has it, for a minute."""
    wanted = asked.request.headers["Range"].strip()
    address = storage.lend_part(asked.path, wanted, seconds=LENT_SECONDS)
    return HttpResponse(status=302, headers={"Location": address, "Content-Length": "0"})


def _ours(asked: _Asked) -> HttpResponseBase:
    """We send it ourselves."""
    headers = {"Content-Length": str(asked.length), **asked.description}
    return HandedOver(_stream(asked), status=206 if asked.part else 200, headers=headers)


def _stream(asked: _Asked) -> Any:
    """The bytes that are given, as a file."""
    if isinstance(asked.storage, FarAway):
        return asked.storage.open_part(asked.path, asked.given[0], asked.length)
    stream = asked.storage.open(asked.path)
    return Part(stream, asked.given[0], asked.length) if asked.part else stream


def _description(path: str) -> dict[str, str]:
    """What it is. A browser is told to believe it, and that parts may be asked for."""
    kind, _encoding = mimetypes.guess_type(path)
    return {
        "Content-Type": kind or "application/octet-stream",
        "Accept-Ranges": "bytes",
        "X-Content-Type-Options": "nosniff",
    }


def _validators(storage: Storage, path: str) -> dict[str, str]:
    """By which a browser asks whether what it has is still right: the name, since it holds the hash."""
    changed = http_date(storage.get_modified_time(path).timestamp())
    return {"ETag": f'"{PurePosixPath(path).name}"', "Last-Modified": changed}


def _unchanged(request: HttpRequest, headers: dict[str, str]) -> HttpResponseBase | None:
    """304 or 412 where the browser's conditions say so; None where the file is to be sent."""
    if "ETag" not in headers:
        return None
    changed = parse_http_date_safe(headers["Last-Modified"])
    ordinary = HttpResponse(headers=headers)
    answer = get_conditional_response(request, headers["ETag"], changed, ordinary)
    return None if answer is ordinary else answer


def _part(request: HttpRequest, validators: dict[str, str], size: int) -> Span | None:
    """First and last byte of the range that is asked for; None where the whole is.

    Refuses with `RangeNotSatisfiable`.
    """
    asked = RANGE.fullmatch(request.headers.get("Range", "").strip())
    condition = request.headers.get("If-Range")
    if asked is None or (condition is not None and condition not in validators.values()):
        return None
    start, end, tail = asked.groups()
    first = max(size - int(tail), 0) if tail else int(start)
    last = min(int(end), size - 1) if end else size - 1
    if end and int(end) < int(start):
        return None
    if first >= size:
        raise RangeNotSatisfiable
    return first, last


def _refusal(status: int, headers: dict[str, str]) -> HttpResponse:
    return HttpResponse(status=status, headers={"Cache-Control": "no-store", **headers})
