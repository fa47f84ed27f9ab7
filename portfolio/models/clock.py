"""The clock by which a day begins, wherever the server stands, and the moment for which the site is shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

ROME = ZoneInfo("Europe/Rome")

# What a year may be: earlier and later ones are slips of the hand, and some calendars do not have them.
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)

_chosen: ContextVar[datetime | None] = ContextVar("chosen", default=None)


def now() -> datetime:
    """The moment about which the facts are asked where nobody names one: this one, save inside `as_of`.

    Whoever acts on the answer (copies a file out, decides a request) asks `timezone.now()` instead.
    """
    return _chosen.get() or timezone.now()


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Inside, whatever asks `now` is answered as it will be, or was, at `moment`: by today's facts."""
    token = _chosen.set(moment)
    try:
        yield
    finally:
        _chosen.reset(token)
