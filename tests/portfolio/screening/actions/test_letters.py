"""A letter that is written late says what is so by then, and nothing of what is gone."""

import pytest
from django.core import mail
from django.utils import timezone

from portfolio.models import Agreement, SiteProfile
from portfolio.screening.actions import deciding, letters
from portfolio.screening.models import AccessRequest, Contact, Question
from tests.factories.screening import AccessRequestFactory, GrantFactory, private_film

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
    letter.call_local(*[NOBODY] * about)
    assert mail.outbox == []


def test_a_question_is_asked_while_the_request_waits(question):
    letters.asked_back.call_local(question.pk)
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
    letters.asked_back.call_local(question.pk)
    assert mail.outbox == []


def test_an_invitation_names_no_film_that_may_not_be_shown_any_more(guest):
    shown, sealed = private_film(title_it="Il molo"), private_film(title_it="La diga")
    grant = GrantFactory(films=[shown, sealed], request__contact=guest)
    Agreement.objects.filter(production=sealed.production).update(private=Agreement.Private.NO)
    letters.invited.call_local(grant.pk)
    (message,) = mail.outbox
    html = message.alternatives[0].content
    assert (shown.title_it in message.body, shown.title_it in html) == (True, True)
    assert (sealed.title_it in message.body, sealed.title_it in html) == (False, False)


def test_nobody_is_invited_to_what_may_not_be_shown_at_all(grant):
    Agreement.objects.update(private=Agreement.Private.NO)
    letters.invited.call_local(grant.pk)
    assert mail.outbox == []
