"""A yes opens what the rights allow and nothing else; a no is kind; taking back is at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from portfolio.models import Agreement, RightsEntry
from portfolio.screening.actions import asking, deciding
from portfolio.screening.actions.asking import Person
from portfolio.screening.models import AccessRequest, Contact, Grant, HolderDecision
from tests.factories.screening import AccessRequestFactory, ContactFactory, GrantFactory, private_film

pytestmark = pytest.mark.django_db

EACH_TIME = Agreement.Private.EACH_TIME


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def next_week():
    return timezone.localdate() + timedelta(days=7)


def test_an_approval_opens_the_film_and_writes_to_the_contact(editor, next_week, commit):
    film = private_film()
    with commit():
        grant = deciding.approve(AccessRequestFactory(), [film], last_day=next_week, by=editor)
    assert [item.film for item in grant.items.playable()] == [film]
    assert (mail.outbox[0].to, grant.code in mail.outbox[0].body) == ([grant.request.email], True)


def test_a_grant_ends_when_its_last_day_is_over_in_rome(editor):
    grant = deciding.approve(
        AccessRequestFactory(),
        [private_film()],
        last_day=timezone.datetime(2030, 3, 31).date(),  # the clocks go forward in that night
        by=editor,
    )
    assert grant.valid_until.isoformat() == "2030-04-01T00:00:00+02:00"
    assert grant.last_day.isoformat() == "2030-03-31"


def test_a_film_whose_holder_decides_each_time_needs_the_holders_word(editor, next_week):
    film = private_film(EACH_TIME)
    asked = AccessRequestFactory()
    with pytest.raises(deciding.FilmNotAllowed):
        deciding.approve(asked, [film], last_day=next_week, by=editor)
    asked.refresh_from_db()
    assert (Grant.objects.count(), asked.state, HolderDecision.objects.count()) == (0, "waiting", 0)


def test_the_holders_word_is_written_down_with_who_wrote_it(editor, next_week):
    film = private_film(EACH_TIME)
    words = {film.pk: "Anna Rossi, by mail"}
    grant = deciding.approve(
        AccessRequestFactory(), [film], last_day=next_week, by=editor, holder_words=words
    )
    decision = HolderDecision.objects.get()
    assert (decision.answer, decision.decided_by, decision.recorded_by) == (
        "yes",
        "Anna Rossi, by mail",
        editor,
    )
    assert grant.items.playable().count() == 1


def test_a_holders_yes_to_one_viewer_is_none_to_another(editor, next_week):
    film = private_film(EACH_TIME)
    words = {film.pk: "Anna Rossi, by mail"}
    deciding.approve(AccessRequestFactory(), [film], last_day=next_week, by=editor, holder_words=words)
    with pytest.raises(deciding.FilmNotAllowed):
        deciding.approve(AccessRequestFactory(), [film], last_day=next_week, by=editor)


def test_a_film_that_may_not_be_shown_in_private_is_refused_whatever_is_said(editor, next_week):
    film = private_film(Agreement.Private.NO)
    with pytest.raises(deciding.FilmNotAllowed):
        deciding.approve(
            AccessRequestFactory(), [film], last_day=next_week, by=editor, holder_words={film.pk: "Anna"}
        )


def test_an_approval_without_films_is_refused(editor, next_week):
    with pytest.raises(deciding.NothingToShow):
        deciding.approve(AccessRequestFactory(), [], last_day=next_week, by=editor)


def test_a_last_day_in_the_past_is_refused(editor):
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(deciding.OverBeforeItBegins):
        deciding.approve(AccessRequestFactory(), [private_film()], last_day=yesterday, by=editor)


@pytest.mark.parametrize(
    "unfit",
    [
        lambda: AccessRequest.objects.create(name="Ada", company="F", email="a@f.example", language="it"),
        lambda: AccessRequestFactory(withdrawn_at=timezone.now()),
        lambda: AccessRequestFactory(contact=ContactFactory(blocked_at=timezone.now())),
    ],
    ids=["not confirmed", "withdrawn", "blocked"],
)
def test_what_does_not_wait_is_never_approved(editor, next_week, unfit):
    with pytest.raises(deciding.NotToBeDecided):
        deciding.approve(unfit(), [private_film()], last_day=next_week, by=editor)
    assert Grant.objects.count() == 0


def test_of_two_answers_the_second_is_refused(editor, next_week):
    asked = AccessRequestFactory()
    deciding.decline(asked, "Non ora.", by=editor)
    with pytest.raises(deciding.NotToBeDecided):
        deciding.approve(AccessRequest.objects.get(), [private_film()], last_day=next_week, by=editor)
    asked.refresh_from_db()
    assert (asked.state, Grant.objects.count()) == ("declined", 0)


def test_a_no_is_written_in_the_editors_words(editor, commit):
    with commit():
        deciding.decline(AccessRequestFactory(), "Il film esce in autunno.", by=editor)
    assert "Il film esce in autunno." in mail.outbox[0].body


def test_an_invitation_makes_the_contact_unproven(editor, next_week):
    person = Person(name="Bea", company="Faro", email="Bea@Faro.example", language="en")
    grant = deciding.invite(person, [private_film()], last_day=next_week, by=editor)
    assert Contact.objects.values_list("email", "email_verified_at").get() == ("bea@faro.example", None)
    assert grant.request.invited_by == editor


def test_an_invitation_does_not_overwrite_who_is_known(editor, next_week):
    known = ContactFactory(name="Bea Vera")
    person = Person(name="B.", company="X", email=known.email, language="en")
    deciding.invite(person, [private_film()], last_day=next_week, by=editor)
    assert Contact.objects.get().name == "Bea Vera"


def test_a_refused_invitation_leaves_nothing_behind(editor, next_week):
    person = Person(name="Bea", company="Faro", email="bea@faro.example", language="en")
    with pytest.raises(deciding.FilmNotAllowed):
        deciding.invite(person, [private_film(EACH_TIME)], last_day=next_week, by=editor)
    assert (Contact.objects.count(), AccessRequest.objects.count()) == (0, 0)


def test_revoking_ends_the_grant_and_is_logged(editor):
    grant = GrantFactory(films=[private_film()])
    deciding.revoke(grant, by=editor, reason="Cambio di piani")
    assert not grant.items.playable().exists()
    entry = RightsEntry.objects.get(fact="revoked")
    assert (entry.subject, entry.by, entry.reason) == (f"grant:{grant.pk}", editor, "Cambio di piani")


def test_revoking_twice_keeps_the_first_reason(editor):
    grant = GrantFactory()
    deciding.revoke(grant, by=editor, reason="Prima")
    deciding.revoke(grant, by=editor, reason="Dopo")
    grant.refresh_from_db()
    assert grant.revoked_reason == "Prima"


def test_blocking_and_letting_in_again_are_logged_once_each(editor):
    contact = ContactFactory()
    for act in (deciding.block, deciding.block, deciding.unblock):
        act(contact, by=editor)
    assert list(RightsEntry.objects.values_list("fact", flat=True)) == ["unblocked", "blocked"]


def test_a_block_and_its_end_are_for_every_alias_of_the_mailbox_with_a_line_each(editor):
    contact, alias = ContactFactory(email="ada@faro.example"), ContactFactory(email="ada+io@faro.example")
    ContactFactory(email="bea@faro.example")
    deciding.block(alias, by=editor)
    assert {each.email for each in Contact.objects.welcome()} == {"bea@faro.example"}
    deciding.unblock(contact, by=editor)
    assert Contact.objects.welcome().count() == 3
    assert sorted(RightsEntry.objects.values_list("fact", "subject")) == [
        (fact, f"contact:{each.pk}") for fact in ("blocked", "unblocked") for each in (contact, alias)
    ]


def test_a_new_alias_of_a_mailbox_that_is_shut_out_is_not_invited(editor, next_week):
    deciding.block(ContactFactory(email="ada@faro.example"), by=editor)
    person = Person("Ada", "Faro Film", "ada+io@faro.example", "it")
    with pytest.raises(deciding.NotToBeDecided):
        deciding.invite(person, [private_film()], last_day=next_week, by=editor)


def test_the_company_is_checked_by_somebody(editor):
    contact = ContactFactory()
    deciding.vouch_for_company(contact, by=editor)
    contact.refresh_from_db()
    assert contact.company_verified_by == editor


def test_a_no_without_a_word_is_refused(editor):
    asked = AccessRequestFactory()
    with pytest.raises(deciding.NoReasonGiven):
        deciding.decline(asked, " ", by=editor)
    asked.refresh_from_db()
    assert asked.state == "waiting"


@pytest.mark.parametrize("address", ["ada@faro.example", "ada+io@faro.example"])
def test_nobody_answers_their_own_request_under_whatever_alias(editor, next_week, address):
    editor.email = "Ada@Faro.example"
    asked = AccessRequestFactory(contact__email=address)
    with pytest.raises(deciding.OwnRequest):
        deciding.approve(asked, [private_film()], last_day=next_week, by=editor)


def test_an_editor_without_an_address_answers_requests(editor, next_week):
    editor.email = ""
    assert deciding.approve(AccessRequestFactory(), [private_film()], last_day=next_week, by=editor)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="one writer at a time, in memory for one thread")
@pytest.mark.parametrize("other", ["decline", "withdraw", "approve"])
def test_of_two_answers_at_once_one_counts(editor, next_week, other):
    asked, film = AccessRequestFactory(), private_film()
    acts = {
        "approve": lambda row: deciding.approve(row, [film], last_day=next_week, by=editor),
        "decline": lambda row: deciding.decline(row, "Non ora.", by=editor),
        "withdraw": asking.withdraw,
    }

    def act(name):
        try:
            acts[name](AccessRequest.objects.get(pk=asked.pk))
        except deciding.NotToBeDecided:
            return name
        finally:
            connection.close()
        return name

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(act, ["approve", other]))
    asked.refresh_from_db()
    answers = [Grant.objects.exists(), bool(asked.declined_reason), asked.withdrawn_at is not None]
    assert answers.count(True) == 1
