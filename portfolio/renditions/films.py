"""Films: what a file is, and the one rendition that plays everywhere. Bytes in, bytes out.

A ladder for streaming would be a second function beside `developed`, from the same folder.
"""

import hashlib
import json
import math
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from portfolio.renditions import cage, containers, ffmpeg, photographs
from portfolio.renditions.containers import Container
from portfolio.renditions.refusals import FilmRefused

INPUT = "input"
LONGEST_SECONDS = 2 * 60 * 60
WIDEST = 4096
SHORT_SIDE = 720
FASTEST = 60  # pictures a second; up to here a film keeps its own number
KEY_FRAME_SECONDS = 2
# A rendition that differs more from its source in length has lost something.
TOLERANCE_SECONDS = 0.5

PICTURE_CODECS = ("h264", "hevc", "prores", "dnxhd", "mpeg4", "vp8", "vp9", "av1")
SOUND_CODECS = ("aac", "mp3", "opus", "vorbis", "flac", "alac", "ac3", "eac3")
PCM = tuple(f"pcm_{kind}" for kind in ("u8", "s16le", "s16be", "s24le", "s24be", "s32le", "s32be", "f32le"))
# The same, by the names of what decodes them.
DECODERS = (
    *PICTURE_CODECS,
    *SOUND_CODECS,
    *PCM,
    "mp3float",
    "libdav1d",
    "libaom-av1",
    "libopus",
    "libvorbis",
)
HDR = ("smpte2084", "arib-std-b67")

# Loudness: programme and true peak, as streaming services have it (EBU R 128's measure).
LOUDNESS, PEAK, RANGE, SILENCE = -16, -1.5, 11, -70
STEREO = "aformat=sample_rates=48000:channel_layouts=stereo"

# ffmpeg's own lines begin in these columns; what a file says of itself stands further right.
DURATION = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)", re.MULTILINE)
PICTURE = re.compile(r"^  Stream #0:\d+.*?: Video: (\w+)(.*)", re.MULTILINE)
SOUND = re.compile(r"^  Stream #0:\d+.*?: Audio: (\w+)", re.MULTILINE)
SIZE = re.compile(r", (\d+)x(\d+)")
OUTPUT = "\nOutput #0"


@dataclass(frozen=True)
class Facts:
    """What a film's file says of itself. Width and height are upright; seconds may be unknown."""

    container: Container
    width: int
    height: int
    seconds: float | None
    has_sound: bool

    @property
    def ending(self) -> str:
        """The ending that goes with what it really is, whatever its name said."""
        return self.container.ending


def inspect(stream: IO[bytes]) -> Facts:
    """The facts of a film whose first picture can be shown. Refuses with `FilmRefused`."""
    with _in_a_folder(stream) as (container, folder):
        return _look_at(container, folder)


@contextmanager
def developed(stream: IO[bytes]) -> Iterator[tuple[dict[str, Any], Path]]:
    """The manifest of the rendition, and the folder that holds it until the block ends.

    One MP4 that plays while it loads: never larger than the film, upright, without what the file told of its
    making. Refuses with `FilmRefused`.
    """
    with _in_a_folder(stream) as (container, folder):
        yield _transcode(_look_at(container, folder), folder), folder


