"""Films in, one film out that plays everywhere: upright, level, and silent about where it was made."""

import io
import re
import socket
import struct

import pytest
from PIL import Image

from portfolio.renditions import cage, ffmpeg, films, probing, transcoding
from portfolio.renditions.containers import Container
from portfolio.renditions.refusals import FilmRefused
from tests.films import H264, PICTURE, SILENCE, TONE, boxes, make, said_of, turned


def facts(content):
    return films.inspect(io.BytesIO(content))


@pytest.fixture
def develop(tmp_path):
    """Gives the manifest of a film, and what was made of it as a file."""

    def act(path):
        with path.open("rb") as stream, films.developed(stream) as (manifest, folder):
            kept = tmp_path / "kept.mp4"
            kept.write_bytes((folder / manifest["mp4"]).read_bytes())
        return manifest, kept

    return act


@pytest.mark.parametrize(
    ("name", "options", "demuxer", "ending"),
    [
        ("a.mp4", H264, "mov", ".mp4"),
        ("a.mov", ("-c:v", "prores_ks", "-c:a", "pcm_s16le"), "mov", ".mov"),
        ("a.mkv", H264, "matroska", ".mkv"),
        ("a.webm", ("-c:v", "libvpx", "-b:v", "100k", "-c:a", "libopus"), "matroska", ".webm"),
    ],
)
def test_a_film_is_what_its_bytes_say(tmp_path, name, options, demuxer, ending):
    path = make(tmp_path / name, options=options, seconds=1)
    found = facts(path.read_bytes())
    assert (found.container.demuxer, found.ending) == (demuxer, ending)
    assert (found.width, found.height, found.has_sound) == (320, 180, True)
    assert found.seconds == pytest.approx(1, abs=0.1)


def test_what_is_made_is_an_h264_film_with_aac_that_plays_while_it_loads(film_file, develop):
    manifest, kept = develop(film_file)
    said = said_of(kept)
    assert re.search(r"Video: h264 \(High\).*yuv420p", said)
    assert re.search(r"Audio: aac \(LC\).*48000 Hz, stereo", said)
    assert boxes(kept.read_bytes()).index("moov") < boxes(kept.read_bytes()).index("mdat")
    assert re.fullmatch(r"180-[0-9a-f]{16}\.mp4", manifest["mp4"])
    assert (manifest["width"], manifest["height"], manifest["bytes"]) == (320, 180, kept.stat().st_size)
    assert manifest["seconds"] == pytest.approx(2, abs=0.1)


def test_the_short_side_is_at_most_720_and_both_are_even(tmp_path, develop):
    manifest, _kept = develop(make(tmp_path / "a.mp4", size="1366x900", seconds=1))
    assert (manifest["width"], manifest["height"]) == (1092, 720)


def test_a_small_film_is_never_made_larger_and_loses_an_odd_line(tmp_path, develop):
    odd = ("-c:v", "libx264", "-pix_fmt", "yuv444p", "-c:a", "aac")
    manifest, _kept = develop(make(tmp_path / "a.mp4", size="321x181", options=odd, seconds=1))
    assert (manifest["width"], manifest["height"]) == (320, 180)


def test_a_film_that_was_held_upright_comes_out_upright(tmp_path, film_file, develop):
    path = tmp_path / "turned.mp4"
    path.write_bytes(turned(film_file.read_bytes()))
    manifest, kept = develop(path)
    assert (manifest["width"], manifest["height"]) == (180, 320)
    assert "rotation" not in said_of(kept)


def test_a_pixel_that_is_not_square_becomes_square(tmp_path, develop):
    wide = (*H264, "-vf", "setsar=2")
    manifest, _kept = develop(make(tmp_path / "a.mp4", options=wide, seconds=1))
    assert (manifest["width"], manifest["height"]) == (640, 180)


