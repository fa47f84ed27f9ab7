"""The one place that runs another program: a child process with limits, for files that strangers made.

The child is a script of ours that imports no more than it needs. It gets its job as JSON on its standard
input, limits itself before it opens anything, and answers with JSON on its standard output.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


class CageError(Exception):
    """The child broke a limit or died: whatever it was given is not to be trusted."""


@dataclass(frozen=True)
class Limits:
    """What a child may use: seconds of clock and of processor, bytes of memory and of one file written."""

    seconds: int = 60
    memory_bytes: int = 3 * 1024**3
    file_bytes: int = 512 * 1024**2
    open_files: int = 64


def run(script: Path, job: dict[str, Any], *, limits: Limits, folder: Path) -> dict[str, Any]:
    """What the script answers to `job`. `folder` is its working folder and the only one it is told of.

    Refuses with `CageError` a child that outlives its time, breaks a limit, dies, or answers no JSON.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-X", "utf8", str(script)],
            input=json.dumps(job | {"limits": asdict(limits)}),
            cwd=folder,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "TMPDIR": str(folder)},
            capture_output=True,
            text=True,
            timeout=limits.seconds,
            check=True,
            start_new_session=True,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError, json.JSONDecodeError) as problem:
        raise CageError(str(problem)) from problem
    return answer
