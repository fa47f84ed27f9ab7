"""Searching as people type."""

import pytest

from backstage.bilingual.spelling import fold
from crew.models import CrewMember


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Pericò", "perico"), ("ÅSA", "asa"), ("Straße", "strasse"), ("Łódź", "lodz"), (None, None)],
)
def test_letters_lose_accents_and_capitals(text, folded):
    assert fold(text) == folded


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["perico", "PERICÒ", "Perìco"])
def test_a_name_is_found_however_it_is_typed(typed):
    CrewMember.objects.create(name="Anna Pericò", slug="anna")
    assert CrewMember.objects.filter(name__folded__contains=typed).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["l'ombra", "l’ombra", "l‘ombra", "l`ombra"])
@pytest.mark.parametrize("kept", ["L’ombra lunga", "L'ombra lunga"])
def test_an_apostrophe_is_an_apostrophe_however_it_is_set(kept, typed):
    CrewMember.objects.create(name=kept, slug="ombra")
    assert CrewMember.objects.filter(name__folded__contains=typed).count() == 1


@pytest.mark.django_db
def test_a_percent_sign_is_a_letter_like_others():
    CrewMember.objects.create(name="Anna", slug="anna")
    assert CrewMember.objects.filter(name__folded__contains="%").count() == 0
