"""Addresses that make themselves."""

import pytest

from backstage.bilingual.addresses import free_slug
from portfolio.models import Production
from tests.factories import ProductionFactory

pytestmark = pytest.mark.django_db


def test_an_address_that_is_taken_gets_a_number():
    ProductionFactory(slug_it="il-faro")
    ProductionFactory(slug_it="il-faro-2")
    assert free_slug(Production, "slug_it", "Il faro") == "il-faro-3"


def test_a_row_does_not_take_its_own_address_from_itself():
    production = ProductionFactory(slug_it="il-faro")
    assert free_slug(Production, "slug_it", "Il faro", besides=production.pk) == "il-faro"


@pytest.mark.parametrize(("name", "slug"), [("slug_it", "senza-titolo"), ("slug_en", "untitled")])
def test_words_that_no_address_can_hold_are_untitled_in_the_columns_language(name, slug):
    assert free_slug(Production, name, "東京") == slug


def test_a_long_title_makes_an_address_that_its_column_can_hold():
    made = [ProductionFactory(slug_it=free_slug(Production, "slug_it", "a" * 200)).slug_it for _ in range(2)]
    assert [len(slug) for slug in made] == [115, 117]
