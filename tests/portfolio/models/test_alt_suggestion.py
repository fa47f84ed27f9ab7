"""What an alternative text might say, from what is known."""

import pytest

from crew.models import CrewMember, Role
from portfolio.models import Photo, Production
from portfolio.models.alt_suggestion import suggested_alt


@pytest.fixture
def made(db):
    return Production.objects.create(title_it="Il varco", title_en="The pass", slug_it="il-varco")


@pytest.fixture
def shown(made):
    """Makes a photograph on the production, of one person in one role."""

    def make(role="hairdresser", **fields):
        photo = Photo.objects.create(**{"production": made, "people": "listed"} | fields)
        member = CrewMember.objects.create(name="Nadia Ferri", slug="nadia-ferri", pronoun="she")
        if role:
            made.credits.create(member=member, role=Role.objects.get(slug=role))
        photo.appearances.create(member=member)
        return photo

    return make


def test_it_says_who_as_what_and_where(shown):
    assert suggested_alt(shown(), "en") == "Nadia Ferri, hairdresser, portrait on set"


def test_the_role_has_the_persons_own_form(shown):
    assert suggested_alt(shown(), "it").startswith("Nadia Ferri, parrucchiera, ")


def test_a_production_with_a_page_is_named_in_the_language(shown, made):
    Production.objects.update(is_published=True)
    made.refresh_from_db()
    photo = shown()
    assert suggested_alt(photo, "en").endswith("portrait on the set of “The pass”")
    assert "Il varco" in suggested_alt(photo, "it")


def test_a_confidential_production_gives_away_neither_title_nor_role(shown, made):
    Production.objects.update(is_published=True, is_confidential=True, alias_it="Film", alias_slug_it="film")
    made.refresh_from_db()
    assert suggested_alt(shown(), "en") == "Nadia Ferri, portrait on set"


def test_a_person_without_a_role_is_named_alone(shown):
    assert suggested_alt(shown(role=None), "en") == "Nadia Ferri, portrait on set"


def test_several_people_are_kept_apart(shown):
    photo = shown(kind="backstage")
    photo.appearances.create(member=CrewMember.objects.create(name="Ugo", slug="ugo"), order=1)
    assert suggested_alt(photo, "en") == "Nadia Ferri, hairdresser; Ugo; behind the scenes"


def test_where_nothing_is_known_nothing_is_suggested(db):
    assert suggested_alt(Photo.objects.create(people="none"), "en") == ""


def test_words_too_long_for_the_field_are_not_suggested(shown):
    photo = shown()
    CrewMember.objects.update(name="N" * 160)
    for number in range(3):
        photo.appearances.create(
            member=CrewMember.objects.create(name="U" * 160, slug=f"u-{number}"), order=number
        )
    assert suggested_alt(photo, "en") == ""
