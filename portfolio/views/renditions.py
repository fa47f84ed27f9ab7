"""Two doors: public bytes for everybody, and any rendition for staff who are editing."""

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from portfolio.actions import publication
from portfolio.models import Film, Photo
from portfolio.renditions.storages import public, vault
from portfolio.views.handover import PRIVATE, hand_over
from portfolio.views.works import found_or_gone

# How the file of a picture is called: crop and width, then the hash of its content.
FRAME = re.compile(r"((?:\d+x\d+-)?\d+)-[0-9a-f]{16}\.([a-z0-9]+)")
# No longer than a month: a copy that a browser keeps cannot be called back.
FOR_A_MONTH = "public, max-age=2592000, immutable"


@require_safe
def serve(request: HttpRequest, asset: str, name: str) -> HttpResponseBase:
    """A rendition of a work that is public at this moment; the 404 of an unknown address for all else."""
    work = _find(asset)
    # Asked first: of most pictures it is all that there is to ask.
    is_lasting = publication.is_public_for_good(work)
    if not is_lasting:
        rows: Any = type(work).objects
        found_or_gone(lambda among: get_object_or_404(among, pk=work.pk), rows.public(), rows.all())
    path = f"{asset}/{name}"
    if path not in publication.files_of(work):
        return _successor(work, name, "rendition")
    if not is_lasting:
        return hand_over(request, vault(), path, cache="no-cache")
    if not public().exists(path):
        publication.settle(work)
        if not public().exists(path):  # it is full: meanwhile the vault gives it
            return hand_over(request, vault(), path, cache="no-cache")
    return hand_over(request, public(), path, cache=FOR_A_MONTH)


@require_safe
def preview(request: HttpRequest, asset: str, name: str) -> HttpResponseBase:
    """Any work's rendition, straight from the vault, for staff who may see it there; kept by no cache."""
    if not (request.user.is_active and request.user.is_staff):
        raise Http404
    work = _find(asset)
    if not any(
        request.user.has_perm(f"portfolio.{verb}_{work._meta.model_name}") for verb in ("view", "change")
    ):
        raise Http404
    if f"{asset}/{name}" not in publication.files_of(work):
        return _successor(work, name, "preview")
    return hand_over(request, vault(), f"{asset}/{name}", cache=PRIVATE)


def _find(asset: str) -> Photo | Film:
    """The work that has this asset, whoever may see it."""
    found: Photo | Film | None
    for rows in (Photo.objects.all(), Film.objects.all()):
        if (found := rows.filter(asset=asset).first()) is not None:
            return found
    raise Http404


def _successor(work: Photo | Film, name: str, door: str) -> HttpResponseBase:
    """Leads to the file that was made in place of `name`: whoever opened the page before still sees it."""
    former = FRAME.fullmatch(name)
    if former is None:
        raise Http404
    for path in publication.files_of(work):
        made = path.rpartition("/")[2]
        if made.startswith(f"{former[1]}-") and made.endswith(f".{former[2]}"):
            answer = HttpResponseRedirect(reverse(door, args=[work.asset, made]))
            answer["Cache-Control"] = "no-cache"
            return answer
    raise Http404
