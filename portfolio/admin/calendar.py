"""What becomes public or lapses in the next months, on a page of the desk."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portfolio.models import Photo
from portfolio.models.moments import Change, changes

DAYS = 90
# What is named one by one; of more the number is said.
NAMED = 4


def calendar(request: HttpRequest, model_admin: Any) -> HttpResponse:
    """The next ninety days, by moment and production. Refuses who may not see agreements."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    now = timezone.now()
    found = changes(now, now + timedelta(days=DAYS))
    page = {
        **model_admin.admin_site.each_context(request),
        "title": _("Calendar of rights"),
        "opts": model_admin.model._meta,
        "days": DAYS,
        "lines": [_line(list(same)) for _key, same in groupby(sorted(found, key=_key), _key)],
    }
    return render(request, "admin/calendar.html", page)


def _key(change: Change) -> tuple[Any, ...]:
    production = change.work.production
    return change.moment, not change.is_public, production.pk if production else 0


def _line(same: list[Change]) -> dict[str, Any]:
    """What happens at one moment to one production's works."""
    first = same[0]
    works = [change.work for change in same]
    return {
        "moment": first.moment,
        "is_public": first.is_public,
        "production": first.work.production,
        "works": [(work, _address(work)) for work in works[:NAMED]],
        "photos": _count(works, is_photo=True),
        "films": _count(works, is_photo=False),
        "more": max(len(works) - NAMED, 0),
    }


def _count(works: Iterable[Any], *, is_photo: bool) -> int:
    return sum(isinstance(work, Photo) == is_photo for work in works)


def _address(work: Any) -> str:
    return reverse(f"admin:portfolio_{work._meta.model_name}_change", args=[work.pk])
