"""From one decode: rungs that fit together, an MP4 that is one of them, a sheet of stills; how to stop it."""

import re
import shutil
import tempfile

import pytest
from PIL import Image

from portfolio.renditions import cage, films, playlists, probing
from portfolio.renditions.refusals import FilmRefused
from tests import films as tiny
from tests.films import H264, PICTURE, SILENCE, TONE, make, said_of
from tests.portfolio.renditions.test_cage import ends


def made_of(path, folder, told=lambda done: None):
    """The manifest of a film; all its files in `folder`."""
    folder.mkdir()
    with path.open("rb") as stream, films.developed(stream, told) as (manifest, workshop):
        for name in films.files({"video": manifest}):
            shutil.copy(workshop / name, folder / name)
    return manifest


@pytest.fixture
def develop(tmp_path):
    return lambda path: made_of(path, tmp_path / "made")


@pytest.fixture(scope="module")
def tall(tmp_path_factory):
    """What was made of a film of 13 seconds with three rungs, and the folder that holds it."""
    folder = tmp_path_factory.mktemp("tall")
    path = make(folder / "a.mp4", size="1920x1080", rate=6, seconds=13)
    return made_of(path, folder / "made"), folder / "made"


def sizes(manifest):
    return [(rung["width"], rung["height"]) for rung in manifest["hls"]["rungs"]]


def ranges(playlist):
    """The parts of the file that a playlist names: first byte and the one after the last."""
    found = [(int(n), int(at)) for n, at in re.findall(r"(\d+)@(\d+)", playlist)]
    return [(start, start + length) for length, start in found]


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("1920x1080", [(1920, 1080), (1280, 720), (854, 480)]),
        ("1280x720", [(1280, 720), (854, 480)]),
        ("1000x700", [(686, 480)]),
        ("320x180", [(320, 180)]),
        ("480x854", [(480, 854)]),
    ],
)
def test_a_film_has_the_rungs_that_it_is_large_enough_for(tmp_path, develop, size, expected):
    path = make(tmp_path / "a.mp4", size=size, rate=5, seconds=1)
    assert sizes(develop(path)) == expected


def test_a_film_that_was_held_upright_has_upright_rungs(tmp_path, develop, film_file):
    path = tmp_path / "turned.mp4"
    path.write_bytes(tiny.turned(film_file.read_bytes()))
    manifest = develop(path)
    (rung,) = manifest["hls"]["rungs"]
    assert sizes(manifest) == [(180, 320)]
    assert "rotation" not in said_of(tmp_path / "made" / rung["media"])


def test_every_file_bears_the_hash_of_its_content(tall):
    manifest, folder = tall
    names = films.files({"video": manifest})
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)
    assert len(names) == 9
    pattern = re.compile(r"(\d+|master|stills)-[0-9a-f]{16}\.(m4s|m3u8|mp4|jpg)")
    assert [name for name in names if not pattern.fullmatch(name)] == []


def test_all_rungs_have_their_key_frames_at_the_same_times_and_no_others(tall):
    manifest, folder = tall
    found = {rung["width"]: tiny.key_frames(folder / rung["media"]) for rung in manifest["hls"]["rungs"]}
    assert len({tuple(times) for times in found.values()}) == 1
    assert found[854] == [0, 1, 2, 4, 6, 8, 10, 12]


def test_every_segment_begins_with_a_key_frame(tall):
    manifest, folder = tall
    for rung in manifest["hls"]["rungs"]:
        times = tiny.key_frames(folder / rung["media"])
        lengths = re.findall(r"#EXTINF:([\d.]+)", (folder / rung["playlist"]).read_text())
        starts = [round(sum(map(float, lengths[:number])), 2) for number in range(len(lengths))]
        assert [start for start in starts if start not in times] == []


def test_all_rungs_are_cut_at_the_same_moments(tall):
    manifest, folder = tall
    texts = [(folder / rung["playlist"]).read_text() for rung in manifest["hls"]["rungs"]]
    assert len({tuple(re.findall(r"#EXTINF:([\d.]+)", text)) for text in texts}) == 1


def test_the_sound_is_in_every_rung(tall):
    manifest, folder = tall
    for rung in manifest["hls"]["rungs"]:
        assert re.search(r"Audio: aac \(LC\).*48000 Hz, stereo", said_of(folder / rung["media"]))
    assert "mp4a" in (folder / manifest["hls"]["master"]).read_text()


