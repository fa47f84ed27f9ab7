"""The pages of people: who has one, what they did, where they are seen."""

from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from backstage.bilingual.alternates import present_languages
from crew.models import CrewMember
from portfolio.models import Credit, Photo, Production, Testimony
from portfolio.models.people import has_page
from portfolio.views import structured, works


def public_members(at: datetime | None = None) -> QuerySet[CrewMember]:
    """Those with a page at `at` (default: now): a public portrait, or a credit on a named production."""
    return CrewMember.objects.filter(has_page(at))


def members_knowing_pages(at: datetime | None = None) -> QuerySet[CrewMember]:
    """Everybody, each knowing as `has_page` whether a link to them leads somewhere."""
    return CrewMember.objects.annotate(has_page=ExpressionWrapper(has_page(at), output_field=BooleanField()))


def public_credits(at: datetime | None = None) -> QuerySet[Credit]:
    """Credits on productions whose name may be said at `at` (default: now), with all that they name."""
    rows = Credit.objects.filter(production__in=Production.objects.named(at))
    return rows.select_related("role__department", "department", "member", "production")


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """Everybody with a page, by name."""
    rows = public_members().prefetch_related(
        Prefetch("credits", public_credits().order_by("order", "pk"), to_attr="shown_credits")
    )
    letters = [(letter, list(people)) for letter, people in groupby(rows, key=_initial)]
    return render(request, "crew/member_list.html", {"letters": letters})


@require_safe
def member(request: HttpRequest, slug: str) -> HttpResponse:
    """One person: portraits, what they did, their words."""
    found = get_object_or_404(public_members(), slug=slug)
    return render(request, "crew/member.html", _context(request, found))


def _context(request: HttpRequest, member: CrewMember) -> dict[str, Any]:
    held = list(public_credits().filter(member=member).order_by("production", "order", "pk"))
    photos = list(works.photos().filter(appearances__member=member))
    photos.sort(key=lambda photo: photo.kind != Photo.Kind.PORTRAIT)
    return {
        "member": member,
        "page_title": ", ".join([member.name, *_functions(held)[:1]]),
        "page_summary": _summary(member, held),
        "languages": present_languages(member),
        "photos": photos,
        "filmography": [(made, list(rows)) for made, rows in groupby(held, key=lambda row: row.production)],
        "testimonies": list(
            Testimony.objects.public().filter(member=member).select_related("member", "sector")
        ),
        "structured": structured.person(request, member, held, photos),
    }


def _initial(member: CrewMember) -> str:
    return member.name[:1].upper()


def _functions(held: list[Credit]) -> list[str]:
    """What somebody did, each thing once."""
    return list(dict.fromkeys(credit.function for credit in held))


def _summary(member: CrewMember, held: list[Credit]) -> str:
    """Name, trades and titles, for those who list a page without words."""
    titles = dict.fromkeys(credit.production.title for credit in held)
    parts = [member.name, ", ".join(_functions(held)), ", ".join(titles)]
    return ". ".join(part for part in parts if part)
