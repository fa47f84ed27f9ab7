"""Signing in by code, accepting the terms, sitting down to watch."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portfolio import tokens
from portfolio.actions.record import record
from portfolio.models import MailToken
from portfolio.models.mail_address import canonical
from portfolio.screening.actions import letters, limits, mailboxes, posting
from portfolio.screening.models import Contact, Grant, Promise, Viewing, promise_of


class GrantEnded(Exception):
    """The grant does not hold: over, revoked, or nothing of it may be shown."""


class TermsNotAccepted(Exception):
    """The viewer has not accepted the terms yet."""


def ask_for_code(address: str, browser: str) -> None:
    """Has a link and a code mailed to a known address, good in `browser`: a name that its session made up.

    What happens here is the same for every address.
    """
    posting.post(letters.sign_in, canonical(address), browser)


def sign_in(link: str, *, at: datetime | None = None) -> Contact:
    """The contact whose link this is. Refuses with `tokens.TokenRefused`; one link works once."""
    with tokens.used(MailToken.Purpose.SIGN_IN, link, at=at) as subject:
        return _welcome(int(subject.split(":")[1]), at or timezone.now())


def sign_in_by_code(address: str, browser: str, code: str, *, at: datetime | None = None) -> Contact:
    """The contact at `address`, by the code that `browser` asked for. Refuses as `tokens.used_by_code` does.

    An unknown address is refused as one whose code has run out. Not to be called inside a transaction.
    """
    contact = Contact.objects.filter(email=canonical(address)).first()
    key = contact.pk if contact else 0
    subject = letters.contact_subject(key, browser)
    with tokens.used_by_code(MailToken.Purpose.SIGN_IN, subject, code, at=at):
        return _welcome(key, at or timezone.now())


@transaction.atomic
def accept_terms(grant: Grant, promise: Promise, *, at: datetime | None = None) -> None:
    """Records that the viewer of this grant accepts these words: terms, and clauses of its films' agreements.

    They are kept as they read in the active language, and their SHA-256 goes into the log: what was accepted
    can be proved. The first acceptance stays.
    """
    words = {"terms": promise.terms, "accepted_text": promise.text}
    accepted = Grant.objects.filter(pk=grant.pk, terms_accepted_at__isnull=True)
    if accepted.update(**words, terms_accepted_at=at or timezone.now()):
        record(grant, "terms_accepted", after=promise.version, evidence=promise.fingerprint)


@transaction.atomic
def open_viewing(grant: Grant, *, browser: str = "", at: datetime | None = None) -> str:
    """Sits down to watch; answers the secret for the browser's cookie, of which only the hash is kept.

    `browser` is the secret of a sitting that this browser has already, with whatever grant: it serves again,
    and with this very grant nothing new is opened. Refuses with `GrantEnded`, `TermsNotAccepted`,
    `limits.TooManySittings` and `limits.NoViewsLeft`; of many at once for the last view one gets in.
    """
    moment = at or timezone.now()
    grant = Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)  # one after the other
    if not grant.items.playable(moment).exists():
        raise GrantEnded
    if grant.terms_accepted_at is None and promise_of(grant, moment):
        raise TermsNotAccepted
    sittings = Viewing.objects.awake(moment).filter(browser=fingerprint(browser))
    # Only one's own: a secret that somebody else had in this browser is known to them.
    known = browser and sittings.filter(grant__request__contact=grant.request.contact_id).exists()
    if known and sittings.filter(grant=grant).exists():
        return browser
    limits.refuse_one_more(grant, moment)
    secret = browser if known else secrets.token_urlsafe(32)
    Viewing.objects.create(grant=grant, browser=fingerprint(secret), started_at=moment, last_seen_at=moment)
    return secret


def end_sittings(grant: Grant) -> None:
    """Ends every sitting of a grant, in whichever browser, as its viewer wishes; the next file is refused."""
    grant.viewings.open().end()


def leave(browser: str) -> None:
    """Ends every sitting of this browser."""
    Viewing.objects.filter(browser=fingerprint(browser)).end()


def fingerprint(secret: str) -> str:
    """The hash under which a sitting knows its browser."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _welcome(pk: int, at: datetime) -> Contact:
    contact = Contact.objects.welcome().filter(pk=pk).first()
    if contact is None or mailboxes.is_blocked(contact.email):
        raise tokens.TokenRefused
    if contact.email_verified_at is None:
        contact.email_verified_at = at
        contact.save(update_fields=["email_verified_at"])
    return contact
