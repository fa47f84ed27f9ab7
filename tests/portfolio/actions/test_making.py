"""Who waits for a film sees how far it is, and may stop it; what there was of it stays."""

import errno
import io
from datetime import timedelta
from itertools import count
from types import SimpleNamespace

import pytest
from django.utils import timezone
from huey.contrib.djhuey import HUEY

from portfolio.actions import developing, intake, making, rendering, resuming
from portfolio.models import Film, FilmMaking
from portfolio.renditions import films
from portfolio.renditions.refusals import FilmRefused
from tests import films as tiny
from tests.factories import AgreementFactory, ProductionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def waiting(film_upload):
    """A film that everybody may see, kept and not made yet."""
    production = ProductionFactory()
    AgreementFactory(production=production)
    words = {"title_it": "Il dietro", "title_en": "Behind", "slug_it": "il-dietro", "slug_en": "behind"}
    film = Film(production=production, people="none", is_published=True, **words)
    return intake.keep_source(film, film_upload())


@pytest.fixture
def made(waiting):
    rendering.render(waiting)
    return Film.objects.get()


@pytest.fixture
def every_word(monkeypatch):
    """The worker is heard at every word, as if two seconds had passed since the last."""
    ticks = count(0, making.EVERY_SECONDS)
    monkeypatch.setattr(making.time, "monotonic", lambda: next(ticks))


@pytest.fixture
def while_it_is_made(monkeypatch, every_word):
    """Does something whenever the worker says how far it is."""

    def arrange(act):
        developed = films.developed

        def watched(stream, told):
            def heard(done):
                act(done)
                told(done)

            return developed(stream, heard)

        monkeypatch.setattr(films, "developed", watched)

    return arrange


def public_copies(storages):
    return sorted(path.name for path in (storages / "public").rglob("*.*"))


def anew(film, film_upload, tmp_path):
    """Gives the film another file, which waits to be made."""
    content = tiny.make(tmp_path / "new.mp4", size="160x90", seconds=1).read_bytes()
    intake.keep_source(film, film_upload(content))
    return Film.objects.get()


def test_a_row_says_how_far_it_is_while_the_film_is_made(waiting, while_it_is_made):
    seen = []
    while_it_is_made(lambda done: seen.append(FilmMaking.objects.get(film=waiting).done))
    rendering.render(waiting)
    assert seen[0] is None
    assert seen[-1] is not None


def test_the_row_is_gone_when_the_film_is_made(made):
    assert (made.state, FilmMaking.objects.count()) == ("ready", 0)


def test_the_row_is_gone_when_the_film_is_refused(waiting, storages):
    (storages / "vault" / waiting.source.name).write_bytes(b"rotten")
    rendering.render(waiting)
    assert (Film.objects.get().state, FilmMaking.objects.count()) == ("failed", 0)


def test_the_row_is_written_no_oftener_than_every_two_seconds(waiting, django_assert_num_queries):
    with making.watched(waiting) as told:
        told(0.1)
        with django_assert_num_queries(0):
            told(0.2)
    assert not FilmMaking.objects.exists()


def test_who_makes_it_is_told_to_stop_when_next_heard(waiting, every_word):
    with making.watched(waiting) as told:
        told(0.1)
        making.stop(waiting)
        with pytest.raises(FilmRefused, match="stopped"):
            told(0.2)


def test_what_was_stopped_before_does_not_stop_the_next(waiting, every_word):
    FilmMaking.objects.create(film=waiting, is_stopped=True)
    with making.watched(waiting) as told:
        told(0.1)
        assert FilmMaking.objects.get().done == 0.1


def test_a_film_that_waits_and_is_stopped_is_not_begun(waiting, monkeypatch):
    monkeypatch.setattr(films, "developed", pytest.fail)
    making.stop(waiting)
    rendering.render_job.call_local("film", waiting.pk)
    film = Film.objects.get()
    assert (film.state, film.trouble) == ("failed", "video:stopped")
    assert "fermata" in rendering.trouble_in_words(film)


def test_a_film_that_is_stopped_while_it_is_made_fails_with_a_sentence(waiting, while_it_is_made):
    while_it_is_made(lambda done: making.stop(waiting))
    rendering.render(waiting)
    film = Film.objects.get()
    assert (film.state, film.trouble, list(film.renditions)) == ("failed", "video:stopped", ["poster"])


def test_what_there_was_of_a_stopped_film_stays(made, film_upload, storages, tmp_path, while_it_is_made):
    before, copies = made.renditions, public_copies(storages)
    film = anew(made, film_upload, tmp_path)
    while_it_is_made(lambda done: making.stop(film))
    rendering.render(film)
    film = Film.objects.get()
    assert (film.state, film.renditions["video"]) == ("failed", before["video"])
    assert {each for each in copies if not each.endswith((".avif", ".webp"))} > {before["video"]["mp4"]}
    assert set(films.files({"video": before["video"]})) <= set(public_copies(storages))


