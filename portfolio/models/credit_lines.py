"""The line that goes with a picture, on a page and inside its file."""

import re

from django.db.models import Q

from backstage.bilingual.languages import columns
from portfolio.models.agreement import Agreement
from portfolio.models.film import Film
from portfolio.models.photo import Photo
from portfolio.models.production import Production
from portfolio.models.site_profile import SiteProfile


def credit_line(work: Photo | Film, site: SiteProfile) -> str:
    """What is printed beside it: its own line, else its agreement's, its production's, the site's.

    The line that its agreement requires is never left out: it follows the work's own, after a stroke.
    """
    own = work.credit_line if isinstance(work, Photo) else ""
    agreements = _agreements(work)
    lines = [own, *(_line(row, row.production) for row in agreements), site.credit_line]
    line = next((each for each in lines if each), "")
    required = next((row.credit_line for row in agreements[:1] if row.credit_required), "")
    if says(line, required):
        return line
    return required if says(required, line) else f"{line} / {required}"


def says(line: str, words: str) -> bool:
    """Whether `words` stand in `line`, as words of their own; capitals do not matter."""
    found = re.search(rf"(?<!\w){re.escape(words.casefold())}(?!\w)", line.casefold())
    return found is not None or not words


def notice(line: str) -> str:
    """The copyright notice that goes with a line; nothing where there is none."""
    return line if not line or line.startswith("©") else f"© {line}"


def names(line: str, production: Production) -> bool:
    """Whether a line says how `production` is called, in any language: not before it is revealed."""
    titles = [getattr(production, name) for name in (*columns("title"), "original_title")]
    return any(says(line, title) for title in titles if title)


def creator(photo: Photo, site: SiteProfile) -> str:
    """Who took it: its own photographer, else the owner of the site."""
    return photo.creator or (site.owner.name if site.owner else "")


def production_credit_line(production: Production, site: SiteProfile) -> str:
    """The line that goes with a production's pictures, else the site's."""
    agreed = [_line(row, production) for row in Agreement.objects.filter(production=production)]
    return next((line for line in [*agreed, site.credit_line] if line), "")


def _agreements(work: Photo | Film) -> list[Agreement]:
    """The work's own, which decides, and its production's."""
    of_this_work = Q(**{str(work._meta.model_name): work.pk})
    applies = of_this_work | Q(production__isnull=False, production=work.production_id)
    rows = Agreement.objects.filter(applies).select_related("production")
    return sorted(rows, key=lambda row: row.production_id is not None)


def _line(agreement: Agreement, production: Production | None) -> str:
    """A secret production's agreement might name it: only a line that must be printed is."""
    silent = production is not None and production.is_secret() and not agreement.credit_required
    return "" if silent else agreement.credit_line
