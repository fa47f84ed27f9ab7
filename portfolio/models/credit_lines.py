"""The line that goes with a picture, on a page and inside its file."""

from django.db.models import Q

from portfolio.models.agreement import Agreement
from portfolio.models.film import Film
from portfolio.models.photo import Photo
from portfolio.models.production import Production
from portfolio.models.site_profile import SiteProfile


def credit_line(work: Photo | Film, site: SiteProfile) -> str:
    """What is printed beside it: its own line, else its agreement's, its production's, the site's."""
    own = work.credit_line if isinstance(work, Photo) else ""
    lines = [own, *_agreed_lines(work), site.credit_line]
    return next((line for line in lines if line), "")


def creator(photo: Photo, site: SiteProfile) -> str:
    """Who took it: its own photographer, else the owner of the site."""
    return photo.creator or (site.owner.name if site.owner else "")


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
