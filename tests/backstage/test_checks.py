"""A dangerous configuration is refused in a sentence."""

import pytest
from django.conf import settings
from django.core.files.storage import storages as all_storages

from backstage import checks


def ids(messages):
    return [message.id for message in messages]


def test_the_folders_as_they_come_are_accepted():
    assert ids(checks.the_vault_is_not_served(None)) == []


@pytest.mark.parametrize("where", ["public", "public/vault"])
def test_a_vault_inside_the_public_folder_is_refused(storages, monkeypatch, where):
    monkeypatch.setitem(all_storages["vault"].__dict__, "location", str(storages / where))
    assert ids(checks.the_vault_is_not_served(None)) == ["backstage.E001"]


def test_a_vault_among_the_static_files_is_refused(storages, monkeypatch):
    # Not through the fixture `settings`: its signal would make new storages beside those of the fields.
    monkeypatch.setattr(settings, "STATIC_ROOT", storages)
    assert ids(checks.the_vault_is_not_served(None)) == ["backstage.E001"]


def test_a_first_language_that_is_not_offered_is_refused(settings):
    settings.LANGUAGE_CODE = "fr"
    assert ids(checks.the_first_language_is_offered(None)) == ["backstage.E002"]


@pytest.mark.parametrize(
    ("keeps", "refused"),
    [({}, []), ({"viewings": 0}, ["backstage.E003"]), ({"contacts": 100}, ["backstage.E003"])],
)
def test_what_would_be_forgotten_at_once_is_refused(settings, keeps, refused):
    settings.SCREENING_KEEPS = settings.SCREENING_KEEPS | keeps
    assert ids(checks.nothing_is_forgotten_at_once(None)) == refused
