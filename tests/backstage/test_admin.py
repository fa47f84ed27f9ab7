"""Users, pages and the desk's first page."""

import gettext
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from backstage import desk_texts
from backstage.models import Page, User


def test_a_user_is_added(desk):
    password = {"password1": "a good long password", "password2": "a good long password"}
    desk.post(reverse("admin:backstage_user_add"), {"username": "ada", "usable_password": "true", **password})
    assert User.objects.filter(username="ada").exists()


def test_a_page_gets_its_address(desk):
    form = {"title_it": "Chi siamo", "menu": "", "order": 0}
    desk.post(reverse("admin:backstage_page_add"), form)
    assert Page.objects.get().slug_it == "chi-siamo"


@pytest.mark.parametrize("column", ["slug_it", "slug_en"])
@pytest.mark.parametrize(
    "word", ["volti", "faces", "troupe", "crew", "contatti", "cerca", "film", "admin", "media", "Admin", "it"]
)
def test_a_page_may_not_take_an_address_of_the_site(desk, column, word):
    form = {"title_it": "Chi siamo", column: word, "menu": "", "order": 0}
    answer = desk.post(reverse("admin:backstage_page_add"), form)
    assert list(answer.context["adminform"].form.errors) == [column]
    assert not Page.objects.exists()


def test_the_address_that_is_made_for_a_page_is_none_of_the_sites(desk):
    desk.post(
        reverse("admin:backstage_page_add"),
        {"title_it": "Volti", "title_en": "Media", "menu": "", "order": 0},
    )
    page = Page.objects.get()
    assert (page.slug_it, page.slug_en) == ("volti-2", "media-2")


def test_the_first_page_leads_to_what_a_language_lacks(desk):
    Page.objects.create(title_it="Chi siamo", slug_it="chi-siamo")
    page = desk.get(reverse("admin:index")).content.decode()
    assert reverse("admin:backstage_page_changelist") + "?missing=en" in page


def test_a_visitor_is_sent_to_sign_in(client, db):
    assert client.get(reverse("admin:index")).headers["Location"].startswith(reverse("admin:login"))


def test_signing_in_at_the_bare_address_leads_to_the_desk(client, editor):
    answer = client.post(reverse("admin:login"), {"username": "editor", "password": "a good long password"})
    assert answer.headers["Location"] == reverse("admin:index")


@pytest.fixture(scope="module")
def italian():
    """Our own catalogue alone, as it is shipped."""
    path = Path(settings.LOCALE_PATHS[0]) / "it" / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


def test_the_themes_own_texts_are_italian(italian):
    singles = [text for text in (*desk_texts.THEME, *desk_texts.DJANGO) if isinstance(text, str)]
    assert [text for text in singles if text not in italian] == []


def test_no_text_of_djangos_changes_its_sense(italian):
    # “and” joins lists in Django's own sentences, “group” is a group of users there too.
    assert {word: italian[word] for word in ("and", "group", "name")} == {
        "and": "e",
        "group": "gruppo",
        "name": "nome",
    }
