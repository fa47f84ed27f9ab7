"""Films: what a file is, and all that is made of it. Bytes in, bytes out."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from portfolio.renditions import containers, photographs, probing, transcoding
from portfolio.renditions.containers import Container
from portfolio.renditions.probing import INPUT, Facts
from portfolio.renditions.refusals import FilmRefused, where_there_is_room
from portfolio.renditions.transcoding import Told, weight
from portfolio.renditions.workshops import workshop

# How films are made: another number where what is there is to be made anew.
RECIPE = 3

STILL = "still.jpg"
# Which of the pictures that ffmpeg reads is written.
WHOLE = "yadif=deint=interlaced"
FIRST, LAST = ("-vf", WHOLE, "-frames:v", "1"), ("-vf", WHOLE, "-update", "1")
FAIREST = ("-vf", f"{WHOLE},thumbnail=24", "-frames:v", "1")
# The last picture is sought in so many seconds before the end.
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
        length = probing.look_at(container, folder).seconds or 0
        which = FAIREST if at is None else FIRST
        if not _take(container, folder, length / 10 if at is None else at, which):
            _take_last(container, folder, length)
        if not (folder / STILL).exists():
            raise FilmRefused("damaged")
        with (folder / STILL).open("rb") as jpeg:
            yield jpeg


def _take_last(container: Container, folder: Path, length: float) -> None:
    """The last picture: near the end, or where the sound goes on for longer than the picture, before that."""
    if not _take(container, folder, max(length - LAST_SECONDS, 0), LAST):
        _take(container, folder, 0, LAST, reading=("-skip_frame", "nokey"))


def _take(
    container: Container, folder: Path, at: float, which: Sequence[str], *, reading: Sequence[str] = ()
) -> bool:
    """Writes one of the pictures from second `at` on; False where there is none so late."""
    start = [*reading, "-ss", f"{at:.3f}", *probing.opening(container), "-map", "0:V:0"]
    probing.require_success(probing.run([*start, *which, "-q:v", "2", STILL], folder, seconds=120))
    return (folder / STILL).exists()


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
