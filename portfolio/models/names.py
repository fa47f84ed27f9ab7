"""Names of files in the vault. Ours alone: no word that a person typed enters a path."""

import secrets
from pathlib import PurePosixPath
from typing import Any

PAPERS = "papers"
LONGEST_ENDING = 6  # with its dot: ".jpeg", ".tiff"


def random_asset() -> str:
    """128 random bits: the folder of one work's files."""
    return secrets.token_hex(16)


def original_name(work: Any, filename: str) -> str:
    """Where the original of a photo lies: `<asset>/original.jpg`."""
    return f"{work.asset}/original{_ending(filename)}"


def source_name(work: Any, filename: str) -> str:
    """Where the source of a film lies."""
    return f"{work.asset}/source{_ending(filename)}"


def poster_name(work: Any, filename: str) -> str:
    """Where the poster of a film lies."""
    return f"{work.asset}/poster{_ending(filename)}"


def captions_name(track: Any, filename: str) -> str:
    """Where a film's captions in one language lie."""
    return f"{track.film.asset}/captions-{track.language}{_ending(filename)}"


def document_name(row: Any, filename: str) -> str:
    """Where a signed paper lies: a folder of its own, named at random."""
    return f"{PAPERS}/{random_asset()}{_ending(filename)}"


def _ending(filename: str) -> str:
    suffix = PurePosixPath(filename).suffix.lower()
    return suffix if suffix[1:].isalnum() and len(suffix) <= LONGEST_ENDING else ""
