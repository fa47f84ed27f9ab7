import re

import pytest
from django.utils import timezone

from tests.factories import CrewMemberFactory, DepartmentFactory, PhotoFactory, TestimonyFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_for_three(client, django_assert_num_queries, number):
    for _ in range(number):
        TestimonyFactory(name="", member=CrewMemberFactory(), photo=PhotoFactory(is_public=True))
    with django_assert_num_queries(5):
        client.get("/en/voices/")


def test_wording_that_was_not_approved_is_never_read(client):
    voice = TestimonyFactory(wording_approved_on_en=None, quote_en="Not approved")
    page = client.get(f"/en/voices/{voice.slug_en}/").content.decode()
    assert '<blockquote class="voice-quote" lang="it"><p>Il buio è mio.</p>' in page
    assert "Not approved" not in page


def test_withdrawn_voice_that_was_never_published_answers_as_a_wrong_address_does(client):
    voice = TestimonyFactory(release_revoked_at=timezone.now(), is_published=False)
    answer = client.get(f"/en/voices/{voice.slug_en}/")
    assert (answer.status_code, answer.content) == (404, client.get("/en/voices/nobody/").content)


def test_picture_that_is_not_public_does_not_stand_beside_the_voice(client):
    photo = PhotoFactory(people="none")
    voice = TestimonyFactory(photo=photo)
    assert photo.asset not in client.get(f"/en/voices/{voice.slug_en}/").content.decode()


def test_speaker_without_a_page_is_not_linked(client):
    member = CrewMemberFactory(slug="no-page")
    voice = TestimonyFactory(name="", member=member)
    page = client.get(f"/en/voices/{voice.slug_en}/").content.decode()
    assert member.name in page
    assert "/en/crew/no-page/" not in page


def test_trade_sector_and_setting_are_told_apart(client):
    voice = TestimonyFactory(
        trade_en="Rigger", sector=DepartmentFactory(name_en="Rigging"), setting="stadium"
    )
    page = client.get(f"/en/voices/{voice.slug_en}/").content.decode()
    text = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert f"{voice.name}, Rigger · Rigging · stadium" in text


def test_the_trade_is_said_in_the_wording_that_was_approved_alone(client):
    voice = TestimonyFactory(wording_approved_on_en=None, trade_it="", trade_en="Best boy")
    for address in (voice.get_absolute_url(), "/it/voci/", "/en/voices/", "/it/", "/en/"):
        assert "Best boy" not in client.get(address).content.decode()
