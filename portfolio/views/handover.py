"""Hands a file over: whole, in part, or not again where the browser has it. Who may have it was asked before.

The one seam for all the doors: a front server that takes files from Django's hands would be told so here.
"""

import mimetypes
import re
from io import RawIOBase
from pathlib import PurePosixPath
from typing import IO

from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

# What is for one viewer alone: kept by no cache, so it carries nothing by which a cache could ask again.
PRIVATE = "private, no-store"

# One range, of numbers that fit. Several at once, and whatever else is not this, is as good as none.
RANGE = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))", re.IGNORECASE)


class RangeNotSatisfiable(Exception):
    """The file has no such part."""


class HandedOver(FileResponse):
    """A file on its way, in blocks that suit a film."""

    block_size = 64 * 1024


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
    return _answer(storage.open(path), headers, part, size, piece or size)


def _answer(
    stream: IO[bytes], headers: dict[str, str], part: tuple[int, int] | None, size: int, most: int
) -> HandedOver:
    """The file, or that part of it, no more than `most` bytes."""
    kind = headers.pop("Content-Type")  # FileResponse guesses where it is not told by this argument
    if part is None:
        return HandedOver(stream, content_type=kind, headers=headers | {"Content-Length": str(size)})
    first, last = part[0], min(part[1], part[0] + most - 1)
    length = last - first + 1
    headers |= {"Content-Length": str(length), "Content-Range": f"bytes {first}-{last}/{size}"}
    return HandedOver(Part(stream, first, length), status=206, content_type=kind, headers=headers)


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


def _part(request: HttpRequest, validators: dict[str, str], size: int) -> tuple[int, int] | None:
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
