"""Files without a row are thrown away, and no others."""

import os
import time

import pytest

from portfolio.actions import intake
from portfolio.actions.sweeping import sweep_vault

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
    sweep_vault.call_local()
    assert not left.parent.exists()


@pytest.mark.parametrize(
    ("name", "days"),
    [(f"{STRAY}/original.jpg", 0), ("papers/release.pdf", 400), ("something-else/file", 400)],
    ids=["what may still get its row", "a signed paper", "what is not ours"],
)
def test_everything_else_stays(laid, name, days):
    kept = laid(name, days)
    sweep_vault.call_local()
    assert kept.exists()


def test_the_files_of_a_work_stay_however_old(upload, storages, laid):
    photo = intake.accept_photo(upload())
    laid(photo.original.name, days=400)
    sweep_vault.call_local()
    assert (storages / "vault" / photo.original.name).exists()


def test_a_site_that_has_kept_nothing_yet_is_swept_in_vain():
    sweep_vault.call_local()
