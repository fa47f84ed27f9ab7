"""What saved files are called: a person tells them apart in a folder, and every browser takes the name."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext

from portfolio.screening.models import Grant

# Of a long name so many letters are enough to know it by.
LONGEST = 40


def parts_of(grant: Grant, kind: str, whose: str = "", *, on: date | None = None) -> list[str]:
    """Who watched, for which production, what kind of file and for whom, of which day (default: today).

    The invitation's code comes last: two of the same people on the same day are two files.
    """
    asked = grant.request
    who = gettext("erased contact") if asked.is_erased else asked.company
    return [who, asked.production, kind, whose, (on or timezone.localdate()).isoformat(), grant.code]


def to_be_saved(parts: Sequence[str], ending: str) -> str:
    """The header of a file to be saved under these words: in ASCII, and in their own letters besides.

    Only letters, digits and hyphens come through, whatever somebody has typed.
    """
    plain, own = (_joined(parts, allow_unicode=letters) for letters in (False, True))
    return f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{quote(own)}.{ending}"


def _joined(parts: Sequence[str], *, allow_unicode: bool) -> str:
    slugs = (slugify(part, allow_unicode=allow_unicode)[:LONGEST].strip("-_") for part in parts)
    return "_".join(filter(None, slugs))
