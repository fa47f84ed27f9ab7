"""Productions: the list, and one with its credits, its data sheet, its pictures and films."""

from typing import Any

from django.db.models import Case, IntegerField, OuterRef, Subquery, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backstage.bilingual.addresses import find_by_slug
from backstage.bilingual.alternates import languages_saying, moved, present_languages
from portfolio.models import Photo, Production, SiteProfile, credit_lines
from portfolio.views import dates, sheets, structured, works
from portfolio.views.faces import Face
from portfolio.views.members import public_credits


@require_safe
def productions(request: HttpRequest) -> HttpResponse:
    """All that have a page, the newest first, each with a picture if it has one."""
    return render(request, "portfolio/production_list.html", {"productions": with_covers()})


@require_safe
def production(request: HttpRequest, slug: str) -> HttpResponse:
    """One production. Of a secret one: alias, kind, year and public works."""
    found = find_production(slug)
    return moved(request, found) or render(request, "portfolio/production.html", _context(request, found))


def find_production(slug: str) -> Production:
    """The public one that this address names. Refuses with `Http404`.

    A secret one answers to its alias alone; the alias leads on to the title once it is revealed.
    """
    public, named = Production.objects.public(), Production.objects.named()
    for rows, field in ((named, "slug"), (public.secret(), "alias_slug"), (named, "alias_slug")):
        try:
            return find_by_slug(rows, slug, field=field)
        except Http404:
            continue
    raise Http404


def with_covers() -> list[tuple[Production, Photo | None]]:
    """Each public production with its picture: a still, else backstage. One person's portrait is no cover."""
    stills_first = Case(
        When(kind=Photo.Kind.STILL, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    pictures = Photo.objects.public().exclude(kind=Photo.Kind.PORTRAIT)
    photos = pictures.filter(production=OuterRef("pk")).order_by(stills_first, "order", "pk")
    rows = list(Production.objects.public().annotate(cover_id=Subquery(photos.values("pk")[:1])))
    chosen = [row.cover_id for row in rows if row.cover_id]
    covers = Photo.objects.public().with_required_credit().in_bulk(chosen)
    return [(row, covers.get(row.cover_id)) for row in rows]


def _context(request: HttpRequest, production: Production) -> dict[str, Any]:
    site = SiteProfile.current()
    photos = list(works.photos().filter(production=production))
    portraits = [photo for photo in photos if photo.kind == Photo.Kind.PORTRAIT]
    pictures = [photo for photo in photos if photo.kind != Photo.Kind.PORTRAIT]
    context = {
        "site": site,
        "production": production,
        "subject": production,
        "cover": _cover(pictures),
        "pictures": pictures,
        "portraits": [_frame(photo, number) for number, photo in enumerate(portraits, start=1)],
        "films": list(works.films().filter(production=production)),
        "credit_line": credit_lines.production_credit_line(production, site) if photos else "",
    }
    more = _secret if production.is_secret() else _named
    return {**context, **more(request, production, context)}


def _secret(request: HttpRequest, production: Production, context: dict[str, Any]) -> dict[str, Any]:
    return {"is_secret": True, "languages": languages_saying(production, "alias")}


def _named(request: HttpRequest, production: Production, context: dict[str, Any]) -> dict[str, Any]:
    facts = sheets.Facts.of(production)
    shown = list(public_credits().filter(production=production).order_by("order", "pk"))
    owner = context["site"].owner_id
    release = dates.main_release(facts.releases)
    return {
        "languages": present_languages(production),
        "credits": shown,
        "own_credits": [credit for credit in shown if owner and credit.member_id == owner],
        "release": release,
        "release_line": dates.release_line(release) if release else "",
        "sheet": sheets.data_sheet(production, facts),
        "structured": structured.production(request, production, facts, shown, context["cover"]),
    }


def _cover(pictures: list[Photo]) -> Photo | None:
    """A still if there is one, else the first of the others."""
    stills = [photo for photo in pictures if photo.kind == Photo.Kind.STILL]
    return next(iter([*stills, *pictures]), None)


def _frame(photo: Photo, number: int) -> Face:
    people = [appearance.member for appearance in photo.appearances.all()]
    return Face(photo=photo, people=people, credit=None, number=number)
