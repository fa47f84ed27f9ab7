"""The door for viewers' bytes: which file may this sitting have now. One read, one write."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from portfolio.renditions import films
from portfolio.screening.actions.watching import fingerprint
from portfolio.screening.models import Delivery, GrantItem, Viewing
from portfolio.screening.models.viewing import FILMS
from portfolio.screening.prepared import Prepared, PreparedRow

# Films are handed over in pieces of at most so many bytes: each piece asks anew. No segment of a ladder
# weighs more (`playlists.MOST_BYTES`), so that a browser that asks for one gets it whole.
PIECE = 2 * 1024 * 1024


class NotForYou(Exception):
    """Whatever the reason: to whom it is refused, the file does not exist."""


@dataclass(frozen=True)
class Ticket:
    """A file that may be handed over now: its name in the vault, and in whose sitting."""

    viewing: int
    film: int
    path: str

    @property
    def piece(self) -> int | None:
        """The most bytes of it that one answer gives; None for what is small enough to be given whole."""
        return PIECE if self.path.endswith(FILMS) else None


def find(browser: str, code: str, asset: str, name: str, *, at: datetime | None = None) -> Ticket:
    """The file `name` of the film `asset`, for the sitting of this browser with the grant `code`.

    Asks everything anew, in one question: cookie, sitting, grant, contact, terms, agreements, releases,
    licences, the holder's decision; and the file must be in the film's manifest. Else `NotForYou`.
    """
    moment = at or timezone.now()
    granted = GRANTED.first(moment, browser=fingerprint(browser), code=code, asset=asset)
    if granted is None:
        raise NotForYou
    viewing, film, renditions = granted
    if name not in films.files(renditions):
        raise NotForYou
    return Ticket(viewing, film, f"{asset}/{name}")


def deliver(ticket: Ticket, *, first_byte: int = 0, length: int = 0, at: datetime | None = None) -> None:
    """Writes down that `length` bytes of the file are handed over, from `first_byte` on."""
    DELIVERED.write(
        viewing_id=ticket.viewing,
        film_id=ticket.film,
        path=ticket.path.partition("/")[2],
        first_byte=first_byte,
        length=length,
        at=at or timezone.now(),
    )


def _granted(at: datetime, browser: str, code: str, asset: str) -> QuerySet[Any, Any]:
    """The newest sitting of the browser with that hash, and the film, if all that it takes stands at `at`."""
    sitting = Viewing.objects.awake(at).filter(grant=OuterRef("grant"), browser=browser)
    return (
        GrantItem.objects.playable(at)
        .promised(at)
        .filter(grant__code=code, film__asset=asset)
        .annotate(viewing=Subquery(sitting.order_by("-pk").values("pk")[:1]))
        .filter(viewing__isnull=False)
        .values_list("viewing", "film", "film__renditions")
    )


GRANTED, DELIVERED = Prepared(_granted, "browser", "code", "asset"), PreparedRow(Delivery)
