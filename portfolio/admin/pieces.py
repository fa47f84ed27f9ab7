"""What the desk's pages that take files in pieces answer to their scripts (decision 0010)."""

import errno
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    JsonResponse,
    UnreadablePostError,
)
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from portfolio.actions import uploads
from portfolio.models.incoming import Incoming

# What a script sends at a time: small enough for a phone in a train, large enough for a fibre line.
PIECE = 4 * 1024**2
# No number of ours is longer.
MOST_DIGITS = 18


@dataclass(frozen=True)
class Announced:
    """A file that is about to come."""

    name: str
    size: int
    stamp: str


def answering(*methods: str) -> Callable[[Any], Any]:
    """Has a view answer these methods, and who is cut off in the middle of a request like one who errs."""

    def decorated(view: Any) -> Any:
        @require_http_methods([*methods, "HEAD"] if "GET" in methods else methods)
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except UnreadablePostError:
                return HttpResponseBadRequest()

        return answered

    return decorated


def announced(request: HttpRequest) -> Announced | None:
    """What a script says of a file that is about to come; None where it says nothing that makes sense."""
    try:
        said = json.loads(request.body)
        name, size, stamp = str(said["name"]), said["size"], str(said.get("stamp", ""))[:64]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return Announced(name, size, stamp) if _is_size(size) else None


def take_piece(request: HttpRequest, file: Incoming, receive: Callable[..., int]) -> JsonResponse:
    """Takes the piece that begins at `Upload-Offset`; `receive` appends it.

    409 says where to go on: it did not fit, or the line dropped.
    """
    offset = request.headers.get("Upload-Offset", "")
    if not offset.isdecimal() or len(offset) > MOST_DIGITS:
        return JsonResponse({}, status=400)
    try:
        here = receive(file, request, at=int(offset))
    except uploads.OutOfStep as problem:
        return _so_far(file, problem.received, status=409)
    except UnreadablePostError:
        return _so_far(file, uploads.received(file), status=409)
    except OSError as problem:
        if problem.errno != errno.ENOSPC:
            raise
        return _so_far(file, uploads.received(file), status=507)
    return _so_far(file, here)


def line_words() -> dict[str, str]:
    """What a script says of the line, in the reader's language."""
    return {
        "offline": gettext("The connection is down. It goes on by itself when it is back."),
        "full": gettext("The server’s disk is full. It goes on by itself when there is room again."),
        "unreadable": gettext("It can no longer be read: choose it again."),
        "odd": gettext(
            "The server’s answer makes no sense here. Reload the page and choose this file again."
        ),
        "refused": gettext("The server does not take this file. Reload the page and sign in again."),
    }


def _so_far(file: Incoming, received: int, status: int = 200) -> JsonResponse:
    return JsonResponse({"received": received, "state": file.state}, status=status)


def _is_size(said: Any) -> bool:
    """Whether it is a number of bytes that a column holds. JSON's `true` is a number to Python."""
    return type(said) is int and 0 <= said < 2**63
