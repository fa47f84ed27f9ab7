"""Binds itself with limits and becomes another program. Runs in the cage: it imports nothing of ours.

Its arguments are the limits, as JSON, who started it, and the program with its own arguments. A fork hook
that did the same would be unsafe in a threaded server.
"""

import ctypes
import json
import os
import resource
import signal
import sys

# Linux's name for "end me when whoever started me is gone".
PR_SET_PDEATHSIG = 1


def limit(limits: dict[str, int]) -> None:
    """Binds this process and whatever it becomes. Several threads may each use the seconds that one may."""
    processor = limits["seconds"] * (os.cpu_count() or 1)
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["file_bytes"], limits["file_bytes"]))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits["open_files"], limits["open_files"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere the limit is unknown or not kept
        resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"], limits["memory_bytes"]))


def stay_with(starter: int) -> None:
    """Ends this process, whatever it becomes, when its starter is gone: a killed worker ends nobody itself.

    Elsewhere than on Linux nobody hears of that, and the limits alone end it.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != starter:  # gone before that was asked
        raise SystemExit("Nobody waits for this any more.")


if __name__ == "__main__":
    stay_with(int(sys.argv[2]))
    limit(json.loads(sys.argv[1]))
    os.execv(sys.argv[3], sys.argv[3:])  # noqa: S606 - no shell is wanted
