"""What a film's file says of itself, and the arguments that open it as what it is and nothing else."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from portfolio.renditions import cage, ffmpeg
from portfolio.renditions.containers import Container
from portfolio.renditions.refusals import FilmRefused

INPUT = "input"
LONGEST_SECONDS = 2 * 60 * 60
WIDEST = 4096

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

# ffmpeg's own lines begin in these columns; what a file says of itself stands further right.
DURATION = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)", re.MULTILINE)
PICTURE = re.compile(r"^  Stream #0:\d+.*?: Video: (\w+)(.*)", re.MULTILINE)
SOUND = re.compile(r"^  Stream #0:\d+.*?: Audio: (\w+)", re.MULTILINE)
SIZE = re.compile(r", (\d+)x(\d+)")
SHAPE = re.compile(r"SAR (\d+):(\d+)")
START = re.compile(r"^  Duration: [^,\n]+, start: (\d+\.\d+)", re.MULTILINE)
# The finest step between pictures, whatever their number a second is in the end; thousands with a k.
RATE = re.compile(r", (\d+(?:\.\d+)?)(k?) tbr")
FIELDS = re.compile(r"(?:top|bottom) (?:coded )?first")
# What the file says of itself stands before this line; what came out of it, behind.
MAPPING = "\nStream mapping:"
# How ffmpeg says what is not the film's fault.
NO_ROOM, NO_MEMORY = "No space left on device", "Cannot allocate memory"


@dataclass(frozen=True)
class Facts:
    """What a film's file says of itself. Seconds may be unknown.

    Width and height are upright, and of square pixels. `rate` is how often a second a picture may begin, if
    the file knows that; interlaced pictures come in halves.
    """

    container: Container
    width: int
    height: int
    seconds: float | None
    has_sound: bool
    rate: float | None = None
    is_interlaced: bool = False

    @property
    def ending(self) -> str:
        """The ending that goes with what it really is, whatever its name said."""
        return self.container.ending


def opening(container: Container) -> list[str]:
    """The arguments that open the input as what it is, and nothing else besides."""
    return [
        *("-protocol_whitelist", "file", "-format_whitelist", container.demuxer),
        *("-codec_whitelist", ",".join(DECODERS)),
        *("-threads", str(ffmpeg.THREADS), "-f", container.demuxer, "-i", INPUT),
    ]


def run(
    arguments: list[str], folder: Path, *, seconds: int, told: Callable[[str], None] | None = None
) -> cage.Done:
    """How ffmpeg ended in `folder`; `told` hears each line of its first output while it works.

    Refuses with `FilmRefused` where there is no ffmpeg, or it took longer than `seconds`.
    """
    try:
        return ffmpeg.run(arguments, folder=folder, seconds=seconds, told=told)
    except ffmpeg.NoFfmpeg as problem:
        raise FilmRefused("no_ffmpeg") from problem
    except cage.LimitReached as problem:
        raise FilmRefused("too_slow") from problem
    except cage.CageError as problem:
        raise FilmRefused("damaged") from problem


def require_success(done: cage.Done) -> None:
    """Refuses with `FilmRefused` what ffmpeg could not read to its end, or had no room or memory for."""
    if not done.status:
        return
    if NO_ROOM in done.err:
        raise FilmRefused("no_room")
    raise FilmRefused("too_slow" if NO_MEMORY in done.err else "damaged")


def look_at(container: Container, folder: Path) -> Facts:
    """Decodes one picture, and reads what ffmpeg says of the file meanwhile. Refuses with `FilmRefused`."""
    one = ["-map", "0:V:0", "-map", "0:a:0?", "-frames:v", "1", "-t", "1", "-f", "null", "-"]
    done = run([*opening(container), *one], folder, seconds=60)
    said, _mapping, came = done.err.partition(MAPPING)
    picture = _usable_picture(said)
    require_success(done)
    width, height = _size_shown(came)
    seconds = _seconds(said, container)
    if max(width, height) > WIDEST:
        raise FilmRefused("too_wide")
    if (seconds or 0) > LONGEST_SECONDS:
        raise FilmRefused("too_long")
    return Facts(
        container,
        width,
        height,
        seconds,
        has_sound=SOUND.search(said) is not None,
        rate=_rate(picture),
        is_interlaced=FIELDS.search(picture) is not None,
    )


def _usable_picture(said: str) -> str:
    """What is said of the one picture. Refuses none, several, what we cannot decode or most screens show."""
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
    return pictures[0][2]


def _size_shown(came: str) -> tuple[int, int]:
    """Width and height of the picture that came out: turned as its camera meant it, in square pixels."""
    picture = PICTURE.search(came)
    size = SIZE.search(picture[2]) if picture else None
    if picture is None or size is None:
        raise FilmRefused("damaged")
    shape = SHAPE.search(picture[2])
    across = int(shape[1]) / int(shape[2]) if shape and int(shape[2]) else 1
    return max(round(int(size[1]) * across), 1), int(size[2])


def _rate(picture: str) -> float | None:
    found = RATE.search(picture)
    return float(found[1]) * (1000 if found[2] else 1) if found else None


def _seconds(said: str, container: Container) -> float | None:
    found = DURATION.search(said)
    if found is None:
        return None
    seconds = int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3])
    # Matroska counts from zero, even where the film begins later.
    start = START.search(said) if container.demuxer == "matroska" else None
    return round(seconds - min(float(start[1]), seconds), 3) if start else seconds