@contextmanager
def still(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """A picture from the first tenth of the film, as a JPEG. Refuses with `FilmRefused`."""
    with _in_a_folder(stream) as (container, folder):
        facts = _look_at(container, folder)
        start = ["-ss", f"{(facts.seconds or 0) / 10:.3f}", *_input(container)]
        picture = ["-map", "0:V:0", "-vf", "thumbnail=24", "-frames:v", "1", "-q:v", "2", "still.jpg"]
        _require_success(_run([*start, *picture], folder, seconds=120))
        with (folder / "still.jpg").open("rb") as jpeg:
            yield jpeg


def files(manifest: dict[str, Any]) -> list[str]:
    """The names of a film's files: of its poster, of the film, of its captions."""
    video = [manifest["video"]["mp4"]] if "video" in manifest else []
    return [*photographs.files(manifest.get("poster", {})), *video, *manifest.get("captions", {}).values()]


@contextmanager
def _in_a_folder(stream: IO[bytes]) -> Iterator[tuple[Container, Path]]:
    """What the film is, and a folder of its own in which it has a name of ours."""
    container = containers.recognise(stream)
    with tempfile.TemporaryDirectory(prefix="backstage-") as name:
        _bring(stream, Path(name) / INPUT)
        yield container, Path(name)


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


def _input(container: Container) -> list[str]:
    """The arguments that open the input as what it is, and nothing else besides."""
    return [
        *("-protocol_whitelist", "file", "-format_whitelist", container.demuxer),
        *("-codec_whitelist", ",".join(DECODERS)),
        *("-threads", str(ffmpeg.THREADS), "-f", container.demuxer, "-i", INPUT),
    ]


def _run(arguments: list[str], folder: Path, *, seconds: int) -> cage.Done:
    try:
        return ffmpeg.run(arguments, folder=folder, seconds=seconds)
    except ffmpeg.NoFfmpeg as problem:
        raise FilmRefused("no_ffmpeg") from problem
    except cage.CageError as problem:
        raise FilmRefused("damaged") from problem


def _require_success(done: cage.Done) -> None:
    if done.status:
        raise FilmRefused("damaged")


def _look_at(container: Container, folder: Path) -> Facts:
    """Decodes one picture, and reads what ffmpeg says of the file meanwhile."""
    one = ["-map", "0:V:0", "-map", "0:a:0?", "-frames:v", "1", "-t", "1", "-f", "null", "-"]
    done = _run([*_input(container), *one], folder, seconds=60)
    _require_usable(done.err.partition(OUTPUT)[0])
    _require_success(done)
    width, height = _size_shown(done.err)
    seconds = _seconds(done.err)
    if max(width, height) > WIDEST:
        raise FilmRefused("too_wide")
    if (seconds or 0) > LONGEST_SECONDS:
        raise FilmRefused("too_long")
    return Facts(container, width, height, seconds, SOUND.search(done.err) is not None)


def _require_usable(said: str) -> None:
    """Refuses what has no picture or several, what we cannot decode, and what most screens cannot show."""
    pictures = [found for found in PICTURE.finditer(said) if "(attached pic)" not in found[2]]
    sound = SOUND.search(said)
    if not pictures:
        raise FilmRefused("no_picture" if sound else "damaged")
    if len(pictures) > 1:
        raise FilmRefused("several_pictures")
    if pictures[0][1] not in PICTURE_CODECS or (sound and sound[1] not in (*SOUND_CODECS, *PCM)):
        raise FilmRefused("codec")
    if any(transfer in pictures[0][2] for transfer in HDR):
        raise FilmRefused("hdr")


def _size_shown(said: str) -> tuple[int, int]:
    """Width and height of the picture that came out: turned as its camera meant it."""
    picture = PICTURE.search(said.partition(OUTPUT)[2])
    size = SIZE.search(picture[2]) if picture else None
    if size is None:
        raise FilmRefused("damaged")
    return int(size[1]), int(size[2])


def _seconds(said: str) -> float | None:
    found = DURATION.search(said)
    if found is None:
        return None
    return int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3])


def _transcode(facts: Facts, folder: Path) -> dict[str, Any]:
    """Writes the rendition under its final name; answers its manifest once it was looked at."""
    patience = 300 + 15 * math.ceil(facts.seconds or LONGEST_SECONDS)
    sound = _sound(facts, folder, patience)
    _require_success(_run(_orders(facts, sound), folder, seconds=patience))
    made = _checked(facts, folder)
    with (folder / "made.mp4").open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()[:16]
    path = (folder / "made.mp4").rename(folder / f"{min(made.width, made.height)}-{digest}.mp4")
    size = {"width": made.width, "height": made.height, "seconds": made.seconds}
    return {"mp4": path.name, **size, "bytes": path.stat().st_size}


