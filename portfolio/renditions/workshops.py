"""Working folders: each is held by the process that works in it, so that one that was left is known at once.

Copies of originals lie in them, and gigabytes. A killed process cleans nothing; the lock is the operating
system's, and goes with the process however that one ends.
"""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "backstage-"
MARK = "held"


@contextmanager
def workshop() -> Iterator[Path]:
    """A folder of its own in the system's temporary one; it goes with the block."""
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name, (Path(name) / "mark").open("w") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        (Path(name) / "mark").rename(Path(name) / MARK)  # held before anybody could ask
        yield Path(name)


def all_there() -> list[Path]:
    """Every working folder here, whoever has it."""
    return [path for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*") if path.is_dir()]


def is_held(folder: Path) -> bool | None:
    """Whether a process works in it; None where nobody knows, because it was made in another way."""
    try:
        with (folder / MARK).open() as mark:
            fcntl.flock(mark, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # no mark, gone meanwhile, or somebody else's
        return None
    return False


def clear() -> None:
    """Deletes the folders that killed processes left."""
    for folder in all_there():
        if is_held(folder) is False:
            shutil.rmtree(folder, ignore_errors=True)
