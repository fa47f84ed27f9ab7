"""Behind-the-scenes films: those that anybody may see, and sealed cards of those that one may ask for."""

from functools import partial
from typing import Any

from csp.decorators import csp_update
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backstage.bilingual.addresses import find_by_slug
from backstage.bilingual.alternates import moved, present_languages
from portfolio.models import Film, SiteProfile, credit_lines
from portfolio.views import players, structured, works
from portfolio.views.elsewhere import PLAYERS, Elsewhere, elsewhere
from portfolio.views.members import members_knowing_pages


@require_safe
def films(request: HttpRequest) -> HttpResponse:
    """All public films, then the sealed cards."""
    sealed = Film.objects.sealed().select_related("production")
    context = {"films": list(works.films()), "sealed": list(sealed)}
    return render(request, "portfolio/film_list.html", context)


@require_safe
def film(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One film in a dark room."""
    people = Prefetch("appearances__member", members_knowing_pages())
    public = works.films().prefetch_related("tracks", "captions", "chapters", "appearances", people)
    found = works.found_or_gone(partial(find_by_slug, slug=slug), public, Film.objects.all())
    return moved(request, found) or _page(request, found)


def _page(request: HttpRequest, film: Film) -> HttpResponseBase:
    """Only a page that can load another site's player may hold a frame of it."""
    context = _context(request, film)
    frames: Elsewhere | None = context["elsewhere"]
    answer = partial(render, template_name="portfolio/film.html", context=context)
    if frames and frames.player:
        return csp_update({"frame-src": list(PLAYERS)})(answer)(request)
    return answer(request)


def _context(request: HttpRequest, film: Film) -> dict[str, Any]:
    site = SiteProfile.current()
    player = players.player(film, players.public_address(film))
    return {
        "site": site,
        "film": film,
        "subject": film,
        "languages": present_languages(film),
        "player": player,
        "elsewhere": elsewhere(film.external_url),
        "chapters": players.chapters(film) if player else None,
        "transcripts": players.transcripts(film) if player else [],
        "people": [appearance.member for appearance in film.appearances.all()],
        "credit_line": credit_lines.credit_line(film, site),
        "structured": structured.film(request, film),
    }
