"""A working folder goes with whoever works in it; of one who was killed it is known at once."""

import subprocess
import sys

import pytest

from portfolio.renditions import workshops
from portfolio.renditions.workshops import workshop

BEGINNING = "import sys; from portfolio.renditions.workshops import workshop; held = workshop(); "
BEGINNING += "print(held.__enter__(), flush=True); sys.stdin.read()"


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_goes_with_its_block(temporary):
    with workshop() as folder:
        assert workshops.all_there() == [folder]
    assert list(temporary.iterdir()) == []


def test_a_folder_in_which_somebody_works_stays():
    with workshop() as folder:
        assert workshops.is_held(folder)
        workshops.clear()
        assert folder.is_dir()


def test_a_folder_whose_process_was_killed_is_cleared_at_once(temporary):
    command = [sys.executable, "-c", BEGINNING]
    with subprocess.Popen(
        command, env={"TMPDIR": str(temporary)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as worker:
        folder = temporary / worker.stdout.readline().strip()
        assert workshops.is_held(folder)
        worker.kill()
    assert workshops.is_held(folder) is False
    workshops.clear()
    assert not folder.exists()


def test_of_a_folder_without_a_mark_nobody_knows(temporary):
    folder = temporary / "backstage-former"
    folder.mkdir()
    assert workshops.is_held(folder) is None
    workshops.clear()
    assert folder.is_dir()
