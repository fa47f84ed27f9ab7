"""Films as cameras, editors and pranksters make them: right in the end, or refused with what is wrong."""

import io
import re
import struct
import subprocess

import pytest
from PIL import Image

from portfolio.renditions import cage, containers, ffmpeg, films, probing, transcoding
from portfolio.renditions.refusals import FilmRefused, where_there_is_room
from tests.films import H264, PICTURE, TONE, make, said_of

# One flash and one beep at the same moment, three seconds after the beginning.
FLASH = "color=black:size={size}:rate={rate}:duration=5,drawbox=color=white:t=fill:enable='between(t,3,3.1)'"
BEEP = "sine=frequency=1000:duration=5,volume=0:enable='not(between(t,3,3.1))'"
FLASHING, BEEPING = ("-f", "lavfi", "-i", FLASH), ("-f", "lavfi", "-i", BEEP)


def facts(path):
    with path.open("rb") as stream:
        return films.inspect(stream)


@pytest.fixture
def develop(tmp_path):
    """Gives the manifest of a film, and what was made of it as a file."""

    def act(path):
        with path.open("rb") as stream, films.developed(stream) as (manifest, folder):
            kept = tmp_path / "kept.mp4"
            kept.write_bytes((folder / manifest["mp4"]).read_bytes())
        return manifest, kept

    return act


def seen_and_heard(path):
    """When the flash is seen and when the beep is heard."""
    seen = told(path, "-vf", "blackframe=amount=0:threshold=100")
    heard = told(path, "-af", "silencedetect=noise=-40dB:d=0.2")
    flashes = re.findall(r"pblack:(\d+).*? t:([\d.]+)", seen)
    return next(float(at) for black, at in flashes if int(black) < 50), float(
        re.search(r"silence_end: ([\d.]+)", heard)[1]
    )


