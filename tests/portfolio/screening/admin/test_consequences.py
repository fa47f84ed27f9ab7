"""Before a contact is shut out or erased, the desk says what follows, in true numbers, and whom it tells."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from portfolio.models import Agreement
from portfolio.screening.models import AccessRequest, Contact, Grant
from tests.factories.screening import AccessRequestFactory, ContactFactory, GrantFactory
from tests.reading import flat

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
STAYS = "1 invitation stays on record"


@pytest.fixture
def told(desk):
    """What the page says before its button."""

    def read(action, contact):
        return flat(
            desk.get(reverse(f"admin:screening_contact_{action}", args=[contact.pk]), headers=ENGLISH)
        )

    return read


@pytest.fixture
def answered(editor):
    """What led to an invitation waits no longer."""

    def answer(grant):
        AccessRequest.objects.filter(grant=grant).update(decided_at=timezone.now(), decided_by=editor)
        return grant

    return answer


@pytest.fixture
def grant(answered, film, guest):
    return answered(GrantFactory(films=[film], request__contact=guest))


@pytest.fixture
def over(answered, film, guest):
    """An invitation whose last day has passed."""
    return answered(
        GrantFactory(
            films=[film],
            request__contact=guest,
            valid_from=timezone.now() - timedelta(days=9),
            valid_until=timezone.now() - timedelta(days=1),
        )
    )


def test_blocking_says_how_many_invitations_and_requests_it_stops(told, grant, guest):
    AccessRequestFactory(contact=guest), AccessRequestFactory(contact=guest)
    said = told("block", guest)
    assert "1 invitation stops: the next piece of film is refused" in said
    assert "2 requests that wait can no longer be answered." in said


def test_what_is_over_or_answered_is_not_counted(told, over, guest):
    said = told("block", guest)
    assert "No invitation of theirs is open." in said
    assert "No request of theirs waits." in said


def test_blocking_counts_the_aliases_of_the_mailbox_too(told, grant, guest):
    alias = ContactFactory(email="ada+set@faro.example")
    AccessRequestFactory(contact=alias)
    said = told("block", guest)
    assert "The same goes for 1 other contact at the same mailbox." in said
    assert "1 request that waits can no longer be answered." in said


def test_somebody_else_is_not_counted(told, grant, stranger):
    said = told("block", stranger)
    assert "No invitation of theirs is open." in said
    assert "other contact" not in said


def test_blocking_says_that_nobody_is_told_and_nobody_is(told, desk, guest, commit):
    assert "They are not told" in told("block", guest)
    with commit():
        desk.post(reverse("admin:screening_contact_block", args=[guest.pk]))
    assert (Contact.objects.get().blocked_at is None, mail.outbox) == (False, [])


def test_erasing_says_what_goes_and_what_stays(told, over, guest):
    AccessRequestFactory(contact=guest)
    unconfirmed = {"contact": None, "email_verified_at": None, "name": "A", "company": "B", "language": "it"}
    AccessRequestFactory(email="ada+set@faro.example", **unconfirmed)
    AccessRequestFactory(email="bea@altrove.example", **unconfirmed)
    said = told("erase", guest)
    assert "2 requests without an invitation are deleted." in said
    assert STAYS in said
    assert "In 1 of them a rights holder’s film is" in said
    assert "films of your own" not in said


def test_what_was_watched_of_our_own_films_alone_is_said_to_go(told, over, guest):
    Agreement.objects.update(own_initiative=True, rights_holder=None, decision_email="")
    said = told("erase", guest)
    assert "Of 1 with nothing but films of your own, what was watched is deleted." in said
    assert "a rights holder’s film" not in said


def test_the_numbers_are_what_erasing_does(told, desk, over, guest):
    AccessRequestFactory(contact=guest)
    assert "1 request without an invitation is deleted." in told("erase", guest)
    desk.post(reverse("admin:screening_contact_erase", args=[guest.pk]))
    assert (AccessRequest.objects.count(), Grant.objects.count()) == (1, 1)


@pytest.mark.parametrize(("wish", "said"), [(True, "a last mail tells them"), (False, "They are not told")])
def test_erasing_says_whether_they_are_told(told, guest, wish, said):
    Contact.objects.update(erasure_asked_at=timezone.now() if wish else None)
    assert said in told("erase", guest)


@pytest.mark.parametrize(("is_blocked", "said"), [(True, "a block needs the address"), (False, "still open")])
def test_what_hinders_it_is_said_beforehand(told, grant, guest, is_blocked, said):
    Contact.objects.update(blocked_at=timezone.now() if is_blocked else None)
    page = told("erase", guest)
    assert said in page
    assert "Erase now" not in page


def test_where_nothing_hinders_it_no_hindrance_is_said(told, guest):
    said = told("erase", guest)
    assert "still open" not in said
    assert "a block needs" not in said
    assert "Erase now" in said
