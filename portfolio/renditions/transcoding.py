"""All that is made of a film's picture and sound, from one decode: the rungs, the MP4, the sheet of stills.

ffmpeg writes into the folder; what it wrote is looked at as if it were a stranger's before it gets its name.
"""

import hashlib
import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from portfolio.renditions import ffmpeg, playlists, probing
from portfolio.renditions.containers import Container
from portfolio.renditions.playlists import Rung
from portfolio.renditions.probing import Facts
from portfolio.renditions.refusals import FilmRefused

# The short side of each rung, and the most that a second of it weighs.
RATES = {1080: "4500k", 720: "2500k", 480: "1100k"}
LOWEST_RATE = "900k"
# The film that plays everywhere, for browsers that know no playlists, is the highest rung up to this.
PLAIN = 720
# Pictures a second; between these a film keeps its own number. Where pictures stand longer, ffmpeg's segments
# begin before the first one, and the sound comes before it.
FASTEST, SLOWEST = 60, 10
# A key frame every two seconds, and one after the first: on a slow line that is what is waited for.
KEY_FRAME_SECONDS = 2
KEY_FRAMES = f"expr:gte(t,if(lt(n_forced,2),n_forced,(n_forced-1)*{KEY_FRAME_SECONDS}))"
# A rendition that differs more from its source in length has lost something.
TOLERANCE_SECONDS = 0.5

# The sheet of stills: so many at most, one every so many seconds at least, and their width.
STILLS_ACROSS, STILLS_DOWN, STILL_EVERY, STILL_WIDTH = 10, 10, 1, 160

STILLS = "still-%04d.jpg"

# When each packet of picture and sound begins, and how long it lasts.
MOMENTS = "moments"
UNIT = re.compile(r"#tb (\d): (\d+)/(\d+)")
PACKET = re.compile(r"(\d), +-?\d+, +(-?\d+), +(\d+),")

# Loudness: programme and true peak, as streaming services have it (EBU R 128's measure).
LOUDNESS, PEAK, RANGE, SILENCE = -16, -1.5, 11, -70
STEREO = "aformat=sample_rates=48000:channel_layouts=stereo"

# Lines of key and value on the first output, so often that whoever stops the work is heard soon.
PROGRESS = ("-progress", "pipe:1", "-stats_period", "1")

# Is told how much is done: 0 to 1. Whoever raises in it stops the work.
Told = Callable[[float], None]


@dataclass(frozen=True)
class Plan:
    """What is made of a film: the short sides, the filters of its sound, the seconds between two stills.

    Its last picture stands for `longer` seconds more, where the sound goes on.
    """

    facts: Facts
    sides: list[int]
    levelling: list[str]
    every: float | None
    longer: float = 0

    @property
    def plain(self) -> int:
        """Which of `sides` the MP4 is."""
        return next(number for number, side in enumerate(self.sides) if side <= PLAIN)


def transcode(facts: Facts, folder: Path, told: Told) -> dict[str, Any]:
    """Writes everything under its final name; answers the manifest.

    Refuses with `FilmRefused` what cannot be decoded to its end.
    """
    patience = 300 + 15 * math.ceil(facts.seconds or probing.LONGEST_SECONDS)
    levelling = _levelling(_loudness(facts, folder, patience, told)) if facts.has_sound else []
    longer = _longer(folder / MOMENTS) if facts.has_sound else 0
    plan = Plan(facts, _sides(facts), levelling, _every(facts), longer)
    probing.require_success(_run(plan, folder, patience, told))
    rungs = [_checked(plan, folder, number, told) for number in range(len(plan.sides))]
    joined = playlists.joined([rung.segments for rung in rungs])
    rungs = [replace(rung, segments=segments) for rung, segments in zip(rungs, joined, strict=True)]
    made = _plain(plan, folder, told) | {"hls": _ladder(plan, folder, rungs)}
    return made | ({"stills": _stills(plan, folder)} if plan.every else {})


