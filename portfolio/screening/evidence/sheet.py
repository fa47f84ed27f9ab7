"""A grant's deliveries and sittings as a sheet of rows, for a spreadsheet."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext, ngettext

from portfolio.screening.evidence.deliveries import Known, known_films
from portfolio.screening.models import Delivery, Grant

# What a spreadsheet takes for a formula when a cell begins with it.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# So that Excel, too, knows that it is UTF-8.
MARK = "\ufeff"


def rows_of(grant: Grant) -> str:
    """All of a grant's sittings and deliveries as CSV, in the active language.

    No cell can be taken for a formula. Where the decimal mark is a comma the cells are parted by semicolons,
    as spreadsheets expect there. Moments have their offset, seconds are whole.
    """
    paper = io.StringIO()
    writer = csv.writer(paper, delimiter=";" if get_format("DECIMAL_SEPARATOR") == "," else ",")
    writer.writerow(_heads())
    for row in _rows(grant):
        writer.writerow([harmless(cell) for cell in row])
    return MARK + paper.getvalue()


def let_go_in_words(grant: Grant) -> str:
    """How many sittings there were of which no more is kept, and since when that is so."""
    said = ngettext(
        "%(number)s sitting; its detail was let go on %(day)s",
        "%(number)s sittings; their detail was let go on %(day)s",
        grant.sittings_let_go,
    )
    day = date_format(timezone.localtime(grant.let_go_at), "j F Y")
    return said % {"number": grant.sittings_let_go, "day": day}


def harmless(cell: Any) -> Any:
    """The same, unless a spreadsheet would take it for a formula: then with the mark that makes it words."""
    is_formula = isinstance(cell, str) and cell.lstrip(" \u00a0").startswith(FORMULA)
    return f"'{cell}" if is_formula else cell


def _heads() -> list[str]:
    return [
        gettext("invitation"),
        gettext("name"),
        gettext("company"),
        gettext("sitting"),
        gettext("sitting began"),
        gettext("browser"),
        gettext("delivered at"),
        gettext("film"),
        gettext("file"),
        gettext("from byte"),
        gettext("bytes"),
        gettext("from second"),
        gettext("to second"),
    ]


def _rows(grant: Grant) -> Iterator[list[Any]]:
    """One for each delivery; one for a sitting in which nothing was delivered; one for all that went."""
    found = defaultdict(list)
    for delivery in Delivery.objects.filter(viewing__grant=grant).order_by("pk"):
        found[delivery.viewing_id].append(delivery)
    known = known_films((each.film_id, each.path) for some in found.values() for each in some)
    browsers: dict[str, int] = {}
    name = str(grant.request) if grant.request.is_erased else grant.request.name
    who = [grant.code, name, grant.request.company]
    if grant.let_go_at:
        yield [*who, let_go_in_words(grant), *[""] * 9]
    for number, viewing in enumerate(grant.viewings.order_by("pk"), 1):
        browser = browsers.setdefault(viewing.browser, len(browsers) + 1)
        sitting = [*who, number, _moment(viewing.started_at), browser]
        for cells in [_delivery(each, known) for each in found[viewing.pk]] or [[""] * 7]:
            yield [*sitting, *cells]


def _delivery(delivery: Delivery, known: Known) -> list[Any]:
    film, codes = known[delivery.film_id]
    code = codes.get(delivery.path)
    seconds = code.stretch(delivery.first_byte, delivery.length) if code else ()
    file = [delivery.path, delivery.first_byte, delivery.length]
    return [_moment(delivery.at), str(film), *file, *(map(round, seconds) if seconds else ["", ""])]


def _moment(at: Any) -> str:
    return timezone.localtime(at).isoformat(sep=" ", timespec="seconds")