def test_what_the_file_says_of_its_making_is_gone(tmp_path, develop):
    told = (*H264, "-metadata", "title=Nadia at home", "-metadata", "location=+41.9+012.5/")
    _manifest, kept = develop(make(tmp_path / "a.mp4", options=told, seconds=1))
    content = kept.read_bytes()
    assert (b"Nadia" in content, b"+41.9" in content) == (False, False)


def test_a_film_faster_than_sixty_pictures_a_second_is_slowed_to_sixty(tmp_path, develop):
    _manifest, kept = develop(make(tmp_path / "a.mp4", rate=100, seconds=1))
    assert " 60 fps" in said_of(kept)


@pytest.mark.parametrize("rate", [24, 50])
def test_up_to_sixty_a_film_keeps_its_own_number_of_pictures(tmp_path, develop, rate):
    _manifest, kept = develop(make(tmp_path / "a.mp4", rate=rate, seconds=1))
    assert f" {rate} fps" in said_of(kept)


def test_a_film_without_sound_stays_without(tmp_path, develop):
    _manifest, kept = develop(make(tmp_path / "a.mp4", *PICTURE, seconds=1))
    assert "Audio:" not in said_of(kept)


def test_a_film_with_a_silent_track_is_made_all_the_same(tmp_path, develop):
    manifest, kept = develop(make(tmp_path / "a.mp4", *PICTURE, *SILENCE))
    assert "Audio: aac" in said_of(kept)
    assert manifest["seconds"] == pytest.approx(2, abs=0.1)


def test_a_quiet_film_is_brought_to_the_common_loudness(tmp_path, develop):
    quiet = (*H264, "-af", "volume=-30dB")
    path = make(tmp_path / "a.mp4", *PICTURE, *TONE, options=quiet, seconds=5)
    _manifest, kept = develop(path)
    found = films.inspect(io.BytesIO(kept.read_bytes()))
    (tmp_path / "input").write_bytes(kept.read_bytes())
    measured = transcoding._loudness(found, tmp_path, 60, lambda done: None)
    assert measured["input_i"] == pytest.approx(-16, abs=1)


def test_a_still_comes_from_the_film(film_file):
    with film_file.open("rb") as stream, films.still(stream) as jpeg:
        assert Image.open(jpeg).size == (320, 180)


def playlist(secret, port):
    return (
        f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile://{secret}\n"
        f"#EXTINF:9,\nhttp://127.0.0.1:{port}/x.ts\n#EXT-X-ENDLIST\n"
    ).encode()


def concat(secret, port):
    return f"ffconcat version 1.0\nfile '{secret}'\nfile 'http://127.0.0.1:{port}/x.ts'\n".encode()


def disguised(secret, port):
    """A playlist behind the first bytes of a film."""
    return struct.pack(">I4s4sI", 16, b"ftyp", b"isom", 512) + playlist(secret, port)


@pytest.mark.parametrize("trap", [playlist, concat, disguised])
def test_a_playlist_that_calls_itself_a_film_reads_nothing(tmp_path, trap, monkeypatch):
    secret = make(tmp_path / "secret.mp4", seconds=1)
    said = []
    run = cage.run_program
    monkeypatch.setattr(cage, "run_program", lambda *args, **how: said.append(run(*args, **how)) or said[-1])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.3)
        with pytest.raises(FilmRefused):
            facts(trap(secret, listening.getsockname()[1]))
        with pytest.raises(TimeoutError):
            listening.accept()
    assert not [done for done in said if "secret" in done.err + done.out]


