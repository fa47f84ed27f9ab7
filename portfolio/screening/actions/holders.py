"""What rights holders are asked, and what they answer on a page of their own."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from portfolio import tokens
from portfolio.actions.record import record
from portfolio.models import Agreement, Film, MailToken
from portfolio.models.mail_address import canonical
from portfolio.models.rights_entry import name_of
from portfolio.screening.actions import letters, posting
from portfolio.screening.actions.deciding import (
    NotToBeDecided,
    OverBeforeItBegins,
    end_of,
    which_need_a_yes,
    withdraw_word,
)
from portfolio.screening.models import AccessRequest, Holder, HolderDecision
from portfolio.screening.models.holder import governing, who_holds
from portfolio.screening.models.holder_decision import UNANSWERED


class NothingToAsk(Exception):
    """No film was chosen, or one of which nobody is to be asked: its agreement says so, or a yes stands."""

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return gettext(
            "Choose at least one film whose rights holder decides each time and has not said yes already."
        )


class HolderChanged(Exception):
    """An agreement names another mailbox by now than the one whose language was chosen."""

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return gettext(
            "An agreement names another address by now than the one shown. Open this page anew, and look "
            "whom you are asking."
        )


class NoLongerAsked(Exception):
    """Nobody waits for this answer: it was given, the request was answered, or the agreement changed."""

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return gettext(
            "This is no longer waiting for your answer: it was given already, or the studio has closed the "
            "request. What stands is shown below."
        )


@dataclass(frozen=True)
class Answer:
    """A holder's word on one film; a yes may end with a day."""

    says_yes: bool
    last_day: date | None = None
    note: str = ""


def has_somebody_to_ask(asked: AccessRequest) -> bool:
    """Whether there is a film at all, asked for or not, whose holder may be asked for this request."""
    return bool(_askable(asked, list(Film.objects.screenable().exclude(source=""))))


def is_to_be_asked_about(asked: AccessRequest) -> bool:
    """Whether there is a film, of those asked for, whose holder may be asked; where advice is wanted, any."""
    films = list(Film.objects.screenable()) if asked.wants_advice else asked.wanted_films()
    return bool(_askable(asked, [film for film in films if film.source]))


@transaction.atomic
def ask(
    asked: AccessRequest,
    films: Sequence[Film],
    *,
    by: Any,
    languages: Mapping[str, str],
    at: datetime | None = None,
) -> list[Holder]:
    """Asks whoever decides about each of `films`, with one letter to each mailbox.

    `languages` has the language of each mailbox, by its canonical address. Asking again replaces the link; a
    former no, a yes that is over or taken back, and whatever was said before the agreement changed hands, is
    asked for anew. Refuses with `NotToBeDecided`, `NothingToAsk`, and with `HolderChanged` where a mailbox is
    named that has no language here.
    """
    moment = at or timezone.now()
    _hold_waiting(asked)
    askable = _askable(asked, films, moment)
    if not films or any(film.pk not in askable for film in films):
        raise NothingToAsk
    holders = {film.pk: _holder_of(film, languages) for film in films}
    for film in films:
        _ask_about(asked, film, holders[film.pk], by, moment)
    mailboxes = list(dict.fromkeys(holders.values()))
    for holder in mailboxes:
        posting.post(letters.holder_asked, holder.pk, asked.pk)
    return mailboxes


@transaction.atomic
def answer(
    holder: Holder, asked: AccessRequest, answers: Mapping[int, Answer], *, at: datetime | None = None
) -> None:
    """Records what a holder says to a request, by the film's key: all of it or nothing.

    They get a receipt, the studio one mail. Refuses with `NoLongerAsked` and `OverBeforeItBegins`.
    """
    moment = at or timezone.now()
    try:
        _hold_waiting(asked)
    except NotToBeDecided as refusal:
        raise NoLongerAsked from refusal
    awaited = HolderDecision.objects.awaited(moment).of(holder).filter(request=asked)
    open_ones = {decision.film_id: decision for decision in awaited}
    if not answers or set(answers) - set(open_ones):
        raise NoLongerAsked
    for key, said in answers.items():
        _keep(open_ones[key], holder, said, moment)
    posting.post(letters.holder_receipt, holder.pk, asked.pk)
    posting.post(letters.holder_answered, holder.pk, asked.pk)


@transaction.atomic
def take_back(
    holder: Holder, decision: HolderDecision, *, reason: str = "", at: datetime | None = None
) -> None:
    """Takes a yes back on the holder's own word: the next request for a file of that film is refused.

    Refuses with `NoLongerAsked` what this holder does not decide. Twice is once.
    """
    mine = HolderDecision.objects.of(holder).of_who_holds_the_rights()
    if not mine.filter(pk=decision.pk).exists():
        raise NoLongerAsked
    if withdraw_word(decision, on_behalf_of=name_of(holder), reason=reason, at=at):
        posting.post(letters.holder_receipt, holder.pk, decision.request_id)
        posting.post(letters.holder_withdrew, holder.pk, decision.pk)


