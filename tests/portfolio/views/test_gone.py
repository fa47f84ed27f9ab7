"""What was here for everybody until it was withdrawn says so; whatever else is hidden was never here."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from portfolio.actions import clearance, publication
from portfolio.models import Agreement, PersonRelease, Photo
from tests.factories import AgreementFactory, FilmFactory, TestimonyFactory, public_portrait

pytestmark = pytest.mark.django_db

BEFORE = timezone.now() - timedelta(hours=1)


@pytest.fixture
def photo():
    shown = public_portrait(production=AgreementFactory().production)
    Photo.objects.update(created_at=BEFORE - timedelta(days=1))
    return shown


def status(client, thing):
    return client.get(thing.get_absolute_url()).status_code


def withdraw_agreement(photo):
    Agreement.objects.update(withdrawn_at=BEFORE, withdrawn_by="holder")


def revoke_release(photo):
    PersonRelease.objects.update(revoked_at=BEFORE)


WITHDRAWALS = [clearance.withdraw, withdraw_agreement, revoke_release]
NAMES = ["the work", "its agreement", "a release"]


@pytest.mark.parametrize("withdraw", WITHDRAWALS, ids=NAMES)
def test_what_was_public_until_it_was_withdrawn_is_gone(client, photo, withdraw):
    assert status(client, photo) == 200
    withdraw(photo)
    assert status(client, photo) == 410


@pytest.mark.parametrize("withdraw", WITHDRAWALS, ids=NAMES)
def test_what_was_never_public_is_not_said_to_have_been(client, photo, withdraw):
    Photo.objects.update(is_published=False)
    withdraw(photo)
    assert status(client, photo) == 404


def test_what_is_suspended_too_is_not_said_to_have_been(client, photo):
    clearance.withdraw(photo)
    Photo.objects.update(suspended_at=timezone.now(), suspended_by="editor", suspended_reason="asked")
    assert status(client, photo) == 404


def test_what_was_struck_out_is_not_said_to_have_been(client, photo):
    clearance.withdraw(photo)
    clearance.strike_out(photo)
    assert status(client, photo) == 404


def test_both_languages_say_the_same(client, photo):
    clearance.withdraw(photo)
    english = client.get(f"/en/photos/{photo.asset}/")
    with override("it"):
        italian = client.get(photo.get_absolute_url())
    assert (english.status_code, italian.status_code) == (410, 410)
    assert "withdrawn" in english.content.decode()
    assert "ritirat" in italian.content.decode()


def test_the_page_names_nothing_of_what_was_there_and_no_cache_keeps_it(client, photo):
    Photo.objects.update(caption_it="Una didascalia segreta")
    clearance.withdraw(photo)
    page = client.get(photo.get_absolute_url())
    assert "segreta" not in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_what_is_taken_up_again_is_shown_again(client, photo):
    clearance.withdraw(photo)
    clearance.take_up_again(photo)
    assert status(client, photo) == 200


def test_a_film_and_a_voice_say_it_too(client):
    film = FilmFactory(is_published=True, people="none", production=None)
    voice = TestimonyFactory()
    assert (status(client, film), status(client, voice)) == (200, 200)
    clearance.withdraw(film)
    voice.release_revoked_at = timezone.now()
    clearance.keep_testimony(voice)
    assert (status(client, film), status(client, voice)) == (410, 410)


def test_its_files_are_gone_as_well(client, photo):
    clearance.withdraw(photo)
    assert client.get(f"/media/{photo.asset}/320-0123456789abcdef.jpg").status_code == 410


def test_what_was_published_after_its_agreement_was_withdrawn_was_never_there(client, photo):
    publication.unpublish(photo)
    Agreement.objects.update(withdrawn_at=timezone.now(), withdrawn_by="holder")
    publication.publish(photo)
    assert status(client, photo) == 404


def test_what_came_after_its_agreement_was_withdrawn_was_never_there(client, photo):
    withdraw_agreement(photo)
    Photo.objects.update(created_at=timezone.now())
    assert status(client, photo) == 404


def test_a_later_withdrawal_that_has_no_bearing_on_it_leaves_it_gone(client, photo):
    revoke_release(photo)
    other = PersonRelease.objects.get()
    other.pk, other.production, other.revoked_at = None, AgreementFactory().production, timezone.now()
    other.save()
    assert status(client, photo) == 410


def test_a_work_withdrawn_first_and_its_agreement_later_stays_gone(client, photo):
    clearance.withdraw(photo)
    Agreement.objects.update(withdrawn_at=timezone.now(), withdrawn_by="holder")
    assert status(client, photo) == 410