def test_the_demuxer_is_forced_even_where_our_own_eyes_were_fooled(tmp_path):
    secret = make(tmp_path / "secret.mp4", seconds=1)
    (tmp_path / "input").write_bytes(concat(secret, 9))
    with pytest.raises(FilmRefused):
        probing.look_at(Container("mov", ".mp4"), tmp_path)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"I am no film at all, but a text", "not_a_film"),
        (b"", "not_a_film"),
        (b"\x1a\x45\xdf\xa3", "damaged"),
        (b"\x1a\x45\xdf\xa3\x00\x00\x00", "damaged"),
        (b"\0\0\0\x10ftypheic\0\0\0\0\0\0\0\x08meta", "not_a_film"),
        (b"\0\0\0\x10ftypisom\0\0\0\0", "damaged"),
        (b"RIFF\0\0\0\0AVI LIST", "not_a_film"),
    ],
)
def test_what_is_no_film_of_ours_is_refused(content, code):
    with pytest.raises(FilmRefused, match=code):
        facts(content)


@pytest.mark.parametrize("options", [H264, (*H264, "-movflags", "+faststart")])
@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_a_film_that_breaks_off_is_refused(tmp_path, name, options):
    content = make(tmp_path / name, options=options).read_bytes()
    with pytest.raises(FilmRefused, match="damaged"):
        facts(content[: len(content) * 4 // 5])


def test_a_film_of_which_the_middle_is_rotten_is_refused(tmp_path, develop, film_file):
    content = bytearray(film_file.read_bytes())
    start = content.index(b"mdat") + 4
    content[start : start + 8000] = b"\xff" * 8000
    path = tmp_path / "rotten.mp4"
    path.write_bytes(content)
    with pytest.raises(FilmRefused, match="damaged"):
        develop(path)


def test_sound_alone_is_no_film(tmp_path):
    path = make(tmp_path / "a.m4a", *TONE, options=("-c:a", "aac", "-f", "mp4"))
    with pytest.raises(FilmRefused, match="no_picture"):
        facts(path.read_bytes())


def test_a_film_with_two_pictures_at_once_is_refused(tmp_path):
    options = ("-map", "0:v", "-map", "1:v", *H264)
    path = make(tmp_path / "a.mkv", *PICTURE, *PICTURE, options=options, seconds=1)
    with pytest.raises(FilmRefused, match="several_pictures") as refusal:
        facts(path.read_bytes())
    assert "più di una traccia video" in refusal.value.sentence


def test_a_cover_that_is_attached_to_a_film_is_no_second_picture(tmp_path):
    cover = tmp_path / "cover.jpg"
    Image.new("RGB", (64, 64)).save(cover)
    attached = ("-map", "0:v", "-map", "1:v", *H264, "-c:v:1", "mjpeg", "-disposition:v:1", "attached_pic")
    path = make(tmp_path / "a.mp4", *PICTURE, "-i", str(cover), options=attached, seconds=1)
    assert (facts(path.read_bytes()).width, facts(path.read_bytes()).height) == (320, 180)


def test_a_way_of_encoding_that_we_do_not_know_is_refused(tmp_path):
    path = make(tmp_path / "a.mkv", *PICTURE, options=("-c:v", "ffv1"), seconds=1)
    with pytest.raises(FilmRefused, match="codec"):
        facts(path.read_bytes())


def test_a_film_in_hdr_is_refused(tmp_path):
    options = (*H264, "-x264-params", "transfer=arib-std-b67:colorprim=bt2020:colormatrix=bt2020nc")
    with pytest.raises(FilmRefused, match="hdr"):
        facts(make(tmp_path / "a.mp4", *PICTURE, options=options, seconds=1).read_bytes())


def test_a_film_that_is_too_long_is_refused(film_file, monkeypatch):
    monkeypatch.setattr(probing, "LONGEST_SECONDS", 1)
    with pytest.raises(FilmRefused, match="too_long"):
        facts(film_file.read_bytes())


def test_a_film_that_is_too_wide_is_refused(film_file, monkeypatch):
    monkeypatch.setattr(probing, "WIDEST", 300)
    with pytest.raises(FilmRefused, match="too_wide"):
        facts(film_file.read_bytes())


def test_a_title_cannot_pass_for_what_ffmpeg_says(tmp_path):
    lying = (*H264, "-metadata", "title=x\n  Duration: 09:00:00.00,\n  Stream #0:0: Video: ffv1, 9000x9000")
    found = facts(make(tmp_path / "a.mp4", options=lying, seconds=1).read_bytes())
    assert (found.width, round(found.seconds)) == (320, 1)


def test_without_ffmpeg_a_sentence_says_so(film_file, monkeypatch):
    monkeypatch.setattr(ffmpeg.shutil, "which", lambda name: None)
    monkeypatch.setattr(ffmpeg, "get_ffmpeg_exe", None)
    with pytest.raises(FilmRefused, match="no_ffmpeg") as refusal:
        facts(film_file.read_bytes())
    assert "ffmpeg" in refusal.value.sentence
    assert not ffmpeg.is_here()


def test_without_the_machines_ffmpeg_the_packages_is_taken(monkeypatch):
    monkeypatch.setattr(ffmpeg.shutil, "which", lambda name: None)
    monkeypatch.setattr(ffmpeg, "get_ffmpeg_exe", lambda: "/packaged/ffmpeg")
    assert ffmpeg.program() == "/packaged/ffmpeg"


def test_a_package_without_a_program_for_this_machine_is_as_good_as_none(monkeypatch):
    def nothing():
        raise RuntimeError

    monkeypatch.setattr(ffmpeg.shutil, "which", lambda name: None)
    monkeypatch.setattr(ffmpeg, "get_ffmpeg_exe", nothing)
    with pytest.raises(ffmpeg.NoFfmpeg) as refusal:
        ffmpeg.program()
    assert "ffmpeg" in refusal.value.sentence


def test_a_film_on_this_disk_is_linked_and_not_copied(film_file, tmp_path):
    class Kept(io.BytesIO):
        path = str(film_file)

    films._bring(Kept(), tmp_path / "input")
    assert (tmp_path / "input").samefile(film_file)


@pytest.fixture
def brighter(tmp_path):
    """Three seconds of a picture that grows brighter."""
    ramp = ("-f", "lavfi", "-i", "color=black:s=64x64:r={rate}:d={seconds},geq=lum='16+60*T':cb=128:cr=128")
    return make(tmp_path / "brighter.mp4", *ramp, seconds=3).read_bytes()


def brightness(content, at):
    with films.still(io.BytesIO(content), at) as jpeg, Image.open(jpeg) as picture:
        return picture.convert("L").getpixel((32, 32))


def test_the_picture_at_a_moment_is_the_one_that_is_shown_then(brighter):
    dark, middle, bright = (brightness(brighter, at) for at in (0, 1.5, 2.9))
    assert dark < 12
    assert middle == pytest.approx(1.5 * 60 * 255 / 219, abs=8)
    assert bright == pytest.approx(2.9 * 60 * 255 / 219, abs=8)


@pytest.mark.parametrize("at", [3, 3.2, 60])
def test_beyond_the_end_it_is_the_last_picture(brighter, at):
    assert brightness(brighter, at) == pytest.approx(2.96 * 60 * 255 / 219, abs=8)


@pytest.mark.parametrize("at", [3.5, 8, 11.9])
def test_where_sound_goes_on_without_a_picture_it_is_the_last_one(tmp_path, at):
    ramp = ("-f", "lavfi", "-i", "color=black:s=64x64:r=25:d=3,geq=lum='16+60*T':cb=128:cr=128")
    sound = ("-f", "lavfi", "-i", "sine=frequency=330:duration=12")
    path = make(tmp_path / "longer.mp4", *ramp, *sound, options=(*H264, "-g", "25"), seconds=12)
    assert brightness(path.read_bytes(), at) > 120


def test_a_film_of_one_picture_has_that_one(tmp_path):
    white = ("-f", "lavfi", "-i", "color=white:s=64x64:r=25:d=0.04")
    path = make(tmp_path / "one.mp4", *white, seconds=1)
    assert [brightness(path.read_bytes(), at) > 200 for at in (None, 0, 5)] == [True] * 3
