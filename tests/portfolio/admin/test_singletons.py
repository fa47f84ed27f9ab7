"""What is never added, or never changed: the site's profile and the log of rights."""

import pytest
from django.urls import reverse

from portfolio.models import RightsEntry, SiteProfile


@pytest.fixture
def entry(db):
    return RightsEntry.objects.create(subject="photo:1", fact="is_published", before="False", after="True")


def test_the_profiles_list_is_its_form(desk):
    listing = reverse("admin:portfolio_siteprofile_changelist")
    assert desk.get(listing).headers["Location"] == reverse("admin:portfolio_siteprofile_add")
    profile = SiteProfile.objects.create(name_it="Sito")
    change = reverse("admin:portfolio_siteprofile_change", args=[profile.pk])
    assert desk.get(listing).headers["Location"] == change


def test_there_is_no_second_profile(desk):
    SiteProfile.objects.create(name_it="Sito")
    assert desk.get(reverse("admin:portfolio_siteprofile_add")).status_code == 403


def test_the_profile_is_never_deleted(desk):
    profile = SiteProfile.objects.create(name_it="Sito")
    delete = reverse("admin:portfolio_siteprofile_delete", args=[profile.pk])
    assert desk.post(delete, {"post": "yes"}).status_code == 403


def test_the_log_is_not_added_to_by_hand(desk):
    assert desk.get(reverse("admin:portfolio_rightsentry_add")).status_code == 403


def test_the_log_is_not_changed(desk, entry):
    change = reverse("admin:portfolio_rightsentry_change", args=[entry.pk])
    assert desk.get(change).status_code == 200
    assert desk.post(change, {"fact": "other"}).status_code == 403


def test_the_log_is_not_deleted(desk, entry):
    delete = reverse("admin:portfolio_rightsentry_delete", args=[entry.pk])
    assert desk.post(delete, {"post": "yes"}).status_code == 403
    listing = reverse("admin:portfolio_rightsentry_changelist")
    desk.post(listing, {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"})
    assert RightsEntry.objects.count() == 1


def test_the_log_speaks_the_readers_language(desk, entry):
    page = desk.get(reverse("admin:portfolio_rightsentry_changelist")).content.decode()
    assert "sul sito" in page
    assert "fotografia 1" in page
