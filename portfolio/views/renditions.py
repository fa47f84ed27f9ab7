"""Two doors: public bytes for everybody, and any rendition for staff who are editing."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from portfolio.actions import publication
from portfolio.models import Film, Photo
from portfolio.renditions.storages import public, vault
from portfolio.views.handover import PRIVATE, hand_over

# No longer than a month: a copy that a browser keeps cannot be called back.
FOR_A_MONTH = "public, max-age=2592000, immutable"


@require_safe
def serve(request: HttpRequest, asset: str, name: str) -> HttpResponseBase:
    """A rendition of a work that is public at this moment; the 404 of an unknown address for all else."""
    work = _find(asset, name, Photo.objects.public(), Film.objects.public())
    path = f"{asset}/{name}"
    if not publication.is_public_for_good(work):
        return hand_over(request, vault(), path, cache="no-cache")
    if not public().exists(path):
        publication.settle(work)
    return hand_over(request, public(), path, cache=FOR_A_MONTH)


@require_safe
def preview(request: HttpRequest, asset: str, name: str) -> HttpResponseBase:
    """Any work's rendition, straight from the vault, for staff who may see it there; kept by no cache."""
    if not (request.user.is_active and request.user.is_staff):
        raise Http404
    work = _find(asset, name, Photo.objects.all(), Film.objects.all())
    if not any(
        request.user.has_perm(f"portfolio.{verb}_{work._meta.model_name}") for verb in ("view", "change")
    ):
        raise Http404
    return hand_over(request, vault(), f"{asset}/{name}", cache=PRIVATE)


def _find(asset: str, name: str, photos: Any, films: Any) -> Photo | Film:
    """The work that has this asset, and this very file in its manifest."""
    for rows in (photos, films):
        work = rows.filter(asset=asset).first()
        if work is not None and f"{asset}/{name}" in publication.files_of(work):
            found: Photo | Film = work
            return found
    raise Http404
