"""What every page of works starts from: public rows alone, with what they name already fetched."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.db.models import Prefetch
from django.http import Http404

from portfolio.models import Appearance, Film, Photo, Production
from portfolio.models.film import FilmQuerySet
from portfolio.models.photo import PhotoQuerySet
from portfolio.models.visibility import withdrawn_from_the_public


class Gone(Http404):
    """It was here for everybody until it was withdrawn: the answer is 410, not 404."""


def found_or_gone(find: Callable[[Any], Any], public: Any, everything: Any) -> Any:
    """What `find` finds among the rows of `public`.

    Refuses with `Gone` a work that is only among `everything`, and was public until it was withdrawn; with
    `Http404`, as `find` does, all else.
    """
    try:
        return find(public)
    except Http404:
        if withdrawn_from_the_public(find(everything)):
            raise Gone from None
        raise


def photos(at: datetime | None = None) -> PhotoQuerySet:
    """Public photos at `at` (default: now) with the people shown.

    `photo.production` is None where visitors may not know of it.
    """
    return cast(
        "PhotoQuerySet",
        Photo.objects.public(at)
        .with_required_credit()
        .prefetch_related(
            Prefetch("production", Production.objects.public(at)),
            Prefetch("appearances", Appearance.objects.select_related("member")),
        ),
    )


def films(at: datetime | None = None) -> FilmQuerySet:
    """Public films at `at` (default: now). `film.production` is None where visitors may not know of it."""
    rows = Film.objects.public(at).with_required_credit()
    rows = rows.prefetch_related(Prefetch("production", Production.objects.public(at)))
    return cast("FilmQuerySet", rows)
