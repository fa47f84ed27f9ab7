"""Countries and languages are codes that exist."""

import pytest
from django.core.exceptions import ValidationError

from portfolio.models.places import COUNTRIES, COUNTRY_CODES, WORLD
from tests.factories import ProductionFactory, ReleaseFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("countries", "languages"), [("", ""), ("IT, FR", "it, en"), ("it fr", "mt/la")])
def test_codes_that_exist_are_taken(countries, languages):
    ProductionFactory(countries=countries, languages=languages).full_clean()


@pytest.mark.parametrize(("text", "named"), [("IT, UK", "UK"), ("Italia", "Italia")])
def test_a_country_that_is_none_is_named(text, named):
    with pytest.raises(ValidationError) as refusal:
        ProductionFactory(countries=text).full_clean()
    assert list(refusal.value.error_dict) == ["countries"]
    assert named in refusal.value.messages[0]


def test_a_language_that_is_none_is_named():
    with pytest.raises(ValidationError) as refusal:
        ProductionFactory(languages="it, qq").full_clean()
    assert "qq" in refusal.value.messages[0]


def test_a_territory_is_a_country_or_the_world():
    release = ReleaseFactory(territory="WW")
    release.clean_fields()
    release.territory = "XX"
    with pytest.raises(ValidationError):
        release.clean_fields()


def test_every_country_with_a_name_has_a_code():
    assert set(COUNTRIES) - {WORLD} <= COUNTRY_CODES
    assert len(COUNTRY_CODES) == 249
