"""The command that takes in a folder."""

import errno
import hashlib
import io
import shutil
import zipfile

import pytest
from django.core.management import CommandError, call_command

from portfolio.actions import intake, uploads
from portfolio.models import IncomingPhoto, Photo, PhotoBatch
from tests.factories import AgreementFactory, ProductionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(tmp_path, jpeg):
    """A card as it comes out of a camera."""
    folder = tmp_path / "card" / "DCIM"
    folder.mkdir(parents=True)
    (folder / "IMG_1.JPG").write_bytes(jpeg())
    (folder / "IMG_2.JPG").write_bytes(jpeg(colour="blue"))
    (folder / "notes.txt").write_text("hello")
    (folder / ".hidden.jpg").write_bytes(jpeg(colour="green"))
    return folder.parent


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    def call(*args):
        said = io.StringIO()
        with django_capture_on_commit_callbacks(execute=True):
            call_command("import_photos", *map(str, args), stdout=said, stderr=io.StringIO())
        return said.getvalue()

    return call


def test_a_folder_is_taken_in_and_the_report_names_what_was_not(run, card):
    production = ProductionFactory(slug_it="il-faro")
    AgreementFactory(production=production)
    said = run(card, "--production", "il-faro")
    assert [photo.production for photo in Photo.objects.all()] == [production, production]
    assert "2 taken in, 0 here already, 1 not taken." in said
    assert "notes.txt: Questo file non è" in said


def test_it_is_safe_to_run_again(run, card):
    run(card)
    said = run(card)
    assert (Photo.objects.count(), "0 taken in, 2 here already" in said) == (2, True)


def test_nothing_is_left_on_its_way(run, card, settings):
    run(card)
    assert [path for path in settings.INCOMING.rglob("*") if path.is_file()] == []
    assert set(IncomingPhoto.objects.values_list("state", flat=True)) == {"kept", "refused"}


@pytest.mark.parametrize(("library", "name"), [(hashlib, "file_digest"), (shutil, "copyfileobj")])
def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(
    run, card, monkeypatch, library, name, settings
):
    read = getattr(library, name)

    def fail_once(content, *args):
        if str(content.name).endswith("IMG_1.JPG"):
            raise OSError(errno.EIO, "Input/output error")
        return read(content, *args)

    monkeypatch.setattr(library, name, fail_once)
    said = run(card)
    assert "IMG_1.JPG: Input/output error" in said
    assert "1 taken in, 0 here already, 2 not taken." in said
    assert [path for path in settings.INCOMING.rglob("*") if path.is_file()] == []


def test_pictures_of_a_zip_that_are_here_already_are_left_out(run, card, jpeg):
    with zipfile.ZipFile(card / "set.zip", "w") as archive:
        archive.writestr("IMG_3.JPG", jpeg(colour="white"))
    run(card)
    run(card)
    states = IncomingPhoto.objects.filter(name="IMG_3.JPG").values_list("state", flat=True)
    assert (list(states), Photo.objects.count()) == (["kept", "left"], 3)


def test_a_picture_that_came_in_meanwhile_is_counted(run, tmp_path, jpeg, upload, monkeypatch):
    (tmp_path / "IMG_1.JPG").write_bytes(jpeg())
    announce = uploads.announce

    def beaten_to_it(*args, **more):
        intake.accept_photo(upload(jpeg()))
        return announce(*args, **more)

    monkeypatch.setattr(uploads, "announce", beaten_to_it)
    assert "0 taken in, 1 here already, 0 not taken." in run(tmp_path)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--production", "nowhere"], "nowhere"),
        (["--role", "nobody"], "nobody"),
        (["--release-signed-on", "2026-01-01"], "--production"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_taken_in(run, card, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(card, *options)
    assert (Photo.objects.count(), PhotoBatch.objects.count()) == (0, 0)


def test_a_folder_that_is_none_is_refused(run, tmp_path):
    with pytest.raises(CommandError, match="is no folder"):
        run(tmp_path / "nowhere")
