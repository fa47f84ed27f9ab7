"""Which seconds of a film are which bytes of its files: its playlists say so."""

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from portfolio.renditions import playlists
from portfolio.renditions.refusals import FilmRefused
from portfolio.renditions.storages import vault


@dataclass(frozen=True)
class Timecode:
    """Of one file: bytes, and the second that begins at each. Between two of them time passes evenly."""

    places: tuple[float, ...]
    seconds: tuple[float, ...]

    def at(self, place: float) -> float:
        """The second at a byte; what lies before the picture is its beginning, what lies after it its end."""
        before = bisect_right(self.places, place) - 1
        if before < 0:
            return self.seconds[0]
        if before >= len(self.places) - 1:
            return self.seconds[-1]
        first, last = self.places[before : before + 2]
        begins, ends = self.seconds[before : before + 2]
        return begins + (ends - begins) * (place - first) / (last - first)

    def stretch(self, first: int, length: int) -> tuple[float, float]:
        """From which second to which so many bytes from `first` on show the film."""
        return self.at(first), self.at(first + length)

    def stretched(self, size: int) -> "Timecode":
        """The same for another wrapping of the same pictures, of `size` bytes."""
        head, end = self.places[0], self.places[-1]
        return Timecode(tuple((place - head) * size / (end - head) for place in self.places), self.seconds)


def of(asset: str, video: Mapping[str, Any], names: Collection[str]) -> dict[str, Timecode]:
    """The timecode of each of the files `names` of a film, as its manifest `video` lists them.

    A file that the manifest does not list has none: it belongs to an earlier version. Where the playlist is
    not in the vault, the film's seconds are spread evenly over its bytes.
    """
    rungs = video.get("hls", {}).get("rungs", [])
    found = {rung["media"]: _of_rung(asset, rung, video) for rung in rungs if rung["media"] in names}
    if video and video["mp4"] in names:
        found[video["mp4"]] = _of_mp4(asset, video, rungs)
    return found


def _of_mp4(asset: str, video: Mapping[str, Any], rungs: Any) -> Timecode:
    """The MP4 is the rung of its size in another wrapping: its seconds lie where that one's do."""
    size = (video["width"], video["height"])
    twins = (rung for rung in rungs if (rung["width"], rung["height"]) == size)
    rung = next(twins, None)
    if rung is None:
        return _even(video["bytes"], video)
    return _of_rung(asset, rung, video).stretched(video["bytes"])


def _of_rung(asset: str, rung: Mapping[str, Any], video: Mapping[str, Any]) -> Timecode:
    try:
        with vault().open(f"{asset}/{rung['playlist']}") as file:
            head, segments = playlists.segments(file.read().decode())
    except (FileNotFoundError, FilmRefused):
        return _even(rung["bytes"], video)
    places = accumulate((each.length for each in segments), initial=head)
    return Timecode(tuple(places), tuple(accumulate((each.seconds for each in segments), initial=0.0)))


def _even(size: int, video: Mapping[str, Any]) -> Timecode:
    return Timecode((0, size), (0.0, float(video["seconds"])))
