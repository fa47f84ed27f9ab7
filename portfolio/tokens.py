"""One-time links and codes that travel by mail. What was mailed is kept as hashes alone.

A link holds a secret of 256 bits. The code beside it is short, for a reader who opens the mail on another
device than the one that asked: it counts wrong tries.
"""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from portfolio.models import MailToken

LIFETIMES = {
    MailToken.Purpose.VERIFY: timedelta(minutes=60),
    MailToken.Purpose.SIGN_IN: timedelta(minutes=10),
    MailToken.Purpose.DECIDE: timedelta(days=7),
    MailToken.Purpose.MEMBER_PAGE: timedelta(minutes=60),
}
TRIES = 5
# How many mails with a link one mailbox gets: whoever asks for them.
MAILS_AN_HOUR, MAILS_A_DAY = 3, 5


class TokenRefused(Exception):
    """The link or code opens nothing: unknown, of another purpose, used, replaced, or too late.

    One refusal for all of these: who holds a link that opens nothing is told nothing about it.
    """


class WrongCode(TokenRefused):
    """The code is not the one that was mailed; another try is left."""


class TooManyTries(TokenRefused):
    """The code was tried too often: a new one must be asked for."""


class TooManyMails(Exception):
    """The mailbox has had its share for now."""


@dataclass(frozen=True)
class Secret:
    """What goes into a mail, and nowhere else."""

    link: str
    code: str


def mailbox(address: str) -> str:
    """The hash of a mailbox: `Ada+set@Example.org` is `ada@example.org`'s; Gmail's dots count for nothing."""
    local, _at, domain = address.strip().lower().rpartition("@")
    local = local.partition("+")[0]
    if domain in {"gmail.com", "googlemail.com"}:
        local, domain = local.replace(".", ""), "gmail.com"
    return hashlib.sha256(f"{local}@{domain}".encode()).hexdigest()


@transaction.atomic
def issue(
    purpose: MailToken.Purpose,
    subject: str,
    *,
    to: str,
    by_the_studio: bool = False,
    at: datetime | None = None,
) -> Secret:
    """A new link and code for `subject`, to be mailed to `to`; the former ones of this purpose are dead.

    Refuses with `TooManyMails` what would be more than a mailbox gets. What the studio sends of its own
    accord counts for nothing: else its letters would keep the codes away that their reader asks for.
    """
    moment = at or timezone.now()
    box = "" if by_the_studio else mailbox(to)
    if box:
        _wait_in_line(box)
        _refuse_too_many(box, moment)
    MailToken.objects.filter(purpose=purpose, subject=subject, consumed_at__isnull=True).update(
        consumed_at=moment
    )
    secret = Secret(secrets.token_urlsafe(32), f"{secrets.randbelow(10**6):06}")
    MailToken.objects.create(
        purpose=purpose,
        subject=subject,
        secret_hash=_hash(secret.link),
        code_hash=_code_hash(_hash(secret.link), secret.code),
        mailbox=box,
        expires_at=moment + LIFETIMES[purpose],
    )
    return secret


@contextmanager
def uncounted_unless_sent(purpose: MailToken.Purpose, subject: str) -> Iterator[None]:
    """A mail that could not be sent does not count: its token goes with it, and the failure is passed on."""
    with ExitStack() as otherwise:
        otherwise.callback(
            MailToken.objects.filter(purpose=purpose, subject=subject, consumed_at=None).delete
        )
        yield
        otherwise.pop_all()


def subject_of(purpose: MailToken.Purpose, link: str, *, at: datetime | None = None) -> str:
    """What a link is for. Looking changes nothing. Refuses with `TokenRefused`."""
    return _alive(at or timezone.now(), purpose=purpose, secret_hash=_hash(link)).subject


def number_of(purpose: MailToken.Purpose, link: str, *, at: datetime | None = None) -> int:
    """By which a link may be remembered where its secret must not lie. Refuses with `TokenRefused`."""
    return _alive(at or timezone.now(), purpose=purpose, secret_hash=_hash(link)).pk


def retire(purpose: MailToken.Purpose, number: int, *, at: datetime | None = None) -> None:
    """Uses up the link of this number, where it is not used up yet: it opens nothing from now on."""
    alive = MailToken.objects.filter(pk=number, purpose=purpose, consumed_at__isnull=True)
    alive.update(consumed_at=at or timezone.now())


@contextmanager
def used(purpose: MailToken.Purpose, link: str, *, at: datetime | None = None) -> Iterator[str]:
    """Uses a link up and gives what it is for; should the block fail, the link is as good as before.

    Of many who use one link at once, one gets in; the others are refused with `TokenRefused`.
    """
    moment = at or timezone.now()
    token = _alive(moment, purpose=purpose, secret_hash=_hash(link))
    with transaction.atomic():
        _use_up(token, moment)
        yield token.subject


@contextmanager
def used_by_code(
    purpose: MailToken.Purpose, subject: str, code: str, *, at: datetime | None = None
) -> Iterator[None]:
    """The same with the code that was mailed for `subject`.

    Refuses with `WrongCode`, after `TRIES` wrong ones with `TooManyTries`, else with `TokenRefused`.
    """
    moment = at or timezone.now()
    token = _alive_or_slow(moment, purpose=purpose, subject=subject)
    _count_a_try(token)
    if not constant_time_compare(token.code_hash, _code_hash(token.secret_hash, code)):
        raise WrongCode
    with transaction.atomic():
        _use_up(token, moment)
        yield


def _alive(at: datetime, **which: str) -> MailToken:
    token = MailToken.objects.filter(consumed_at__isnull=True, expires_at__gt=at, **which).first()
    if token is None:
        raise TokenRefused
    return token


def _alive_or_slow(at: datetime, **which: str) -> MailToken:
    """The same, and its refusal takes as long as a wrong code's: the time tells nobody who has a code."""
    try:
        return _alive(at, **which)
    except TokenRefused:
        with suppress(TooManyTries):
            _count_a_try(MailToken(pk=0))
        raise


def _count_a_try(token: MailToken) -> None:
    """Counts before it compares, in a statement of its own: tries at the same time count each."""
    if not MailToken.objects.filter(pk=token.pk, tries__lt=TRIES).update(tries=F("tries") + 1):
        raise TooManyTries


def _use_up(token: MailToken, at: datetime) -> None:
    if not MailToken.objects.filter(pk=token.pk, consumed_at__isnull=True).update(consumed_at=at):
        raise TokenRefused


def _wait_in_line(box: str) -> None:
    """One mail to a mailbox after the other, to the end of the transaction: none is missed in counting.

    SQLite has one writer at a time anyhow.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [box])


def _refuse_too_many(box: str, at: datetime) -> None:
    mailed = MailToken.objects.filter(mailbox=box)
    this_hour = mailed.filter(created_at__gt=at - timedelta(hours=1)).count()
    today = mailed.filter(created_at__gt=at - timedelta(days=1)).count()
    if this_hour >= MAILS_AN_HOUR or today >= MAILS_A_DAY:
        raise TooManyMails


def _hash(link: str) -> str:
    return hashlib.sha256(link.encode()).hexdigest()


def _code_hash(secret_hash: str, code: str) -> str:
    """Six digits are soon guessed from a plain hash: this one needs the site's key as well."""
    return salted_hmac("portfolio.tokens", f"{secret_hash}:{code.strip()}", algorithm="sha256").hexdigest()
