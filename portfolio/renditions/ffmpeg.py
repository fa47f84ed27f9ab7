"""Finds ffmpeg and runs it in the cage. Without one, films wait and all else works."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from portfolio.renditions import cage

try:
    from imageio_ffmpeg import get_ffmpeg_exe
except ImportError:  # where the machine has an ffmpeg of its own
    get_ffmpeg_exe = None

# Address space, not memory: each thread reserves far more than it uses. A 4K film takes about 1.5 GB.
MEMORY_BYTES = 8 * 1024**3
# Two hours at the rate of our renditions, with room.
FILE_BYTES = 6 * 1024**3
THREADS = min(os.cpu_count() or 1, 8)


class NoFfmpeg(Exception):
    """There is no ffmpeg here."""

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return _("Films need ffmpeg, which is not installed here. Ask whoever runs the site to install it.")


def program() -> str:
    """The path of ffmpeg: the machine's, else the one that a Python package brought.

    Refuses with `NoFfmpeg`.
    """
    found = shutil.which("ffmpeg") or _packaged()
    if not found:
        raise NoFfmpeg
    return found


def is_here() -> bool:
    """Whether films can be made."""
    try:
        program()
    except NoFfmpeg:
        return False
    return True


def run(
    arguments: list[str], *, folder: Path, seconds: int, told: Callable[[str], None] | None = None
) -> cage.Done:
    """How ffmpeg ended in `folder`, given so many seconds of clock. It overwrites, and never asks.

    `told` hears each line of its first output while it works.

    Refuses with `NoFfmpeg`, and with `cage.CageError` where it took too long.
    """
    limits = cage.Limits(seconds=seconds, memory_bytes=MEMORY_BYTES, file_bytes=FILE_BYTES, open_files=128)
    command = [program(), "-hide_banner", "-nostdin", "-nostats", "-y", *arguments]
    return cage.run_program(command, limits=limits, folder=folder, told=told)


def _packaged() -> str | None:
    """The package's own, if it is installed and there is one for this machine."""
    try:
        return get_ffmpeg_exe() if get_ffmpeg_exe else None
    except RuntimeError:
        return None
