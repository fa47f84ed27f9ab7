"""A mail the day before an invitation ends, where nothing was watched: one at most."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from portfolio.models import Agreement
from portfolio.screening.actions import deciding, ending
from portfolio.screening.actions.deciding import end_of
from portfolio.screening.models import Delivery, Grant, Viewing
from tests.factories import SiteProfileFactory
from tests.factories.screening import VIDEO

pytestmark = pytest.mark.django_db

# A date that is to come, so that the letter, which asks the clock, finds the grant in force.
LAST = date(2051, 3, 5)
TEN = datetime(2051, 3, 4, 10, tzinfo=ZoneInfo("Europe/Rome"))


@pytest.fixture
def ending_grant(grant):
    SiteProfileFactory()
    Grant.objects.update(valid_until=end_of(LAST))
    return Grant.objects.get()


def remind(commit, at=TEN):
    with commit():
        ending.remind(at=at)
    return [sent.to for sent in mail.outbox]


def test_who_has_watched_nothing_is_reminded_the_day_before_and_once(ending_grant, guest, commit):
    assert remind(commit) == [[guest.email]]
    assert remind(commit, TEN + timedelta(hours=1)) == [[guest.email]]
    sent = mail.outbox[0]
    assert ending_grant.get_absolute_url() in sent.body
    assert "Chiedi" not in sent.subject


def test_it_names_no_film(ending_grant, film, commit):
    remind(commit)
    sent = mail.outbox[0]
    words = " ".join([sent.subject, sent.body, *(part[0] for part in sent.alternatives)])
    assert film.title_it not in words
    assert film.title_en not in words


@pytest.mark.parametrize("days", [-1, 1, 2])
def test_on_no_other_day(ending_grant, commit, days):
    assert remind(commit, TEN - timedelta(days=days)) == []


def test_the_day_before_is_meant_as_in_rome(ending_grant, commit):
    midnight = datetime(2051, 3, 4, 0, 0, tzinfo=ZoneInfo("Europe/Rome"))
    assert remind(commit, midnight - timedelta(seconds=1)) == []
    assert len(remind(commit, midnight)) == 1


def test_who_has_watched_is_left_alone(ending_grant, film, commit):
    viewing = Viewing.objects.create(grant=ending_grant)
    Delivery.objects.create(viewing=viewing, film=film, path=VIDEO["mp4"], length=9)
    assert remind(commit) == []


def test_who_was_invited_yesterday_is_left_alone(ending_grant, commit):
    Grant.objects.update(valid_from=TEN - timedelta(hours=23))
    assert remind(commit) == []


def revoked(grant):
    deciding.revoke(grant, by=None)


def blocked(grant):
    deciding.block(grant.request.contact, by=None)


def sealed(grant):
    Agreement.objects.update(private="no")


@pytest.mark.parametrize("end", [revoked, blocked, sealed])
def test_nobody_is_reminded_of_what_they_may_not_watch(ending_grant, commit, end):
    end(ending_grant)
    assert remind(commit) == []


def test_who_has_only_opened_the_room_is_reminded(ending_grant, film, commit):
    viewing = Viewing.objects.create(grant=ending_grant)
    for path in ("1280-0a.jpg", "captions-it-0a.vtt", "master-0a.m3u8"):
        Delivery.objects.create(viewing=viewing, film=film, path=path, length=9)
    assert len(remind(commit)) == 1