def test_what_there_was_of_a_film_that_waited_and_was_stopped_stays(made, film_upload, storages, tmp_path):
    before, copies = made.renditions, public_copies(storages)
    film = anew(made, film_upload, tmp_path)
    making.stop(film)
    film = Film.objects.get()
    assert (film.renditions, public_copies(storages)) == (before, copies)


def test_stopping_what_is_made_already_changes_nothing(made):
    making.stop(made)
    assert (Film.objects.get().state, Film.objects.get().trouble) == ("ready", "")


def test_after_a_stop_it_is_developed_again(waiting, commit):
    making.stop(waiting)
    with commit():
        rendering.again([waiting])
    film = Film.objects.get()
    assert (film.state, film.trouble, sorted(film.renditions)) == ("ready", "", ["poster", "video"])


def test_the_poster_is_there_before_the_film_is(waiting, storages, while_it_is_made):
    seen = []

    def look(done):
        seen.append((list(Film.objects.get().renditions), len(public_copies(storages))))

    while_it_is_made(look)
    rendering.render(waiting)
    assert seen[0] == (["poster"], 3)


def test_no_poster_of_a_hidden_film_is_copied_out_early(waiting, storages, while_it_is_made):
    Film.objects.update(is_published=False)
    seen = []
    while_it_is_made(lambda done: seen.append(public_copies(storages)))
    rendering.render(Film.objects.get())
    assert seen[0] == []
    assert public_copies(storages) == []


def test_an_early_poster_does_not_take_the_place_of_one_that_is_there(
    made, film_upload, tmp_path, while_it_is_made
):
    before = made.renditions["poster"]
    film = anew(made, film_upload, tmp_path)
    seen = []
    while_it_is_made(lambda done: seen.append(Film.objects.get().renditions["poster"]))
    rendering.render(film)
    assert seen[0] == before
    assert Film.objects.get().renditions["poster"] != before


def former_way(film):
    """A film as it was made before there was a ladder."""
    video = film.renditions["video"]
    kept = {name: video[name] for name in ("mp4", "width", "height", "seconds", "bytes")}
    film.renditions = film.renditions | {"video": kept | {"of": film.sha256[:16]}}
    film.save(update_fields=["renditions"])
    return kept["mp4"]


def test_a_film_of_the_former_way_is_made_anew(made, commit):
    former_way(made)
    with commit():
        rendering.again([made])
    assert "hls" in Film.objects.get().renditions["video"]


def test_a_film_of_the_former_way_plays_until_it_is_made_anew(made, storages, while_it_is_made):
    name = former_way(made)
    seen = []
    while_it_is_made(lambda done: seen.append((Film.objects.get().renditions["video"]["mp4"], name)))
    Film.objects.update(state="pending")
    rendering.render(Film.objects.get())
    assert seen
    assert {mp4 for mp4, _name in seen} == {name}
    assert name in public_copies(storages)


def left_behind(film, minutes):
    """What a worker leaves that was killed so long ago."""
    long_ago = timezone.now() - timedelta(minutes=minutes)
    Film.objects.update(created_at=timezone.now() - timedelta(hours=1))
    return FilmMaking.objects.create(film=film, done=0.4, begun_at=long_ago, told_at=long_ago)


def test_a_film_whose_worker_was_killed_is_made(waiting):
    left_behind(waiting, minutes=3)
    resuming.resume.call_local()
    assert (Film.objects.get().state, FilmMaking.objects.count()) == ("ready", 0)


def test_a_film_that_is_being_made_is_not_asked_for_again(waiting, monkeypatch):
    left_behind(waiting, minutes=1)
    monkeypatch.setattr(resuming, "render_job", pytest.fail)
    resuming.resume.call_local()
    assert HUEY.pending() == []


def test_a_film_whose_worker_was_killed_can_be_stopped(waiting):
    left_behind(waiting, minutes=3)
    making.stop(waiting)
    film = Film.objects.get()
    assert (film.state, film.trouble, FilmMaking.objects.count()) == ("failed", "video:stopped", 0)


def test_a_new_film_whose_worker_was_killed_does_not_wait_for_long(waiting):
    long_ago = timezone.now() - timedelta(minutes=3)
    FilmMaking.objects.create(film=waiting, done=0.4, told_at=long_ago)
    resuming.resume.call_local()
    assert Film.objects.get().state == "ready"


