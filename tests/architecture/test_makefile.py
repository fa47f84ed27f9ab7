"""What `make` leaves behind when an installation fails, and when it succeeds."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STAMPS = ["runtime", "development"]

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")


@pytest.fixture
def make(tmp_path):
    """Makes a stamp in an empty clone whose pip says one line and exits with a code."""

    def run(stamp, *, says, code):
        shutil.copy(ROOT / "Makefile", tmp_path)
        (tmp_path / "requirements").mkdir()
        for name in (stamp, "ffmpeg"):
            (tmp_path / "requirements" / f"{name}.txt").touch()
        python = tmp_path / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n")
        python.chmod(0o755)
        target = tmp_path / ".venv" / stamp
        command = [shutil.which("make"), "-C", str(tmp_path), f".venv/{stamp}"]
        return subprocess.run(command, capture_output=True, check=False).returncode, target.exists()

    return run


@pytest.mark.parametrize("stamp", STAMPS)
def test_an_installation_that_fails_leaves_no_stamp(make, stamp):
    code, stamped = make(stamp, says="Collecting half of it", code=1)
    assert (code != 0, stamped) == (True, False)


@pytest.mark.parametrize("stamp", STAMPS)
def test_an_installation_with_nothing_to_do_is_done(make, stamp):
    assert make(stamp, says="Requirement already satisfied", code=0) == (0, True)
