"""Two films of the demo really play; without ffmpeg all else is loaded, and a sentence says so."""

import pytest
from django.core.management import call_command

from backstage.demo import clip, loading, unit
from backstage.demo.shelf import read
from portfolio.models import CaptionTrack, Film, ShowreelItem
from portfolio.renditions import captions, ffmpeg, films
from tests.films import make, said_of

CLIPS = {each.film: each for each in unit.clips()}
ROWS = {row["film"]["key"]: row for row in read("unit")["productions"] if "clip" in row["film"]}


@pytest.fixture
def drawings(tmp_path, jpeg):
    """A clip's drawings: small, and all the same."""
    picture = tmp_path / "drawing.jpg"
    picture.write_bytes(jpeg(300, 200))
    return lambda each: {shot.seed: picture for shot in each.shots}


@pytest.fixture
def without_ffmpeg(monkeypatch):
    monkeypatch.setattr(ffmpeg.shutil, "which", lambda name: None)
    monkeypatch.setattr(ffmpeg, "get_ffmpeg_exe", None)


def test_one_clip_is_for_everybody_and_one_for_those_who_are_let_in():
    agreed = {key: (row["agreement"]["public"], row["agreement"]["private"]) for key, row in ROWS.items()}
    assert agreed == {"luna-in-capannone": ("yes", "yes"), "rete-di-sicurezza": ("no", "each_time")}
    assert set(ROWS) <= set(read("unit")["showreel"]["films"])


@pytest.mark.parametrize("key", sorted(CLIPS))
def test_a_clip_lasts_as_long_as_the_page_says(key):
    assert 20 <= CLIPS[key].seconds <= 40
    assert CLIPS[key].seconds == ROWS[key]["film"]["duration_seconds"]


@pytest.mark.parametrize("key", sorted(CLIPS))
@pytest.mark.parametrize("language", ["it", "en"])
def test_captions_stand_in_their_order_inside_the_clip_and_long_enough_to_be_read(key, language):
    rows = ROWS[key]["film"]["clip"]["captions"]
    times = [moment for row in rows for moment in (row["from"], row["to"])]
    assert times == sorted(times)
    assert times[-1] < CLIPS[key].seconds
    # Twenty characters a second are the most that subtitlers ask of a reader.
    assert all(len(row["words"][language]) / (row["to"] - row["from"]) <= 20 for row in rows)
    assert captions.cleaned(clip.captions(ROWS[key]["film"], language).encode()).count("-->") == len(rows)


def test_a_clip_is_filmed_with_picture_and_sound(drawings, tmp_path):
    (key, *_others) = sorted(CLIPS)
    whole = CLIPS[key]
    short = clip.Clip("short", tuple(clip.Shot(shot.seed, "", 2) for shot in whole.shots[:3]), whole.chords)
    clip.shoot(short, drawings(short), tmp_path)
    path = tmp_path / "short-clip.mp4"
    with path.open("rb") as stream:
        facts = films.inspect(stream)
    assert (facts.width, facts.height, round(facts.seconds)) == (1280, 720, short.seconds)
    assert "Audio: aac" in said_of(path)


def test_a_clip_that_cannot_be_filmed_is_an_error_with_ffmpegs_words(tmp_path):
    broken = clip.Clip("broken", (clip.Shot("x", "", 4),), ((100.0,),))
    with pytest.raises(clip.ClipFailed, match="nothing-here"):
        clip.shoot(broken, {"x": tmp_path / "nothing-here.jpg"}, tmp_path)


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures")
def test_the_clips_are_told_with_their_captions(monkeypatch, tmp_path):
    path = make(tmp_path / "clip.mp4")

    class Filmed(dict):
        def __enter__(self):
            return self

        def __exit__(self, *_problem):
            return None

    clips = Filmed({clip.seed(key): path for key in CLIPS})
    monkeypatch.setattr(loading, "filmed", lambda clips_wanted, pictures, watch: clips)
    call_command("load_demo", "--only", "unit")
    told = Film.objects.exclude(source="")
    assert {film.slug_it for film in told} == {"la-luna-in-capannone", "rete-di-sicurezza"}
    assert sorted(CaptionTrack.objects.values_list("film__slug_it", "language")) == [
        (slug, language)
        for slug in ("la-luna-in-capannone", "rete-di-sicurezza")
        for language in ("en", "it")
    ]
    assert ShowreelItem.objects.filter(film__in=told).count() == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures", "without_ffmpeg")
def test_without_ffmpeg_the_demo_is_loaded_and_says_so(capsys):
    call_command("load_demo", "--only", "unit")
    assert "There is no ffmpeg here" in capsys.readouterr().out
    assert Film.objects.exclude(source="").count() == 0


@pytest.mark.usefixtures("without_ffmpeg")
def test_without_ffmpeg_nothing_is_drawn_or_filmed_for_the_clips():
    assert [clip.orders(each) for each in CLIPS.values()] == [[], []]
    with clip.filmed(list(CLIPS.values()), {}, lambda jobs, total: jobs) as files:
        assert files == {}
