"""The commands that take a film in and make films anew."""

import fcntl
import hashlib
import io

import pytest
from django.core.management import CommandError, call_command

from portfolio.actions import intake
from portfolio.models import Film
from tests.factories import FilmFactory, ProductionFactory
from tests.films import said_of

pytestmark = pytest.mark.django_db


def run(name, *args):
    said, drawn = io.StringIO(), io.StringIO()
    call_command(name, *map(str, args), stdout=said, stderr=drawn)
    run.drawn = drawn.getvalue()
    return said.getvalue()


@pytest.fixture
def film(film_upload):
    """One that waits to be made."""
    words = {"title_it": "Il dietro", "slug_it": "il-dietro", "slug_en": "behind"}
    return intake.keep_source(Film(people="none", **words), film_upload())


def test_a_film_is_taken_in_whole_with_its_production_and_a_title(film_file, storages):
    production = ProductionFactory(slug_it="il-faro")
    said = run("import_film", film_file, "--production", "il-faro", "--title", "Il dietro")
    film = Film.objects.get()
    assert (film.production, film.title_it, film.slug_it, film.slug_en) == (
        production,
        "Il dietro",
        "il-dietro",
        "il-dietro",
    )
    assert film.sha256 == hashlib.sha256(film_file.read_bytes()).hexdigest()
    assert (storages / "vault" / film.source.name).read_bytes() == film_file.read_bytes()
    assert (film.state, film.is_published) == ("pending", False)
    assert "“Il dietro” taken in" in said
    assert "100%" in run.drawn


def test_without_a_title_it_bears_the_name_of_its_file(film_file):
    run("import_film", film_file)
    assert (Film.objects.get().title_it, Film.objects.get().slug_it) == ("film", "film")


def test_a_film_that_is_here_already_is_not_taken_in_twice(film_file):
    run("import_film", film_file)
    assert "Here already: “film”" in run("import_film", film_file)
    assert Film.objects.count() == 1


def test_what_is_no_film_is_refused_in_a_sentence_and_nothing_stays(tmp_path, storages):
    (tmp_path / "notes.mp4").write_text("hello, I am a note")
    with pytest.raises(CommandError, match="Questo file non è un film"):
        run("import_film", tmp_path / "notes.mp4")
    assert (Film.objects.count(), list((storages / "vault").rglob("*"))) == (0, [])


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run("import_film", tmp_path / "none.mp4")


def test_a_production_that_is_unknown_is_refused_before_anything_is_read(film_file):
    with pytest.raises(CommandError, match="There is no"):
        run("import_film", film_file, "--production", "nowhere")
    assert Film.objects.count() == 0


def test_what_waits_is_made_and_what_is_made_is_left(film):
    assert "1 made, 0 not." in run("transcode")
    film.refresh_from_db()
    assert (film.state, "hls" in film.renditions["video"]) == ("ready", True)
    assert "Il dietro" in run.drawn
    assert "0 made, 0 not." in run("transcode")


def test_all_are_made_where_that_is_asked(film):
    run("transcode")
    assert "1 made, 0 not." in run("transcode", "--all")


def test_films_of_the_former_way_are_made_anew(film):
    run("transcode")
    film.refresh_from_db()
    film.renditions["video"]["of"] = film.sha256[:16]
    film.save()
    assert "1 made, 0 not." in run("transcode")


def test_one_is_named_by_its_address_in_any_language(film, film_upload):
    other = FilmFactory(external_url="", source="x/lost.mp4", state="pending")
    assert "1 made, 0 not." in run("transcode", "behind")
    other.refresh_from_db()
    assert other.state == "pending"


def test_one_that_plays_elsewhere_is_refused(db):
    FilmFactory(external_url="https://video.example.org/1", slug_it="altrove")
    with pytest.raises(CommandError, match="has no file here"):
        run("transcode", "altrove")


def test_one_that_cannot_be_made_is_named_with_the_reason(film, storages, capsys):
    (storages / "vault" / film.source.name).write_bytes(b"rotten")
    with pytest.raises(CommandError, match="could not be made"):
        run("transcode")
    film.refresh_from_db()
    assert (film.state, film.trouble) == ("failed", "video:not_a_film")


def test_one_at_a_time_is_made(film, settings):
    with (settings.DATA_DIR / "films.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="at this moment"):
            run("transcode")
    film.refresh_from_db()
    assert (film.state, film.renditions) == ("pending", {})


def test_what_is_made_plays(film, storages):
    run("transcode")
    film.refresh_from_db()
    made = storages / "vault" / film.asset / film.renditions["video"]["mp4"]
    assert "Video: h264" in said_of(made)
