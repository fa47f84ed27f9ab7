"""What becomes public or lapses in the next months, on a page of the desk; and the site at such a moment."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import CharField, Form, HiddenInput
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSplitDateTimeWidget

from portfolio.forms import DatedForm, RomeMomentField
from portfolio.models import Photo, Production, clock
from portfolio.models.moments import Change, changes, reveals

DAYS = 90
# What is named one by one; of more the number is said.
NAMED = 4
# Whoever may see all of these on the desk learns nothing new from the site at another moment.
SEEN_THERE = (
    "portfolio.{}_production",
    "portfolio.{}_photo",
    "portfolio.{}_film",
    "portfolio.{}_testimony",
    "crew.{}_crewmember",
)


class MomentForm(DatedForm, Form):
    """At which moment the site is looked at, and which of its pages."""

    moment = RomeMomentField(label=_("When"), widget=UnfoldAdminSplitDateTimeWidget)
    path = CharField(required=False, widget=HiddenInput)


def may_look_ahead(user: Any) -> bool:
    """Whether `user` may see the site as it will be, or was, at another moment."""

    def may_see(permission: str) -> bool:
        return any(user.has_perm(permission.format(verb)) for verb in ("view", "change"))

    return bool(user.is_active and user.is_staff and all(map(may_see, SEEN_THERE)))


def calendar(request: HttpRequest, model_admin: Any) -> HttpResponse:
    """The next ninety days, by moment and production. Refuses who may not see agreements."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    form = MomentForm(request.GET if "moment_0" in request.GET else None, initial=_shown(request))
    if form.is_valid():
        return HttpResponseRedirect(site_as_of(form.cleaned_data["moment"], form.cleaned_data["path"]))
    now = timezone.now()
    until = now + timedelta(days=DAYS)
    lines = [_line(list(same)) for _key, same in groupby(sorted(changes(now, until), key=_key), _key)]
    lines += [_reveal(production) for production in reveals(now, until)]
    page = {
        **model_admin.admin_site.each_context(request),
        "title": _("Calendar of rights"),
        "opts": model_admin.model._meta,
        "form": form if may_look_ahead(request.user) else None,
        "days": DAYS,
        "lines": sorted(lines, key=lambda line: line["moment"]),
    }
    return render(request, "admin/calendar.html", page)


def _shown(request: HttpRequest) -> dict[str, Any]:
    """The moment and the page at which the editor was."""
    said = request.GET.get("moment", "")
    try:
        moment = datetime.fromisoformat(said) if said else None
    except ValueError:
        moment = None
    return {"moment": moment, "path": request.GET.get("path", "")}


def site_as_of(moment: datetime, path: str = "") -> str:
    """Where the page at `path` (default: the first one) is found as a visitor would find it at `moment`."""
    return reverse("as_of", args=[moment, path or _path(reverse("home"))])


def page_as_of(thing: Any, moment: datetime) -> str:
    """The same for the page of `thing`, at the address that it has at `moment`."""
    with clock.as_of(moment):
        address = thing.get_absolute_url()
    return site_as_of(moment, _path(address))


def _path(address: str) -> str:
    return address.removeprefix(get_script_prefix())


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
        "site": _site(first),
        "works": [(work, _address(work)) for work in works[:NAMED]],
        "photos": _count(works, is_photo=True),
        "films": _count(works, is_photo=False),
        "more": max(len(works) - NAMED, 0),
    }


def _reveal(production: Production) -> dict[str, Any]:
    """From when a name is said."""
    moment: Any = production.revealed_at
    seen = page_as_of(production, moment) if production.is_published else site_as_of(moment)
    return {"moment": moment, "is_reveal": True, "production": production, "site": seen, "works": []}


def _site(change: Change) -> str:
    """The page on which it is seen: the production's, where it has one."""
    production = change.work.production
    if production is not None and production.is_published:
        return page_as_of(production, change.moment)
    return site_as_of(change.moment)


def _count(works: Iterable[Any], *, is_photo: bool) -> int:
    return sum(isinstance(work, Photo) == is_photo for work in works)


def _address(work: Any) -> str:
    return reverse(f"admin:portfolio_{work._meta.model_name}_change", args=[work.pk])
