"""Users, pages and the desk's first page."""

import gettext
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.urls import reverse

from backstage import desk_texts
from backstage.models import Page, User
from tests.factories import CrewMemberFactory

PAGE = {"menu": "", "order": 0, "presentations-TOTAL_FORMS": 0, "presentations-INITIAL_FORMS": 0}


def test_a_user_is_added(desk):
    password = {"password1": "a good long password", "password2": "a good long password"}
    desk.post(reverse("admin:backstage_user_add"), {"username": "ada", "usable_password": "true", **password})
    assert User.objects.filter(username="ada").exists()


def test_the_pages_of_users_speak_italian(desk, editor):
    Group.objects.create(name="Redazione")
    group = Group.objects.get()
    paths = (
        reverse("admin:backstage_user_add"),
        reverse("admin:backstage_user_change", args=[editor.pk]),
        reverse("admin:auth_group_change", args=[group.pk]),
    )
    for path in paths:
        page = desk.get(path, headers={"accept-language": "it"}).content.decode()
        assert re.findall(r"Can (?:add|view)|Whether the|Password-based|Designates|Enabled", page) == []


def test_a_permission_is_named_in_the_readers_language(desk):
    page = desk.get(reverse("admin:auth_group_add"), headers={"accept-language": "en"}).content.decode()
    assert "Photographs: change" in page
    assert "Can change" not in page


def test_the_scripts_of_the_desk_speak_italian(desk):
    script = desk.get(reverse("admin:jsi18n"), headers={"accept-language": "it"}).content.decode()
    wanted = ("Remove all %s", "(click to clear)", "Choose all %s", "These are hours of Rome.")
    catalog = json.loads(re.search(r"const newcatalog = (\{.*?\n  \});", script, re.DOTALL)[1])
    assert [text for text in wanted if catalog.get(text, text) == text] == []


def test_what_is_chosen_in_a_list_is_deleted_by_a_name_without_gender(desk):
    page = desk.get(reverse("admin:backstage_page_changelist"), headers={"accept-language": "en"})
    Page.objects.create(title_it="Una", slug_it="una")
    page = desk.get(reverse("admin:backstage_page_changelist"), headers={"accept-language": "en"})
    assert ("delete_selected", "Delete the chosen ones") in page.context["action_form"].fields[
        "action"
    ].choices


def test_a_page_gets_its_address(desk):
    form = PAGE | {"title_it": "Chi siamo"}
    desk.post(reverse("admin:backstage_page_add"), form)
    assert Page.objects.get().slug_it == "chi-siamo"


def test_a_page_presents_people_in_the_order_of_the_desk(desk):
    people = [CrewMemberFactory() for _ in range(3)]
    rows = {f"presentations-{row}-crewmember": person.pk for row, person in enumerate(reversed(people))}
    rows |= {f"presentations-{row}-order": 0 for row in range(3)}
    form = PAGE | {"title_it": "Chi siamo"} | rows | {"presentations-TOTAL_FORMS": 3}
    desk.post(reverse("admin:backstage_page_add"), form)
    page = Page.objects.get()
    assert [row.crewmember for row in page.presentations.all()] == list(reversed(people))


@pytest.mark.parametrize("column", ["slug_it", "slug_en"])
@pytest.mark.parametrize(
    "word", ["volti", "faces", "troupe", "crew", "contatti", "cerca", "film", "admin", "media", "Admin", "it"]
)
def test_a_page_may_not_take_an_address_of_the_site(desk, column, word):
    form = PAGE | {"title_it": "Chi siamo", column: word}
    answer = desk.post(reverse("admin:backstage_page_add"), form)
    assert list(answer.context["adminform"].form.errors) == [column]
    assert not Page.objects.exists()


def test_the_address_that_is_made_for_a_page_is_none_of_the_sites(desk):
    desk.post(
        reverse("admin:backstage_page_add"),
        PAGE | {"title_it": "Volti", "title_en": "Media"},
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
    ours = (desk_texts.THEME, desk_texts.DJANGO, desk_texts.DELETING, desk_texts.USERS, desk_texts.CALENDAR)
    singles = [text for texts in ours for text in texts if isinstance(text, str)]
    assert [text for text in singles if text not in italian] == []


def test_no_text_of_djangos_changes_its_sense(italian):
    # “and” joins lists in Django's own sentences, “group” is a group of users there too.
    assert {word: italian[word] for word in ("and", "group", "name")} == {
        "and": "e",
        "group": "gruppo",
        "name": "nome",
    }
