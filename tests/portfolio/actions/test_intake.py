"""A picture is kept whole, or nothing of it is."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from portfolio.actions import intake
from portfolio.models import Photo
from portfolio.renditions.photographs import PictureRefused


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
