"""The mails of a screening: letters in the outbox (`posting`), tried again when the mail server is away.

Each may be written days late, and says what is so by then: nothing to who was blocked or erased meanwhile,
nothing that is over. A link or code is made as it is mailed, so that no row, queue or log ever holds one.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from portfolio import emails, tokens
from portfolio.models import Agreement, MailToken, RightsEntry, SiteProfile
from portfolio.models.rights_entry import name_of
from portfolio.screening.actions import mailboxes
from portfolio.screening.actions.posting import letter
from portfolio.screening.models import (
    AccessRequest,
    Contact,
    Delivery,
    Grant,
    GrantItem,
    Holder,
    HolderDecision,
    Question,
)
from portfolio.screening.models.contents import contents_of

logger = logging.getLogger(__name__)

# A code is for who sits before the page that asks for it; a link to confirm is awaited longer.
A_MOMENT = tokens.LIFETIMES[MailToken.Purpose.SIGN_IN]
A_DAY = timedelta(days=1)


@letter(of_use=A_DAY)
def confirm_address(request_pk: int) -> None:
    """A link and a code to whoever asked; nothing to somebody who is blocked, or thought better of it.

    Nothing that was typed is in it: whose the address is nobody knows yet, and a mail of ours is not to carry
    a stranger's words to them.
    """
    open_ones = AccessRequest.objects.filter(contact__isnull=True, withdrawn_at__isnull=True)
    asked = open_ones.filter(pk=request_pk).first()
    if asked is None or mailboxes.is_blocked(asked.email):
        return
    subject = f"request:{asked.pk}"
    _send_secret("confirm_address", MailToken.Purpose.VERIFY, subject, asked.email, asked.language)


@letter(of_use=A_MOMENT)
def sign_in(address: str, browser: str) -> None:
    """A link and a code to a contact, for `browser`; nothing to an address that is unknown or blocked."""
    contact = Contact.objects.welcome().filter(email=address).first()
    if contact is not None and not mailboxes.is_blocked(address):
        subject = contact_subject(contact.pk, browser)
        _send_secret("sign_in", MailToken.Purpose.SIGN_IN, subject, contact.email, contact.language)


def contact_subject(contact_pk: int, browser: str) -> str:
    """What a contact's code is for: the browser that asked, so that nobody uses up, or ends, another's."""
    return f"contact:{contact_pk}:{browser}"


@letter()
def request_waits(request_pk: int) -> None:
    """Tells the studio, once for each request, that somebody waits for an answer."""
    asked = AccessRequest.objects.waiting().filter(pk=request_pk).first()
    if asked is not None:
        desk = emails.address(reverse("admin:screening_accessrequest_change", args=[asked.pk]))
        emails.send(
            "request_waits",
            to=emails.studio(),
            language=SiteProfile.current().default_language or settings.LANGUAGE_CODE,
            answer_to=asked.email,
            asked=asked,
            desk=desk,
        )


@letter()
def invited(grant_pk: int) -> None:
    """Where to watch and until when; nothing where nothing of it may be shown any more.

    The address opens nothing by itself: the contact signs in.
    """
    grant = Grant.objects.in_force().select_related("request__contact").filter(pk=grant_pk).first()
    contents = contents_of(grant) if grant else None
    if grant is not None and grant.request.contact is not None and contents and contents.films:
        contact = grant.request.contact
        emails.send(
            "invited",
            to=[contact.email],
            language=grant.request.language,
            grant=grant,
            contents=contents,
            contact=contact,
            address=_in(grant.request.language, "screening:showing", grant.code),
        )


@letter()
def hurried(grant_pk: int) -> None:
    """Tells the studio, once for each invitation, that its films are taken faster than one can watch.

    Nothing where it was taken back meanwhile, or its contact blocked or erased.
    """
    standing = Grant.objects.filter(revoked_at__isnull=True, request__contact__in=Contact.objects.welcome())
    grant = standing.select_related("request").filter(pk=grant_pk).first()
    if grant is not None:
        desk = emails.address(reverse("admin:screening_grant_change", args=[grant.pk]))
        _to_studio("hurried", asked=grant.request, desk=desk)


@letter()
def ends_soon(grant_pk: int) -> None:
    """The day before: until when, and that nothing was watched yet; nothing where something was."""
    grant = Grant.objects.in_force().select_related("request__contact").filter(pk=grant_pk).first()
    if grant is not None and grant.request.contact is not None and _is_unwatched(grant):
        contact = grant.request.contact
        emails.send(
            "ends_soon",
            to=[contact.email],
            language=contact.language,
            contents=contents_of(grant),
            contact=contact,
            address=_in(grant.request.language, "screening:showing", grant.code),
        )


@letter()
def declined(request_pk: int) -> None:
    """The editor's kind sentence."""
    asked = AccessRequest.objects.exclude(declined_reason="").filter(pk=request_pk).first()
    if asked is not None and not mailboxes.is_blocked(asked.email):
        emails.send("declined", to=[asked.email], language=asked.language, asked=asked)


