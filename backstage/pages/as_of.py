"""The site at another moment: what a visitor would see then, by the facts as they stand today."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import (
    Resolver404,
    ResolverMatch,
    get_script_prefix,
    is_valid_path,
    resolve,
    reverse,
    set_script_prefix,
)
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from backstage.pages.errors import not_found
from portfolio.admin.calendar import may_look_ahead
from portfolio.models import clock
from portfolio.models.clock import EARLIEST, LATEST
from portfolio.views.handover import PRIVATE

# What exists only as it is now: the desk, private screenings, the doors for staff, and what changes things.
ONLY_NOW_APPS = frozenset({"admin", "screening"})
ONLY_NOW = frozenset({"as_of", "preview", "screening_file", "holder_frame", "set_language", "healthz"})
# What would let a browser's former answer, or its session, speak for the visitor.
UNSAID = frozenset({"HTTP_COOKIE", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH"})


@dataclass(frozen=True)
class Look:
    """What a page says above itself: the moment, its address now, and where another moment is chosen."""

    moment: datetime
    now: str
    another: str


class MomentConverter:
    """A moment in an address, in UTC: `2026-12-01T09:30Z`, with seconds and less where it has them."""

    regex = r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?Z"

    def to_python(self, value: str) -> datetime:
        """Refuses with ValueError what no calendar has, and years that are slips of the hand."""
        moment = datetime.fromisoformat(value)
        if not EARLIEST < moment.date() < LATEST:
            raise ValueError(value)
        return moment

    def to_url(self, value: datetime) -> str:
        """No longer than it must be."""
        moment = value.astimezone(UTC).replace(tzinfo=None)
        is_round = moment.second == 0 and moment.microsecond == 0
        return f"{moment.isoformat(timespec='minutes' if is_round else 'auto')}Z"


def as_of(request: HttpRequest, moment: datetime, path: str) -> HttpResponseBase:
    """The page at `path` as a visitor would find it at `moment`; every link on it leads to that moment too.

    For staff who may see the works on the desk; to everybody else there is nothing here. Nothing is kept by
    any cache, and nothing is copied to the public storage before it is due.
    """
    if not may_look_ahead(request.user):
        raise Http404
    return _look(request, moment, path)


@require_safe
def _look(request: HttpRequest, moment: datetime, path: str) -> HttpResponseBase:
    visitor = _visitor(request, moment, f"/{path.lstrip('/')}")
    prefix = reverse("as_of", args=[moment])
    visitor.path = prefix + visitor.path_info[1:]
    with clock.as_of(moment), _below(prefix), translation.override(_language(visitor)):
        answer = _answer(visitor)
        if hasattr(answer, "render"):  # a page that is drawn late would be drawn at another moment
            answer.render()
    for header in ("ETag", "Last-Modified", "Expires"):
        answer.headers.pop(header, None)
    answer["Cache-Control"] = PRIVATE
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _visitor(request: HttpRequest, moment: datetime, path_info: str) -> HttpRequest:
    """The request of somebody whom nobody knows, for `path_info` below the address that was called."""
    visitor: Any = copy.copy(request)
    visitor.path_info = path_info
    visitor.META = {key: value for key, value in request.META.items() if key not in UNSAID}
    visitor.COOKIES = {}
    visitor.user = AnonymousUser()
    visitor.session = type(request.session)()
    for remembered in ("headers", "_messages"):
        visitor.__dict__.pop(remembered, None)
    choice = reverse("admin:portfolio_agreement_calendar")
    now = get_script_prefix() + path_info[1:]
    shown = timezone.localtime(moment).replace(tzinfo=None).isoformat()
    visitor.as_of = Look(moment, now, f"{choice}?{urlencode({'path': path_info[1:], 'moment': shown})}")
    return visitor


@contextmanager
def _below(prefix: str) -> Iterator[None]:
    """Inside, each address that is made lies at the visitor's moment, as theirs does."""
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(before)


def _language(visitor: HttpRequest) -> str:
    return translation.get_language_from_path(visitor.path_info) or translation.get_language_from_request(
        visitor
    )


def _answer(visitor: HttpRequest) -> Any:
    try:
        match = resolve(visitor.path_info)
        if _exists_only_now(match):
            return render(visitor, "pages/only_now.html", {"is_error": True}, status=404)
        visitor.resolver_match = match
        return match.func(visitor, *match.args, **match.kwargs)
    except Resolver404 as problem:
        return _with_its_stroke(visitor) or not_found(visitor, problem)
    except Http404 as problem:
        return not_found(visitor, problem)


def _with_its_stroke(visitor: HttpRequest) -> HttpResponseRedirect | None:
    """Where an address lacks its last stroke, the one that has it, as the site itself answers."""
    if visitor.path_info.endswith("/") or not is_valid_path(f"{visitor.path_info}/"):
        return None
    return HttpResponseRedirect(f"{visitor.path}/")


def _exists_only_now(match: ResolverMatch) -> bool:
    return bool(ONLY_NOW_APPS.intersection(match.app_names)) or match.url_name in ONLY_NOW
