"""Two sittings at once, so many views in all, no faster than one can watch; a running film is never cut."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from portfolio.models import RightsEntry, SiteProfile
from portfolio.screening import playback
from portfolio.screening.actions import deciding, erasing, limits, watching
from portfolio.screening.models import Delivery, Grant, Viewing
from portfolio.screening.playback import PIECE
from tests.factories.screening import VIDEO, GrantFactory, private_film

pytestmark = pytest.mark.django_db

MP4 = VIDEO["mp4"]
# The film of the tests: 5,000,000 bytes and 24 seconds, so 3 pieces.
LARGE = {"bytes": 40 * 2 * 1024 * 1024, "seconds": 400.0}


@pytest.fixture
def film():
    made = private_film()
    made.renditions["video"] = VIDEO | LARGE
    made.save()
    return made


@pytest.fixture
def grant(film):
    return GrantFactory(films=[film])


@pytest.fixture
def play(film):
    """Hands over these pieces of the film, one each so many seconds."""

    def act(viewing, pieces, every=10, since=None):
        start = since or timezone.now() - timedelta(hours=1)
        for number, piece in enumerate(pieces):
            at = start + timedelta(seconds=number * every)
            Delivery.objects.create(
                viewing=viewing, film=film, path=MP4, first_byte=piece * PIECE, length=PIECE, at=at
            )

    return act


def yesterday():
    return timezone.now() - timedelta(days=1)


def newest():
    return Viewing.objects.latest("pk")


def test_a_third_place_at_once_is_refused_in_words(grant):
    for _place in range(2):
        watching.open_viewing(grant)
    with pytest.raises(limits.TooManySittings) as refusal:
        watching.open_viewing(grant)
    assert refusal.value.sentence
    assert Viewing.objects.count() == 2


def test_another_invitation_has_places_of_its_own(grant, film):
    for _place in range(2):
        watching.open_viewing(grant)
    assert watching.open_viewing(GrantFactory(films=[film]))


def test_a_browser_that_is_open_already_takes_no_second_place(grant):
    secret = watching.open_viewing(grant)
    assert {watching.open_viewing(grant, browser=secret) for _tab in range(5)} == {secret}
    assert Viewing.objects.count() == 1


def test_a_sitting_that_fell_asleep_or_was_left_frees_its_place(film):
    grant = GrantFactory(films=[film], valid_from=yesterday())
    left = watching.open_viewing(grant)
    watching.open_viewing(grant, at=timezone.now() - timedelta(hours=3))
    watching.leave(left)
    for _place in range(2):
        watching.open_viewing(grant)


def test_whoever_ends_the_others_watches_here_and_the_others_are_refused(grant, film):
    first = watching.open_viewing(grant)
    watching.open_viewing(grant)
    watching.end_sittings(grant)
    assert watching.open_viewing(grant)
    with pytest.raises(playback.NotForYou):
        playback.find(first, grant.code, film.asset, MP4)


def test_a_screening_counts_from_a_quarter_on(grant, play):
    watching.open_viewing(grant)
    play(newest(), range(9))
    Grant.objects.update(max_views=1)
    grant.refresh_from_db()
    assert limits.views_left(grant) == 1
    play(newest(), [9])
    assert limits.views_left(grant) == 0


def test_the_same_piece_again_is_no_further_part_of_the_film(grant, film, play):
    watching.open_viewing(grant)
    play(newest(), [0] * 40)
    assert len(limits.grains(newest())[film.pk]) < limits.QUARTER


def test_captions_and_pictures_are_no_part_of_the_film(grant, film):
    watching.open_viewing(grant)
    for number in range(40):
        Delivery.objects.create(
            viewing=newest(), film=film, path="captions-it.vtt", first_byte=number * PIECE, length=PIECE
        )
    assert limits.grains(newest()) == {}


def sit_and_leave(grant, play, pieces, **how):
    """A sitting in which these pieces are handed over."""
    secret = watching.open_viewing(grant)
    play(newest(), pieces, **how)
    watching.leave(secret)


def test_short_sittings_count_together_once_they_make_a_quarter(film, play):
    grant = GrantFactory(films=[film], max_views=5)
    sit_and_leave(grant, play, range(6))
    assert limits.views_left(grant) == 5
    sit_and_leave(grant, play, range(6, 12))
    assert limits.views_left(grant) == 4


def test_a_film_that_is_gone_on_with_again_and_again_is_one_view(film, play):
    grant = GrantFactory(films=[film], max_views=5)
    for start in range(0, 40, 8):
        sit_and_leave(grant, play, range(start, start + 8))
    assert limits.views_left(grant) == 4


def test_three_broken_starts_are_no_view(film, play):
    grant = GrantFactory(films=[film], max_views=5)
    for _start in range(3):
        sit_and_leave(grant, play, range(4))
    assert limits.views_left(grant) == 5


def test_whoever_begins_anew_bit_by_bit_has_a_view_less_for_each_length_of_the_film(film, play):
    grant = GrantFactory(films=[film], max_views=5)
    for _bit in range(9):  # 1.8 lengths
        sit_and_leave(grant, play, range(8))
    assert limits.views_left(grant) == 4
    sit_and_leave(grant, play, range(8))
    assert limits.views_left(grant) == 3


def test_who_takes_it_at_once_and_leaves_is_flagged_all_the_same(grant, play):
    secret = watching.open_viewing(grant)
    play(newest(), range(40), every=0.5, since=timezone.now() - timedelta(seconds=30))
    watching.leave(secret)
    limits.look_at_sittings.call_local()
    grant.refresh_from_db()
    assert (grant.hurried_at is not None, newest().counted_at is not None) == (True, True)


def test_looking_at_what_is_left_writes_nothing(film, play):
    grant = GrantFactory(films=[film], max_views=5)
    sit_and_leave(grant, play, range(20))
    assert limits.views_left(grant) == 4
    assert newest().counted_at is None


def test_bits_of_different_films_make_no_view(film, play):
    other = private_film()
    other.renditions["video"] = VIDEO | LARGE
    other.save()
    grant = GrantFactory(films=[film, other], max_views=5)
    sit_and_leave(grant, play, range(6))
    watching.open_viewing(grant)
    for piece in range(6):
        Delivery.objects.create(
            viewing=newest(), film=other, path=MP4, first_byte=piece * PIECE, length=PIECE
        )
    assert limits.views_left(grant) == 5


def test_what_counts_is_counted_before_the_detail_is_let_go(film, play):
    grant = GrantFactory(films=[film], max_views=5)
    sit_and_leave(grant, play, range(20))
    erasing.forget_viewings(grant)
    grant.refresh_from_db()
    assert (grant.sittings_let_go, grant.views_let_go, limits.views_left(grant)) == (1, 1, 4)


def test_bit_by_bit_the_last_view_is_used_up_as_well(film, play):
    grant = GrantFactory(films=[film], max_views=1)
    for start in (0, 6):
        sit_and_leave(grant, play, range(start, start + 6))
    with pytest.raises(limits.NoViewsLeft):
        watching.open_viewing(grant)


def test_who_has_watched_as_often_as_was_agreed_is_refused_in_words(film, play):
    grant = GrantFactory(films=[film], max_views=1)
    secret = watching.open_viewing(grant)
    play(newest(), range(20))
    watching.leave(secret)
    with pytest.raises(limits.NoViewsLeft) as refusal:
        watching.open_viewing(grant)
    assert refusal.value.sentence


def test_a_running_view_is_never_cut_by_the_limit(film, play):
    grant = GrantFactory(films=[film], max_views=1)
    secret = watching.open_viewing(grant)
    play(newest(), range(40), since=timezone.now() - timedelta(minutes=20))
    assert limits.views_left(grant) == 0
    assert playback.find(secret, grant.code, film.asset, MP4)
    assert watching.open_viewing(grant, browser=secret) == secret


def test_the_last_view_is_kept_for_who_is_about_to_watch(film):
    grant = GrantFactory(films=[film], max_views=1)
    watching.open_viewing(grant)
    with pytest.raises(limits.TooManySittings):
        watching.open_viewing(grant)
    watching.end_sittings(grant)
    assert watching.open_viewing(grant)


def test_without_a_limit_nothing_is_counted_down(grant, play):
    for _time in range(3):
        secret = watching.open_viewing(grant)
        play(newest(), range(40))
        watching.leave(secret)
    assert limits.views_left(grant) is None


def race(grant, tabs):
    """How many of so many that sit down at the same moment get in."""
    gate = threading.Barrier(tabs)

    def sit(_number):
        try:
            gate.wait()
            watching.open_viewing(Grant.objects.get(pk=grant.pk))
        except (limits.TooManySittings, limits.NoViewsLeft):
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(tabs) as pool:
        return sum(pool.map(sit, range(tabs)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="in memory for one thread; see tests/front")
def test_of_fifty_tabs_that_race_for_the_last_view_one_gets_it(film):
    grant = GrantFactory(films=[film], max_views=1)
    assert (race(grant, 50), Viewing.objects.count()) == (1, 1)


def test_what_is_taken_faster_than_three_times_is_flagged_and_told_once(
    grant, play, django_capture_on_commit_callbacks
):
    SiteProfile.objects.create(name="Studio", contact_email="studio@example.org")
    watching.open_viewing(grant)
    play(newest(), range(40), every=2)
    for _minute in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            limits.look_at_sittings.call_local()
    grant.refresh_from_db()
    assert grant.hurried_at
    assert [sent.to for sent in mail.outbox] == [["studio@example.org"]]
    assert RightsEntry.objects.filter(fact="hurried").count() == 1


def test_what_is_taken_too_fast_in_many_sittings_is_flagged_all_the_same(grant, play):
    start = timezone.now() - timedelta(minutes=50)
    for number in range(4):  # of 60 seconds each, which one player may have ahead
        since = start + timedelta(seconds=number)
        sit_and_leave(grant, play, range(number * 6, number * 6 + 6), every=0, since=since)
    limits.flag_hurry(grant)
    assert Grant.objects.get().hurried_at


def test_a_second_that_comes_in_another_size_as_well_is_taken_once(grant, film, play):
    rungs = film.renditions["video"]["hls"]["rungs"]
    watching.open_viewing(grant)
    play(newest(), range(6), every=0)  # 60 seconds
    for rung in rungs:
        Delivery.objects.create(
            viewing=newest(), film=film, path=rung["media"], first_byte=0, length=rung["bytes"] // 10
        )
    limits.flag_hurry(grant)
    assert Grant.objects.get().hurried_at is None


def test_two_who_watch_at_once_are_not_flagged(grant, play):
    start = timezone.now() - timedelta(minutes=50)
    for _place in range(2):
        watching.open_viewing(grant)
        play(newest(), range(40), since=start)
    limits.flag_hurry(grant)
    assert Grant.objects.get().hurried_at is None


@pytest.mark.parametrize(("pieces", "every"), [(40, 10), (40, 4), (6, 0)])
def test_who_watches_or_whose_player_reads_ahead_is_not_flagged(grant, play, pieces, every):
    watching.open_viewing(grant)
    play(newest(), range(pieces), every=every)
    limits.look_at_sittings.call_local()
    grant.refresh_from_db()
    assert grant.hurried_at is None


def test_the_minutes_look_has_a_screening_count(grant, play):
    watching.open_viewing(grant)
    play(newest(), range(10))
    limits.look_at_sittings.call_local()
    assert newest().counted_at


def test_the_editor_says_how_many_times(editor, film):
    from tests.factories.screening import AccessRequestFactory

    asked = AccessRequestFactory()
    day = timezone.localdate() + timedelta(days=3)
    assert deciding.approve(asked, [film], last_day=day, by=editor, max_views=3).max_views == 3


def test_a_film_that_is_taken_at_once_after_a_long_pause_is_flagged_all_the_same(grant, play):
    watching.open_viewing(grant)
    start = timezone.now() - timedelta(minutes=50)
    play(newest(), [0], since=start)
    play(newest(), range(1, 40), since=start + timedelta(minutes=40), every=0)
    limits.flag_hurry(grant)
    assert Grant.objects.get().hurried_at
