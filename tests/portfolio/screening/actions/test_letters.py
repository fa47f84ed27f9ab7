"""A letter that is written late says what is so by then, and nothing of what is gone."""

import pytest
from django.core import mail
from django.utils import timezone

from portfolio.models import Agreement, SiteProfile
from portfolio.screening.actions import deciding, letters
from portfolio.screening.models import (
    AccessRequest,
    Contact,
    Delivery,
    Grant,
    Holder,
    HolderDecision,
    Question,
    Viewing,
)
from tests.factories.screening import VIDEO, AccessRequestFactory, ContactFactory, GrantFactory, private_film

pytestmark = pytest.mark.django_db

NOBODY = 10**6


@pytest.fixture(autouse=True)
def studio():
    SiteProfile.objects.create(name_it="Lo studio", name_en="The studio", contact_email="studio@example.org")


@pytest.fixture
def question(editor):
    return Question.objects.create(
        request=AccessRequestFactory(), text="Per quale film?", asked_at=timezone.now(), asked_by=editor
    )


@pytest.mark.parametrize(
    ("letter", "about"),
    [
        (letters.hurried, 1),
        (letters.asked_back, 1),
        (letters.holder_asked, 2),
        (letters.holder_receipt, 2),
        (letters.holder_answered, 2),
        (letters.holder_withdrew, 2),
    ],
)
def test_of_what_is_gone_nobody_is_written_to(letter, about):
    letter(*[NOBODY] * about)
    assert mail.outbox == []


def test_a_question_is_asked_while_the_request_waits(question):
    letters.asked_back(question.pk)
    assert mail.outbox[0].to == [question.request.email]


def withdraw(asked, editor):
    AccessRequest.objects.update(withdrawn_at=timezone.now())


def erase(asked, editor):
    Contact.objects.update(erased_at=timezone.now())


def decline(asked, editor):
    deciding.decline(asked, "Purtroppo no.", by=editor)


def block(asked, editor):
    Contact.objects.update(blocked_at=timezone.now())


@pytest.mark.parametrize("end", [withdraw, erase, decline, block])
def test_no_question_is_asked_of_who_waits_no_longer(question, editor, end):
    end(question.request, editor)
    letters.asked_back(question.pk)
    assert mail.outbox == []


def test_an_invitation_names_no_film_that_may_not_be_shown_any_more(guest):
    shown, sealed = private_film(title_it="Il molo"), private_film(title_it="La diga")
    grant = GrantFactory(films=[shown, sealed], request__contact=guest)
    Agreement.objects.filter(production=sealed.production).update(private=Agreement.Private.NO)
    letters.invited(grant.pk)
    (message,) = mail.outbox
    html = message.alternatives[0].content
    assert (shown.title_it in message.body, shown.title_it in html) == (True, True)
    assert (sealed.title_it in message.body, sealed.title_it in html) == (False, False)


@pytest.mark.parametrize(("language", "word"), [("it", "puoi guardare"), ("en", "you may watch")])
def test_an_invitation_is_in_the_language_that_it_was_asked_or_made_in(grant, language, word):
    Contact.objects.update(language="it")
    AccessRequest.objects.update(language=language)
    letters.invited(grant.pk)
    assert word in mail.outbox[0].body


def test_nobody_is_invited_to_what_may_not_be_shown_at_all(grant):
    Agreement.objects.update(private=Agreement.Private.NO)
    letters.invited(grant.pk)
    assert mail.outbox == []


def revoke(grant, editor):
    deciding.revoke(grant, by=editor)


def erased(grant, editor):
    Contact.objects.update(erased_at=timezone.now())


def blocked(grant, editor):
    Contact.objects.update(blocked_at=timezone.now())


def over(grant, editor):
    Grant.objects.update(valid_from="2020-01-01T00:00Z", valid_until="2020-01-08T00:00Z")


@pytest.mark.parametrize("end", [revoke, erased, blocked])
def test_of_an_invitation_that_ended_so_the_studio_is_not_told_that_it_hurries(grant, editor, end):
    end(grant, editor)
    letters.hurried(grant.pk)
    assert mail.outbox == []


def test_of_one_that_is_merely_over_it_still_is(grant, editor):
    over(grant, editor)
    letters.hurried(grant.pk)
    assert mail.outbox[0].to == ["studio@example.org"]


