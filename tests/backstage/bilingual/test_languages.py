"""Which language lacks words, and which one answers."""

import pytest
from django.http import Http404
from django.utils.translation import override

from backstage.bilingual.addresses import find_by_slug
from backstage.bilingual.languages import answering_language, missing_languages
from backstage.models import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission():
    return Page.objects.create(
        title_it="La missione", slug_it="missione", body_it="Testo", title_en="Mission"
    )


def test_a_language_that_lacks_one_field_is_missing(mission):
    assert missing_languages(mission) == ["en"]


def test_what_no_language_says_is_not_missing():
    assert missing_languages(Page(title_it="Uno", title_en="One")) == []


def test_the_language_that_answers_is_known(mission):
    with override("en"):
        assert [answering_language(mission, "title"), answering_language(mission, "body")] == ["en", "it"]


@pytest.mark.parametrize("language", ["it", "en"])
def test_an_address_is_found_from_either_language(mission, language):
    with override(language):
        assert find_by_slug(Page.objects.all(), "missione") == mission


def test_the_address_of_the_active_language_wins(mission):
    english = Page.objects.create(title_en="Other", slug_en="missione", title_it="Altra", slug_it="altra")
    with override("en"):
        assert find_by_slug(Page.objects.all(), "missione") == english


def test_an_unknown_address_is_not_found(mission):
    with pytest.raises(Http404):
        find_by_slug(Page.objects.all(), "altro")
