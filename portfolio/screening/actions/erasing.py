"""Erasing: what is kept of a contact goes, and of the record the person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext

from portfolio.actions.record import record
from portfolio.models import Film, MailToken
from portfolio.models.mail_address import NOWHERE
from portfolio.screening.actions import letters, limits, mailboxes, posting, quotas
from portfolio.screening.models import (
    AccessRequest,
    Contact,
    Delivery,
    Grant,
    GrantItem,
    HolderDecision,
    Question,
    Viewing,
)
from portfolio.screening.models.viewing import FORGOTTEN

# What stands in a row in place of a name.
NOBODY = "–"


class StillWatching(Exception):
    """An invitation of theirs is still open."""

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return gettext(
            "One of their invitations is still open. Take it back first, or wait until it is over: what is "
            "being watched goes on record."
        )


class StillBlocked(Exception):
    """A block needs the address that it is for."""

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return gettext(
            "This contact is blocked, and a block needs the address. Let them in again first, then erase."
        )


@transaction.atomic
def ask_for_erasure(contact: Contact, *, at: datetime | None = None) -> None:
    """Records that a contact wants to be erased, and tells the studio. Twice is once.

    Who wavers is told of three times a day; their wish stands at the desk all the same.
    """
    moment = at or timezone.now()
    unasked = Contact.objects.welcome().filter(pk=contact.pk, erasure_asked_at__isnull=True)
    if unasked.update(erasure_asked_at=moment) and quotas.is_told(quotas.ERASURES, contact.pk, at=moment):
        record(contact, "erasure_asked", reason="by the contact")
        posting.post(letters.erasure_waits, contact.pk)


@transaction.atomic
def keep_after_all(contact: Contact, *, at: datetime | None = None) -> None:
    """The contact thought better of it."""
    asked = Contact.objects.waiting_to_be_erased().filter(pk=contact.pk)
    if asked.update(erasure_asked_at=None) and quotas.is_told(quotas.KEPT_AFTER_ALL, contact.pk, at=at):
        record(contact, "erasure_taken_back", reason="by the contact")


def hindrance(contact: Contact, *, at: datetime | None = None) -> StillBlocked | StillWatching | None:
    """With what `erase` would refuse a contact; None where it would not."""
    if contact.blocked_at:
        return StillBlocked()
    is_watching = Grant.objects.open(at).filter(request__contact=contact).exists()
    return StillWatching() if is_watching else None


@dataclass(frozen=True)
class Touched:
    """How much erasing a contact touches."""

    deleted: int  # requests
    kept: int  # invitations
    for_a_holder: int  # of these, with what was watched

    @property
    def ours_alone(self) -> int:
        """Invitations of which what was watched goes."""
        return self.kept - self.for_a_holder


def touched_by(contact: Contact) -> Touched:
    """What `erase` would do to requests and invitations, counted."""
    grants = Grant.objects.filter(request__contact=contact)
    theirs = grants.filter(pk__in=_for_a_holder(grants))
    return Touched(len(_came_to_nothing(contact)), grants.count(), theirs.count())


@transaction.atomic
def erase(contact: Contact, *, by: Any = None, at: datetime | None = None) -> None:
    """Forgets who a contact was, and lets them know where they asked for it; there is no way back.

    Requests that came to nothing go, and those of the same mailbox that nobody confirmed, under whatever
    alias. What a rights holder allowed stays on record, of an erased contact; of what was ours alone the
    sittings go. Refuses with `StillWatching` and `StillBlocked`.
    """
    moment = at or timezone.now()
    known = Contact.objects.select_for_update().get(pk=contact.pk)
    if refusal := hindrance(known, at=moment):
        raise refusal
    posting.forget(known)
    if known.erasure_asked_at:
        posting.post(letters.erased, known.email, known.language)
    _erase_requests(known, by, moment)
    MailToken.objects.filter(subject__startswith=letters.contact_subject(known.pk, "")).delete()
    forget_names(Contact.objects.filter(pk=known.pk))
    _erase_person(known, moment)
    record(contact, "erased", by=by)


@transaction.atomic
def delete_request(asked: AccessRequest, *, by: Any) -> None:
    """Deletes a request of which nothing came; what the rights holders said about it goes with it."""
    record(asked, "deleted", by=by)
    mine = AccessRequest.objects.filter(pk=asked.pk)
    forget_tokens(mine)
    forget_names(mine)
    asked.delete()


def forget_tokens(requests: QuerySet[AccessRequest]) -> None:
    """Deletes the links and codes by which addresses of requests were confirmed: they know the mailbox."""
    subjects = [f"request:{pk}" for pk in requests.values_list("pk", flat=True)]
    MailToken.objects.filter(subject__in=subjects).delete()


def forget_names(rows: QuerySet[Any]) -> None:
    """Blanks what the desk's own history calls these rows: it keeps the name that each had then."""
    keys = list(map(str, rows.values_list("pk", flat=True)))
    mine = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(rows.model), object_id__in=keys
    )
    mine.update(object_repr=NOBODY)


