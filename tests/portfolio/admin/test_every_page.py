"""Every list, every empty form and every filled one answers, in both languages."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from backstage.models import Page
from crew.models import CrewMember, Department, Role
from portfolio.models import (
    Agreement,
    Film,
    Organization,
    PersonRelease,
    Photo,
    Production,
    RightsEntry,
    Showreel,
    SiteProfile,
    Testimony,
)
from portfolio.screening.models import AccessRequest, Contact, Grant
from tests.factories.screening import GrantFactory, TermsFactory

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
LANGUAGES = ["it", "en"]
# Rows of these are never added by hand, or not twice.
NEVER_ADDED = {RightsEntry, AccessRequest, Contact, Grant}
LISTED = [model for model in MODELS if model is not SiteProfile]


def address(model, page, *args):
    options = model._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=args)


@pytest.fixture
def one_of_each(rows):
    rows(1)
    Organization.objects.create(name="Casa")
    Page.objects.create(title_it="Chi siamo", slug_it="chi-siamo")
    Group.objects.create(name="Assistenti")
    SiteProfile.objects.create(name_it="Sito")
    GrantFactory(), TermsFactory()
    RightsEntry.objects.create(subject="photo:1", fact="is_published", before="False", after="True")


def test_all_that_editors_edit_is_on_the_desk():
    wanted = {Agreement, CrewMember, Department, Film, Organization, Page, PersonRelease, Photo, Production}
    wanted |= {RightsEntry, Role, Showreel, SiteProfile, Testimony}
    assert wanted <= set(MODELS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", LISTED, ids=lambda model: model._meta.model_name)
def test_the_list_answers(desk, one_of_each, model, language):
    assert desk.get(address(model, "changelist"), headers={"accept-language": language}).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "model", [each for each in LISTED if each not in NEVER_ADDED], ids=lambda model: model._meta.model_name
)
def test_the_empty_form_answers(desk, model, language):
    assert desk.get(address(model, "add"), headers={"accept-language": language}).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_the_filled_form_answers(desk, editor, one_of_each, model, language):
    row = model._default_manager.first()
    page = desk.get(address(model, "change", row.pk), headers={"accept-language": language})
    assert page.status_code == 200


@pytest.mark.parametrize("path", ["password_change/", "backstage/user/{pk}/password/", "portfolio/"])
def test_the_themes_other_pages_answer(desk, editor, path):
    assert desk.get("/admin/" + path.format(pk=editor.pk)).status_code == 200


def test_the_history_and_the_way_out_answer(desk, production):
    assert desk.get(address(Production, "history", production.pk)).status_code == 200
    assert desk.get(address(Production, "delete", production.pk)).status_code == 200


def test_the_desk_speaks_italian(desk):
    page = desk.get(reverse("admin:index"), headers={"accept-language": "it"}).content.decode()
    assert "La scrivania" in page
    assert "Liberatorie" in page


def test_the_desk_speaks_english(desk):
    page = desk.get(reverse("admin:index"), headers={"accept-language": "en"}).content.decode()
    assert "The desk" in page
    assert "Releases of persons" in page


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/"])
def test_only_the_desk_may_evaluate(desk, path):
    policy = desk.get(path, follow=True).headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-eval'" in policy
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self' 'unsafe-inline'" not in policy


def test_the_public_policy_stays_strict(desk):
    desk.get("/admin/", follow=True)
    assert "unsafe" not in desk.get("/healthz").headers["Content-Security-Policy"]
