"""The outbox: a letter is a row of the very transaction of which it tells, and goes once it was sent.

So no killed worker, no emptied queue and no process that dies after its commit loses one. A worker takes a
letter by one UPDATE and holds it for `MAIL_LEASE`: no two send the same one. At least once is promised, not
once: who is killed after the mail server said yes and before the row is gone has it sent a second time.
"""

import inspect
import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from portfolio import emails
from portfolio.models import Agreement
from portfolio.screening.models import AccessRequest, Contact, Holder, Letter

logger = logging.getLogger(__name__)

Write = Callable[..., None]

# Five tries in a quarter of an hour: at once, then after so long each. Later ones follow by the hour.
SOON = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 4, 8))
RARELY = timedelta(hours=1)
FOR_DAYS = timedelta(days=3)
# Somebody waits for each: mails go first.
FIRST = 10
# How a letter's own key leads to the request of which it tells.
TO_THE_REQUEST = {
    "request_pk": "pk",
    "grant_pk": "grant",
    "question_pk": "questions",
    "decision_pk": "decisions",
}
# What is said of a rights holder's word, which outlives whoever it was about.
OF_A_HOLDER = ("holder_receipt", "holder_withdrew")


@dataclass(frozen=True)
class Kind:
    """A letter by its name: how it is written, and how long it is of use."""

    write: Write
    of_use: timedelta


KINDS: dict[str, Kind] = {}


def letter(*, of_use: timedelta = FOR_DAYS) -> Callable[[Write], Write]:
    """Makes a function a letter, known by its name.

    It mails what is so when it is called, however late that is, and nothing where nothing is left to say.
    What is `of_use` no longer is given up.
    """

    def known(write: Write) -> Write:
        KINDS[write.__name__] = Kind(write, of_use)
        return write

    return known


def post(write: Write, *about: Any) -> None:
    """Has a worker send this letter, once the present transaction is committed; else it was never written.

    A queue that is away costs no more than the minute until `take_up` comes by.
    """
    known = inspect.signature(write).bind(*about).arguments
    _tell_a_worker(Letter.objects.create(name=write.__name__, about=known, request=_request_of(known)).pk)


@db_task(priority=FIRST)
def deliver(pk: int) -> None:
    """Sends one letter at once."""
    send(pk)


@db_periodic_task(crontab(minute="*"), priority=FIRST)
def take_up() -> None:
    """Each minute, whatever is due: what failed, what nobody was told of, what a killed worker held."""
    send_due()


def send_due(*, at: datetime | None = None) -> None:
    """Sends what is due at `at` (default: now), the oldest first.

    Once the mail server fails the rest waits for the next minute: one that is away keeps a worker for as
    long as it takes to notice, and films wait for the same workers. A letter that cannot be written holds no
    other up: what stood against it is raised once the round is over.
    """
    due = Letter.objects.due(at).order_by("-due_at", "-pk")
    going = Round(at)
    with ExitStack() as in_turn:
        for pk in due.values_list("pk", flat=True):
            in_turn.push(partial(going.take, pk))


@dataclass
class Round:
    """Letters one after the other, for as long as the mail server takes them."""

    at: datetime | None
    goes_on: bool = True

    def take(self, pk: int, kind: type[BaseException] | None, *_raised: Any) -> None:
        """The next one, whatever stood against the last; none any more once the worker was told to stop."""
        is_stopped = kind is not None and not is_a_fault(kind)
        self.goes_on = self.goes_on and not is_stopped and send(pk, at=self.at)


def is_a_fault(kind: type[BaseException] | None) -> bool:
    """Whether what was raised is an error, and not a worker's being told to stop."""
    return kind is not None and issubclass(kind, Exception)


def send(pk: int, *, at: datetime | None = None) -> bool:
    """Sends one letter where it is due and no other worker holds it. False where the mail server failed.

    What else stands against it is a fault of ours: it is raised, for the log, and the letter is tried again.
    """
    moment = at or timezone.now()
    mine = _take(pk, moment)
    if mine is None:
        return True
    kind = KINDS[mine.name]
    if moment > mine.written_at + kind.of_use:
        _give_up(mine, mine.trouble or Letter.Trouble.LATE, moment)
        return True
    with ExitStack() as afterwards:
        afterwards.push(partial(_note_a_fault, mine))
        try:
            kind.write(**mine.about)
        except emails.NoStudio:
            _give_up(mine, Letter.Trouble.NOWHERE, at or timezone.now())
            return True
        except (SMTPException, OSError) as problem:
            return _failed(mine, problem, at or timezone.now())
    Letter.objects.filter(pk=mine.pk).delete()
    return True


