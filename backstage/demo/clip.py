"""Films two short clips out of drawings: slow moves, cross-fades, a lamp, a slate, and sound that is made.

ffmpeg does it. Where there is none, the demo has no clips, and its films wait as posters.
"""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backstage.demo.pictures import Order, Pictures, order
from portfolio.renditions import ffmpeg

RATE = 24
SIZE = "1280x720"
# Larger than the clip, so that a move of less than a pixel still moves.
STAGE = "1920:1080"
CROSS_FADE = 1
CHORD_FADE = 2
LAMP_SECONDS = 3
PATIENCE_SECONDS = 600

# How a shot moves: how near it is, and where its left upper corner is, as `{p}` goes from 0 to 1.
MOVES = (
    ("1.02+0.14*{p}", "(iw-iw/zoom)/2", "(ih-ih/zoom)/2"),
    ("1.14", "(iw-iw/zoom)*{p}", "(ih-ih/zoom)*0.6"),
    ("1.18-0.14*{p}", "(iw-iw/zoom)/2", "(ih-ih/zoom)*0.7"),
    ("1.14", "(iw-iw/zoom)*(1-{p})", "(ih-ih/zoom)*0.5"),
)


class ClipFailed(Exception):
    """ffmpeg could not make a clip; the argument is what it said."""


@dataclass(frozen=True)
class Shot:
    """One drawing, and for how many seconds it is seen."""

    seed: str
    subject: str
    seconds: int


@dataclass(frozen=True)
class Clip:
    """What is filmed for the film called `film`: shots that fade into each other, over chords (in hertz)."""

    film: str
    shots: tuple[Shot, ...]
    chords: tuple[tuple[float, ...], ...]

    @property
    def seconds(self) -> int:
        """From its first picture to its last."""
        return sum(shot.seconds for shot in self.shots) - CROSS_FADE * (len(self.shots) - 1)


def clip(film: dict[str, Any]) -> Clip | None:
    """The clip of a film of the content, if it has one."""
    content = film.get("clip")
    if not content:
        return None
    shots = enumerate(content["shots"], start=1)
    return Clip(
        film["key"],
        tuple(Shot(f"{film['key']}-shot-{number}", row["subject"], row["seconds"]) for number, row in shots),
        tuple(map(tuple, content["chords"])),
    )


def orders(clip: Clip) -> list[Order]:
    """The drawings that it is filmed from; none where nobody can film."""
    wanted = clip.shots if ffmpeg.is_here() else ()
    return [order(shot.seed, "scene", shot.subject, {}) for shot in wanted]


def seed(film: str) -> str:
    """By which a film's clip is found among the pictures."""
    return f"{film}-clip"


def captions(film: dict[str, Any], language: str) -> str:
    """A clip's captions in that language, as WebVTT."""
    lines = [
        f"{_time(row['from'])} --> {_time(row['to'])}\n{row['words'][language]}"
        for row in film["clip"]["captions"]
    ]
    return "\n\n".join(["WEBVTT", *lines]) + "\n"


@contextmanager
def filmed(clips: list[Clip], pictures: Pictures, watch: Callable[..., Iterable[Any]]) -> Iterator[Pictures]:
    """The files of all clips by their seeds, until the block ends; none without ffmpeg."""
    wanted = clips if ffmpeg.is_here() else []
    with tempfile.TemporaryDirectory(prefix="backstage-demo-") as name:
        folder = Path(name)
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
            jobs = [pool.submit(shoot, clip, pictures, folder) for clip in wanted]
            for job in watch(as_completed(jobs), total=len(jobs)):
                job.result()
        yield {seed(clip.film): folder / f"{seed(clip.film)}.mp4" for clip in wanted}


