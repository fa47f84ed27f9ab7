"""Which seconds of a film were delivered, when and how often."""

from datetime import UTC, datetime, timedelta

import pytest

from portfolio.screening.evidence import deliveries
from portfolio.screening.evidence.deliveries import Run, Span
from portfolio.screening.models import Delivery, Viewing
from tests.factories.screening import VIDEO, GrantFactory, private_film

pytestmark = pytest.mark.django_db

NINE = datetime(2031, 3, 5, 20, 0, tzinfo=UTC)
# 24 seconds in five million bytes: without its playlist a film's seconds lie evenly.
SECOND = VIDEO["bytes"] / 24


def sit(grant, browser="b" * 64):
    return Viewing.objects.create(grant=grant, browser=browser, started_at=NINE)


def deliver(sitting, film, first, last, path=VIDEO["mp4"], at=NINE):
    bytes_ = (round(first * SECOND), round((last - first) * SECOND))
    return Delivery.objects.create(
        viewing=sitting, film=film, path=path, first_byte=bytes_[0], length=bytes_[1], at=at
    )


def spans(shown):
    return [(round(span.first, 1), round(span.last, 1)) for span in shown.spans]


def test_what_lies_together_is_one_stretch_and_what_does_not_is_two(grant, film):
    sitting = sit(grant)
    for first, last in ((12, 18), (0, 4), (4, 6)):
        deliver(sitting, film, first, last)
    (shown,) = deliveries.of(grant).sittings[0].shown
    assert spans(shown) == [(0, 6), (12, 18)]
    assert (shown.share, shown.spans_in_words) == (50, "0:00–0:06, 0:12–0:18")


def test_what_was_delivered_twice_counts_once_as_seconds_and_twice_as_times(grant, film):
    sitting = sit(grant)
    for minutes in range(2):
        deliver(sitting, film, 0, 12, at=NINE + timedelta(minutes=minutes))
    deliver(sitting, film, 12, 18)
    (shown,) = deliveries.of(grant).sittings[0].shown
    assert (round(shown.seconds), shown.most_times) == (18, 2)
    assert shown.runs == [Run(0, 60, 2), Run(60, 30, 1), Run(90, 30, 0)]


def test_a_browser_that_asks_several_times_before_it_plays_is_one_time(grant, film):
    sitting = sit(grant)
    for seconds in (0, 0.2, 0.9, 9):
        deliver(sitting, film, 0, 24, at=NINE + timedelta(seconds=seconds))
    (shown,) = deliveries.of(grant).sittings[0].shown
    assert shown.most_times == 1


def test_the_same_moment_in_two_sittings_is_two_times(grant, film):
    for browser in "ab":
        deliver(sit(grant, browser * 64), film, 0, 24)
    assert [shown.most_times for shown in deliveries.of(grant).films] == [2]


def test_where_one_piece_ends_and_the_next_begins_nothing_was_seen_twice(grant, film):
    sitting = sit(grant)
    deliver(sitting, film, 0, 7.31)
    deliver(sitting, film, 7.31, 24, at=NINE + timedelta(seconds=30))
    (shown,) = deliveries.of(grant).sittings[0].shown
    assert shown.runs == [Run(0, 120, 1)]


def test_a_blink_is_seen_in_the_picture_of_a_long_film(grant, film):
    deliver(sit(grant), film, 10.01, 10.02)
    (shown,) = deliveries.of(grant).sittings[0].shown
    assert [run.times for run in shown.runs] == [0, 1, 0]


def test_captions_and_playlists_are_no_seconds_of_a_film(grant, film):
    sitting = sit(grant)
    Delivery.objects.create(viewing=sitting, film=film, path="captions-it-0a1b2c3d.vtt", length=99)
    assert deliveries.of(grant).sittings[0].shown == []


def test_the_head_of_a_file_alone_shows_nothing(grant, film):
    deliver(sit(grant), film, 0, 0)
    (shown,) = deliveries.of(grant).sittings[0].shown
    assert (shown.spans, shown.share) == ([], 0)


def test_an_earlier_version_stands_for_itself_and_claims_no_seconds(grant, film):
    sitting = sit(grant)
    deliver(sitting, film, 0, 12)
    deliver(sitting, film, 0, 24, path="720-before.mp4", at=NINE - timedelta(days=1))
    now, before = deliveries.of(grant).sittings[0].shown
    assert (now.share, now.is_earlier) == (50, False)
    assert (before.spans, before.is_earlier, before.first_at) == ([], True, NINE - timedelta(days=1))


def test_each_sitting_is_told_apart_and_all_are_added_up(grant, film):
    other = private_film()
    grant.items.create(film=other, order=2)
    first, second = sit(grant), sit(grant)
    deliver(first, film, 0, 6)
    deliver(second, film, 3, 9)
    deliver(second, other, 0, 24)
    found = deliveries.of(grant)
    assert [[each.film for each in sitting.shown] for sitting in found.sittings] == [[film], [film, other]]
    assert [(each.film, round(each.seconds)) for each in found.films] == [(film, 9), (other, 24)]


def test_of_another_grant_there_is_nothing(grant, film, stranger):
    other = GrantFactory(films=[film], request__contact=stranger)
    deliver(sit(other), film, 0, 6)
    assert deliveries.of(grant).sittings == []


def test_of_films_that_are_not_asked_for_there_is_nothing(grant, film):
    other = private_film()
    deliver(sit(grant), other, 0, 6)
    assert deliveries.of(grant, [film]).films == []


def test_browsers_are_counted_and_not_sittings(grant):
    sit(grant, "a" * 64), sit(grant, "a" * 64), sit(grant, "b" * 64)
    assert deliveries.of(grant).browsers == 2


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (59.6, "1:00"), (84, "1:24"), (3723, "1:02:03")])
def test_seconds_are_written_as_a_player_does(seconds, shown):
    assert deliveries.clock(seconds) == shown


def test_a_stretch_says_both_ends():
    assert str(Span(0, 84.2)) == "0:00–1:24"


def test_three_questions_whatever_the_number_of_sittings(grant, film, django_assert_num_queries):
    deliver(sit(grant), film, 0, 6)
    with django_assert_num_queries(3):
        deliveries.of(grant)
    for _each in range(2):
        deliver(sit(grant), film, 0, 6)
    with django_assert_num_queries(3):
        deliveries.of(grant)
