"""Files without a row are thrown away, and no others."""

import os
import time

import pytest

from portfolio.actions import intake, sweeping
from portfolio.models import IncomingPhoto, Photo, PhotoBatch

pytestmark = pytest.mark.django_db

DAYS = 24 * 3600
STRAY = "0123456789abcdef" * 2


@pytest.fixture
def laid(storages):
    """Lays a file into the vault that is so many days old."""

    def lay(name, days):
        path = storages / "vault" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
        os.utime(path, (time.time() - days * DAYS,) * 2)
        return path

    return lay


def test_what_a_killed_process_left_is_thrown_away(laid):
    left = laid(f"{STRAY}/original.jpg", days=2)
    sweeping.sweep.call_local()
    assert not left.parent.exists()


@pytest.mark.parametrize(
    ("name", "days"),
    [(f"{STRAY}/original.jpg", 0), ("papers/release.pdf", 0), ("something-else/file", 400)],
    ids=["what may still get its row", "a signed paper likewise", "what is not ours"],
)
def test_everything_else_stays(laid, name, days):
    kept = laid(name, days)
    sweeping.sweep.call_local()
    assert kept.exists()


def test_the_files_of_a_work_stay_however_old(upload, storages, laid):
    photo = intake.accept_photo(upload())
    laid(photo.original.name, days=400)
    sweeping.sweep.call_local()
    assert (storages / "vault" / photo.original.name).exists()


def test_a_site_that_has_kept_nothing_yet_is_swept_in_vain():
    sweeping.sweep.call_local()


def test_of_a_known_work_what_is_neither_brought_nor_made_goes(upload, laid):
    photo = intake.accept_photo(upload())
    left = laid(f"{photo.asset}/320-0123456789abcdef.jpg", days=2)
    draft = laid(f"{photo.asset}/.tmp12345", days=2)
    young = laid(f"{photo.asset}/640-0123456789abcdef.jpg", days=0)
    sweeping.sweep.call_local()
    assert [path.exists() for path in (left, draft, young)] == [False, False, True]


def seen(storages):
    return sorted(str(path.relative_to(storages / "public")) for path in (storages / "public").rglob("*.*"))


def test_what_was_hidden_behind_our_back_leaves_the_public_storage(shown, storages):
    assert seen(storages)
    Photo.objects.update(is_published=False)
    sweeping.sweep.call_local()
    assert seen(storages) == []


def test_a_public_copy_that_is_lost_comes_back(shown, storages):
    before = seen(storages)
    (storages / "public" / before[0]).unlink()
    sweeping.sweep.call_local()
    assert seen(storages) == before


def test_a_public_file_that_no_work_has_goes_at_once(shown, storages):
    before = seen(storages)
    stray = storages / "public" / shown.asset / "9999-0123456789abcdef.jpg"
    stray.write_bytes(b"x")
    elsewhere = storages / "public" / STRAY / "320-0123456789abcdef.jpg"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(b"x")
    sweeping.sweep.call_local()
    assert seen(storages) == before


def test_bytes_that_no_batch_waits_for_go(settings):
    batch = PhotoBatch.objects.create()
    awaited = IncomingPhoto.objects.create(batch=batch, name="a.jpg", size=9, state="arriving")
    refused = IncomingPhoto.objects.create(
        batch=batch, name="b.jpg", size=9, state="refused", trouble="damaged"
    )
    for file in (awaited, refused):
        file.path.parent.mkdir(parents=True, exist_ok=True)
        file.path.write_bytes(b"x")
        os.utime(file.path, (time.time() - 2 * DAYS,) * 2)
    (settings.INCOMING / "an empty folder").mkdir()
    sweeping.sweep.call_local()
    assert [awaited.path.exists(), refused.path.exists()] == [True, False]
    assert not (settings.INCOMING / "an empty folder").exists()


def test_what_is_public_stays_where_it_lies_however_old(shown, storages):
    files = {path: path.stat().st_ino for path in (storages / "public").rglob("*.*")}
    for path in files:
        os.utime(path, (time.time() - 400 * DAYS,) * 2)
    sweeping.sweep.call_local()
    assert {path: path.stat().st_ino for path in (storages / "public").rglob("*.*")} == files


def test_what_a_killed_copy_left_half_goes(shown, storages):
    draft = storages / "public" / shown.asset / ".tmp12345"
    draft.write_bytes(b"x")
    os.utime(draft, (time.time() - 2 * DAYS,) * 2)
    sweeping.sweep.call_local()
    assert not draft.exists()