def test_what_has_its_job_already_is_not_asked_for_again(waiting, monkeypatch):
    Film.objects.update(created_at=timezone.now() - timedelta(hours=1))
    job = rendering.render_job.s("film", waiting.pk)
    monkeypatch.setattr(HUEY, "scheduled", lambda: [job])
    resuming.resume.call_local()
    assert Film.objects.get().state == "pending"


def vault_files(storages):
    return sorted(path.name for path in (storages / "vault").rglob("*") if path.is_file())


@pytest.fixture
def while_it_is_kept(monkeypatch):
    """Does something as soon as the first piece of what was made lies in the vault."""

    def arrange(act):
        put = developing.put

        def acting(storage, name, content, told=None):
            put(storage, name, content, *([told] if told else []))
            if told:
                act()

        monkeypatch.setattr(developing, "put", acting)

    return arrange


def test_a_stop_is_heard_while_files_are_copied_into_the_vault(
    waiting, every_word, while_it_is_kept, storages
):
    before = vault_files(storages)
    while_it_is_kept(lambda: making.stop(waiting))
    rendering.render(waiting)
    film = Film.objects.get()
    assert (film.state, film.trouble) == ("failed", "video:stopped")
    posters = films.files({"poster": film.renditions["poster"]})
    assert vault_files(storages) == sorted([*before, *posters])


@pytest.mark.parametrize("name", [f"1080-{'a' * 16}.m4s", f"stills-{'a' * 16}.jpg"])
def test_what_a_killed_worker_left_goes_when_the_film_is_made(waiting, storages, name):
    left = storages / "vault" / waiting.asset / name
    left.write_bytes(b"left")
    rendering.render(waiting)
    film = Film.objects.get()
    assert (film.state, left.exists()) == ("ready", False)
    assert set(vault_files(storages)) == {"source.mp4", *films.files(film.renditions)}


def disk_is_full():
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_what_there_was_and_no_part_of_the_new(
    made, film_upload, tmp_path, storages, while_it_is_kept
):
    before = made.renditions["video"]
    film = anew(made, film_upload, tmp_path)
    while_it_is_kept(disk_is_full)
    rendering.render(film)
    film = Film.objects.get()
    assert (film.state, film.trouble, film.renditions["video"]) == ("failed", "video:no_room", before)
    renditions = [name for name in vault_files(storages) if not name.startswith("source")]
    assert set(renditions) == set(films.files(film.renditions))
    assert "pieno" in rendering.trouble_in_words(film)


def free(monkeypatch, size):
    usage = SimpleNamespace(free=size)
    monkeypatch.setattr("shutil.disk_usage", lambda place: usage)


@pytest.fixture
def no_room(waiting):
    Film.objects.update(state="failed", trouble="video:no_room", duration_seconds=2)


@pytest.mark.parametrize("part", ["video", "poster"])
def test_what_there_was_no_room_for_is_made_when_there_is(no_room, monkeypatch, commit, part):
    Film.objects.update(trouble=f"{part}:no_room")
    free(monkeypatch, 10**9)
    with commit():
        resuming.resume_where_there_is_room.call_local()
    assert (Film.objects.get().state, Film.objects.get().trouble) == ("ready", "")


def test_what_there_is_still_no_room_for_is_not_begun(no_room, monkeypatch, commit):
    free(monkeypatch, 1000)
    with commit():
        resuming.resume_where_there_is_room.call_local()
    assert Film.objects.get().state == "failed"


def test_a_film_that_failed_otherwise_is_not_made_because_there_is_room(no_room, monkeypatch, commit):
    Film.objects.update(trouble="video:damaged")
    free(monkeypatch, 10**9)
    with commit():
        resuming.resume_where_there_is_room.call_local()
    assert Film.objects.get().state == "failed"


def test_a_film_of_unknown_length_is_told_while_it_is_made(tmp_path, film_upload, waiting, every_word):
    live = ("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-f", "matroska", "-live", "1")
    content = tiny.make(tmp_path / "a.mkv", options=live, seconds=1).read_bytes()
    heard = []
    with films.developed(io.BytesIO(content), heard.append) as (manifest, _folder):
        assert manifest["seconds"] == pytest.approx(1, abs=0.1)
    assert set(heard) == {0, 1}


@pytest.mark.parametrize(
    ("done", "taken", "left"),
    [(None, None, None), (0, None, None), (0.01, 9, None), (0.25, 10, 30), (0.5, 60, 60), (1, 60, 1)],
)
def test_the_time_left_is_told_by_the_pace_until_now(waiting, done, taken, left):
    now = timezone.now()
    begun = now - timedelta(seconds=taken) if taken else None
    assert FilmMaking(film=waiting, done=done, begun_at=begun, told_at=now).seconds_left == left
