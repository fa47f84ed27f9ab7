"""Binds itself with limits and becomes another program. Runs in the cage: it imports nothing of ours.

Its arguments are the limits, as JSON, and the program with its own arguments. A fork hook that did the same
would be unsafe in a threaded server.
"""

import json
import os
import resource
import sys


def limit(limits: dict[str, int]) -> None:
    """Binds this process and whatever it becomes. Several threads may each use the seconds that one may."""
    processor = limits["seconds"] * (os.cpu_count() or 1)
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["file_bytes"], limits["file_bytes"]))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits["open_files"], limits["open_files"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere the limit is unknown or not kept
        resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"], limits["memory_bytes"]))


if __name__ == "__main__":
    limit(json.loads(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 - no shell is wanted
