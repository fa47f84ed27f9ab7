"""A page of words."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backstage.bilingual.addresses import find_by_slug
from backstage.bilingual.alternates import moved, present_languages
from backstage.models import Page
from portfolio.views.members import members_knowing_pages


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The mission, the studio, the privacy notice: whatever the editor wrote and published."""
    people = Prefetch("presentations__crewmember", members_knowing_pages())
    rows = Page.objects.public().prefetch_related("presentations", people)
    found = find_by_slug(rows, slug)
    context = {"page": found, "subject": found, "languages": present_languages(found)}
    return moved(request, found) or render(request, "pages/page.html", context)