@letter()
def asked_back(question_pk: int) -> None:
    """The editor's question, while its answer is awaited; whoever answers the mail answers the studio."""
    waiting = AccessRequest.objects.waiting().filter(contact__erased_at__isnull=True)
    unanswered = Question.objects.unanswered().filter(request__in=waiting.values("pk"))
    open_questions = unanswered.select_related("request")
    question, studio = open_questions.filter(pk=question_pk).first(), emails.studio()
    if question is not None and not mailboxes.is_blocked(question.request.email):
        if not studio:
            raise emails.NoStudio
        asked = question.request
        emails.send(
            "asked_back",
            to=[asked.email],
            language=asked.language,
            answer_to=studio[0],
            asked=asked,
            question=question,
        )


@letter()
def erasure_waits(contact_pk: int) -> None:
    """Tells the studio that somebody wants to be erased."""
    contact = Contact.objects.waiting_to_be_erased().filter(pk=contact_pk).first()
    if contact is not None:
        emails.send(
            "erasure_waits",
            to=emails.studio(),
            language=SiteProfile.current().default_language or settings.LANGUAGE_CODE,
            answer_to=contact.email,
            contact=contact,
            desk=emails.address(reverse("admin:screening_contact_change", args=[contact.pk])),
        )


@letter()
def erased(address: str, language: str) -> None:
    """The last mail to somebody of whom nothing is kept any more; should it fail, not even the address is."""
    if not mailboxes.is_blocked(address):
        emails.send("erased", to=[address], language=language)


@letter()
def holder_asked(holder_pk: int, request_pk: int) -> None:
    """A personal link to whoever decides, with who asks and for what; nothing where nobody waits any more."""
    holder = Holder.objects.filter(pk=holder_pk).first()
    if holder is None:
        return
    awaited = HolderDecision.objects.awaited().of(holder).filter(request=request_pk)
    decisions = list(awaited.select_related("film__production", "request__contact"))
    if not decisions:
        return
    subject, lifetime = f"holder:{holder.pk}", tokens.LIFETIMES[MailToken.Purpose.DECIDE]
    secret = tokens.issue(MailToken.Purpose.DECIDE, subject, to=holder.email, by_the_studio=True)
    with tokens.uncounted_unless_sent(MailToken.Purpose.DECIDE, subject):
        _to_holder(
            "holder_asked",
            holder,
            asked=decisions[0].request,
            decisions=decisions,
            link=_in(holder.language, "screening:decide_by_link", secret.link),
            days=lifetime.days,
        )