def names(video: dict[str, Any]) -> list[str]:
    """The files of a film: the MP4; its ladder and its stills, where it has them."""
    hls, stills = video.get("hls", {}), video.get("stills", {})
    found = [video["mp4"], *([stills["name"]] if stills else []), *([hls["master"]] if hls else [])]
    return found + [name for rung in hls.get("rungs", []) for name in (rung["playlist"], rung["media"])]


def weight(seconds: float) -> int:
    """The most bytes that is made of a film of so many seconds."""
    rates = [*RATES.values(), RATES[PLAIN], LOWEST_RATE]  # the last for the sound of all, and more
    return math.ceil(seconds * sum(int(rate[:-1]) for rate in rates) * 1000 / 8)


def _sides(facts: Facts) -> list[int]:
    """The rungs that the film is large enough for; its own size where it is smaller than all."""
    short = min(facts.width, facts.height)
    return [side for side in RATES if side <= short] or [max(short // 2 * 2, 2)]


def _every(facts: Facts) -> float | None:
    """How many seconds lie between two stills; None where nobody knows how long the film is."""
    if not facts.seconds:
        return None
    return max(facts.seconds / (STILLS_ACROSS * STILLS_DOWN), min(STILL_EVERY, facts.seconds / 2))


def _run(plan: Plan, folder: Path, patience: int, told: Told) -> Any:
    """The one decode. How much of it is done is read from what ffmpeg says of its progress."""
    length = plan.facts.seconds or 0

    def heard(line: str) -> None:
        key, _equals, value = line.partition("=")
        if key == "out_time_us":  # of a film of unknown length nothing is known but that it is being made
            known = length and value.strip().lstrip("-").isdigit()
            told(min(max(int(value) / 1_000_000 / length, 0), 1) if known else 0)

    return probing.run(_orders(plan), folder, seconds=patience, told=heard)


def _orders(plan: Plan) -> list[str]:
    """All that ffmpeg is told: one input, the rungs as one stream each, and the sheet of stills."""
    mapped, streams = [], []
    for number, side in enumerate(plan.sides):
        sound = ["-map", f"[a{number}]"] if plan.facts.has_sound else []
        mapped += ["-map", f"[v{number}]", *sound]
        heard = f",a:{number}" if sound else ""
        streams.append(f"v:{number}{heard},name:{side}")
    return [
        *("-loglevel", "error", "-xerror", *PROGRESS),
        *probing.opening(plan.facts.container),
        *("-filter_complex", _graph(plan)),
        *mapped,
        *("-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-fpsmax", str(FASTEST)),
        *("-threads", str(ffmpeg.THREADS), "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high"),
        *("-pix_fmt", "yuv420p", "-crf", "21", *_rates(plan)),
        # No others: the rungs would be cut at moments of their own.
        *("-force_key_frames", KEY_FRAMES, "-sc_threshold", "0"),
        *("-c:a", "aac", "-b:a", "160k", "-ar", "48000", "-ac", "2"),
        *("-f", "hls", "-hls_time", "1", "-hls_playlist_type", "vod"),
        *("-hls_segment_type", "fmp4", "-hls_flags", "single_file", "-master_pl_name", "master"),
        *("-var_stream_map", " ".join(streams), "-hls_segment_filename", "rung-%v.m4s", "rung-%v.m3u8"),
        *(["-map", "[stills]", "-q:v", "3", "-f", "image2", STILLS] if plan.every else []),
    ]


def _graph(plan: Plan) -> str:
    """Square pixels once; then a copy for each rung, scaled to its short side, and one for the stills."""
    copies = [f"[c{number}]" for number in range(len(plan.sides))]
    outputs = [*copies, *(["[s]"] if plan.every else [])]
    graph = [f"[0:V:0]{','.join(_whole(plan))},split={len(outputs)}{''.join(outputs)}"]
    # Shown again after it was scaled, for that is what takes long.
    often = f",fps={SLOWEST}:eof_action=pass" if (plan.facts.rate or SLOWEST) < SLOWEST else ""
    graph += [f"[c{number}]{_scaling(side)}{often}[v{number}]" for number, side in enumerate(plan.sides)]
    if plan.every:
        # Rounded up, the first still is there with the second picture: ffmpeg says nothing of its progress
        # before all of its outputs have begun, and nobody could stop it.
        steps = f"fps=1/{plan.every:.6f}:round=up"
        graph.append(f"[s]{steps},scale={STILL_WIDTH}:-2:out_range=pc[stills]")
    if plan.facts.has_sound:
        heard = "".join(f"[a{number}]" for number in range(len(plan.sides)))
        # A sound that begins later, or pauses, is silence until then: segments would have it at once.
        sound = [STEREO, "aresample=async=1:first_pts=0", *plan.levelling]
        graph.append(f"[0:a:0]{','.join(sound)},asplit={len(plan.sides)}{heard}")
    return ";".join(graph)


def _whole(plan: Plan) -> list[str]:
    """The filters for all pictures: whole ones, of square pixels, as long as the sound."""
    return [
        *(["yadif=deint=interlaced"] if plan.facts.is_interlaced else []),
        *("scale=w='max(iw*sar,2)':h=ih", "setsar=1"),
        *([f"tpad=stop_mode=clone:stop_duration={plan.longer:.3f}"] if plan.longer else []),
    ]


def _scaling(side: int) -> str:
    """The short side as it is said, both sides even."""
    lying = "gte(iw,ih)"
    return f"scale=w='if({lying},-2,{side})':h='if({lying},{side},-2)':out_range=tv,setsar=1,format=yuv420p"


def _rates(plan: Plan) -> list[str]:
    """The most that a second of each rung weighs. Without it the master playlist comes out empty."""
    said = []
    for number, side in enumerate(plan.sides):
        rate = RATES.get(side, LOWEST_RATE)
        # Two seconds at this rate and what is in the buffer: less than `playlists.MOST_BYTES`.
        said += [f"-maxrate:v:{number}", rate, f"-bufsize:v:{number}", f"{int(rate[:-1]) * 3 // 2}k"]
    return said


def _checked(plan: Plan, folder: Path, number: int, told: Told) -> Rung:
    """One rung, looked at as if it were a stranger's. Refuses one that lost a part of the film."""
    told(1)
    side = plan.sides[number]
    made = _look_at(plan.facts, folder / f"rung-{side}.m4s", folder / f"check-{side}")
    said = (folder / f"rung-{side}.m3u8").read_text()
    head, segments = playlists.segments(said)
    codecs = playlists.codecs((folder / "master").read_text()).get(f"rung-{side}.m3u8")
    if codecs is None:
        raise FilmRefused("damaged")
    return Rung(made.width, made.height, codecs, head, segments)


def _look_at(facts: Facts, path: Path, check: Path) -> Facts:
    check.mkdir()
    (check / probing.INPUT).hardlink_to(path)
    made = probing.look_at(Container("mov", ".mp4"), check)
    if made.seconds is None or abs(made.seconds - (facts.seconds or made.seconds)) > TOLERANCE_SECONDS:
        raise FilmRefused("damaged")
    return made


def _ladder(plan: Plan, folder: Path, rungs: list[Rung]) -> dict[str, Any]:
    """Names the files of the ladder by what is in them, and writes their playlists."""
    parts, listed = [], []
    for side, rung in zip(plan.sides, rungs, strict=True):
        media = _named(folder / f"rung-{side}.m4s", str(side))
        playlist = _written(folder, rung.playlist(media.name), str(side))
        size = {"width": rung.width, "height": rung.height, "bytes": media.stat().st_size}
        parts.append({"playlist": playlist.name, "media": media.name, **size})
        listed.append((rung, playlist.name))
    # The one in the middle first: it is there soon on most lines, and players climb from it.
    first = plan.plain if len(listed) > 1 else 0
    in_order = [listed[first], *(each for number, each in enumerate(listed) if number != first)]
    return {"master": _written(folder, playlists.master(in_order), "master").name, "rungs": parts}


def _plain(plan: Plan, folder: Path, told: Told) -> dict[str, Any]:
    """The MP4 that plays while it loads: a rung in another wrapping, nothing is encoded again."""
    rung = folder / f"rung-{plan.sides[plan.plain]}.m4s"
    wrapping = folder / "plain"
    wrapping.mkdir()
    (wrapping / probing.INPUT).hardlink_to(rung)
    orders = ["-loglevel", "error", "-xerror", *PROGRESS, *probing.opening(Container("mov", ".mp4"))]
    orders += ["-map", "0", "-c", "copy", "-map_metadata", "-1", "-movflags", "+faststart"]
    wrapped = [*orders, "-f", "mp4", "made.mp4"]
    probing.require_success(probing.run(wrapped, wrapping, seconds=600, told=lambda line: told(1)))
    made = _look_at(plan.facts, wrapping / "made.mp4", folder / "check-plain")
    path = _named(wrapping / "made.mp4", str(min(made.width, made.height)), folder)
    size = {"width": made.width, "height": made.height, "seconds": made.seconds}
    return {"mp4": path.name, **size, "bytes": path.stat().st_size}


def _stills(plan: Plan, folder: Path) -> dict[str, Any]:
    """The sheet of stills, and how to find one on it.

    They are laid out in a run of their own: a sheet begins with the last still, and the run that makes the
    rest tells nothing of its progress before all of its outputs have begun.
    """
    expected = math.ceil(round((plan.facts.seconds or 0) / (plan.every or 1), 3))
    number = min(len(list(folder.glob("still-*.jpg"))), expected, STILLS_ACROSS * STILLS_DOWN)
    if not number:
        raise FilmRefused("damaged")
    across, down = min(number, STILLS_ACROSS), math.ceil(number / STILLS_ACROSS)
    orders = ["-loglevel", "error", "-protocol_whitelist", "file", "-f", "image2", "-i", STILLS]
    orders += ["-vf", f"tile={across}x{down}", "-frames:v", "1", "-q:v", "4", "-f", "image2", "stills.jpg"]
    probing.require_success(probing.run(orders, folder, seconds=120))
    place = {"every": plan.every, "number": number, "across": across, "width": STILL_WIDTH}
    return {"name": _named(folder / "stills.jpg", "stills").name, **place}


def _named(path: Path, word: str, folder: Path | None = None) -> Path:
    """Gives a file the name that goes with its content: `<word>-<hash>.<ending>`."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()[:16]
    return path.rename((folder or path.parent) / f"{word}-{digest}{path.suffix}")


def _written(folder: Path, text: str, word: str) -> Path:
    path = folder / "playlist.m3u8"
    path.write_text(text)
    return _named(path, word)


def _loudness(facts: Facts, folder: Path, patience: int, told: Told) -> dict[str, float]:
    """What the whole of the sound measures, so that the second pass turns one knob and compresses nothing."""
    measure = f"{STEREO},loudnorm=I={LOUDNESS}:TP={PEAK}:LRA={RANGE}:print_format=json"
    heard = [*("-map", "0:a:0", "-af", measure), *PROGRESS, "-f", "null", "-"]
    # From the same reading: nothing is decoded for it.
    moments = ["-map", "0:V:0", "-map", "0:a:0", "-c", "copy", "-f", "framecrc", MOMENTS]
    orders = [*probing.opening(facts.container), *heard, *moments]
    done = probing.run(orders, folder, seconds=patience, told=lambda line: told(0))
    probing.require_success(done)
    found = re.findall(r"\{[^{}]*\}", done.err)
    if not found:
        raise FilmRefused("damaged")
    return {name: float(value) for name, value in json.loads(found[-1]).items() if name.startswith("input")}


def _longer(moments: Path) -> float:
    """By how many seconds the sound outlasts the picture; 0 where it hardly does."""
    units, ends = {}, {"0": 0.0, "1": 0.0}
    with moments.open() as lines:
        for line in lines:
            if unit := UNIT.match(line):
                units[unit[1]] = int(unit[2]) / int(unit[3])
            elif packet := PACKET.match(line):
                end = (int(packet[2]) + int(packet[3])) * units[packet[1]]
                ends[packet[1]] = max(ends[packet[1]], end)
    longer = ends["1"] - ends["0"]
    return longer if longer > TOLERANCE_SECONDS else 0


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
