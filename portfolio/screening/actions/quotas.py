"""How often somebody may ask: by network, by mailbox and network, and all together.

Who it was is kept as a hash with the site's key, and forgotten after a day.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from portfolio import tokens
from portfolio.screening.models import Knock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FROM_YOUR_NETWORK = _(
    "Too many requests have come from your network in the last hour. Try again in an hour, or write to us."
)
FROM_EVERYWHERE = _("Very many requests have come in the last hour. Try again in an hour, or write to us.")
FROM_YOU = _("You have asked very often in the last hour. Try again in an hour, or write to us.")


@dataclass(frozen=True)
class Share:
    """So many within so long, and what is said to who comes after."""

    name: str
    most: int
    within: timedelta
    sentence: str | Promise = ""


REQUESTS = (
    Share("request_network", 5, HOUR, FROM_YOUR_NETWORK),
    Share("request_all", 60, HOUR, FROM_EVERYWHERE),
)
CODES = (Share("code_network", 20, HOUR, FROM_YOUR_NETWORK), Share("code_all", 300, HOUR, FROM_EVERYWHERE))
REQUESTS_OF_A_CONTACT = Share("request_contact", 10, HOUR, FROM_YOU)
# Of a mailbox's three mails an hour and five a day (`tokens`) one network has not all: so that whoever has
# them sent to somebody else leaves some to them.
MAILS = (Share("mail_hour", 2, HOUR), Share("mail_day", 3, DAY))
# A contact who asks to be erased and thinks better of it, again and again: so often a day the studio is told,
# and the log, of which no line ever goes, has it.
ERASURES = Share("erasure_asked", 3, DAY)
KEPT_AFTER_ALL = Share("erasure_taken_back", 3, DAY)
# What stands for the network where the button below a mailed link is pressed: programs that look through the
# mail press it from many, and together they have no more than one network.
BY_LINK = "by link"


class Spent(Exception):
    """A share is used up for now."""

    def __init__(self, share: Share) -> None:
        """Which."""
        super().__init__(share.name)
        self.share = share

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return str(self.share.sentence)


def may_ask(network: str, *, at: datetime | None = None) -> None:
    """Counts a stranger's request. Refuses with `Spent`, whatever address was typed."""
    _take_all(REQUESTS, network, at)


def may_ask_as(contact_pk: int, *, at: datetime | None = None) -> None:
    """Counts a request of a contact who is signed in. Refuses with `Spent`."""
    _take(REQUESTS_OF_A_CONTACT, str(contact_pk), at or timezone.now())


def may_ask_for_code(network: str, *, at: datetime | None = None) -> None:
    """Counts a code that is asked for. Refuses with `Spent`, whatever address was typed."""
    _take_all(CODES, network, at)


def may_be_mailed(address: str, network: str, *, at: datetime | None = None) -> bool:
    """Counts a mail that this network has sent to a mailbox; False where it had its share of it."""
    moment = at or timezone.now()
    try:
        for share in MAILS:
            _take(share, f"{tokens.mailbox(address)} {network}", moment)
    except Spent:
        return False
    return True


def is_told(share: Share, contact_pk: int, *, at: datetime | None = None) -> bool:
    """Counts what a contact does that the studio is told; False where it was told as often as is useful."""
    try:
        _take(share, str(contact_pk), at or timezone.now())
    except Spent:
        return False
    return True


@db_periodic_task(crontab(minute="20", hour="*"))
def forget_knocks() -> None:
    """What counts no more."""
    Knock.objects.filter(at__lt=timezone.now() - DAY).delete()


def _take_all(shares: tuple[Share, Share], network: str, at: datetime | None) -> None:
    """Its own share of the network first, so that one that has spent it takes nothing from all others."""
    moment = at or timezone.now()
    _take(shares[0], network, moment)
    _take(shares[1], "", moment)


def _take(share: Share, who: str, at: datetime) -> None:
    """Writes down first and counts then: many at once are never too many. What is refused does not count.

    Counted is what others wrote meanwhile as well, though their moment be a little later than `at`.
    """
    whose = salted_hmac("portfolio.screening.quotas", who, algorithm="sha256").hexdigest()
    knock = Knock.objects.create(share=share.name, who=whose, at=at)
    counted = Knock.objects.filter(share=share.name, who=whose, at__gt=at - share.within)
    if counted.count() > share.most:
        knock.delete()
        raise Spent(share)