def shoot(clip: Clip, pictures: Pictures, folder: Path) -> None:
    """Films one clip into `folder`. Refuses with `ClipFailed`."""
    drawings = [part for shot in clip.shots for part in ("-i", str(pictures[shot.seed]))]
    graph = ";".join([*_picture(clip), *_sound(clip)])
    done = ffmpeg.run(
        [
            *(
                "-loglevel",
                "error",
                *drawings,
                "-filter_complex",
                graph,
                "-map",
                "[picture]",
                "-map",
                "[sound]",
            ),
            *("-t", str(clip.seconds), "-c:v", "libx264", "-preset", "ultrafast", "-crf", "19"),
            *("-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "192k", f"{seed(clip.film)}.mp4"),
        ],
        folder=folder,
        seconds=PATIENCE_SECONDS,
    )
    if done.status:
        raise ClipFailed(done.err)


def _picture(clip: Clip) -> Iterator[str]:
    """Each drawing in motion, faded into the next, then what happens to the whole."""
    for number, shot in enumerate(clip.shots):
        yield f"[{number}:v]{_move(number, shot)}[shot{number}]"
    before, start = "shot0", 0
    for number in range(1, len(clip.shots)):
        start += clip.shots[number - 1].seconds - CROSS_FADE
        yield f"[{before}][shot{number}]xfade=duration={CROSS_FADE}:offset={start}[cut{number}]"
        before = f"cut{number}"
    yield f"[{before}]{_light(clip.seconds)}[picture]"


def _move(number: int, shot: Shot) -> str:
    """One still drawing as a moving shot."""
    frames = shot.seconds * RATE
    zoom, x, y = (part.format(p=f"(on/{frames})") for part in MOVES[number % len(MOVES)])
    return (
        f"crop=iw:iw*9/16,scale={STAGE},gblur=2,"
        f"zoompan=z='{zoom}':x='{x}':y='{y}':d={frames}:s={SIZE}:fps={RATE},setsar=1,format=yuv420p"
    )


def _light(seconds: int) -> str:
    """A lamp that takes a while to burn, the flash of a slate; out of the dark and back into it.

    Light that moved all along would cost twice the time: no part of a picture could be taken from the last.
    """
    flicker = f"(0.03*sin(17*t)+0.02*sin(41*t+1))*(1-t/{LAMP_SECONDS})"
    flash = "0.35*between(t,2,2.09)"
    return (
        f"eq=brightness='{flicker}+{flash}':eval=frame:enable='lt(t,{LAMP_SECONDS})',"
        f"fade=in:d=0.8,fade=out:st={seconds - 1.5}:d=1.5"
    )


def _sound(clip: Clip) -> Iterator[str]:
    """Chords that breathe, a heart far below, the hum of a room."""
    number, total = len(clip.chords), clip.seconds
    length = (total + CHORD_FADE * (number - 1)) / number
    for place, chord in enumerate(clip.chords):
        yield f"aevalsrc='{_chord(chord, 0)}|{_chord(chord, 0.4)}':s=48000:d={length:.3f}[chord{place}]"
    before = "chord0"
    for place in range(1, number):
        yield f"[{before}][chord{place}]acrossfade=d={CHORD_FADE}[pad{place}]"
        before = f"pad{place}"
    beat = "0.2*exp(-7*mod(t,1.5))*sin(2*PI*58*t)+0.1*exp(-9*mod(t+1.2,1.5))*sin(2*PI*58*t)"
    yield f"aevalsrc='{beat}|{beat}':s=48000:d={total}[beat]"
    yield f"anoisesrc=color=brown:amplitude=0.035:d={total}:r=48000,aformat=channel_layouts=stereo[room]"
    yield f"sine=f=50:d={total}:r=48000,volume=0.12,aformat=channel_layouts=stereo[hum]"
    yield (
        f"[{before}][beat][room][hum]amix=inputs=4:normalize=0,lowpass=f=2800,"
        f"aecho=0.8:0.6:190|310:0.22|0.14,afade=d=2.5,afade=t=out:st={total - 3}:d=3[sound]"
    )


def _chord(tones: Iterable[float], detuned: float) -> str:
    """A chord as one side hears it: each tone swells at its own pace, and an octave floats above it."""
    return "+".join(
        f"0.05*(0.7+0.3*sin({0.7 + 0.2 * place:.1f}*t))*"
        f"(sin(2*PI*{tone + detuned:.2f}*t)+0.25*sin(4*PI*{tone - detuned:.2f}*t))"
        for place, tone in enumerate(tones)
    )


def _time(seconds: float) -> str:
    return f"00:00:{seconds:06.3f}"
