"""The daily mail: of each day once, and none is left out by a worker that was down."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from portfolio.actions import reminders
from portfolio.models import SiteProfile

pytestmark = pytest.mark.django_db

ROME = ZoneInfo("Europe/Rome")


@pytest.fixture(autouse=True)
def studio():
    SiteProfile.objects.create(name_it="Lo studio", contact_email="studio@example.org")


@pytest.fixture
def told(monkeypatch):
    """At which moments the calendar is asked, by the days that the job believes to be today."""
    spans = []
    monkeypatch.setattr(reminders, "changes", lambda since, until: spans.append((since, until)) or [])

    def on(day, hour=6):
        moment = datetime(2026, 3, day, hour, tzinfo=ROME)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        spans.clear()
        reminders.remind.call_local()
        return [(since.astimezone(ROME), until.astimezone(ROME)) for since, until in spans]

    return on


def midnight(day):
    return datetime(2026, 3, day, tzinfo=ROME) + timedelta(days=1)


def test_of_tomorrow_and_of_the_day_in_a_week(told):
    assert told(10) == [(midnight(10), midnight(11)), (midnight(16), midnight(17))]


def test_once_a_day(told):
    told(10)
    assert told(10, hour=9) == []


def test_the_days_follow_one_another(told):
    first, second = told(10), told(11)
    assert [span[1] for span in first] == [span[0] for span in second]


def test_a_worker_that_was_down_for_two_days_leaves_none_out(told):
    told(10)
    tomorrow, week = told(13, hour=8)
    assert tomorrow == (datetime(2026, 3, 13, 8, tzinfo=ROME), midnight(14))
    assert week == (midnight(17), midnight(20))


def test_the_last_day_is_kept_with_the_site(told):
    told(10)
    assert SiteProfile.objects.get().calendar_told_on == date(2026, 3, 10)


def test_while_the_studio_has_no_address_nothing_counts_as_told(told):
    SiteProfile.objects.update(contact_email="")
    assert told(10) == []
    SiteProfile.objects.update(contact_email="studio@example.org")
    assert told(11)[0] == (midnight(11), midnight(12))
    assert SiteProfile.objects.get().calendar_told_on == date(2026, 3, 11)
