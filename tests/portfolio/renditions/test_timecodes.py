"""Which seconds are which bytes."""

import pytest

from portfolio.renditions import timecodes
from portfolio.renditions.playlists import Rung, Segment
from portfolio.renditions.timecodes import Timecode

ASSET = "a" * 32
SEGMENTS = [Segment(1, 100, 50), Segment(2, 400, 150), Segment(6, 600, 550)]
VIDEO = {
    "mp4": "720.mp4",
    "width": 1280,
    "height": 720,
    "seconds": 9.0,
    "bytes": 2200,
    "hls": {
        "rungs": [{"playlist": "720.m3u8", "media": "720.m4s", "width": 1280, "height": 720, "bytes": 1150}]
    },
}


@pytest.fixture
def playlist(storages):
    folder = storages / "vault" / ASSET
    folder.mkdir(parents=True)
    said = Rung(1280, 720, "avc1", 50, SEGMENTS).playlist("720.m4s")
    (folder / "720.m3u8").write_text(said, encoding="utf-8")


@pytest.fixture
def code(playlist):
    return timecodes.of(ASSET, VIDEO, {"720.m4s"})["720.m4s"]


@pytest.mark.parametrize(
    ("first", "length", "seconds"),
    [
        (0, 50, (0, 0)),  # the beginning that every segment needs shows nothing
        (50, 100, (0, 1)),
        (150, 400, (1, 3)),
        (550, 300, (3, 6)),
        (0, 1150, (0, 9)),
        (1100, 5000, (8.5, 9)),  # past the end there is no more
    ],
)
def test_the_playlist_says_which_seconds_some_bytes_are(code, first, length, seconds):
    assert code.stretch(first, length) == pytest.approx(seconds)


def test_the_mp4_has_its_seconds_where_the_rung_of_its_size_has_them(playlist):
    code = timecodes.of(ASSET, VIDEO, {"720.mp4"})["720.mp4"]
    assert code.stretch(0, 200) == pytest.approx((0, 1))
    assert code.stretch(200, 800) == pytest.approx((1, 3))
    assert code.stretch(0, 2200) == pytest.approx((0, 9))


def test_without_a_playlist_time_passes_evenly():
    assert timecodes.of(ASSET, VIDEO, {"720.m4s"}) == {"720.m4s": Timecode((0, 1150), (0.0, 9.0))}


def test_a_damaged_playlist_is_as_good_as_none(playlist, storages):
    (storages / "vault" / ASSET / "720.m3u8").write_text("#EXTM3U\n", encoding="utf-8")
    assert timecodes.of(ASSET, VIDEO, {"720.m4s"})["720.m4s"].places == (0, 1150)


def test_a_file_of_an_earlier_version_has_no_timecode(playlist):
    assert timecodes.of(ASSET, VIDEO, {"720-before.m4s", "captions-it.vtt"}) == {}


def test_a_film_that_is_not_made_has_none():
    assert timecodes.of(ASSET, {}, {"720.mp4"}) == {}