def test_a_playlist_names_every_byte_of_its_file_once(tall):
    manifest, folder = tall
    for rung in manifest["hls"]["rungs"]:
        parts = ranges((folder / rung["playlist"]).read_text())
        assert parts[0][0] == 0
        assert [end for _start, end in parts[:-1]] == [start for start, _end in parts[1:]]
        assert parts[-1][1] == (folder / rung["media"]).stat().st_size == rung["bytes"]


def test_a_playlist_has_a_beginning_and_an_end_and_names_one_file_alone(tall):
    manifest, folder = tall
    for rung in manifest["hls"]["rungs"]:
        text = (folder / rung["playlist"]).read_text()
        assert text.startswith("#EXTM3U\n#EXT-X-VERSION:7\n")
        assert text.endswith("#EXT-X-ENDLIST\n")
        assert text.count("#EXT-X-MAP:") == 1
        named = {line for line in text.splitlines() if line and not line.startswith("#")}
        assert named == {rung["media"]}


def test_the_first_segments_are_short_and_none_is_longer_than_is_said(tall):
    manifest, folder = tall
    text = (folder / manifest["hls"]["rungs"][0]["playlist"]).read_text()
    lengths = [float(length) for length in re.findall(r"#EXTINF:([\d.]+)", text)]
    said = int(re.search(r"TARGETDURATION:(\d+)", text)[1])
    assert lengths == [1, 1, 2, 6, 3]
    assert max(lengths) <= said


def test_the_master_tries_the_middle_rung_first(tall):
    manifest, folder = tall
    text = (folder / manifest["hls"]["master"]).read_text()
    assert re.findall(r"RESOLUTION=(\S+?),", text) == ["1280x720", "1920x1080", "854x480"]
    names = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert sorted(names) == sorted(rung["playlist"] for rung in manifest["hls"]["rungs"])


def test_the_master_says_what_each_rung_weighs_at_most_and_needs(tall):
    manifest, folder = tall
    text = (folder / manifest["hls"]["master"]).read_text()
    found = re.findall(r'BANDWIDTH=(\d+),AVERAGE-BANDWIDTH=(\d+),.*CODECS="(avc1\.\w+),mp4a\.40\.2"', text)
    assert len(found) == 3
    assert all(int(peak) >= int(average) > 0 for peak, average, _codec in found)


def test_no_address_in_a_playlist_leads_elsewhere(tall):
    manifest, folder = tall
    texts = [path.read_text() for path in folder.glob("*.m3u8")]
    assert len(texts) == 4
    assert [text for text in texts if "/" in text or "?" in text] == []
    assert manifest["hls"]["master"] in {path.name for path in folder.glob("master-*.m3u8")}


def test_the_mp4_is_the_middle_rung_in_another_wrapping(tall):
    manifest, folder = tall
    (middle,) = [rung for rung in manifest["hls"]["rungs"] if rung["height"] == 720]
    assert (manifest["width"], manifest["height"]) == (1280, 720)
    assert tiny.streams(folder / manifest["mp4"]) == tiny.streams(folder / middle["media"])


def test_the_mp4_plays_while_it_loads(tall):
    manifest, folder = tall
    kinds = tiny.boxes((folder / manifest["mp4"]).read_bytes())
    assert kinds.index("moov") < kinds.index("mdat")
    assert "moof" not in kinds


def test_what_the_file_says_of_its_making_is_in_no_file(tmp_path, develop):
    told = (*H264, "-metadata", "title=Nadia at home", "-metadata", "location=+41.9+012.5/")
    develop(make(tmp_path / "a.mp4", options=told, seconds=1))
    everything = b"".join(path.read_bytes() for path in (tmp_path / "made").iterdir())
    assert (b"Nadia" in everything, b"+41.9" in everything) == (False, False)


def test_a_film_without_sound_has_rungs_without(tmp_path, develop):
    manifest = develop(make(tmp_path / "a.mp4", *PICTURE, seconds=3))
    (rung,) = manifest["hls"]["rungs"]
    assert "Audio:" not in said_of(tmp_path / "made" / rung["media"])
    assert "mp4a" not in (tmp_path / "made" / manifest["hls"]["master"]).read_text()


