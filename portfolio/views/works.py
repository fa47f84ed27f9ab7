"""What every page of works starts from: public rows alone, with what they name already fetched."""

from datetime import datetime
from typing import cast

from django.db.models import Prefetch

from portfolio.models import Appearance, Film, Photo, Production
from portfolio.models.film import FilmQuerySet
from portfolio.models.photo import PhotoQuerySet


def photos(at: datetime | None = None) -> PhotoQuerySet:
    """Public photos at `at` (default: now) with the people shown.

    `photo.production` is None where visitors may not know of it.
    """
    return cast(
        "PhotoQuerySet",
        Photo.objects.public(at).prefetch_related(
            Prefetch("production", Production.objects.public(at)),
            Prefetch("appearances", Appearance.objects.select_related("member")),
        ),
    )


def films(at: datetime | None = None) -> FilmQuerySet:
    """Public films at `at` (default: now). `film.production` is None where visitors may not know of it."""
    rows = Film.objects.public(at).prefetch_related(Prefetch("production", Production.objects.public(at)))
    return cast("FilmQuerySet", rows)
