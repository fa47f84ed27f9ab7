"""A film comes in piece by piece: goes on where it stopped, is refused early, and is kept byte for byte."""

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from huey.exceptions import RetryTask

from portfolio.actions import incoming_films, intake, sweeping, uploads
from portfolio.models import IncomingFilm
from portfolio.renditions import ffmpeg
from portfolio.renditions.refusals import FilmRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def content(film_file):
    return film_file.read_bytes()


@pytest.fixture
def announce(editor):
    """Announces a film of the editor's."""

    def act(size, name="C0001.MP4", stamp="1", owner=editor):
        return incoming_films.announce(owner, name, size, stamp=stamp)

    return act


def send(file, content, at=0):
    incoming_films.receive(IncomingFilm.objects.get(pk=file.pk), io.BytesIO(content), at=at)
    return IncomingFilm.objects.get(pk=file.pk)


def bytes_left(settings):
    return [path for path in settings.INCOMING.rglob("*") if path.is_file()]


def aged(**age):
    IncomingFilm.objects.update(changed_at=timezone.now() - timedelta(**age))


def test_a_whole_film_is_looked_at_at_once(announce, content, commit):
    with commit():
        file = send(announce(len(content)), content)
    file.refresh_from_db()
    seen = incoming_films.arrival(file)
    assert (file.state, seen) == ("seen", intake.examine_film(ContentFile(content)))


def test_one_that_was_killed_halfway_goes_on_where_it_stopped(announce, content, commit):
    half = len(content) // 2
    send(announce(len(content)), content[:half])
    again = announce(len(content))
    assert uploads.received(again) == half
    with commit():
        send(again, content[half:], at=half)
    again.refresh_from_db()
    assert (again.state, again.path.read_bytes()) == ("seen", content)


@pytest.mark.parametrize("other", [{"name": "C0002.MP4"}, {"stamp": "2"}])
def test_another_name_or_stamp_is_another_film(announce, other):
    assert announce(1000) != announce(1000, **other)


def test_another_accounts_film_is_another_film(announce, django_user_model):
    assert announce(1000) != announce(1000, owner=django_user_model.objects.create_user("guest"))


def test_without_a_stamp_a_film_that_is_whole_is_not_answered(announce, content, commit):
    with commit():
        whole = send(announce(len(content), stamp=""), content)
    assert announce(len(content), stamp="") != whole


def test_one_that_is_here_whole_need_not_come_again(announce, content, commit):
    with commit():
        whole = send(announce(len(content)), content)
    assert announce(len(content)) == whole


def test_one_whose_bytes_were_lost_begins_anew(announce, content, commit):
    with commit():
        whole = send(announce(len(content)), content)
    whole.path.unlink()
    assert announce(len(content)).state == "arriving"


def test_what_is_too_heavy_is_refused_before_a_byte_is_sent(announce, settings):
    file = announce(settings.FILM_MAX_BYTES + 1)
    assert (file.state, "20 GB" in incoming_films.why_not(file)) == ("refused", True)
    with pytest.raises(uploads.OutOfStep):
        send(file, b"x")
    assert bytes_left(settings) == []


def test_what_is_empty_is_refused_at_once(announce):
    assert announce(0).trouble == "empty"


def test_without_ffmpeg_no_film_is_sent_in_vain(announce, monkeypatch):
    monkeypatch.setattr(ffmpeg, "is_here", lambda: False)
    assert announce(1000).trouble == "no_ffmpeg"


def test_what_is_no_film_is_refused_with_its_first_piece(announce, settings, commit):
    with commit():
        file = send(announce(10**9), b"%PDF-1.7".ljust(100))
    assert (file.state, file.trouble, bytes_left(settings)) == ("refused", "not_a_film", [])


def test_a_first_piece_that_is_too_short_to_tell_is_waited_for(announce):
    file = send(announce(10**9), b"%PDF")
    assert file.state == "arriving"
    assert send(file, b"-1.7".ljust(100), at=4).trouble == "not_a_film"


def test_and_a_whole_file_that_is_shorter_still_is_told_by_what_it_has(announce):
    assert send(announce(4), b"%PDF").trouble == "not_a_film"


