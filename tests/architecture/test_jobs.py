"""The worker knows every job: it finds those alone that its start imports."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_worker_knows_each_job_from_its_start():
    written = {
        str(path.relative_to(ROOT).with_suffix("")).replace("/", ".")
        for path in (ROOT / "portfolio").rglob("*.py")
        if "\n@db_task" in path.read_text() or "\n@db_periodic_task" in path.read_text()
    }
    command = [sys.executable, "-c", "import django, sys; django.setup(); print(*sys.modules)"]
    known = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert written
    assert written <= set(known.stdout.split())
