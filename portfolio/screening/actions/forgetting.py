"""What is kept of those who watch, and how long: every night what is too old goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from portfolio.actions.record import record
from portfolio.models import Agreement, MailToken, RightsEntry
from portfolio.models.mail_address import canonical
from portfolio.screening.actions import erasing
from portfolio.screening.models import AccessRequest, Contact, Grant, Holder, Letter


@dataclass(frozen=True)
class Pile:
    """What is too old, of one kind: `name` says what it is, `before` since when it should be gone."""

    name: Any
    rows: QuerySet[Any]
    before: datetime


@db_periodic_task(crontab(minute="20", hour="4"))
def forget_at_night() -> None:
    """All of it; and the sessions that are over, in which an address may have been typed."""
    forget()
    call_command("clearsessions")


def forget(*, at: datetime | None = None) -> None:
    """Deletes or erases all that `due` names. Each invitation, contact and mailbox has its line."""
    moment = at or timezone.now()
    _forget_unconfirmed(unconfirmed(moment))
    for asked in unanswered(moment).rows:
        erasing.delete_request(asked, by=None)
    for grant in watched(moment).rows:
        erasing.forget_viewings(grant, at=moment)
    for contact in strangers(moment).rows:
        erasing.erase(contact, at=moment)
    for holder in deciding_nothing(moment).rows:
        _forget_holder(holder)
    links(moment).rows.delete()
    undelivered(moment).rows.delete()


def due(at: datetime | None = None) -> Iterator[Pile]:
    """What `forget` would let go of at `at` (default: now), pile by pile."""
    moment = at or timezone.now()
    for pile in (unconfirmed, unanswered, watched, strangers, deciding_nothing, links, undelivered):
        yield pile(moment)


def kept_for() -> dict[str, str]:
    """How long each is kept, in words: “30 days”, “a year”."""
    return {what: _in_words(days) for what, days in settings.SCREENING_KEEPS.items()}


def _in_words(days: int) -> str:
    years, rest = divmod(days, 365)
    if rest:
        return ngettext("a day", "%(number)s days", days) % {"number": days}
    return ngettext("a year", "%(number)s years", years) % {"number": years}


def unconfirmed(at: datetime) -> Pile:
    """Requests whose address nobody confirmed."""
    before = at - _kept("unconfirmed")
    rows = AccessRequest.objects.filter(contact__isnull=True, asked_at__lt=before)
    return Pile(_("requests that nobody confirmed"), rows, before)


def unanswered(at: datetime) -> Pile:
    """Requests that came to nothing: declined, withdrawn, or left without an answer."""
    before = at - _kept("declined")
    rows = AccessRequest.objects.confirmed().filter(grant__isnull=True, asked_at__lt=before)
    answered_lately = Q(decided_at__gte=before) | Q(withdrawn_at__gte=before)
    return Pile(_("requests that came to nothing"), rows.exclude(answered_lately), before)


def watched(at: datetime) -> Pile:
    """Invitations that ended so long ago that what was watched need not be known any more."""
    before = at - _kept("viewings")
    rows = Grant.objects.ended_by(before).filter(viewings__isnull=False).distinct()
    return Pile(_("invitations whose sittings and deliveries go"), rows, before)


def strangers(at: datetime) -> Pile:
    """Contacts of whom nothing is left but invitations long past. A block keeps its address."""
    before = at - _kept("contacts")
    recent = Grant.objects.exclude(pk__in=Grant.objects.ended_by(before).values("pk"))
    alive = Q(requests__grant__in=recent.values("pk")) | Q(requests__isnull=False, requests__grant=None)
    rows = Contact.objects.welcome().filter(created_at__lt=before)
    return Pile(
        _("contacts of whom nothing is left"), rows.exclude(pk__in=Contact.objects.filter(alive)), before
    )


def deciding_nothing(at: datetime) -> Pile:
    """Rights holders' mailboxes that no agreement names any longer and of which no word is kept."""
    before = at - _kept("contacts")
    rows = Holder.objects.filter(created_at__lt=before, decisions__isnull=True)
    return Pile(_("rights holders’ mailboxes that decide nothing"), rows.exclude(email__in=_named()), before)


def links(at: datetime) -> Pile:
    """Links and codes that were mailed and no longer open anything."""
    before = at - _kept("unconfirmed")
    return Pile(_("mailed links that ran out"), MailToken.objects.filter(expires_at__lt=before), before)


def undelivered(at: datetime) -> Pile:
    """Letters that were given up so long ago that nobody need be told of them."""
    before = at - _kept("unconfirmed")
    return Pile(
        _("mails that did not arrive"), Letter.objects.given_up().filter(given_up_at__lt=before), before
    )


def _named() -> set[str]:
    """The mailboxes that agreements name, as they are spelled in a row."""
    addresses = Agreement.objects.exclude(decision_email="").values_list("decision_email", flat=True)
    return set(map(canonical, addresses))


def _kept(what: str) -> timedelta:
    return timedelta(days=settings.SCREENING_KEEPS[what])


@transaction.atomic
def _forget_unconfirmed(pile: Pile) -> None:
    """One line for all of them: they may be a program's, by the thousand."""
    erasing.forget_tokens(pile.rows)
    erasing.forget_names(pile.rows)
    number = pile.rows.delete()[1].get(AccessRequest._meta.label, 0)
    if number:
        RightsEntry.objects.create(
            subject="unconfirmed", fact="forgotten", before=str(number), after=pile.before.isoformat()
        )


@transaction.atomic
def _forget_holder(holder: Holder) -> None:
    record(holder, "forgotten")
    mine = Holder.objects.filter(pk=holder.pk)
    erasing.forget_names(mine)
    mine.delete()