@transaction.atomic
def send_again(thing: AccessRequest | Agreement, *, at: datetime | None = None) -> None:
    """Has what was given up about a request or an agreement tried anew, as if it had just been written."""
    moment = at or timezone.now()
    again = list(given_up_about(thing).values_list("pk", flat=True))
    Letter.objects.given_up().filter(pk__in=again).update(
        tries=0, trouble="", given_up_at=None, written_at=moment, due_at=moment
    )
    for pk in again:
        _tell_a_worker(pk)


def let_go(thing: AccessRequest | Agreement) -> None:
    """Forgets what was given up about a request or an agreement: the desk need not tell of it any more."""
    given_up_about(thing).delete()


def given_up_about(thing: AccessRequest | Agreement) -> Any:
    """The letters about a request or an agreement that never arrived, as they were written."""
    is_request = isinstance(thing, AccessRequest)
    of_it = Q(request=thing) if is_request else Q(about__agreement_pk=thing.pk)
    return Letter.objects.given_up().filter(of_it)


def forget(contact: Contact) -> None:
    """Deletes every letter to or about a contact, waiting or given up.

    What is a rights holder's stays, as their word does: it will be of an erased contact.
    """
    Letter.objects.filter(request__contact=contact).exclude(name__in=OF_A_HOLDER).delete()
    Letter.objects.filter(Q(about__contact_pk=contact.pk) | Q(about__address=contact.email)).delete()


def _tell_a_worker(pk: int) -> None:
    transaction.on_commit(lambda: deliver(pk), robust=True)


def _request_of(about: dict[str, Any]) -> AccessRequest | None:
    for name, path in TO_THE_REQUEST.items():
        if name in about:
            return AccessRequest.objects.filter(**{path: about[name]}).first()
    return None


def _take(pk: int, at: datetime) -> Letter | None:
    """Holds a letter for as long as a talk with the mail server may last; None where it is not to be had.

    It counts as tried by that alone: one over which each worker dies is not taken up for ever.
    """
    free = Letter.objects.due(at).filter(pk=pk, name__in=KINDS)
    found = free.first()
    if found is None:
        return None
    tried = found.tries + 1
    if not free.filter(tries=found.tries).update(tries=tried, due_at=at + held_for(tried)):
        return None
    found.tries = tried
    return found


def held_for(tries: int) -> timedelta:
    """How long a worker has a letter to itself; one over which workers die again and again waits as well."""
    lease = timedelta(seconds=settings.MAIL_LEASE)
    return lease if tries <= len(SOON) else max(lease, RARELY)


def pause_after(tries: int) -> timedelta:
    """How long a letter waits that failed so many times."""
    return SOON[tries - 1] if tries <= len(SOON) else RARELY


def _note_a_fault(mine: Letter, kind: type[BaseException] | None, *_raised: Any) -> None:
    """Has the letter know that it could not be written, where that is so."""
    if is_a_fault(kind):
        _held(mine).update(trouble=Letter.Trouble.FAILED)


def _failed(mine: Letter, problem: Exception, at: datetime) -> bool:
    """Keeps it for later, or gives it up. Answers whether another letter would fare better."""
    if emails.is_refusal(problem):
        _give_up(mine, Letter.Trouble.REFUSED, at)
        return True
    later = at + pause_after(mine.tries)
    if later > mine.written_at + KINDS[mine.name].of_use:
        _give_up(mine, Letter.Trouble.AWAY, at)
    else:
        _held(mine).update(trouble=Letter.Trouble.AWAY, due_at=later)
    return False


def _give_up(mine: Letter, trouble: str, at: datetime) -> None:
    """Keeps it for the desk to tell; not the address of somebody whom we do not know, or no longer."""
    logger.warning("The letter %s, number %s, is given up: %s.", mine.name, mine.pk, trouble)
    if _is_of_somebody_known(mine):
        _held(mine).update(trouble=trouble, given_up_at=at)
    else:
        _held(mine).delete()


def _is_of_somebody_known(mine: Letter) -> bool:
    address = mine.about.get("address")
    if address is None:
        return True
    return Contact.objects.filter(email=address).exists() or Holder.objects.at(address).exists()


def _held(mine: Letter) -> Any:
    """Its row while nobody has taken it since."""
    return Letter.objects.waiting().filter(pk=mine.pk, tries=mine.tries)
