import pytest

from tests.factories import SiteProfileFactory
from tests.reading import flat

pytestmark = pytest.mark.django_db


def test_contact_says_how_to_reach_us_and_links_outwards(client):
    SiteProfileFactory(contact_email="studio@example.org", social_links="https://photo.example.org/us")
    page = flat(client.get("/en/contact/"))
    assert 'href="mailto:studio@example.org"' in page
    assert '<a href="https://photo.example.org/us" rel="me external">photo.example.org</a>' in page


def test_switch_translates_the_address(client):
    assert 'href="/it/contatti/" hreflang="it"' in flat(client.get("/en/contact/"))
