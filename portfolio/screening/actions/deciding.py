"""The editor's answers: yes until a day, no with a sentence, an invitation unasked, and taking it back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext

from portfolio import tokens
from portfolio.actions.record import record
from portfolio.models import Film
from portfolio.models.mail_address import canonical
from portfolio.screening.actions import letters, mailboxes, posting
from portfolio.screening.actions.asking import Person, meet
from portfolio.screening.models import AccessRequest, Contact, Grant, GrantItem, HolderDecision, holder
from portfolio.screening.models.holder_decision import UNANSWERED


class NotToBeDecided(Exception):
    """The request cannot be answered: answered already, withdrawn, not confirmed, or its contact blocked."""

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return gettext(
            "This request can no longer be answered: somebody has answered it, the asker has withdrawn it, "
            "or the contact is blocked. Open it again to see how it stands."
        )


class NothingToShow(Exception):
    """A grant without films would open nothing."""

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return gettext("Choose at least one film.")


class OverBeforeItBegins(Exception):
    """The last day has passed already."""

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return gettext("The last day is in the past. Choose today or a later day.")


class NoReasonGiven(Exception):
    """A no without a sentence is none."""

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return gettext("Write a sentence: it is what they will read.")


class OwnRequest(Exception):
    """Nobody answers their own request."""

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return gettext("This request came from your own address. Somebody else has to answer it.")


class FilmNotAllowed(Exception):
    """A film may not be shown in private now: its rights say no, or its holder has not said yes."""

    def __init__(self, film: Film) -> None:
        """The film."""
        super().__init__(film)
        self.film = film

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return gettext(
            "“%(film)s” may not be shown to this person: write down the rights holder’s yes, or leave it out."
        ) % {"film": self.film}


class HolderSaidNo(FilmNotAllowed):
    """The holder has said no to this film for this person, or has taken the yes back."""

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return gettext(
            "The rights holder has said no to “%(film)s” for this person, or has taken the yes back: "
            "ask them anew, or leave it out."
        ) % {"film": self.film}


def end_of(day: date) -> datetime:
    """The moment at which `day` is over where the studio is."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def which_need_a_yes(films: Sequence[Film], at: datetime | None = None) -> set[int]:
    """The keys of those films of which the agreement says that the holder decides each time."""
    asking = holder.films_needing_a_yes(at).filter(pk__in=[film.pk for film in films])
    return set(asking.values_list("pk", flat=True))


def words_before(asked: AccessRequest) -> dict[int, HolderDecision]:
    """By the film's key, what who holds the rights last said about this very person, to other requests."""
    others = HolderDecision.objects.of_who_holds_the_rights().filter(request__contact=asked.contact)
    said = others.exclude(request=asked).exclude(answer="").select_related("film")
    return {each.film_id: each for each in said.order_by(Coalesce("withdrawn_at", "decided_at"), "pk")}


@transaction.atomic
def approve(
    asked: AccessRequest,
    films: Sequence[Film],
    *,
    last_day: date,
    by: Any,
    holder_words: Mapping[int, str] | None = None,
    max_views: int | None = None,
    at: datetime | None = None,
) -> Grant:
    """Lets the contact watch `films` to the end of `last_day`, and mails them where.

    `max_views` is how many times; None for as often as they like.

    `holder_words` has, by the film's key, who said yes for the rights holder and how: it is written down as
    the holder's decision, unless they gave one themselves. Refuses with `NotToBeDecided`, `NothingToShow`,
    `OverBeforeItBegins`, `OwnRequest` and `FilmNotAllowed`; of two approvals at once, one is refused.
    """
    moment = at or timezone.now()
    own = canonical(getattr(by, "email", "") or "")
    if own and tokens.mailbox(own) == tokens.mailbox(asked.email):
        raise OwnRequest
    if not films:
        raise NothingToShow
    if end_of(last_day) <= moment:
        raise OverBeforeItBegins
    _decide(asked, by, moment)
    for film in films:
        _write_down(asked, film, (holder_words or {}).get(film.pk, ""), by, moment)
    grant = Grant.objects.create(
        request=asked, valid_from=moment, valid_until=end_of(last_day), max_views=max_views
    )
    _add_films(grant, films, moment)
    record(grant, "granted", after=grant.valid_until.isoformat(), by=by)
    posting.post(letters.invited, grant.pk)
    return grant


@transaction.atomic
def decline(asked: AccessRequest, reason: str, *, by: Any, at: datetime | None = None) -> None:
    """Says no, in words that the asker will read. Refuses with `NotToBeDecided` and `NoReasonGiven`."""
    if not reason.strip():
        raise NoReasonGiven
    _decide(asked, by, at or timezone.now(), declined_reason=reason)
    record(asked, "declined", by=by)
    posting.post(letters.declined, asked.pk)