@pytest.mark.parametrize("end", [revoke, blocked, over])
@pytest.mark.parametrize("letter", [letters.invited, letters.ends_soon])
def test_nobody_is_told_of_an_invitation_that_ended(grant, editor, letter, end):
    end(grant, editor)
    letter(grant.pk)
    assert mail.outbox == []


def test_nobody_reads_that_they_have_not_watched_what_they_watched_meanwhile(grant, film):
    letters.ends_soon(grant.pk)
    assert len(mail.outbox) == 1
    viewing = Viewing.objects.create(grant=grant, browser="a" * 64)
    Delivery.objects.create(viewing=viewing, film=film, path=VIDEO["mp4"], length=9)
    letters.ends_soon(grant.pk)
    assert len(mail.outbox) == 1


def test_nobody_is_reminded_of_what_may_not_be_shown_any_more(grant):
    Agreement.objects.update(private=Agreement.Private.NO)
    letters.ends_soon(grant.pk)
    assert mail.outbox == []


@pytest.fixture
def decision(db):
    """A holder's answer to a request that still waits."""
    film = private_film(Agreement.Private.EACH_TIME)
    holder = Holder.objects.create(email="legal@holder.example", language="it")
    return HolderDecision.objects.create(
        request=AccessRequestFactory(),
        film=film,
        holder=holder,
        asked_at=timezone.now(),
        answer="yes",
        decided_at=timezone.now(),
        decided_by="Casa, legal@holder.example",
    )


def test_the_studio_is_told_of_an_answer_while_the_request_waits(decision):
    letters.holder_answered(decision.holder_id, decision.request_id)
    assert mail.outbox[0].to == ["studio@example.org"]


def asked_anew(asked, editor):
    HolderDecision.objects.update(answer="", decided_at=None, decided_by="")


@pytest.mark.parametrize("end", [withdraw, decline, block, asked_anew])
def test_it_is_not_told_of_an_answer_to_what_waits_no_longer(decision, editor, end):
    end(decision.request, editor)
    letters.holder_answered(decision.holder_id, decision.request_id)
    assert [sent for sent in mail.outbox if sent.to == ["studio@example.org"]] == []


def test_a_yes_that_was_given_anew_is_not_called_taken_back(decision):
    letters.holder_withdrew(decision.holder_id, decision.pk)
    assert mail.outbox == []
    HolderDecision.objects.update(withdrawn_at=timezone.now())
    letters.holder_withdrew(decision.holder_id, decision.pk)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("letter", ["holder_receipt", "holder_answered", "holder_withdrew", "hurried"])
def test_no_letter_names_who_was_erased(decision, film, letter):
    asked = decision.request
    grant = GrantFactory(request=asked, films=[film])
    HolderDecision.objects.update(withdrawn_at=timezone.now())
    Contact.objects.update(erased_at=timezone.now())
    about = {
        "hurried": (grant.pk,),
        "holder_withdrew": (decision.holder_id, decision.pk),
    }
    getattr(letters, letter)(*about.get(letter, (decision.holder_id, asked.pk)))
    said = "".join(f"{sent.subject} {sent.body} {sent.alternatives[0].content}" for sent in mail.outbox)
    assert (asked.name in said, asked.company in said, asked.email in said) == (False, False, False)


def test_who_thought_better_of_being_erased_is_not_announced():
    contact = ContactFactory(erasure_asked_at=timezone.now())
    letters.erasure_waits(contact.pk)
    Contact.objects.update(erasure_asked_at=None)
    letters.erasure_waits(contact.pk)
    assert len(mail.outbox) == 1


def test_who_came_back_and_was_blocked_gets_no_last_mail():
    letters.erased("ada@faro.example", "it")
    ContactFactory(email="ada@faro.example", blocked_at=timezone.now())
    letters.erased("ada@faro.example", "it")
    assert len(mail.outbox) == 1


def test_who_withdrew_an_unconfirmed_request_gets_no_link():
    asked = AccessRequestFactory(contact=None, name="X", company="Y", email="x@y.example", language="it")
    AccessRequest.objects.update(withdrawn_at=timezone.now())
    letters.confirm_address(asked.pk)
    assert mail.outbox == []
