"""Voices: what people say of their work, in the wording that they approved."""

from datetime import datetime

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backstage.bilingual.addresses import find_by_slug
from backstage.bilingual.alternates import moved
from portfolio.models import Film, Photo
from portfolio.models import Testimony as Voice
from portfolio.models.testimony import TestimonyQuerySet
from portfolio.views.members import members_knowing_pages
from portfolio.views.works import Gone


def voices(at: datetime | None = None) -> TestimonyQuerySet:
    """Public voices at `at` (default: now) with speaker, and the picture and film if they are public too."""
    rows: TestimonyQuerySet = (
        Voice.objects.public(at)
        .select_related("sector")
        .prefetch_related(
            Prefetch("member", members_knowing_pages(at)),
            Prefetch("photo", Photo.objects.public(at).with_required_credit()),
            Prefetch("film", Film.objects.public(at)),
        )
    )
    return rows


@require_safe
def testimonies(request: HttpRequest) -> HttpResponse:
    """All voices."""
    return render(request, "portfolio/testimony_list.html", {"testimonies": list(voices())})


@require_safe
def testimony(request: HttpRequest, slug: str) -> HttpResponse:
    """One voice: the words large, the face beside."""
    try:
        found = find_by_slug(voices(), slug)
    except Http404:
        if find_by_slug(Voice.objects.all(), slug).withdrawn_from_the_public():
            raise Gone from None
        raise
    context = {"testimony": found, "subject": found, "languages": found.approved_languages()}
    return moved(request, found) or render(request, "portfolio/testimony.html", context)
