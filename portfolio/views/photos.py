"""The page of one photograph: the lightbox is a page."""

from functools import partial
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backstage.bilingual.alternates import present_languages
from crew.models import CrewMember
from portfolio.models import Credit, Photo, SiteProfile, credit_lines
from portfolio.models.photo import PhotoQuerySet
from portfolio.views import structured, works
from portfolio.views.faces import credits_by_member, fitting
from portfolio.views.members import members_knowing_pages


@require_safe
def photo(request: HttpRequest, asset: str) -> HttpResponse:
    """The picture large, its caption and credit line, who is in it, and its neighbours."""
    found = works.found_or_gone(partial(get_object_or_404, asset=asset), works.photos(), Photo.objects.all())
    return render(request, "portfolio/photo.html", _context(request, found))


def neighbours(photo: Photo) -> tuple[Photo | None, Photo | None]:
    """The public photos before and after this one: of its production, else of its kind."""
    before = Q(order__lt=photo.order) | Q(order=photo.order, pk__lt=photo.pk)
    others = _beside(photo).exclude(pk=photo.pk)
    return others.filter(before).last(), others.exclude(before).first()


def _beside(photo: Photo) -> PhotoQuerySet:
    around = Q(production=photo.production) if photo.production else Q(kind=photo.kind)
    rows: PhotoQuerySet = Photo.objects.public().filter(around)
    return rows


def _people(photo: Photo) -> list[CrewMember]:
    """Those shown, in their order, each knowing as `has_page` whether a link to them leads somewhere."""
    shown = [appearance.member_id for appearance in photo.appearances.all()]
    knowing = members_knowing_pages().in_bulk(shown)
    return [knowing[pk] for pk in shown]


def _with_credits(photo: Photo, people: list[CrewMember]) -> list[tuple[CrewMember, Credit | None]]:
    known = credits_by_member([photo])
    return [(member, fitting(photo, known.get(member.pk, []))) for member in people]


def _title(photo: Photo, people: list[tuple[CrewMember, Credit | None]]) -> str:
    """Who, as what, that it is a photograph, and of which production: their own page has another title."""
    names = ", ".join(member.name for member, _held in people)
    roles = [credit.function for _member, credit in people if credit and len(people) == 1]
    made = [photo.production.shown_title] if photo.production else []
    return ", ".join([names, *roles, _("photograph"), *made])


def _sizes(photo: Photo) -> str:
    """How wide it is shown: on wide screens whole, beside the words, as `.photo` of the style says."""
    if not photo.width or not photo.height:
        return "100vw"
    by_height = f"max(24rem, 100vh - 7.5rem) * {photo.width / photo.height:.3f}"
    return f"(min-width: 60rem) min(100vw - 32rem, {by_height}), 100vw"


def _context(request: HttpRequest, photo: Photo) -> dict[str, Any]:
    site = SiteProfile.current()
    earlier, later = neighbours(photo)
    line = credit_lines.credit_line(photo, site)
    people = _with_credits(photo, _people(photo))
    names = ", ".join(member.name for member, _held in people)
    heading = names or photo.caption or capfirst(photo.get_kind_display())
    return {
        "site": site,
        "photo": photo,
        "subject": photo,
        "languages": present_languages(photo),
        "people": people,
        "sizes": _sizes(photo),
        "heading": heading,
        "page_title": _title(photo, people) if people else heading,
        "credit_line": line,
        "earlier": earlier,
        "later": later,
        "structured": structured.photo(request, photo, line, credit_lines.creator(photo, site)),
    }
