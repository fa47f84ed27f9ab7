"""The first page, and the choice of its language."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_supported_language_variant, override
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from portfolio.models import Production, Release, SiteProfile, credit_lines
from portfolio.views import dates, works
from portfolio.views.faces import faces
from portfolio.views.testimonies import voices

FRAMES = 12


@require_safe
@vary_on_headers("Accept-Language")
def choose_language(request: HttpRequest) -> HttpResponse:
    """Sends to the home page in the language that the browser asks for, else in the site's own."""
    with override(_asked_for(request) or SiteProfile.current().default_language):
        return HttpResponseRedirect(reverse("home"))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One face that fills the screen, the statement, the wall, the newest films and releases, the voices."""
    return render(request, "pages/home.html", _context())


def _asked_for(request: HttpRequest) -> str | None:
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if code == "*":
            return None
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return None


def _context() -> dict[str, Any]:
    site = SiteProfile.current()
    wall = faces(limit=FRAMES + 1)
    first = wall[0] if wall else None
    return {
        "site": site,
        "first": first,
        "credit_line": credit_lines.credit_line(first.photo, site) if first else "",
        "faces": wall[1:],
        "films": list(works.films()[:3]),
        "releases": [(release, dates.release_line(release)) for release in _releases()],
        "testimonies": list(voices()[:3]),
    }


def _releases() -> list[Release]:
    """The newest dates of productions that may be named."""
    rows = Release.objects.filter(production__in=Production.objects.named(), date__isnull=False)
    kept = rows.exclude(status__in=[Release.Status.CANCELLED, Release.Status.POSTPONED])
    return list(kept.select_related("production", "platform").order_by("-date", "pk")[:5])
