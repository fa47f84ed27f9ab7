"""Both storages where files are no files: all that is asked of them is what any Django storage does."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.storage import InMemoryStorage
from django.core.files.storage import storages as all_storages
from django.core.management import call_command

from portfolio.actions import clearance, intake, publication, sweeping
from portfolio.models import Photo
from portfolio.renditions.buckets import VaultBucket

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def elsewhere(monkeypatch):
    """Vault and public storage in memory, as a bucket would have them: no paths, no folders of their own."""
    made = {alias: InMemoryStorage() for alias in ("vault", "public")}
    for alias, storage in made.items():
        monkeypatch.setitem(all_storages._storages, alias, storage)
    monkeypatch.setattr(Photo._meta.get_field("original"), "storage", made["vault"])
    return made


@pytest.fixture
def photo(db, elsewhere, upload, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        taken = intake.accept_photo(upload(), people="none", is_published=True)
    taken.refresh_from_db()
    return taken


def test_what_is_public_is_copied_out_and_served(client, elsewhere, photo):
    names = publication.files_of(photo)
    assert [name for name in names if not elsewhere["public"].exists(name)] == []
    answer = client.get(f"/media/{names[0]}")
    assert b"".join(answer.streaming_content) == elsewhere["vault"].open(names[0]).read()


def test_what_is_withdrawn_is_gone_from_it(client, elsewhere, photo):
    clearance.withdraw(photo)
    names = publication.files_of(photo)
    assert [name for name in names if elsewhere["public"].exists(name)] == []
    assert client.get(f"/media/{names[0]}").status_code == 410


def test_it_is_proved_and_swept_there_too(elsewhere, photo):
    elsewhere["public"].delete(publication.files_of(photo)[0])
    sweeping.sweep.call_local()
    call_command("check_visibility")


def test_a_bucket_that_is_the_vault_signs_no_address():
    with pytest.raises(ValueError, match="no addresses"):
        VaultBucket(bucket_name="x").url("x/original.jpg")


def test_buckets_are_a_setting():
    environment = os.environ | {"BACKSTAGE_S3_VAULT": "our-vault", "BACKSTAGE_S3_PUBLIC": "our-public"}
    asked = "import json; from backstage.settings import base; print(json.dumps(base.STORAGES, default=str))"
    said = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    kept = json.loads(said.stdout)
    assert [kept[alias]["OPTIONS"]["bucket_name"] for alias in ("vault", "default", "public")] == [
        "our-vault",
        "our-vault",
        "our-public",
    ]
