"""Dates as people say them, no more precise than they are known."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portfolio.models import Release
from portfolio.models.precision import Precision

FORMATS = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}

# Django's Italian months have capitals, which no Italian writes inside a sentence.
MONTHS_HAVE_CAPITALS = ("en", "de")

# Those that need no word: the date can be relied on.
FIRM = (Release.Status.CONFIRMED, Release.Status.RELEASED)


def said(day: date, precision: str = Precision.DAY) -> str:
    """`day` in the reader's language: "13 October 2022", "October 2022" or "2022"."""
    words = date_format(day, FORMATS[Precision(precision)])
    return words if get_language() in MONTHS_HAVE_CAPITALS else words.lower()


def iso(day: date, precision: str = Precision.DAY) -> str:
    """`day` for machines, cut where it is not known: "2022-10"."""
    lengths = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}
    return day.isoformat()[: lengths[Precision(precision)]]


def span(start: date | None, end: date | None, precision: str) -> str:
    """From when to when; one date where the two say the same, nothing where neither is known."""
    first, last = (said(day, precision) if day else "" for day in (start, end))
    if first and last and first != last:
        return f"{first} – {last}"
    return first or last


def release_line(release: Release) -> str:
    """Where and when: "Prime Video, 13 October 2022"; a date that is not sure says so."""
    where = release.platform.name if release.platform else release.get_type_display()
    when = said(release.date, release.date_precision) if release.date else _("date not known yet")
    sure = "" if release.status in FIRM else release.get_status_display()
    return ", ".join(part for part in (where, when, sure) if part)


def main_release(releases: list[Release]) -> Release | None:
    """The one that a production is known by: the first firm one, else the first that was not cancelled."""
    firm = [release for release in releases if release.status in FIRM]
    others = [release for release in releases if release.status != Release.Status.CANCELLED]
    return next(iter([*firm, *others]), None)
