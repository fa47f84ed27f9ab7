"""What a speaker signed, approved and withdrew is in the log, with the hash of the paper."""

import hashlib
from datetime import UTC, date, datetime

import pytest
from django.core.files.base import ContentFile

from portfolio.actions import clearance
from portfolio.models import RightsEntry, Testimony
from tests.factories import TestimonyFactory

pytestmark = pytest.mark.django_db

PAPER = b"%PDF-1.7 signed"
HASH = hashlib.sha256(PAPER).hexdigest()


@pytest.fixture
def voice():
    return TestimonyFactory(release_document=ContentFile(PAPER, name="x.pdf"), release_document_sha256=HASH)


def lines():
    return list(RightsEntry.objects.order_by("pk").values_list("fact", "before", "after", "evidence_sha256"))


def papers(storages):
    return [path for path in storages.rglob("*") if path.is_file()]


def test_a_new_release_is_written_down_with_the_hash_of_its_paper(editor):
    voice = Testimony(name="Ivo", slug_it="ivo", quote_it="x", release_signed_on=date(2024, 1, 1))
    voice.release_document = ContentFile(PAPER, name="x.pdf")
    clearance.keep_testimony(voice, by=editor)
    assert lines() == [
        ("release_signed_on", "", "2024-01-01", HASH),
        ("release_document_sha256", "", HASH, HASH),
    ]
    assert {entry.by for entry in RightsEntry.objects.all()} == {editor}
    with Testimony.objects.get().release_document.open() as kept:
        assert kept.read() == PAPER


def test_a_release_that_is_withdrawn_is_written_down(voice):
    voice.release_revoked_at = datetime(2026, 1, 1, tzinfo=UTC)
    clearance.keep_testimony(voice)
    assert lines() == [("release_revoked_at", "", "2026-01-01 00:00:00+00:00", HASH)]


def test_a_wording_that_is_no_longer_approved_is_written_down(voice):
    voice.wording_approved_on_en = None
    clearance.keep_testimony(voice)
    assert lines() == [("wording_approved_on_en", "2020-01-01", "", HASH)]


def test_another_paper_has_another_hash(voice):
    voice.release_document = ContentFile(b"another", name="y.pdf")
    clearance.keep_testimony(voice)
    other = hashlib.sha256(b"another").hexdigest()
    assert lines() == [("release_document_sha256", HASH, other, other)]


def test_words_alone_are_no_fact_and_the_hash_stays(voice):
    voice = Testimony.objects.get()
    voice.quote_it = "Il buio è nostro."
    clearance.keep_testimony(voice)
    assert lines() == []
    assert Testimony.objects.get().release_document_sha256 == HASH


def test_a_deleted_voice_leaves_its_line_and_no_paper(voice, storages, django_capture_on_commit_callbacks):
    assert len(papers(storages)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        clearance.drop_testimony(voice)
    assert lines() == [("deleted", "", "", HASH)]
    assert papers(storages) == []