@transaction.atomic
def stop_private(holder: Holder, agreement: Agreement) -> None:
    """Ends on the holder's own word what an agreement allowed without asking: all its private screenings.

    It says no from now on, so the next request for a file is refused, and nobody's yes opens it again but a
    changed agreement. What it lets everybody see stays. Refuses with `NoLongerAsked` what this holder does
    not decide. Twice is once.
    """
    if agreement.pk not in holder.agreements():
        raise NoLongerAsked
    standing = Agreement.objects.filter(pk=agreement.pk, private=Agreement.Private.YES)
    if standing.update(private=Agreement.Private.NO):
        word = {"before": Agreement.Private.YES, "after": Agreement.Private.NO}
        record(agreement, "private", **word, on_behalf_of=name_of(holder))
        posting.post(letters.holder_stop_receipt, holder.pk, agreement.pk)
        posting.post(letters.holder_stopped, holder.pk, agreement.pk)


def holder_by_link(link: str, *, at: datetime | None = None) -> Holder:
    """Whose link this is. Looking changes nothing. Refuses with `tokens.TokenRefused`.

    Who is named by no agreement any longer decides nothing, and is refused alike.
    """
    subject = tokens.subject_of(MailToken.Purpose.DECIDE, link, at=at)
    return _deciding(Holder.objects.filter(pk=int(subject.removeprefix("holder:"))).first())


def new_browser() -> str:
    """By which a browser is known that asks for a code: a code is worth something there alone."""
    return secrets.token_hex(8)


def ask_for_code(address: str, browser: str) -> None:
    """Has a code mailed to a holder's address. What happens here is the same for every address."""
    posting.post(letters.holder_code, canonical(address), browser)


def enter(
    address: str, browser: str, code: str, *, link_number: int | None = None, at: datetime | None = None
) -> Holder:
    """The holder at `address`, by the code that this browser asked for; the link it came by is used up.

    Refuses as `tokens.used_by_code` does, an unknown address alike. Not to be called inside a transaction.
    """
    holder = Holder.objects.at(address).first()
    subject = letters.code_subject(holder.pk if holder else 0, browser)
    with tokens.used_by_code(MailToken.Purpose.SIGN_IN, subject, code, at=at):
        found = _deciding(holder)
        if link_number is not None:
            tokens.retire(MailToken.Purpose.DECIDE, link_number, at=at)
        record(found, "signed_in", on_behalf_of=name_of(found))
        return found


def _askable(asked: AccessRequest, films: Sequence[Film], at: datetime | None = None) -> set[int]:
    """The keys of those of `films` that need a yes, and have none that stands."""
    standing = HolderDecision.objects.standing(at).filter(request=asked).values_list("film", flat=True)
    return which_need_a_yes(films, at) - set(standing)


def _hold_waiting(asked: AccessRequest) -> None:
    """Keeps the request as it is until the end of the transaction: nobody answers it meanwhile."""
    AccessRequest.objects.select_for_update().get(pk=asked.pk)
    if not AccessRequest.objects.waiting().filter(pk=asked.pk).exists():
        raise NotToBeDecided


def _holder_of(film: Film, languages: Mapping[str, str]) -> Holder:
    agreement = governing(film)
    if agreement is None:  # what needs a yes has an agreement that says so
        raise NothingToAsk
    address = canonical(agreement.decision_email)
    if address not in languages:
        raise HolderChanged
    holder, _created = Holder.objects.update_or_create(
        email=address, defaults={"language": languages[address]}
    )
    return holder


def _ask_about(asked: AccessRequest, film: Film, holder: Holder, by: Any, at: datetime) -> None:
    anew = {**UNANSWERED, "holder": holder, "rights_holder": who_holds(film), "asked_at": at}
    decision, _created = HolderDecision.objects.update_or_create(request=asked, film=film, defaults=anew)
    record(decision, "asked", after=name_of(holder), by=by)


def _keep(decision: HolderDecision, holder: Holder, said: Answer, at: datetime) -> None:
    until = end_of(said.last_day) if said.says_yes and said.last_day else None
    if until and until <= at:
        raise OverBeforeItBegins
    decision.answer = HolderDecision.Answer.YES if said.says_yes else HolderDecision.Answer.NO
    decision.holder, decision.until, decision.note = holder, until, said.note.strip()
    decision.decided_at, decision.decided_by = at, _signature(decision.film, holder)
    decision.save(update_fields=["answer", "holder", "until", "note", "decided_at", "decided_by"])
    # The note stays with the decision: the log is never erased, and a note may name people.
    record(
        decision,
        "said_yes" if said.says_yes else "said_no",
        after=until.isoformat() if until else "",
        on_behalf_of=name_of(holder),
    )


def _signature(film: Film, holder: Holder) -> str:
    """Whose word it is: the rights holder by name, and the mailbox that proved itself."""
    return f"{who_holds(film) or holder.name}, {holder.email}"[:200]


def _deciding(holder: Holder | None) -> Holder:
    if holder is None or not holder.agreements():
        raise tokens.TokenRefused
    return holder
