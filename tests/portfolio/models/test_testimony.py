"""A voice is shown in words that its speaker approved, or not at all."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from portfolio.models import Testimony


@pytest.fixture
def voice(db):
    return Testimony.objects.create(
        name="Ivo",
        slug_it="ivo",
        quote_it="Si vede solo quando va male.",
        quote_en="Not approved yet.",
        wording_approved_on_it=date(2024, 1, 1),
        release_signed_on=date(2024, 1, 1),
        is_published=True,
    )


def test_a_voice_with_an_approved_wording_is_public(voice):
    assert list(Testimony.objects.public()) == [voice]


@pytest.mark.parametrize(
    "taken_away",
    [
        {"is_published": False},
        {"release_signed_on": None},
        {"release_revoked_at": timezone.now()},
        {"wording_approved_on_it": None},
    ],
)
def test_a_voice_without_one_of_its_conditions_is_hidden(voice, taken_away):
    Testimony.objects.update(**taken_away)
    assert list(Testimony.objects.public()) == []


def test_a_wording_that_is_not_approved_is_never_shown(voice):
    with override("en"):
        assert voice.shown_quote == "Si vede solo quando va male."


def test_the_language_of_the_words_shown_is_known(voice):
    with override("en"):
        assert voice.shown_language == "it"


def test_a_wording_that_is_approved_from_tomorrow_is_not_shown_today(voice):
    voice.wording_approved_on_en = timezone.localdate() + timedelta(days=1)
    with override("en"):
        assert (voice.shown_language, voice.approved_languages()) == ("it", ["it"])


def test_an_approved_language_without_words_is_not_chosen(voice):
    voice.wording_approved_on_en, voice.quote_en = date(2024, 1, 1), ""
    with override("en"):
        assert voice.shown_quote == "Si vede solo quando va male."
