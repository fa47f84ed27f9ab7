"""Behind-the-scenes films: those that anybody may see, and sealed cards of those that one may ask for."""

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backstage.bilingual.addresses import find_by_slug
from backstage.bilingual.alternates import moved, present_languages
from portfolio.models import Film, SiteProfile, credit_lines
from portfolio.views import players, structured, works
from portfolio.views.members import members_knowing_pages


@require_safe
def films(request: HttpRequest) -> HttpResponse:
    """All public films, then the sealed cards."""
    sealed = Film.objects.sealed().select_related("production")
    context = {"films": list(works.films()), "sealed": list(sealed)}
    return render(request, "portfolio/film_list.html", context)


@require_safe
def film(request: HttpRequest, slug: str) -> HttpResponse:
    """One film in a dark room."""
    people = Prefetch("appearances__member", members_knowing_pages())
    public = works.films().prefetch_related("tracks", "appearances", people)
    found = works.found_or_gone(partial(find_by_slug, slug=slug), public, Film.objects.all())
    return moved(request, found) or render(request, "portfolio/film.html", _context(request, found))


def _context(request: HttpRequest, film: Film) -> dict[str, Any]:
    site = SiteProfile.current()
    return {
        "site": site,
        "film": film,
        "subject": film,
        "languages": present_languages(film),
        "player": players.player(film, players.public_address(film)),
        "host": (urlsplit(film.external_url).hostname or "").removeprefix("www."),
        "people": [appearance.member for appearance in film.appearances.all()],
        "credit_line": credit_lines.credit_line(film, site),
        "structured": structured.film(request, film),
    }
