"""A picture is kept whole, or nothing of it is."""

import hashlib
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from portfolio.actions import intake
from portfolio.models import Photo
from portfolio.renditions import photographs
from portfolio.renditions.photographs import PictureRefused
from portfolio.renditions.sayings import Words
from tests.factories import AgreementFactory, ProductionFactory


def files(storages):
    return sorted(str(path.relative_to(storages)) for path in storages.rglob("*") if path.is_file())


@pytest.mark.django_db
def test_the_original_is_kept_byte_for_byte_under_a_name_of_ours(storages, upload, jpeg):
    photo = intake.accept_photo(upload(name="../../Nadia GPS.JPG"))
    assert files(storages) == [f"vault/{photo.asset}/original.jpg"]
    assert (storages / "vault" / photo.original.name).read_bytes() == jpeg()


@pytest.mark.django_db
def test_the_row_has_the_facts_of_the_file(upload, jpeg, editor):
    photo = intake.accept_photo(upload(), by=editor)
    digest = hashlib.sha256(jpeg()).hexdigest()
    assert (photo.width, photo.height, photo.sha256, photo.created_by) == (640, 800, digest, editor)


@pytest.mark.django_db
def test_a_name_that_lies_gets_the_ending_of_what_it_is(upload, jpeg):
    photo = intake.accept_photo(upload(jpeg(format="PNG"), name="x.jpg"))
    assert photo.original.name.endswith("/original.png")


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"no picture"])
def test_nothing_is_kept_of_what_is_refused(storages, upload, content):
    with pytest.raises(PictureRefused):
        intake.accept_photo(SimpleUploadedFile("x.jpg", content))
    assert (files(storages), Photo.objects.count()) == ([], 0)


def test_a_file_over_the_limit_is_refused_unread(settings, upload):
    settings.PHOTO_MAX_BYTES = 10
    with pytest.raises(PictureRefused, match="too_heavy"):
        intake.examine(upload())


@pytest.mark.django_db
def test_no_file_stays_when_the_database_refuses_the_row(storages, upload):
    with pytest.raises(IntegrityError), transaction.atomic():
        intake.accept_photo(upload(), focus_x=2.0)
    assert files(storages) == []


@pytest.mark.django_db
def test_a_new_photo_is_rendered_after_the_commit(upload, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        photo = intake.accept_photo(upload())
    photo.refresh_from_db()
    assert (photo.state, [rung["width"] for rung in photo.renditions["ladder"]]) == ("ready", [320, 640])


@pytest.mark.django_db
def test_a_replaced_original_goes_with_its_renditions(
    storages, upload, jpeg, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        photo = intake.accept_photo(upload())
    photo.refresh_from_db()
    before = set(files(storages))
    new = upload(jpeg(colour="#102030"))
    with django_capture_on_commit_callbacks(execute=True):
        intake.keep_original(photo, new, arrival=intake.examine(new))
    assert before.isdisjoint(files(storages))
    assert len(files(storages)) == 22


# What the file says of itself


@pytest.fixture
def saying(db, monkeypatch):
    """Has every file say these words."""

    def say(**words):
        looked_at = photographs.inspect
        monkeypatch.setattr(
            photographs, "inspect", lambda stream: replace(looked_at(stream), words=Words(**words))
        )

    return say


def test_what_the_file_says_fills_what_was_left_empty(saying, upload):
    saying(caption={"": "Prima del ciak", "en": "Before the slate"}, alt={"it": "Un volto"}, credit="Studio")
    photo = intake.accept_photo(upload())
    assert (photo.caption_it, photo.caption_en) == ("Prima del ciak", "Before the slate")
    assert (photo.alt_it, photo.alt_en or "", photo.credit_line) == ("Un volto", "", "Studio")


def test_what_the_editor_wrote_stays(saying, upload):
    saying(caption={"": "Altro"}, credit="Altri")
    photo = intake.accept_photo(upload(), caption_it="Prima del ciak", credit_line="Studio")
    assert (photo.caption_it, photo.credit_line) == ("Prima del ciak", "Studio")


def test_a_line_that_an_agreement_asks_for_is_not_displaced(saying, upload):
    production = ProductionFactory()
    AgreementFactory(production=production, credit_line="© Casa del cinema")
    saying(credit="Studio")
    assert intake.accept_photo(upload(), production=production).credit_line == ""


def test_words_that_are_too_long_end_with_a_word(saying, upload):
    saying(caption={"": "parola " * 100})
    caption = intake.accept_photo(upload()).caption_it
    assert (len(caption) <= 300, caption.endswith("parola…")) == (True, True)


def test_another_file_of_a_known_photo_changes_no_words(saying, upload):
    photo = intake.accept_photo(upload())
    saying(caption={"": "Altro"})
    intake.keep_original(photo, upload(), arrival=intake.examine(upload()))
    assert photo.caption_it in {"", None}


def test_a_line_that_stands_in_every_box_is_no_caption_as_well(saying, upload):
    saying(caption={"": "Un volto"}, alt={"it": "Un volto"})
    photo = intake.accept_photo(upload())
    assert (photo.alt_it, photo.caption_it or "") == ("Un volto", "")
