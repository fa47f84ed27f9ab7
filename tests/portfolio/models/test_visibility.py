"""Each condition alone, taken away, hides the work; the sentences agree with the sets."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from crew.models import CrewMember
from portfolio.models import (
    Agreement,
    Appearance,
    Film,
    FilmTrack,
    Organization,
    PersonRelease,
    Photo,
    Release,
)
from portfolio.models.blockers import why_hidden
from portfolio.models.visibility import Visibility, visibility

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def is_public(work, at=None):
    shown = type(work).objects.public(at).filter(pk=work.pk).exists()
    assert shown == (not why_hidden(work, at)), "the set and the sentences disagree"
    return shown


def test_a_portrait_is_public_when_everybody_says_yes(portrait):
    assert is_public(portrait)


def test_a_portrait_that_is_not_published_is_hidden(portrait):
    Photo.objects.update(is_published=False)
    assert not is_public(Photo.objects.get())


def test_a_portrait_of_a_production_without_agreement_is_hidden(portrait, agreement):
    agreement.delete()
    assert not is_public(portrait)


def test_an_agreement_that_allows_nothing_hides(portrait, agreement):
    Agreement.objects.update(public="no")
    assert visibility(portrait) is Visibility.HIDDEN


@pytest.mark.parametrize("word", ["each_time", "yes"])
def test_an_agreement_for_private_screenings_leaves_the_work_private(film, agreement, word):
    Agreement.objects.update(public="no", private=word)
    assert visibility(film) is Visibility.PRIVATE


def test_a_withdrawn_agreement_hides_from_the_moment_of_its_withdrawal(portrait, agreement):
    moment = timezone.now()
    Agreement.objects.update(withdrawn_at=moment, withdrawn_by="holder")
    assert [is_public(portrait, moment - HOUR), is_public(portrait, moment)] == [True, False]


def test_an_agreement_ends_at_its_moment_and_not_after_it(portrait, agreement):
    moment = timezone.now()
    Agreement.objects.update(valid_until=moment)
    assert [is_public(portrait, moment - HOUR), is_public(portrait, moment)] == [True, False]


def test_an_embargo_passes_by_itself(portrait, agreement):
    moment = datetime(2030, 5, 1, tzinfo=UTC)
    Agreement.objects.update(public_from=moment)
    assert [is_public(portrait, moment - HOUR), is_public(portrait, moment)] == [False, True]


def test_an_embargo_until_a_release_without_a_date_stays_closed(portrait, production):
    waiting = Release.objects.create(production=production, type="theatrical")
    Agreement.objects.update(public_from_release=waiting)
    assert not is_public(portrait, datetime(2090, 1, 1, tzinfo=UTC))


def test_an_embargo_until_a_release_opens_with_it(portrait, production):
    opens = datetime(2030, 5, 1, tzinfo=UTC)
    waiting = Release.objects.create(production=production, type="theatrical", opens_at=opens)
    Agreement.objects.update(public_from_release=waiting)
    assert [is_public(portrait, opens - HOUR), is_public(portrait, opens)] == [False, True]


def test_a_photo_with_an_agreement_of_its_own_follows_that_one(portrait):
    Agreement.objects.create(photo=portrait, own_initiative=True, public="no")
    assert not is_public(portrait)


def test_a_photo_whose_own_agreement_says_yes_is_public_though_its_productions_says_no(portrait, agreement):
    Agreement.objects.update(public="no")
    Agreement.objects.create(photo=portrait, own_initiative=True, public="yes")
    assert is_public(portrait)


def test_a_photo_of_no_production_needs_no_agreement(portrait):
    Photo.objects.update(production=None)
    assert is_public(Photo.objects.get())


def test_a_photo_of_which_nobody_said_who_is_in_it_is_hidden(portrait):
    Photo.objects.update(people="unknown")
    assert not is_public(Photo.objects.get())


def test_a_photo_said_to_list_people_but_listing_none_is_hidden(portrait):
    Appearance.objects.all().delete()
    assert not is_public(portrait)


def test_a_work_said_to_show_nobody_but_listing_somebody_is_hidden_even_in_private(portrait, agreement):
    Agreement.objects.update(private="yes")
    Photo.objects.update(people="none")
    photo = Photo.objects.get()
    assert not is_public(photo)
    assert visibility(photo) is Visibility.HIDDEN


def test_one_person_without_a_release_hides_the_photo_of_all(portrait):
    Appearance.objects.create(photo=portrait, member=CrewMember.objects.create(name="Ramzi", slug="ramzi"))
    assert not is_public(portrait)


def test_a_revoked_release_hides_from_that_moment(portrait, release):
    moment = timezone.now()
    PersonRelease.objects.update(revoked_at=moment)
    assert [is_public(portrait, moment - HOUR), is_public(portrait, moment)] == [True, False]


def test_a_lapsed_release_hides(portrait, release):
    PersonRelease.objects.update(valid_until=timezone.now() - HOUR)
    assert not is_public(portrait)


def test_a_release_ends_at_its_moment_and_not_after_it(portrait, release):
    moment = timezone.now()
    PersonRelease.objects.update(valid_until=moment)
    assert [is_public(portrait, moment - HOUR), is_public(portrait, moment)] == [True, False]


def test_a_release_that_is_signed_tomorrow_does_not_count_today(portrait, release):
    PersonRelease.objects.update(signed_on=timezone.localdate() + timedelta(days=1))
    assert not is_public(portrait)


def test_a_release_for_private_screenings_leaves_the_photo_private(portrait, agreement, release):
    PersonRelease.objects.update(scope="private")
    Agreement.objects.update(private="yes")
    assert visibility(portrait) is Visibility.PRIVATE


def test_a_release_for_another_production_does_not_cover(portrait, release, production):
    other = type(production).objects.create(title_it="Altro", slug_it="altro")
    PersonRelease.objects.update(production=other)
    assert not is_public(portrait)


def test_a_release_for_this_production_covers(portrait, release, production):
    PersonRelease.objects.update(production=production)
    assert is_public(portrait)


def test_a_release_for_this_photo_covers_it(portrait, release):
    PersonRelease.objects.update(photo=portrait)
    assert is_public(portrait)


def test_a_release_for_this_film_covers_it(film, nadia, release):
    Film.objects.update(people="listed")
    Appearance.objects.create(film=film, member=nadia)
    PersonRelease.objects.update(film=film)
    assert is_public(Film.objects.get())


def test_a_release_for_another_photo_does_not_cover(portrait, release):
    other = Photo.objects.create(original="y/original.jpg")
    PersonRelease.objects.update(photo=other)
    assert not is_public(portrait)


def test_somebody_elses_release_does_not_cover(portrait, release):
    PersonRelease.objects.update(member=CrewMember.objects.create(name="Ramzi", slug="ramzi"))
    assert not is_public(portrait)


def test_a_suspended_photo_is_hidden(portrait):
    Photo.objects.update(suspended_at=timezone.now(), suspended_by="person", suspended_reason="asked")
    assert not is_public(Photo.objects.get())


@pytest.mark.parametrize("fact", ["killed_at", "withdrawn_at"])
def test_a_killed_or_withdrawn_photo_is_hidden_even_in_private(portrait, agreement, fact):
    Agreement.objects.update(private="yes")
    Photo.objects.update(**{fact: timezone.now()})
    assert visibility(Photo.objects.get()) is Visibility.HIDDEN


def test_no_more_photos_are_public_than_were_agreed(portrait, agreement, production):
    second = Photo.objects.create(
        production=production, original="y/original.jpg", people="none", is_published=True, order=2
    )
    Agreement.objects.update(max_photos=1)
    assert [is_public(portrait), is_public(second)] == [True, False]


def test_of_two_photos_at_one_place_the_earlier_one_is_within_the_number_agreed(
    portrait, agreement, production
):
    second = Photo.objects.create(
        production=production, original="y/original.jpg", people="none", is_published=True
    )
    Agreement.objects.update(max_photos=1)
    assert [is_public(portrait), is_public(second)] == [True, False]


def test_a_photo_with_an_agreement_of_its_own_is_not_bound_by_the_number_agreed(portrait, agreement):
    Agreement.objects.update(max_photos=0)
    Agreement.objects.create(photo=portrait, own_initiative=True, public="yes")
    assert is_public(portrait)


def test_a_film_with_music_of_unknown_licence_is_hidden(film):
    FilmTrack.objects.create(film=film, title="Valzer")
    assert not is_public(film)


def test_a_film_goes_dark_when_its_music_lapses(film):
    moment = timezone.now()
    FilmTrack.objects.create(film=film, title="Valzer", licence="granted", until=moment)
    assert [is_public(film, moment - HOUR), is_public(film, moment)] == [True, False]


def test_a_film_whose_music_needs_no_licence_is_public(film):
    FilmTrack.objects.create(film=film, title="Valzer", licence="not_required")
    assert is_public(film)


def test_a_sealed_card_is_for_private_films_whose_editor_wants_one(film, agreement):
    Agreement.objects.update(public="no", private="each_time")
    Film.objects.update(has_sealed_card=True)
    assert list(Film.objects.sealed()) == [film]


def test_a_hidden_film_has_no_sealed_card(film, agreement):
    Agreement.objects.update(public="no", private="no")
    Film.objects.update(has_sealed_card=True)
    assert list(Film.objects.sealed()) == []


def test_a_public_film_is_not_sealed(film):
    Film.objects.update(has_sealed_card=True)
    assert list(Film.objects.sealed()) == []


def test_a_release_in_a_month_opens_when_the_month_is_over_in_rome(production):
    release = Release(
        production=production, date=date(2026, 12, 1), date_precision="month", status="confirmed"
    )
    assert release.opening_moment() == datetime(2026, 12, 31, 23, tzinfo=UTC)


def test_a_release_on_a_summer_day_opens_at_midnight_in_rome(production):
    release = Release(production=production, date=date(2026, 7, 1), status="released")
    assert release.opening_moment() == datetime(2026, 6, 30, 22, tzinfo=UTC)


@pytest.mark.parametrize("status", ["announced", "postponed", "cancelled"])
def test_a_release_that_is_not_sure_does_not_open(production, status):
    assert Release(production=production, date=date(2020, 1, 1), status=status).opening_moment() is None


def test_why_hidden_names_every_reason_at_once(portrait, agreement, release):
    Photo.objects.update(is_published=False)
    release.delete()
    holder = Organization.objects.create(name="Faro Film")
    Agreement.objects.update(
        own_initiative=False, rights_holder=holder, decision_email="si@faro.example", public="no"
    )
    assert len(why_hidden(Photo.objects.get())) == 3