def _orders(facts: Facts, sound: list[str]) -> list[str]:
    """All that ffmpeg is told."""
    return [
        *("-loglevel", "error", "-xerror", *_input(facts.container)),
        *("-map", "0:V:0", "-map", "0:a:0?", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"),
        *("-vf", _scaling(), "-fpsmax", str(FASTEST), "-threads", str(ffmpeg.THREADS)),
        *("-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-pix_fmt", "yuv420p"),
        *("-crf", "21", "-maxrate", "4M", "-bufsize", "8M"),
        *("-force_key_frames", f"expr:gte(t,n_forced*{KEY_FRAME_SECONDS})"),
        *sound,
        *("-movflags", "+faststart", "-f", "mp4", "made.mp4"),
    ]


def _scaling() -> str:
    """Square pixels, the short side at most `SHORT_SIDE`, both sides even."""
    lying = "gte(iw,ih)"
    width = f"if({lying},-2,trunc(min({SHORT_SIDE},iw)/2)*2)"
    height = f"if({lying},trunc(min({SHORT_SIDE},ih)/2)*2,-2)"
    return f"scale=w='iw*sar':h=ih,setsar=1,scale=w='{width}':h='{height}':out_range=tv,format=yuv420p"


def _sound(facts: Facts, folder: Path, patience: int) -> list[str]:
    """How the sound is encoded, brought to one loudness unless it is silence; nothing where there is none."""
    if not facts.has_sound:
        return ["-an"]
    level = _levelling(_loudness(facts, folder, patience))
    return ["-af", ",".join([STEREO, *level]), "-c:a", "aac", "-b:a", "160k", "-ar", "48000", "-ac", "2"]


def _loudness(facts: Facts, folder: Path, patience: int) -> dict[str, float]:
    """What the whole of the sound measures, so that the second pass turns one knob and compresses nothing."""
    measure = f"{STEREO},loudnorm=I={LOUDNESS}:TP={PEAK}:LRA={RANGE}:print_format=json"
    done = _run(
        [*_input(facts.container), "-map", "0:a:0", "-af", measure, "-f", "null", "-"],
        folder,
        seconds=patience,
    )
    _require_success(done)
    found = re.findall(r"\{[^{}]*\}", done.err)
    if not found:
        raise FilmRefused("damaged")
    return {name: float(value) for name, value in json.loads(found[-1]).items() if name.startswith("input")}


def _levelling(measured: dict[str, float]) -> list[str]:
    """The filters that bring it to our loudness; none for silence, which has no loudness."""
    if measured["input_i"] <= SILENCE:
        return []
    known = {
        "I": measured["input_i"],
        "TP": measured["input_tp"],
        "LRA": measured["input_lra"],
        "thresh": measured["input_thresh"],
    }
    words = ":".join(
        f"measured_{name}={min(max(value, -99), 0 if name == 'I' else 99)}" for name, value in known.items()
    )
    return [f"loudnorm=I={LOUDNESS}:TP={PEAK}:LRA={RANGE}:linear=true:{words}", "aresample=48000"]


def _checked(facts: Facts, folder: Path) -> Facts:
    """What was made, looked at as if it were a stranger's. Refuses what lost a part of the film."""
    check = folder / "check"
    check.mkdir()
    _bring_made(folder / "made.mp4", check / INPUT)
    made = _look_at(Container("mov", ".mp4"), check)
    if made.seconds is None or abs(made.seconds - (facts.seconds or made.seconds)) > TOLERANCE_SECONDS:
        raise FilmRefused("damaged")
    return made


def _bring_made(made: Path, path: Path) -> None:
    path.hardlink_to(made)