def _came_to_nothing(contact: Contact) -> list[AccessRequest]:
    """Requests without an invitation, and those of the same mailbox that nobody confirmed."""
    unconfirmed = AccessRequest.objects.filter(contact__isnull=True)
    return [
        *contact.requests.filter(grant__isnull=True),
        *mailboxes.at_the_same(contact.email, unconfirmed),
    ]


def _erase_requests(contact: Contact, by: Any, at: datetime) -> None:
    for asked in _came_to_nothing(contact):
        delete_request(asked, by=by)
    granted = contact.requests.all()
    grants = Grant.objects.filter(request__in=granted)
    grants.update(revoked_reason="")
    HolderDecision.objects.filter(request__in=granted).update(note="")
    Question.objects.filter(request__in=granted).delete()
    forget_tokens(granted)
    forget_names(granted)
    forget_names(grants)
    for grant in grants.exclude(pk__in=_for_a_holder(grants)):
        forget_viewings(grant, at=at)
    blank = dict.fromkeys(("company", "role", "production", "reason"), "")
    granted.update(name=NOBODY, email=_nowhere(contact), needed_by=None, **blank)


def _erase_person(contact: Contact, at: datetime) -> None:
    """The row stays where invitations hang on it, and says nothing."""
    if not contact.requests.exists():
        contact.delete()
        return
    contact.name, contact.email, contact.erased_at = NOBODY, _nowhere(contact), at
    contact.company = contact.role = ""
    contact.save()


@transaction.atomic
def forget_viewings(grant: Grant, *, at: datetime | None = None) -> None:
    """Deletes the sittings of `grant` and their deliveries.

    Where there were any, the grant keeps how many there were and how many of them counted, and the log has
    a line.
    """
    limits.count_views(grant, at=at)
    views = grant.viewings.filter(counted_at__isnull=False).count()
    Delivery.objects.filter(viewing__grant=grant).delete()
    number = grant.viewings.all().delete()[1].get(Viewing._meta.label, 0)
    if number:
        Grant.objects.filter(pk=grant.pk).update(
            let_go_at=at or timezone.now(),
            sittings_let_go=F("sittings_let_go") + number,
            views_let_go=Coalesce("views_let_go", 0) + views,
        )
        record(grant, FORGOTTEN, before=number)


def _for_a_holder(grants: Any) -> list[int]:
    """Those of which somebody else's film is a part: they are that holder's record too."""
    theirs = Q(agreement__rights_holder__isnull=False)
    theirs |= Q(agreement__isnull=True, production__agreement__rights_holder__isnull=False)
    items = GrantItem.objects.filter(grant__in=grants.values("pk"), film__in=Film.objects.filter(theirs))
    return list(items.values_list("grant", flat=True))


def _nowhere(contact: Contact) -> str:
    return f"{contact.pk}@{NOWHERE}"
