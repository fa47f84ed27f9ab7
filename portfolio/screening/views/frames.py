"""The frames of a film that its rights holder sees before deciding, and the door for them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from portfolio.models import Film
from portfolio.renditions.storages import vault
from portfolio.screening.models import Holder, HolderDecision
from portfolio.screening.views import deciders, visitors
from portfolio.views.handover import PRIVATE, hand_over

# As wide as the page shows it.
WIDTH = 960


@dataclass(frozen=True)
class Picture:
    """An `<img>`: its address and its size."""

    address: str
    width: int
    height: int


@require_safe
def frame(request: HttpRequest, asset: str, name: str) -> HttpResponseBase:
    """The poster or the stills of a film that this holder is asked about or allows; else there is nothing."""
    holder = deciders.current(request)
    film = seen_by(holder, asset) if holder else None
    if film is None or not is_frame(film, name):
        raise Http404
    response = hand_over(request, vault(), f"{asset}/{name}", cache=PRIVATE)
    for header, value in visitors.FILE_HEADERS.items():
        response[header] = value
    return response


def seen_by(holder: Holder, asset: str) -> Film | None:
    """The film `asset`, where this holder's answer is awaited or their yes stands.

    And while it may be shown at all: what was struck out, withdrawn or suspended is shown to nobody any more.
    """
    decisions = HolderDecision.objects.of(holder)
    open_ones = Q(pk__in=decisions.awaited().values("film")) | Q(pk__in=decisions.standing().values("film"))
    return Film.objects.screenable().filter(open_ones, asset=asset).first()


def is_frame(film: Film, name: str) -> bool:
    """Whether the file `name` is the poster at some size, or the stills: never the film itself."""
    ladder = film.renditions.get("poster", {}).get("ladder", [])
    posters = {rung[kind] for rung in ladder for kind in ("avif", "webp", "jpeg") if kind in rung}
    return name in posters or name == _stills(film).get("name")


def poster(film: Film) -> Picture | None:
    """The poster at the size of the page; None while there is none."""
    ladder = [rung for rung in film.renditions.get("poster", {}).get("ladder", []) if "jpeg" in rung]
    fitting = [rung for rung in ladder if rung["width"] <= WIDTH] or ladder[:1]
    if not fitting:
        return None
    rung = fitting[-1]
    return Picture(_door(film, rung["jpeg"]), rung["width"], rung["height"])


def stills(film: Film) -> str:
    """The address of the sheet of stills; empty while there is none."""
    name = _stills(film).get("name", "")
    return _door(film, name) if name else ""


def _stills(film: Film) -> dict[str, Any]:
    found: dict[str, Any] = film.renditions.get("video", {}).get("stills") or {}
    return found


def _door(film: Film, name: str) -> str:
    return reverse("holder_frame", args=[film.asset, name])
