"""The screening room as a contact will see it, for the editor who has not approved it yet."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods

from portfolio.models import Film, ShowreelItem
from portfolio.screening.actions import asking_again
from portfolio.screening.actions.deciding import end_of
from portfolio.screening.models import AccessRequest, Contact, Grant, Promise, promise_for
from portfolio.screening.models.contents import Contents, contents_for
from portfolio.screening.models.grant import AT_MOST, USUALLY
from portfolio.screening.views import visitors
from portfolio.screening.views.screens import Screen, in_the_reels_order, until_of
from portfolio.views.players import chapters, player


@dataclass(frozen=True)
class Look:
    """What the banner says above the room: where the editor came from, and which words come first."""

    back: str
    promise: Promise | None


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.private
def as_they_will(request: HttpRequest, pk: int) -> HttpResponse:
    """The room with the films that are ticked, else with those asked for. Nothing is written of it.

    For staff who may see requests and films on the desk; to everybody else there is nothing here. The files
    come through the door for staff, so that nobody's sitting and no evidence comes of looking.
    """
    if not _may_look(request.user):
        raise Http404
    asked = get_object_or_404(AccessRequest.objects.select_related("contact", "showreel"), pk=pk)
    films, until = _films(request, asked), end_of(_last_day(request))
    contents = contents_for(films, asked, until)
    back = reverse("admin:screening_accessrequest_change", args=[pk])
    context = {
        "contact": asked.contact or Contact(name=asked.name, company=asked.company),
        "grant": Grant(request=asked, valid_until=until),
        "contents": contents,
        "screens": _screens(asked, films, contents),
        "is_open": True,
        "views_left": _views(request),
        "look": Look(back, promise_for(films)),
    }
    return render(request, "screening/showing.html", context)


def _may_look(user: Any) -> bool:
    def may_see(what: str) -> bool:
        app, model = what.split(".")
        return any(user.has_perm(f"{app}.{verb}_{model}") for verb in ("view", "change"))

    return (
        user.is_active and user.is_staff and may_see("screening.accessrequest") and may_see("portfolio.film")
    )


def _films(request: HttpRequest, asked: AccessRequest) -> list[Film]:
    """What was ticked on the form that led here, or what was asked for: as far as it may be shown at all."""
    showable = list(Film.objects.screenable().exclude(source=""))
    wanted = [film for film in asked.wanted_films() if film in showable]
    if request.method != "POST":
        return wanted
    ticked = [film for film in showable if f"film_{film.pk}" in request.POST]
    return sorted(ticked, key=lambda film: wanted.index(film) if film in wanted else len(wanted))


def _last_day(request: HttpRequest) -> Any:
    try:
        day = parse_date(request.POST.get("last_day", ""))
    except ValueError:  # well written, but no day of the calendar
        day = None
    today = timezone.localdate()
    return day if day and today <= day <= today + AT_MOST else today + USUALLY


def _views(request: HttpRequest) -> int | None:
    typed = request.POST.get("max_views", "")
    return int(typed) if typed.isdecimal() and len(typed) < 4 and int(typed) else None  # noqa: PLR2004


def _screens(asked: AccessRequest, films: list[Film], contents: Contents) -> list[Screen]:
    """In the reel's order, with a sealed card for what is left out of it."""
    left_out = asking_again.others_of_the_reel(asked, [film.pk for film in films])
    order = ShowreelItem.objects.filter(showreel=asked.showreel_id).values_list("film", flat=True)
    return in_the_reels_order([_screen(film, contents) for film in films], left_out, list(order))


def _screen(film: Film, contents: Contents) -> Screen:
    shown = player(film, lambda name: reverse("preview", args=[film.asset, name]))
    within = chapters(film) if shown else None
    return Screen(film, is_playable=True, player=shown, chapters=within, until=until_of(film, contents))
