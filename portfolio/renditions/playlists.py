"""The playlists of a ladder: what ffmpeg wrote is read and checked, and written anew under our names.

Each rung is one file; a playlist says which bytes of it are which seconds (RFC 8216, EXT-X-BYTERANGE).
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from portfolio.renditions.refusals import FilmRefused

# Short segments first, so that a slow line sees a picture soon; then longer ones, which are fewer.
SHORT_ONES, TOGETHER = 3, 3
# Longer ones weigh no more than the door of the screenings gives at once: nobody's segment is cut in two.
MOST_BYTES = 2 * 1024 * 1024

MAP = re.compile(r'#EXT-X-MAP:URI="[^"]+",BYTERANGE="(\d+)@0"')
SEGMENT = re.compile(r"#EXTINF:([\d.]+),\s+#EXT-X-BYTERANGE:(\d+)@(\d+)")
VARIANT = re.compile(r'#EXT-X-STREAM-INF:[^\n]*CODECS="([^"]+)"[^\n]*\n(\S+)')


@dataclass(frozen=True)
class Segment:
    """So many seconds, in so many bytes from `start` on."""

    seconds: float
    length: int
    start: int


@dataclass(frozen=True)
class Rung:
    """One size of a film: the file that holds it, its beginning that every segment needs, its segments."""

    width: int
    height: int
    codecs: str
    head: int
    segments: Sequence[Segment]

    @property
    def peak(self) -> int:
        """Bits a second of its most demanding segment, of those that last half as long as the longest."""
        longest = max(each.seconds for each in self.segments)
        long = [each for each in self.segments if each.seconds >= longest / 2]
        return math.ceil(max(8 * each.length / each.seconds for each in long))

    @property
    def average(self) -> int:
        """Bits a second of the whole."""
        length, seconds = (
            sum(getattr(each, name) for each in self.segments) for name in ("length", "seconds")
        )
        return math.ceil(8 * length / seconds)

    def playlist(self, media: str) -> str:
        """Its playlist, where `media` is the name of its file."""
        lines = [
            "#EXTM3U",
            "#EXT-X-VERSION:7",
            f"#EXT-X-TARGETDURATION:{math.ceil(max(each.seconds for each in self.segments))}",
            "#EXT-X-PLAYLIST-TYPE:VOD",
            "#EXT-X-INDEPENDENT-SEGMENTS",
            f'#EXT-X-MAP:URI="{media}",BYTERANGE="{self.head}@0"',
        ]
        for each in self.segments:
            lines += [f"#EXTINF:{each.seconds:.6f},", f"#EXT-X-BYTERANGE:{each.length}@{each.start}", media]
        return "\n".join([*lines, "#EXT-X-ENDLIST", ""])


def codecs(master: str) -> dict[str, str]:
    """What each playlist that ffmpeg's master names needs to be decoded, by the playlist's name."""
    return {name: said for said, name in VARIANT.findall(master)}


def segments(playlist: str) -> tuple[int, list[Segment]]:
    """The length of the beginning, and the segments, of a playlist that ffmpeg wrote.

    Refuses with `FilmRefused` one that is not whole: a beginning, segments one after the other without a
    gap, and an end.
    """
    head = MAP.search(playlist)
    found = [Segment(float(s), int(n), int(at)) for s, n, at in SEGMENT.findall(playlist) if float(s) > 0]
    if head is None or not found or "#EXT-X-ENDLIST" not in playlist:
        raise FilmRefused("damaged")
    ends = list(accumulate((each.length for each in found), initial=int(head[1])))
    if [each.start for each in found] != ends[:-1]:
        raise FilmRefused("damaged")
    return int(head[1]), found


def master(rungs: Sequence[tuple[Rung, str]]) -> str:
    """The list of the rungs, each with the name of its playlist. The first is tried first."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for rung, playlist in rungs:
        size = f"RESOLUTION={rung.width}x{rung.height}"
        rate = f"BANDWIDTH={rung.peak},AVERAGE-BANDWIDTH={rung.average}"
        lines += [f'#EXT-X-STREAM-INF:{rate},{size},CODECS="{rung.codecs}"', playlist]
    return "\n".join([*lines, ""])


def joined(ladder: Sequence[Sequence[Segment]]) -> list[list[Segment]]:
    """The segments of all rungs, the first ones short, the later ones joined: in all rungs the same ones.

    Refuses with `FilmRefused` rungs that are not cut at the same moments.
    """
    moments = {tuple(round(each.seconds, 1) for each in rung) for rung in ladder}
    if len(moments) != 1:
        raise FilmRefused("damaged")
    groups: list[list[int]] = []
    for number in range(len(ladder[0])):
        longer = [*groups[-1], number] if groups else []
        if groups and groups[-1][0] >= SHORT_ONES and _may_be_one(ladder, longer):
            groups[-1] = longer
        else:
            groups.append([number])
    return [[_one([rung[number] for number in group]) for group in groups] for rung in ladder]


def _may_be_one(ladder: Sequence[Sequence[Segment]], group: Sequence[int]) -> bool:
    heaviest = max(sum(rung[number].length for number in group) for rung in ladder)
    return len(group) <= TOGETHER and heaviest <= MOST_BYTES


def _one(group: Sequence[Segment]) -> Segment:
    return Segment(sum(each.seconds for each in group), sum(each.length for each in group), group[0].start)