def test_a_silent_track_stays_in_the_rungs(tmp_path, develop):
    manifest = develop(make(tmp_path / "a.mp4", *PICTURE, *SILENCE))
    (rung,) = manifest["hls"]["rungs"]
    assert "Audio: aac" in said_of(tmp_path / "made" / rung["media"])


def test_a_film_of_one_second_is_made(tmp_path, develop):
    manifest = develop(make(tmp_path / "a.mp4", seconds=1))
    text = (tmp_path / "made" / manifest["hls"]["rungs"][0]["playlist"]).read_text()
    assert text.count("#EXTINF") == 1
    assert manifest["stills"]["number"] == 2


def test_a_film_whose_pictures_come_unevenly_keeps_its_length(tmp_path, develop):
    uneven = (*H264, "-vf", "select='lt(n,30)+not(mod(n,9))'", "-fps_mode", "vfr")
    path = make(tmp_path / "a.mp4", *PICTURE, *TONE, options=uneven, seconds=6)
    manifest = develop(path)
    made = tmp_path / "made" / manifest["hls"]["rungs"][0]["media"]
    assert manifest["seconds"] == pytest.approx(6, abs=0.4)
    first, *later = tiny.key_frames(made)
    assert [round(time - first) for time in later] == [1, 2, 4, 6]


def test_the_sheet_has_a_still_a_second_and_says_where_each_is(tall):
    manifest, folder = tall
    stills = manifest["stills"]
    with Image.open(folder / stills["name"]) as sheet:
        assert sheet.size == (10 * 160, 2 * 90)
    assert (stills["number"], stills["across"], stills["every"]) == (13, 10, 1)


def test_a_long_film_has_a_hundred_stills_at_most(tmp_path, develop):
    manifest = develop(make(tmp_path / "a.mp4", *PICTURE, size="64x36", rate=2, seconds=130))
    stills = manifest["stills"]
    assert (stills["number"], stills["every"]) == (100, pytest.approx(1.3, abs=0.01))


def test_progress_rises_from_nothing_to_the_whole(tmp_path):
    heard = []
    path = make(tmp_path / "a.mp4", size="640x360", seconds=20)
    made_of(path, tmp_path / "made", heard.append)
    assert heard == sorted(heard)
    assert heard[0] == 0
    assert heard[-1] == pytest.approx(1, abs=0.02)


@pytest.fixture
def started(monkeypatch):
    """The numbers of the processes that the cage started."""
    pids = []
    start = cage._started

    def remembering(*args):
        child = start(*args)
        pids.append(child.pid)
        return child

    monkeypatch.setattr(cage, "_started", remembering)
    return pids


@pytest.mark.parametrize("after", [0, 0.0001], ids=["measuring", "making"])
def test_whoever_stops_it_leaves_no_process_and_no_file(tmp_path, monkeypatch, started, after):
    path = make(tmp_path / "a.mp4", size="640x360", seconds=20)
    workshops = tmp_path / "workshops"
    workshops.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(workshops))

    def stop(done):
        if done >= after:
            raise FilmRefused("stopped")

    with pytest.raises(FilmRefused, match="stopped"):
        made_of(path, tmp_path / "made", stop)
    assert started
    assert all(ends(pid) for pid in started)
    assert (list(workshops.iterdir()), list((tmp_path / "made").iterdir())) == ([], [])


def test_a_film_that_takes_too_long_is_refused_and_leaves_no_process(tmp_path, monkeypatch, started):
    path = make(tmp_path / "a.mp4", size="640x360", seconds=20)
    run = probing.ffmpeg.run

    def hurried(*args, seconds, told, **how):
        return run(*args, seconds=0 if told else seconds, told=told, **how)

    monkeypatch.setattr(probing.ffmpeg, "run", hurried)
    with pytest.raises(FilmRefused, match="too_slow"):
        made_of(path, tmp_path / "made")
    assert all(ends(pid) for pid in started)


def test_a_master_without_rungs_is_refused(tmp_path, monkeypatch, film_file):
    monkeypatch.setattr(playlists, "codecs", lambda master: {})
    with pytest.raises(FilmRefused, match="damaged"):
        made_of(film_file, tmp_path / "made")
