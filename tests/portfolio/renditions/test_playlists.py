"""A playlist that ffmpeg wrote is believed only where it is whole."""

import pytest

from portfolio.renditions import playlists
from portfolio.renditions.playlists import Rung, Segment
from portfolio.renditions.refusals import FilmRefused

WHOLE = """#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:2
#EXT-X-MEDIA-SEQUENCE:0
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-MAP:URI="rung-480.m4s",BYTERANGE="900@0"
#EXTINF:2.000000,
#EXT-X-BYTERANGE:100@900
rung-480.m4s
#EXTINF:1.500000,
#EXT-X-BYTERANGE:50@1000
rung-480.m4s
#EXT-X-ENDLIST
"""


def test_a_whole_one_gives_its_beginning_and_its_segments():
    assert playlists.segments(WHOLE) == (900, [Segment(2, 100, 900), Segment(1.5, 50, 1000)])


@pytest.mark.parametrize(
    "broken",
    [
        "",
        WHOLE.replace("#EXT-X-ENDLIST\n", ""),
        WHOLE.replace('#EXT-X-MAP:URI="rung-480.m4s",BYTERANGE="900@0"\n', ""),
        WHOLE[: WHOLE.index("#EXTINF")] + "#EXT-X-ENDLIST\n",
        WHOLE.replace("50@1000", "50@1001"),
        WHOLE.replace("100@900", "100@899"),
        WHOLE.replace("50@1000", "50@900"),
    ],
    ids=["empty", "no end", "no beginning", "no segments", "a gap", "an overlap", "twice the same"],
)
def test_one_that_is_not_whole_is_refused(broken):
    with pytest.raises(FilmRefused, match="damaged"):
        playlists.segments(broken)


def cut(lengths, seconds=2):
    """Segments of so many bytes, one after the other."""
    return [Segment(seconds, length, sum(lengths[:number])) for number, length in enumerate(lengths)]


def test_the_first_three_stay_short_and_the_others_are_joined_by_three():
    (found,) = playlists.joined([cut([10] * 8)])
    assert [(each.seconds, each.length, each.start) for each in found] == [
        (2, 10, 0),
        (2, 10, 10),
        (2, 10, 20),
        (6, 30, 30),
        (4, 20, 60),
    ]


def test_no_rung_is_joined_to_more_than_the_door_gives_at_once():
    half = playlists.MOST_BYTES // 2
    heavy, light = playlists.joined([cut([half] * 7), cut([10] * 7)])
    assert [each.length for each in heavy] == [half, half, half, 2 * half, 2 * half]
    assert [each.length for each in light] == [10, 10, 10, 20, 20]


def test_rungs_that_are_not_cut_at_the_same_moments_are_refused():
    with pytest.raises(FilmRefused, match="damaged"):
        playlists.joined([cut([10, 10]), cut([10, 10, 10])])
    with pytest.raises(FilmRefused, match="damaged"):
        playlists.joined([cut([10, 10]), cut([10, 10], seconds=3)])


def test_the_peak_is_that_of_the_heaviest_segment():
    rung = Rung(854, 480, "avc1.64001e", 900, [Segment(2, 1000, 900), Segment(1, 2000, 1900)])
    assert (rung.peak, rung.average) == (16000, 8000)


def test_a_short_beginning_is_no_peak():
    rung = Rung(854, 480, "avc1.64001e", 900, [Segment(1, 2000, 900), Segment(6, 6000, 2900)])
    assert rung.peak == 8000
