import pytest

from tests.factories import (
    CreditFactory,
    FilmFactory,
    PhotoFactory,
    ProductionFactory,
    ReleaseFactory,
    SiteProfileFactory,
    TestimonyFactory,
    public_portrait,
)

pytestmark = pytest.mark.django_db

EMPTY_PAGES = [
    "/en/",
    "/it/",
    "/en/faces/",
    "/en/faces/by-production/",
    "/en/productions/",
    "/en/films/",
    "/en/voices/",
    "/en/crew/",
    "/en/contact/",
    "/en/search/",
    "/sitemap.xml",
    "/robots.txt",
]


@pytest.mark.parametrize("address", EMPTY_PAGES)
def test_empty_site_has_every_page(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("en-GB,en;q=0.9,it;q=0.5", "/en/"),
        ("it-CH", "/it/"),
        ("fr, en;q=0.3", "/en/"),
        ("fr", "/en/"),
        ("", "/en/"),
    ],
)
def test_root_goes_by_the_browser_then_by_the_site(client, header, expected):
    SiteProfileFactory(default_language="en")
    answer = client.get("/", headers={"accept-language": header})
    assert answer["Location"] == expected
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.parametrize("number", [1, 3])
def test_home_costs_the_same_for_one_of_each_and_for_three(client, django_assert_num_queries, number):
    SiteProfileFactory()
    for _ in range(number):
        made = ProductionFactory(is_open=True)
        credit = CreditFactory(production=made)
        public_portrait(credit.member, production=made)
        FilmFactory(is_public=True, production=made)
        TestimonyFactory()
    ReleaseFactory()
    with django_assert_num_queries(11):
        client.get("/en/")


def test_first_portrait_is_not_lazy_and_comes_first(client):
    public_portrait()
    page = client.get("/en/").content.decode()
    assert page.count('fetchpriority="high"') == 1


def test_home_holds_nothing_that_is_not_public(client):
    PhotoFactory(kind="portrait", people="none", caption_en="Hidden face")
    ReleaseFactory(production=ProductionFactory(is_secret_now=True, title_en="True Title"))
    FilmFactory(people="none", title_en="Hidden film")
    TestimonyFactory(is_published=False, quote_en="Hidden voice")
    page = client.get("/en/").content.decode()
    assert not [word for word in ("Hidden face", "True Title", "Hidden film", "Hidden voice") if word in page]


@pytest.mark.parametrize("address", EMPTY_PAGES[:10])
def test_pages_hold_no_inline_style_or_script(client, address):
    public_portrait()
    page = client.get(address).content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count('<script src="/static/')


def test_public_pages_keep_the_strict_policy(client):
    policy = client.get("/en/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
