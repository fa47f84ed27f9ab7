"""Asking to watch, and proving that the address is one's own."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from portfolio import tokens
from portfolio.actions.record import record
from portfolio.models import Film, MailToken, Showreel
from portfolio.models.mail_address import canonical
from portfolio.screening.actions import letters, mailboxes, posting
from portfolio.screening.models import AccessRequest, Contact


@dataclass(frozen=True)
class Person:
    """Who asks, as they say themselves."""

    name: str
    company: str
    email: str
    language: str
    role: str = ""


@dataclass(frozen=True)
class Wish:
    """What they would like to see, and for what."""

    films: list[Film] = field(default_factory=list)
    showreel: Showreel | None = None
    advice: bool = False
    production: str = ""
    reason: str = ""
    needed_by: date | None = None


@transaction.atomic
def ask(person: Person, wish: Wish, *, is_mailed: bool = True) -> AccessRequest:
    """Records what a stranger asks, and mails them a link and a code. Nothing is known of them yet.

    Not `is_mailed` is what nobody is told of: whoever asks has had too many mails sent to that mailbox.
    """
    asked = _record(person, wish)
    if is_mailed:
        posting.post(letters.confirm_address, asked.pk)
    return asked


@transaction.atomic
def ask_as(contact: Contact, wish: Wish, *, at: datetime | None = None) -> AccessRequest:
    """Records what a contact who has signed in asks, and tells the editor at once."""
    person = Person(contact.name, contact.company, contact.email, contact.language, contact.role)
    asked = _record(person, wish, contact=contact, email_verified_at=at or timezone.now())
    posting.post(letters.request_waits, asked.pk)
    return asked


@transaction.atomic
def meet(who: Person | AccessRequest) -> Contact:
    """The contact at this address, known or new; what is known of one is not overwritten.

    A new alias of a mailbox that is shut out is shut out as well.
    """
    contact, is_new = Contact.objects.get_or_create(
        email=canonical(who.email),
        defaults={"name": who.name, "company": who.company, "role": who.role, "language": who.language},
    )
    if is_new and mailboxes.is_blocked(contact.email):
        contact.blocked_at = timezone.now()
        contact.save(update_fields=["blocked_at"])
        record(contact, "blocked", reason="with its mailbox")
    return contact


def verify_email(link: str, *, at: datetime | None = None) -> AccessRequest:
    """Confirms the address by the mailed link. Refuses with `tokens.TokenRefused`; one link works once."""
    with tokens.used(MailToken.Purpose.VERIFY, link, at=at) as subject:
        return _confirm(int(subject.removeprefix("request:")), at or timezone.now())


def verify_email_by_code(asked: AccessRequest, code: str, *, at: datetime | None = None) -> AccessRequest:
    """Confirms the address by the mailed code. Refuses with `tokens.TokenRefused` and its kinds.

    Not to be called inside a transaction: a wrong try must count although it is refused.
    """
    with tokens.used_by_code(MailToken.Purpose.VERIFY, f"request:{asked.pk}", code, at=at):
        return _confirm(asked.pk, at or timezone.now())


@transaction.atomic
def withdraw(asked: AccessRequest, *, at: datetime | None = None) -> None:
    """The asker thought better of it. What was answered already stays as it is."""
    open_one = AccessRequest.objects.filter(pk=asked.pk, decided_at__isnull=True, withdrawn_at__isnull=True)
    open_one.update(withdrawn_at=at or timezone.now())


def _record(person: Person, wish: Wish, **more: Any) -> AccessRequest:
    asked = AccessRequest.objects.create(
        name=person.name,
        company=person.company,
        email=canonical(person.email),
        role=person.role,
        language=person.language,
        showreel=wish.showreel,
        wants_advice=wish.advice,
        production=wish.production,
        reason=wish.reason,
        needed_by=wish.needed_by,
        **more,
    )
    asked.films.set(wish.films)
    return asked


def _confirm(pk: int, at: datetime) -> AccessRequest:
    """Ties the request to its contact."""
    asked = AccessRequest.objects.get(pk=pk)
    contact = meet(asked)
    if contact.email_verified_at is None:
        contact.email_verified_at = at
        contact.save(update_fields=["email_verified_at"])
    asked.contact, asked.email_verified_at = contact, at
    asked.save(update_fields=["contact", "email_verified_at"])
    posting.post(letters.request_waits, asked.pk)
    return asked
