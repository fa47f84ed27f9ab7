"""No two pages bear the same title or the same description."""

import re
from collections import Counter

import pytest

from tests.factories import (
    CreditFactory,
    CrewMemberFactory,
    ProductionFactory,
    SiteProfileFactory,
    TestimonyFactory,
    public_portrait,
)

pytestmark = pytest.mark.django_db

LISTS = (
    "",
    "volti/",
    "volti/per-produzione/",
    "produzioni/",
    "film/",
    "voci/",
    "troupe/",
    "contatti/",
    "cerca/",
)


@pytest.fixture
def pages(client):
    """What every kind of page says of itself, with two people of one name, a portrait and a voice of each."""
    SiteProfileFactory(statement_it="Le prime parole del sito.")
    addresses = [f"/it/{path}" for path in LISTS]
    for number in (1, 2):
        member = CrewMemberFactory(name="Alessio", slug=f"alessio-{number}")
        credit = CreditFactory(member=member, production=ProductionFactory(is_open=True))
        photo = public_portrait(member, production=credit.production)
        addresses += [f"/it/troupe/{member.slug}/", photo.get_absolute_url()]
    voice = TestimonyFactory(name="", member=member, slug_it="alessio")
    addresses += [voice.get_absolute_url(), credit.production.get_absolute_url()]
    return [client.get(address).content.decode() for address in addresses]


@pytest.mark.parametrize("pattern", [r"<title>(.*?)</title>", r'name="description"\s+content="(.*?)"'])
def test_no_two_pages_say_the_same_of_themselves(pages, pattern):
    said = Counter(re.search(pattern, page, re.DOTALL)[1] for page in pages)
    assert [words for words, times in said.items() if times > 1] == []
