"""Until when, as one says it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from portfolio.screening.actions.deciding import end_of
from portfolio.screening.models.days import until_in_words

ROME = ZoneInfo("Europe/Rome")
WEDNESDAY = date(2031, 3, 5)


def said(at, until, language="en"):
    with translation.override(language):
        return until_in_words(until, at)


def noon(day):
    return datetime.combine(day, time(12), ROME)


@pytest.mark.parametrize(
    ("days", "english", "italian"),
    [
        (0, "until this evening, at midnight", "fino a stasera, a mezzanotte"),
        (1, "until tomorrow evening", "fino a domani sera"),
        (2, "until the evening of Wednesday, 5 March 2031", "fino alla sera di mercoledì 5 marzo 2031"),
        (6, "until the evening of Wednesday, 5 March 2031", "fino alla sera di mercoledì 5 marzo 2031"),
        (7, "to the end of 5 March 2031", "fino a tutto il 5 marzo 2031"),
    ],
)
def test_the_nearer_the_plainer(days, english, italian):
    at = noon(WEDNESDAY - timedelta(days=days))
    assert said(at, end_of(WEDNESDAY)) == english
    assert said(at, end_of(WEDNESDAY), "it") == italian


def test_tomorrow_begins_at_midnight_in_rome():
    before = datetime(2031, 3, 4, 22, 59, 59, tzinfo=UTC)
    assert said(before, end_of(WEDNESDAY)) == "until tomorrow evening"
    assert said(before + timedelta(seconds=1), end_of(WEDNESDAY)) == "until this evening, at midnight"


@pytest.mark.parametrize("day", [date(2031, 3, 30), date(2031, 10, 26)])
def test_the_days_on_which_the_clocks_change_are_days_like_others(day):
    assert said(noon(day), end_of(day)) == "until this evening, at midnight"
    assert said(noon(day - timedelta(days=1)), end_of(day)) == "until tomorrow evening"


def test_an_end_within_the_day_is_said_with_its_hour():
    assert said(noon(WEDNESDAY), datetime(2031, 3, 5, 14, 30, tzinfo=UTC)) == "until 15:30 on 5 March 2031"
