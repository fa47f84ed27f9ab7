"""Films: what a file is, and all that is made of it. Bytes in, bytes out."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from portfolio.renditions import containers, photographs, probing, transcoding
from portfolio.renditions.containers import Container
from portfolio.renditions.probing import INPUT, Facts
from portfolio.renditions.refusals import where_there_is_room
from portfolio.renditions.transcoding import Told, weight
from portfolio.renditions.workshops import workshop

# How films are made: another number where what is there is to be made anew.
RECIPE = 2

# Beyond a film's last picture its poster is sought in so many seconds before its end.
LAST_SECONDS = 1

__all__ = ["RECIPE", "Facts", "Told", "developed", "files", "inspect", "still", "weight"]


def inspect(stream: IO[bytes]) -> Facts:
    """The facts of a film whose first picture can be shown. Refuses with `FilmRefused`."""
    with _in_a_folder(stream) as (container, folder):
        return probing.look_at(container, folder)


@contextmanager
def developed(stream: IO[bytes], told: Told = lambda done: None) -> Iterator[tuple[dict[str, Any], Path]]:
    """The manifest of what was made, and the folder that holds its files until the block ends.

    From one decode: a ladder for streaming, an MP4 that plays while it loads, and a sheet of stills; never
    larger than the film, upright, without what the file told of its making. `told` hears how much is done,
    from 0 to 1; whoever raises in it stops the work. Refuses with `FilmRefused`, also where the disk is found
    full inside the block.
    """
    with _in_a_folder(stream) as (container, folder):
        yield transcoding.transcode(probing.look_at(container, folder), folder, told), folder


@contextmanager
def still(stream: IO[bytes], at: float | None = None) -> Iterator[IO[bytes]]:
    """The picture at second `at`, else one from the first tenth of the film, as a JPEG.

    At or beyond the end it is the last one. Refuses with `FilmRefused`.
    """
    with _in_a_folder(stream) as (container, folder):
        facts = probing.look_at(container, folder)
        if at is None:
            _take(container, folder, (facts.seconds or 0) / 10, ["-vf", "thumbnail=24"])
        elif not _take(container, folder, at, []):
            _take(container, folder, max((facts.seconds or 0) - LAST_SECONDS, 0), ["-update", "1"])
        with (folder / "still.jpg").open("rb") as jpeg:
            yield jpeg


def _take(container: Container, folder: Path, at: float, how: list[str]) -> bool:
    """Writes one picture, or the last of many; False where there is none so late."""
    start = ["-ss", f"{at:.3f}", *probing.opening(container), "-map", "0:V:0", *how]
    number = [] if "-update" in how else ["-frames:v", "1"]
    probing.require_success(probing.run([*start, *number, "-q:v", "2", "still.jpg"], folder, seconds=120))
    return (folder / "still.jpg").exists()


def files(manifest: dict[str, Any]) -> list[str]:
    """The names of a film's files: of its poster, of the film, of its captions and chapters."""
    video = transcoding.names(manifest["video"]) if "video" in manifest else []
    words = [name for part in ("captions", "chapters") for name in manifest.get(part, {}).values()]
    return [*photographs.files(manifest.get("poster", {})), *video, *words]


@contextmanager
def _in_a_folder(stream: IO[bytes]) -> Iterator[tuple[Container, Path]]:
    """What the film is, and a folder of its own in which it has a name of ours."""
    container = containers.recognise(stream)
    with where_there_is_room(), workshop() as folder:
        _bring(stream, folder / INPUT)
        yield container, folder


def _bring(stream: IO[bytes], path: Path) -> None:
    """Puts a film where ffmpeg finds it: linked where that can be, since films are large."""
    source = _path_of(stream)
    if source is None:
        stream.seek(0)
        with path.open("wb") as copy:
            shutil.copyfileobj(stream, copy, 1024**2)
        return
    try:
        os.link(source, path)
    except OSError:  # another disk, or no right to link
        path.symlink_to(source)


def _path_of(stream: IO[bytes]) -> Path | None:
    """Where a file lies on this machine; None where it is in memory or elsewhere."""
    try:
        known = stream.temporary_file_path() if hasattr(stream, "temporary_file_path") else stream.path  # type: ignore[attr-defined]
    except (AttributeError, NotImplementedError):
        return None
    return Path(known).resolve()