def test_what_begins_as_a_film_and_is_none_is_refused_when_it_is_whole(announce, content, commit, settings):
    broken = content[: len(content) // 2]
    with commit():
        file = send(announce(len(broken)), broken)
    file.refresh_from_db()
    assert (file.state, file.trouble, bytes_left(settings)) == ("refused", "damaged", [])


def test_a_piece_out_of_step_changes_nothing(announce, content):
    file = send(announce(len(content)), content[:500])
    with pytest.raises(uploads.OutOfStep) as refusal:
        send(file, content[700:900], at=700)
    assert (refusal.value.received, file.path.read_bytes()) == (500, content[:500])


def test_what_a_piece_has_too_much_is_left_out(announce, content, commit):
    with commit():
        file = send(announce(len(content)), content + b"more")
    assert file.path.read_bytes() == content


def test_nothing_is_written_to_a_film_that_is_whole(announce, content, commit):
    with commit():
        file = send(announce(len(content)), content)
    with pytest.raises(uploads.OutOfStep):
        send(file, b"more", at=len(content))
    assert file.path.read_bytes() == content


def test_a_film_whose_last_piece_was_not_marked_is_looked_at_with_the_next(announce, content, commit):
    file = announce(len(content))
    uploads.append(file, io.BytesIO(content), at=0)
    with commit():
        incoming_films.receive(IncomingFilm.objects.get(), io.BytesIO(b""), at=len(content))
    file.refresh_from_db()
    assert file.state == "seen"


def test_or_by_the_worker(announce, content, commit):
    uploads.append(announce(len(content)), io.BytesIO(content), at=0)
    aged(hours=1)
    with commit():
        incoming_films.pick_up_films.call_local()
    assert IncomingFilm.objects.get().state == "seen"


def test_one_whose_job_was_lost_is_looked_at_again(announce, content):
    send(announce(len(content)), content)
    aged(hours=1)
    incoming_films.pick_up_films.call_local()
    assert IncomingFilm.objects.get().state == "seen"


def test_one_that_another_process_looks_at_is_put_off(announce, content):
    file = send(announce(len(content)), content)
    with uploads.held(file), pytest.raises(RetryTask):
        incoming_films.look_at_job.call_local(file.pk)
    assert IncomingFilm.objects.get().attempts == 0


def test_a_film_that_kills_its_worker_again_and_again_is_refused(announce, content, monkeypatch):
    def die(upload):
        raise MemoryError

    send(announce(len(content)), content)
    monkeypatch.setattr(intake, "examine_film", die)
    for _attempt in range(3):
        with pytest.raises(MemoryError):
            incoming_films.look_at(IncomingFilm.objects.get())
    incoming_films.look_at(IncomingFilm.objects.get())
    file = IncomingFilm.objects.get()
    assert (file.trouble, "tre volte" in incoming_films.why_not(file)) == ("given_up", True)


def test_one_whose_bytes_are_gone_says_so(announce, content):
    send(announce(len(content)), content).path.unlink()
    incoming_films.look_at(IncomingFilm.objects.get())
    assert IncomingFilm.objects.get().trouble == "lost"


def test_one_that_was_let_go_while_it_was_looked_at_stays_gone(announce, content, monkeypatch):
    file = send(announce(len(content)), content)
    looked_at = intake.examine_film

    def let_go_meanwhile(upload):
        incoming_films.forget(file)
        return looked_at(upload)

    monkeypatch.setattr(intake, "examine_film", let_go_meanwhile)
    incoming_films.look_at(IncomingFilm.objects.get())
    assert IncomingFilm.objects.count() == 0


@pytest.mark.parametrize("share", [0.5, 1])
def test_what_nobody_went_on_with_or_saved_is_thrown_away_after_a_week(
    announce, content, commit, settings, share
):
    with commit():
        send(announce(len(content)), content[: int(len(content) * share)])
    aged(days=6)
    incoming_films.pick_up_films.call_local()
    assert IncomingFilm.objects.count() == 1
    aged(days=8)
    incoming_films.pick_up_films.call_local()
    assert (IncomingFilm.objects.count(), bytes_left(settings)) == (0, [])


def test_the_sweeper_leaves_what_is_awaited_and_takes_the_rest(announce, content, commit, monkeypatch):
    with commit():
        kept = send(announce(len(content)), content)
    stray = kept.path.with_name("f" * 32)
    stray.write_bytes(b"x")
    monkeypatch.setattr(sweeping, "_is_old", lambda moment: True)
    sweeping.sweep_incoming()
    assert (kept.path.exists(), stray.exists()) == (True, False)


def test_a_film_that_has_no_room_is_refused_before_it_is_sent(announce, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda place: SimpleNamespace(free=999))
    assert announce(999).state == "arriving"
    file = announce(1000)
    assert (file.state, file.trouble) == ("refused", "no_room")
    assert "pieno" in incoming_films.why_not(file)


def test_a_film_that_the_vault_has_no_room_for_waits_until_there_is(announce, content, editor, monkeypatch):
    file = send(announce(len(content)), content)
    incoming_films.look_at_job.call_local(file.pk)
    monkeypatch.setattr(incoming_films, "has_room", lambda *args, **how: False)
    claimed = incoming_films.claimed(file.code, editor)
    assert "pieno" in incoming_films.why_not(claimed)
    monkeypatch.undo()
    assert incoming_films.claimed(file.code, editor).state == "seen"


def test_a_film_that_cannot_be_looked_at_for_want_of_room_waits_and_is_not_given_up(
    announce, content, monkeypatch, commit
):
    def full(upload):
        raise FilmRefused("no_room")

    file = send(announce(len(content)), content)
    monkeypatch.setattr(intake, "examine_film", full)
    for _attempt in range(uploads.MOST_ATTEMPTS + 1):
        with pytest.raises(RetryTask):
            incoming_films.look_at_job.call_local(file.pk)
    monkeypatch.undo()
    incoming_films.look_at_job.call_local(file.pk)
    assert IncomingFilm.objects.get().state == "seen"
