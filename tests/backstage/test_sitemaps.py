import re

import pytest

from tests.factories import (
    CreditFactory,
    FilmFactory,
    PageFactory,
    PhotoFactory,
    ProductionFactory,
    SiteProfileFactory,
    TestimonyFactory,
)

pytestmark = pytest.mark.django_db


def entry(client, address):
    text = client.get("/sitemap.xml").content.decode()
    found = [
        url
        for url in re.findall(r"<url>.*?</url>", text, re.DOTALL)
        if f"<loc>http://testserver{address}<" in url
    ]
    return found[0] if found else None


def alternates(text):
    return re.findall(r'hreflang="([^"]+)" href="http://testserver([^"]+)"', text)


def test_both_languages_know_each_other_and_the_default(client):
    SiteProfileFactory(default_language="en")
    production = ProductionFactory()
    found = entry(client, f"/it/produzioni/{production.slug_it}/")
    assert alternates(found) == [
        ("it", f"/it/produzioni/{production.slug_it}/"),
        ("en", f"/en/productions/{production.slug_en}/"),
        ("x-default", f"/en/productions/{production.slug_en}/"),
    ]


def test_language_that_is_not_really_there_is_left_out(client):
    page = PageFactory(body_en="")
    assert entry(client, f"/en/{page.slug_en}/") is None
    assert [code for code, _ in alternates(entry(client, f"/it/{page.slug_it}/"))] == ["it", "x-default"]


def test_voice_is_listed_in_approved_languages_alone(client):
    voice = TestimonyFactory(wording_approved_on_it=None)
    assert entry(client, f"/it/voci/{voice.slug_it}/") is None
    assert entry(client, f"/en/voices/{voice.slug_en}/")


def test_nothing_that_is_not_public_is_listed(client):
    secret = ProductionFactory(is_secret_now=True)
    CreditFactory(production=secret)
    hidden = [
        ProductionFactory(is_published=False).slug_en,
        secret.slug_en,
        PhotoFactory(people="none").asset,
        FilmFactory(people="none").slug_en,
        PageFactory(is_published=False).slug_en,
        secret.credits.get().member.slug,
    ]
    text = client.get("/sitemap.xml").content.decode()
    assert f"/en/productions/{secret.alias_slug_en}/" in text
    assert not [word for word in hidden if f"/{word}/" in text]


@pytest.mark.parametrize("number", [1, 3])
def test_sitemap_costs_the_same_for_one_of_each_and_for_three(client, django_assert_num_queries, number):
    for _ in range(number):
        made = ProductionFactory(is_open=True)
        CreditFactory(production=made)
        PhotoFactory(is_public=True, production=made)
        FilmFactory(is_public=True)
        PageFactory()
        TestimonyFactory()
    with django_assert_num_queries(13):
        client.get("/sitemap.xml")