@letter(of_use=A_MOMENT)
def holder_code(address: str, browser: str) -> None:
    """A code to a holder who asks for one in `browser`; nothing to an address that decides nothing."""
    holder = Holder.objects.at(address).first()
    if holder is None or not holder.agreements():
        return
    subject = code_subject(holder.pk, browser)
    try:
        secret = tokens.issue(MailToken.Purpose.SIGN_IN, subject, to=holder.email)
    except tokens.TooManyMails:
        logger.info("No code for %s: the mailbox has had its share.", subject)
        return
    minutes = int(tokens.LIFETIMES[MailToken.Purpose.SIGN_IN].total_seconds() // 60)
    with tokens.uncounted_unless_sent(MailToken.Purpose.SIGN_IN, subject):
        _to_holder("holder_code", holder, code=secret.code, minutes=minutes)


def code_subject(holder_pk: int, browser: str) -> str:
    """What a holder's code is for: one browser, so that nobody uses up, or guesses at, another's."""
    return f"holder:{holder_pk}:{browser}"


@letter()
def holder_receipt(holder_pk: int, request_pk: int) -> None:
    """What a holder has said to a request, as it stands; nothing of what a former one said."""
    holder = Holder.objects.filter(pk=holder_pk).first()
    if holder is None:
        return
    said = HolderDecision.objects.of(holder).of_who_holds_the_rights().filter(request=request_pk)
    decisions = list(said.exclude(answer="").select_related("film__production", "request__contact"))
    if decisions:
        _to_holder("holder_receipt", holder, asked=decisions[0].request, decisions=decisions)


@letter()
def holder_answered(holder_pk: int, request_pk: int) -> None:
    """Tells the studio what a holder has said to a request, and of whom an answer is still awaited.

    Nothing once the request waits no longer, or the holder is asked anew.
    """
    known = AccessRequest.objects.waiting().filter(contact__erased_at__isnull=True)
    asked = known.filter(pk=request_pk).first()
    holder = Holder.objects.filter(pk=holder_pk).first()
    if asked is None or holder is None:
        return
    if not HolderDecision.objects.of(holder).filter(request=asked).exclude(answer="").exists():
        return
    said = HolderDecision.objects.filter(request=request_pk).select_related("film", "holder")
    desk = emails.address(reverse("admin:screening_accessrequest_change", args=[request_pk]))
    _to_studio("holder_answered", holder=holder, asked=asked, decisions=list(said), desk=desk)


@letter()
def holder_withdrew(holder_pk: int, decision_pk: int) -> None:
    """Tells the studio that a holder has taken a yes back; nothing where they have been asked anew since."""
    taken_back = HolderDecision.objects.filter(withdrawn_at__isnull=False)
    decision = taken_back.select_related("film", "request").filter(pk=decision_pk).first()
    holder = Holder.objects.filter(pk=holder_pk).first()
    if decision is None or holder is None:
        return
    asked = decision.request
    desk = emails.address(reverse("admin:screening_accessrequest_change", args=[asked.pk]))
    _to_studio("holder_withdrew", holder=holder, asked=asked, decision=decision, desk=desk)


@letter()
def holder_stop_receipt(holder_pk: int, agreement_pk: int) -> None:
    """What a holder has stopped, and when; nothing to who was named no longer when it is written."""
    holder = Holder.objects.filter(pk=holder_pk).first()
    agreement = Agreement.objects.filter(pk=agreement_pk).first()
    stopped = _stopped_at(holder, agreement) if holder and agreement else None
    if holder and agreement and stopped and agreement.pk in holder.agreements():
        _to_holder("holder_stop_receipt", holder, agreement=agreement, stopped=stopped)


@letter()
def holder_stopped(holder_pk: int, agreement_pk: int) -> None:
    """Tells the studio that a holder has stopped private screenings; nothing where they are allowed anew."""
    holder = Holder.objects.filter(pk=holder_pk).first()
    agreement = Agreement.objects.filter(pk=agreement_pk, private=Agreement.Private.NO).first()
    if holder is not None and agreement is not None:
        desk = emails.address(reverse("admin:portfolio_agreement_change", args=[agreement.pk]))
        _to_studio("holder_stopped", holder=holder, agreement=agreement, desk=desk)


def _stopped_at(holder: Holder, agreement: Agreement) -> datetime | None:
    lines = RightsEntry.objects.filter(subject=name_of(agreement), fact="private")
    last = lines.filter(on_behalf_of=name_of(holder)).order_by("-pk").first()
    return last.at if last else None


def _to_holder(name: str, holder: Holder, **context: Any) -> None:
    emails.send(
        name,
        to=[holder.email],
        language=holder.language,
        holder=holder,
        door=_in(holder.language, "screening:decisions"),
        **context,
    )


def _to_studio(name: str, **context: Any) -> None:
    language = SiteProfile.current().default_language or settings.LANGUAGE_CODE
    emails.send(name, to=emails.studio(), language=language, **context)


def _send_secret(name: str, purpose: MailToken.Purpose, subject: str, to: str, language: str) -> None:
    try:
        secret = tokens.issue(purpose, subject, to=to)
    except tokens.TooManyMails:
        logger.info("No mail %s for %s: the mailbox has had its share.", name, subject)
        return
    with tokens.uncounted_unless_sent(purpose, subject):
        _mail_secret(name, secret, purpose, to, language)


def _mail_secret(
    name: str, secret: tokens.Secret, purpose: MailToken.Purpose, to: str, language: str
) -> None:
    page = {"confirm_address": "screening:confirm", "sign_in": "screening:enter"}[name]
    emails.send(
        name,
        to=[to],
        language=language,
        link=_in(language, page, secret.link),
        code=secret.code,
        minutes=int(tokens.LIFETIMES[purpose].total_seconds() // 60),
    )


def _in(language: str, page: str, *args: Any) -> str:
    with translation.override(language):
        return emails.address(reverse(page, args=args))


def _is_unwatched(grant: Grant) -> bool:
    """Whether there is something to watch, and nothing was."""
    watched = Delivery.objects.of_films().filter(viewing__grant=grant)
    return GrantItem.objects.playable().filter(grant=grant).exists() and not watched.exists()