def told(path, *filters):
    command = [ffmpeg.program(), "-nostdin", "-i", path, *filters, "-f", "null", "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stderr


def cut(path, *arguments):
    """A film made of others without encoding them again."""
    command = [ffmpeg.program(), "-v", "error", "-nostdin", "-y", *arguments, "-c", "copy", path]
    subprocess.run(command, check=True)
    return path


@pytest.fixture(scope="module")
def flash(tmp_path_factory):
    """A film with a flash and a beep at once."""
    return make(tmp_path_factory.mktemp("flash") / "a.mp4", *FLASHING, *BEEPING, size="64x36", seconds=5)


def test_a_sound_that_begins_after_the_picture_stays_in_time(tmp_path, flash, develop):
    later = ("-i", flash, "-itsoffset", "1.3", "-ss", "1.3", "-i", flash, "-map", "0:v", "-map", "1:a")
    _manifest, kept = develop(cut(tmp_path / "a.mkv", *later))
    seen, heard = seen_and_heard(kept)
    assert (seen, heard) == (pytest.approx(3, abs=0.1), pytest.approx(seen, abs=0.06))


def test_a_picture_that_begins_after_the_sound_stays_in_time(tmp_path, flash, develop):
    later = ("-itsoffset", "1", "-i", flash, "-itsoffset", "1", "-i", flash, "-i", flash)
    path = cut(tmp_path / "a.mp4", *later, "-map", "0:v", "-map", "2:a")
    _manifest, kept = develop(path)
    seen, heard = seen_and_heard(kept)
    assert seen - heard == pytest.approx(1, abs=0.1)


def test_few_pictures_a_second_stay_in_time(tmp_path, develop):
    slow = make(tmp_path / "a.mp4", *FLASHING, *BEEPING, size="64x36", rate=1, seconds=5)
    manifest, kept = develop(slow)
    seen, heard = seen_and_heard(kept)
    assert seen == pytest.approx(heard, abs=0.06)
    assert manifest["seconds"] == pytest.approx(5, abs=0.2)


def test_where_the_sound_goes_on_the_last_picture_stands(tmp_path, develop):
    tone = [part.replace("{seconds}", "4") for part in TONE]
    picture = [part.replace("{seconds}", "1") for part in PICTURE]
    manifest, kept = develop(make(tmp_path / "a.mp4", *picture, *tone, size="64x36", seconds=4))
    assert manifest["seconds"] == pytest.approx(4, abs=0.1)
    assert len(re.findall(r"pts_time", told(kept, "-vf", "showinfo"))) == pytest.approx(100, abs=2)


def test_a_film_whose_clock_begins_at_ten_seconds_is_as_long_as_it_is(tmp_path, flash, develop):
    path = cut(tmp_path / "a.mkv", "-i", flash, "-output_ts_offset", "10")
    assert facts(path).seconds == pytest.approx(5, abs=0.1)
    manifest, _kept = develop(path)
    assert manifest["seconds"] == pytest.approx(5, abs=0.1)


def test_half_pictures_become_whole_ones(tmp_path, develop):
    """Fields of white and black in turn: where they stay woven, every line is another than the one above."""
    woven = "color=white:size=64x36:rate=50:duration=1[a];color=black:size=64x36:rate=50:duration=1[b];"
    woven += "[a][b]interleave,tinterlace=4,fieldorder=tff,format=yuv420p"
    flags = ("-c:v", "libx264", "-preset", "ultrafast", "-flags", "+ilme+ildct")
    path = make(tmp_path / "a.mp4", "-f", "lavfi", "-i", woven, options=flags, seconds=1)
    assert facts(path).is_interlaced
    _manifest, kept = develop(path)
    still = tmp_path / "still.png"
    taking = ("-ss", "0.5", "-frames:v", "1")
    subprocess.run([ffmpeg.program(), "-v", "error", "-i", kept, *taking, still], check=True)
    column = [Image.open(still).convert("L").getpixel((32, line)) for line in range(8, 28)]
    assert max(column) - min(column) < 32


def test_a_still_shows_the_moment_that_it_stands_for(tmp_path, flash):
    with flash.open("rb") as stream, films.developed(stream) as (manifest, folder):
        sheet = Image.open(folder / manifest["stills"]["name"]).convert("L")
    seen = [sheet.getpixel((160 * number + 80, 45)) > 128 for number in range(5)]
    assert (manifest["stills"]["every"], seen) == (1, [False, False, False, True, False])


def test_whole_pictures_are_left_as_they_are(flash):
    assert not facts(flash).is_interlaced


def test_what_is_made_has_square_pixels_to_the_last(tmp_path, develop):
    odd = ("-c:v", "libx264", "-pix_fmt", "yuv444p", "-c:a", "aac")
    _manifest, kept = develop(make(tmp_path / "a.mp4", size="321x241", options=odd, seconds=1))
    assert "SAR 1:1 DAR 4:3" in said_of(kept)


def test_a_film_that_its_pixels_make_too_wide_is_refused(tmp_path):
    wide = (*H264, "-vf", "setsar=100")
    with pytest.raises(FilmRefused, match="too_wide"):
        facts(make(tmp_path / "a.mp4", *PICTURE, options=wide, seconds=1))


def test_a_film_of_narrow_pixels_is_not_made_larger(tmp_path, develop):
    narrow = (*H264, "-vf", "setsar=1/2")
    manifest, _kept = develop(make(tmp_path / "a.mp4", *PICTURE, options=narrow, size="800x600", seconds=1))
    assert (manifest["width"], manifest["height"]) == (400, 600)


def test_a_film_that_is_turned_by_a_part_of_a_quarter_has_one_picture(tmp_path, film_file):
    content = bytearray(film_file.read_bytes())
    matrix = content.index(b"tkhd") + 44
    content[matrix : matrix + 16] = struct.pack(">4i", 46341, 46341, 0, -46341)
    assert films.inspect(io.BytesIO(content)).width == 320


def test_a_file_of_nothing_but_boxes_is_not_read_for_hours(monkeypatch, film_file):
    monkeypatch.setattr(containers, "MOST_BOXES", 100)
    with pytest.raises(FilmRefused, match="damaged"):
        films.inspect(io.BytesIO(struct.pack(">I4s", 8, b"free") * 200 + film_file.read_bytes()))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("av_interleaved_write_frame(): No space left on device", "no_room"),
        ("Error while filtering: Cannot allocate memory", "too_slow"),
        ("Invalid data found when processing input", "damaged"),
    ],
)
def test_what_is_not_the_films_fault_is_told_from_what_is(said, code):
    with pytest.raises(FilmRefused, match=code):
        probing.require_success(cage.Done(1, "", said))


def test_a_film_that_takes_too_long_is_not_called_damaged(monkeypatch, film_file):
    def late(*args, **how):
        raise cage.LimitReached("Longer than 60 s")

    monkeypatch.setattr(ffmpeg, "run", late)
    with pytest.raises(FilmRefused, match="too_slow") as refusal:
        facts(film_file)
    assert "troppo" in refusal.value.sentence


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path, film_file, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    full = OSError(28, "No space left on device")
    with (
        pytest.raises(FilmRefused, match="no_room") as refusal,
        film_file.open("rb") as stream,
        films._in_a_folder(stream),
    ):
        raise full
    assert "pieno" in refusal.value.sentence
    assert list((tmp_path / "temp").iterdir()) == []


def test_another_trouble_with_a_disk_stays_what_it_is():
    with pytest.raises(OSError, match="Input/output"), where_there_is_room():
        raise OSError(5, "Input/output error")


def test_what_is_made_of_an_hour_weighs_no_more_than_is_said(tmp_path):
    assert transcoding.weight(3600) == pytest.approx(5 * 1024**3, rel=0.1)
