"""A moment at which something ends, as one says it where the studio is."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

# Within so many days an end is said by the day of the week.
SOON = 7


def last_day_of(end: datetime) -> date:
    """The last day before `end`."""
    return timezone.localdate(end - timedelta(microseconds=1))


def until_exactly(end: datetime) -> str:
    """Until when, as one reads it on whatever day: by its date, and by its hour where it is not midnight."""
    moment = timezone.localtime(end)
    if moment.time() != time.min:
        hour = {"hour": date_format(moment, "H:i"), "date": date_format(moment, "j F Y")}
        return gettext("until %(hour)s on %(date)s") % hour
    return gettext("to the end of %(date)s") % {"date": date_format(last_day_of(end), "j F Y")}


def until_in_words(end: datetime, at: datetime | None = None) -> str:
    """Until when, as one says it at `at` (default: now): “until tomorrow evening”.

    An end at midnight is said as the evening before it; any other with its hour.
    """
    last = last_day_of(end)
    days = (last - timezone.localdate(at)).days
    names = {"day": date_format(last, "l"), "date": date_format(last, "j F Y")}
    if timezone.localtime(end).time() != time.min:
        return until_exactly(end)
    near = {0: gettext("until this evening, at midnight"), 1: gettext("until tomorrow evening")}
    if days in near:
        return near[days]
    if 1 < days < SOON:
        return gettext("until the evening of %(day)s, %(date)s") % names
    return until_exactly(end)
