"""What every page of works starts from: public rows alone, with what they name already fetched."""

from datetime import datetime
from typing import cast

from django.db.models import Prefetch, Q

from portfolio.models import Agreement, Appearance, Film, Photo, Production, SiteProfile
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


def credit_line(work: Photo | Film, site: SiteProfile) -> str:
    """What is printed beside it: its own line, else its agreement's, its production's, the site's."""
    own = work.credit_line if isinstance(work, Photo) else ""
    lines = [own, *_agreed_lines(work), site.credit_line]
    return next((line for line in lines if line), "")


def production_credit_line(production: Production, site: SiteProfile) -> str:
    """The line that goes with a production's pictures, else the site's."""
    agreed = [_line(row, production) for row in Agreement.objects.filter(production=production)]
    return next((line for line in [*agreed, site.credit_line] if line), "")


def _agreed_lines(work: Photo | Film) -> list[str]:
    of_this_work = Q(**{str(work._meta.model_name): work.pk})
    applies = of_this_work | Q(production__isnull=False, production=work.production_id)
    rows = Agreement.objects.filter(applies).select_related("production")
    own_first = sorted(rows, key=lambda row: row.production_id is not None)
    return [_line(row, row.production) for row in own_first]


def _line(agreement: Agreement, production: Production | None) -> str:
    """A secret production's agreement might name it: only a line that must be printed is."""
    silent = production is not None and production.is_secret() and not agreement.credit_required
    return "" if silent else agreement.credit_line
