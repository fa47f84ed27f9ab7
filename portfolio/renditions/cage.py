"""The one place that runs another program: a child process with limits, for files that strangers made.

A script of ours gets its job as JSON on its standard input, limits itself before it opens anything, and
answers with JSON on its standard output. A program that is not ours is put on a leash first (`leash.py`).
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

LEASH = Path(__file__).with_name("leash.py")
# The C library gives large blocks back to the system at once instead of keeping them for later: a picture
# is developed in 235 MB instead of 310, in the same time.
FRUGAL = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "4194304", "MALLOC_TRIM_THRESHOLD_": "4194304"}


class CageError(Exception):
    """The child broke a limit or died: whatever it was given is not to be trusted."""


class LimitReached(CageError):
    """It took more time or memory than it was given: the file may be sound all the same."""


@dataclass(frozen=True)
class Limits:
    """What a child may use: seconds of clock and of processor, bytes of memory and of one file written.

    `patience` is how many seconds of clock more it has where others want the processor, too.
    """

    seconds: int = 60
    patience: int = 0
    memory_bytes: int = 3 * 1024**3
    file_bytes: int = 512 * 1024**2
    open_files: int = 64


@dataclass(frozen=True)
class Done:
    """How a program ended, and what it said on either output."""

    status: int
    out: str
    err: str


def run(script: Path, job: dict[str, Any], *, limits: Limits, folder: Path) -> dict[str, Any]:
    """What the script answers to `job`. `folder` is its working folder and the only one it is told of.

    Refuses with `LimitReached` a child that needs more than it was given, and with `CageError` one that dies
    otherwise or answers no JSON.
    """
    command = [sys.executable, "-I", "-X", "utf8", str(script)]
    done = _run(command, json.dumps(job | {"limits": asdict(limits)}), limits, folder)
    if done.status < 0 or "MemoryError" in done.err:  # ended by a signal: XCPU, KILL …
        raise LimitReached(f"Ended with {done.status}: {done.err}")
    if done.status:
        raise CageError(f"Ended with {done.status}: {done.err}")
    try:
        answer: dict[str, Any] = json.loads(done.out)
    except json.JSONDecodeError as problem:
        raise CageError(str(problem)) from problem
    return answer


def run_program(
    command: list[str], *, limits: Limits, folder: Path, told: Callable[[str], None] | None = None
) -> Done:
    """How a program ended that is not ours, whatever its status. Its path comes first in `command`.

    `told` hears each line of its first output at once; whoever raises in it ends the program.
    Refuses with `CageError` one that outlives its time; it is ended then, with all that it started. On Linux
    it ends with this process, too, however that one is ended.
    """
    leash = [sys.executable, "-I", "-X", "utf8", str(LEASH), json.dumps(asdict(limits)), str(os.getpid())]
    if told:
        return _run_aloud([*leash, *command], limits, folder, told)
    return _run([*leash, *command], "", limits, folder)


def _run(command: list[str], said: str, limits: Limits, folder: Path) -> Done:
    with _started(command, folder) as child:
        try:
            out, err = child.communicate(said, timeout=limits.seconds + limits.patience)
        except subprocess.TimeoutExpired as problem:
            raise LimitReached(str(problem)) from problem
        finally:
            _end(child)
    return Done(child.returncode, out, err)


def _run_aloud(command: list[str], limits: Limits, folder: Path, told: Callable[[str], None]) -> Done:
    """Both outputs are read at once: a program that nobody listens to on one stops before the other."""
    late = threading.Event()
    with _started(command, folder) as child, ThreadPoolExecutor(1) as listener:
        child.stdin.close()  # type: ignore[union-attr]
        err = listener.submit(child.stderr.read)  # type: ignore[union-attr]
        alarm = threading.Timer(limits.seconds + limits.patience, _end_late, [child, late])
        alarm.start()
        try:
            for line in child.stdout:  # type: ignore[union-attr]
                told(line)
            child.wait()
        finally:
            alarm.cancel()
            _end(child)
    if late.is_set():
        raise LimitReached(f"Longer than {limits.seconds} s")
    return Done(child.returncode, "", err.result())


def _end_late(child: "subprocess.Popen[str]", late: threading.Event) -> None:
    late.set()
    _end(child)


def _started(command: list[str], folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command,
        cwd=folder,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "TMPDIR": str(folder), **FRUGAL},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )


def _end(child: "subprocess.Popen[str]") -> None:
    """Kills the whole group of a child that still runs: it may have started others."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
