"""Who proved their mailbox in this browser, for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone

# How old the note of the last page may grow before it is written anew.
GRAIN = timedelta(minutes=5)


@dataclass(frozen=True)
class Presence:
    """Somebody's place in the session: who, since when, last seen when, and how long that is believed.

    It sleeps after `idle` without a page, or up to a `GRAIN` later, and is over after `longest` whatever
    happens.
    """

    who: str
    since: str
    seen: str
    idle: timedelta
    longest: timedelta

    def of(self, request: HttpRequest, at: datetime | None = None) -> int | None:
        """The key of whoever is here; None for nobody."""
        moment, session = at or timezone.now(), request.session
        if self.who not in session:
            return None
        seen = datetime.fromisoformat(session[self.seen])
        began = datetime.fromisoformat(session[self.since])
        if moment - seen > self.idle + GRAIN or moment - began > self.longest:
            self.end(request)
            return None
        if moment - seen > GRAIN:
            session[self.seen] = moment.isoformat()
        return int(session[self.who])

    def begin(self, request: HttpRequest, key: int, at: datetime | None = None) -> None:
        """Lets somebody in, under a new session id: one that was known before is worth nothing."""
        moment = (at or timezone.now()).isoformat()
        request.session.cycle_key()
        request.session.update({self.who: key, self.since: moment, self.seen: moment})

    def end(self, request: HttpRequest) -> None:
        """Whoever was here is gone."""
        for key in (self.who, self.since, self.seen):
            request.session.pop(key, None)
