"""A question is worded once and answered each time, a row written: as Django itself would have it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from crew.models import CrewMember
from portfolio.models import Appearance, PersonRelease
from portfolio.screening import playback
from portfolio.screening.actions import watching
from portfolio.screening.models import Contact, Delivery, Grant, GrantItem, Terms, Viewing
from portfolio.screening.prepared import CannotBePrepared, Prepared, PreparedRow
from tests.factories.screening import ContactFactory, GrantFactory, TermsFactory, private_film

pytestmark = pytest.mark.django_db

# A quarter to and a quarter past midnight in Rome, in winter and in summer.
MIDNIGHTS = [datetime(2026, 1, 9, 22, 45, tzinfo=UTC), datetime(2026, 7, 9, 21, 45, tzinfo=UTC)]


@pytest.fixture
def asked():
    """The words of the gate's question, for a viewer who has sat down."""
    film = private_film()
    grant = GrantFactory(films=[film])
    seat = watching.open_viewing(grant)
    return {"browser": watching.fingerprint(seat), "code": grant.code, "asset": film.asset}


@pytest.mark.parametrize("hours", [-1, 0, 1, 3, 24 * 6, 24 * 8])
def test_the_gates_question_is_answered_as_django_would(asked, hours):
    at = timezone.now() + timedelta(hours=hours)
    assert playback.GRANTED.first(at, **asked) == playback._granted(at, **asked).first()


@pytest.mark.parametrize("midnight", MIDNIGHTS)
@pytest.mark.parametrize("minutes", [0, 30])
def test_a_paper_that_begins_today_begins_at_midnight_where_the_site_is(midnight, minutes):
    nadia = CrewMember.objects.create(name="Nadia", slug="nadia")
    PersonRelease.objects.create(member=nadia, signed_on=timezone.localdate(midnight) + timedelta(days=1))
    film = private_film()
    Appearance.objects.create(film=film, member=nadia)
    type(film).objects.update(people="listed")
    grant = GrantFactory(films=[film], valid_from=midnight - timedelta(hours=1))
    Grant.objects.update(valid_until=midnight + timedelta(days=1))
    at = midnight + timedelta(minutes=minutes)
    answer = Prepared(lambda at: grant.items.playable(at).values_list("film")).first(at)
    assert answer == ((film.pk,) if minutes else None)


def test_what_changes_meanwhile_is_seen_at_once(asked):
    now = timezone.now()
    assert playback.GRANTED.first(now, **asked)
    TermsFactory(since=now - timedelta(minutes=1))
    assert playback.GRANTED.first(now, **asked) is None
    Terms.objects.all().delete()
    Contact.objects.update(blocked_at=now)
    assert playback.GRANTED.first(now, **asked) is None


def test_a_word_is_a_word_whatever_is_in_it(asked):
    hostile = "%s' OR 1=1 --"
    assert playback.GRANTED.first(timezone.now(), **{**asked, "code": hostile}) is None


def test_a_question_that_looks_at_the_clock_itself_is_refused():
    question = Prepared(lambda at: Terms.objects.filter(since__lte=timezone.now()).values_list("pk"))
    with pytest.raises(CannotBePrepared):
        question.first(timezone.now())


def test_a_question_that_hangs_on_more_than_it_is_given_is_refused():
    words = iter(["Ada", "Bea"])
    question = Prepared(lambda at: Contact.objects.filter(name=next(words)).values_list("pk"))
    with pytest.raises(CannotBePrepared):
        question.first(timezone.now())


def test_a_question_that_is_worded_in_two_ways_is_refused():
    def question(at):
        rows = Contact.objects.filter(created_at__lt=at)
        return (rows if at.year < 2010 else rows.filter(name="")).values_list("pk")

    with pytest.raises(CannotBePrepared):
        Prepared(question).first(timezone.now())


def test_only_the_first_row_is_given():
    ada, _bea = ContactFactory(name="Ada"), ContactFactory(name="Bea")
    question = Prepared(lambda at: Contact.objects.filter(created_at__lte=at).values_list("pk", "name"))
    assert question.first(timezone.now()) == (ada.pk, "Ada")


@pytest.mark.django_db(transaction=True)
def test_a_thread_that_has_no_connection_yet_opens_one():
    """As the first question of a server does, which may be this one."""
    question = Prepared(lambda at: Contact.objects.filter(created_at__lte=at).values_list("pk"))
    if connection.vendor != "sqlite":  # in memory there is nothing to open
        connection.close()
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(_answered_and_closed, question).result() is None


@pytest.mark.parametrize("is_logged", [False, True])
def test_a_row_is_written_as_django_would_write_it(asked, is_logged, settings):
    sitting, now = Viewing.objects.get(), timezone.now()
    values = {
        "viewing_id": sitting.pk,
        "film_id": GrantItem.objects.get().film_id,
        "path": "720/it's 100%s.m4s",
        "first_byte": 2**40,
        "length": 1,
        "at": now,
    }
    settings.DEBUG = is_logged
    PreparedRow(Delivery).write(**values)
    written = Delivery.objects.get()
    assert {name: getattr(written, name) for name in values} == values


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL's own word")
def test_a_row_does_not_wait_for_the_disk_and_what_follows_does(asked):
    def waits():
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            return cursor.fetchone()[0]

    sitting, film = Viewing.objects.get(), GrantItem.objects.get().film_id
    before = waits()
    with transaction.atomic():  # to look while its transaction is open
        PreparedRow(Delivery).write(
            viewing_id=sitting.pk, film_id=film, path="a", first_byte=0, length=1, at=timezone.now()
        )
        meanwhile = waits()
    assert (before, meanwhile, waits()) == ("on", "off", "on")


def test_a_row_that_lacks_a_column_is_refused(asked):
    with pytest.raises(TypeError):
        PreparedRow(Delivery).write(viewing_id=1, path="720/init.mp4")
    assert not Delivery.objects.exists()


def _answered_and_closed(question):
    try:
        return question.first(timezone.now())
    finally:
        connection.close()