@transaction.atomic
def invite(
    person: Person,
    films: Sequence[Film],
    *,
    last_day: date,
    by: Any,
    holder_words: Mapping[int, str] | None = None,
    max_views: int | None = None,
    at: datetime | None = None,
) -> Grant:
    """Invites an address unasked. Refuses what `approve` refuses; the address proves itself by signing in."""
    contact = meet(person)
    asked = AccessRequest.objects.create(
        name=person.name,
        company=person.company,
        email=contact.email,
        role=person.role,
        language=person.language,
        contact=contact,
        invited_by=by,
    )
    return approve(
        asked, films, last_day=last_day, by=by, holder_words=holder_words, max_views=max_views, at=at
    )


@transaction.atomic
def revoke(grant: Grant, *, by: Any, reason: str = "", at: datetime | None = None) -> None:
    """Ends a grant on the editor's word: the next request for a file is refused. Twice is once."""
    now = at or timezone.now()
    ended = Grant.objects.filter(pk=grant.pk, revoked_at__isnull=True)
    if ended.update(revoked_at=now, revoked_by=Grant.Word.EDITOR, revoked_reason=reason):
        record(grant, "revoked", by=by, reason=reason)


@transaction.atomic
def withdraw_word(
    decision: HolderDecision,
    *,
    by: Any = None,
    on_behalf_of: str = "",
    reason: str = "",
    at: datetime | None = None,
) -> bool:
    """Writes down that the holder has taken a yes back: the film stops at the next request for a file.

    Answers whether there was one to take back: twice is once.
    """
    standing = HolderDecision.objects.filter(pk=decision.pk, answer="yes", withdrawn_at__isnull=True)
    if not standing.update(withdrawn_at=at or timezone.now()):
        return False
    record(decision, "withdrawn", by=by, on_behalf_of=on_behalf_of, reason=reason)
    return True


def to_be_shut_out(contact: Contact) -> list[Contact]:
    """Whom blocking a contact shuts out: whoever is welcome at the same mailbox."""
    return list(mailboxes.at_the_same(contact.email, Contact.objects.welcome()))


@transaction.atomic
def block(contact: Contact, *, by: Any, at: datetime | None = None) -> None:
    """Shuts a contact out, under every alias of their mailbox: no mail, no sign-in, no further file."""
    welcome = Contact.objects.welcome()
    for each in to_be_shut_out(contact):
        if welcome.filter(pk=each.pk).update(blocked_at=at or timezone.now()):
            record(each, "blocked", by=by)


@transaction.atomic
def unblock(contact: Contact, *, by: Any) -> None:
    """Lets a contact in again, under every alias of their mailbox."""
    blocked = Contact.objects.filter(blocked_at__isnull=False)
    for each in mailboxes.at_the_same(contact.email, blocked):
        if blocked.filter(pk=each.pk).update(blocked_at=None):
            record(each, "unblocked", by=by)


@transaction.atomic
def vouch_for_company(contact: Contact, *, by: Any, at: datetime | None = None) -> None:
    """Records that the editor has checked that the contact works where they say."""
    unchecked = Contact.objects.filter(pk=contact.pk, company_verified_at__isnull=True)
    if unchecked.update(company_verified_at=at or timezone.now(), company_verified_by=by):
        record(contact, "company_verified", by=by)


def _decide(asked: AccessRequest, by: Any, at: datetime, **answer: str) -> None:
    waiting = AccessRequest.objects.waiting().filter(pk=asked.pk)
    # What can change under our hands is asked of the row itself: PostgreSQL looks at it again once another
    # answer has let go of it, and at a subquery it does not.
    free = AccessRequest.objects.filter(decided_at__isnull=True, withdrawn_at__isnull=True)
    if not free.filter(pk__in=waiting.values("pk")).update(decided_at=at, decided_by=by, **answer):
        raise NotToBeDecided
    asked.refresh_from_db()


def _write_down(asked: AccessRequest, film: Film, word: str, by: Any, at: datetime) -> None:
    """Keeps the holder's yes that the editor heard, where the holder has not answered by themselves.

    What the holder said on their own page stays as it is: a no is not written over, neither to this request
    nor the last one about the same person. What somebody said who holds the rights no longer is.
    """
    said = HolderDecision.objects.of_who_holds_the_rights().filter(request=asked, film=film)
    said = said.exclude(answer="")
    if film.pk not in which_need_a_yes([film], at) or said.standing(at).exists():
        return
    before = words_before(asked).get(film.pk)
    if said.exists() or (word.strip() and before is not None and before.is_refusal):
        raise HolderSaidNo(film)
    if word.strip():
        decision, _created = HolderDecision.objects.update_or_create(
            request=asked,
            film=film,
            defaults={
                **UNANSWERED,
                "rights_holder": holder.who_holds(film),
                "answer": HolderDecision.Answer.YES,
                "decided_at": at,
                "decided_by": word.strip(),
                "recorded_by": by,
            },
        )
        record(decision, "yes", by=by)


def _add_films(grant: Grant, films: Sequence[Film], at: datetime) -> None:
    for order, film in enumerate(films):
        GrantItem.objects.create(grant=grant, film=film, order=order)
    playable = set(grant.items.playable(at).values_list("film", flat=True))
    for film in films:
        if film.pk not in playable:
            raise FilmNotAllowed(film)
