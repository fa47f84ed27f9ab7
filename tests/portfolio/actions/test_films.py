"""A film is taken in whole or not at all; what was made of it follows what is public."""

import fcntl
import hashlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from huey.exceptions import RetryTask

from portfolio.actions import developing, intake, making, publication, rendering, resuming, words
from portfolio.models import CaptionTrack, Film, RightsEntry
from portfolio.renditions import ffmpeg, films
from portfolio.renditions.containers import Container
from portfolio.renditions.refusals import CaptionsRefused, FilmRefused
from tests import films as tiny
from tests.factories import AgreementFactory, ProductionFactory

pytestmark = pytest.mark.django_db

WORDS = b"WEBVTT\n\n00:00.200 --> 00:01.000\n%s\n"


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def bare():
    """A film that everybody may see, before it has any file."""
    production = ProductionFactory()
    AgreementFactory(production=production)
    words = {"title_it": "Il dietro", "title_en": "Behind", "slug_it": "il-dietro", "slug_en": "behind"}
    return Film(production=production, people="none", is_published=True, **words)


@pytest.fixture
def kept(bare, film_upload, commit):
    """The same film with its file, developed."""
    with commit():
        intake.keep_source(bare, film_upload())
    bare.refresh_from_db()
    return bare


def captions(film, language="it", words=b"Motore"):
    file = ContentFile(WORDS % words, name="captions.vtt")
    return CaptionTrack(film=film, language=language, file=file)


def files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def ending(names, *endings):
    return [name for name in names if name.endswith(endings)]


def test_the_film_is_kept_byte_for_byte_under_a_name_of_ours(bare, film_upload, film_file, storages):
    intake.keep_source(bare, film_upload(name="../../Nadia a casa.MOV"))
    assert files(storages) == ["source.mp4"]
    assert (storages / "vault" / bare.source.name).read_bytes() == film_file.read_bytes()
    assert bare.source.name == f"{bare.asset}/source.mp4"


def test_the_row_has_the_facts_of_the_file(bare, film_upload, film_file, editor):
    intake.keep_source(bare, film_upload(), by=editor)
    digest = hashlib.sha256(film_file.read_bytes()).hexdigest()
    assert (bare.sha256, bare.duration_seconds, bare.created_by, bare.state) == (digest, 2, editor, "pending")


def test_a_new_file_is_logged_by_its_hash_with_who(bare, film_upload, editor):
    intake.keep_source(bare, film_upload(), by=editor)
    entry = RightsEntry.objects.get(fact="source")
    assert (entry.subject, entry.after, entry.by) == (f"film:{bare.pk}", bare.sha256, editor)


@pytest.mark.parametrize("content", [b"", b"no film", b"#EXTM3U\n/etc/passwd\n", b"ffconcat version 1.0\n"])
def test_nothing_is_kept_of_what_is_refused(bare, storages, content):
    with pytest.raises(FilmRefused):
        intake.keep_source(bare, SimpleUploadedFile("x.mp4", content))
    assert (files(storages), Film.objects.count()) == ([], 0)


def test_a_film_over_the_limit_is_refused_unread(settings, film_upload, monkeypatch):
    settings.FILM_MAX_BYTES = 10
    monkeypatch.setattr(films, "inspect", pytest.fail)
    with pytest.raises(FilmRefused, match="too_heavy"):
        intake.examine_film(film_upload())


def test_no_file_stays_when_the_database_refuses_the_row(bare, storages, film_upload):
    bare.external_url = "https://video.example.org/1"
    with pytest.raises(IntegrityError), transaction.atomic():
        intake.keep_source(bare, film_upload())
    assert files(storages) == []


def test_a_new_film_is_developed_after_the_commit(kept):
    video = kept.renditions["video"]
    assert (kept.state, video["width"], video["height"]) == ("ready", 320, 180)
    assert video["of"] == f"{kept.sha256[:16]}-{films.RECIPE}"


def test_a_film_without_a_poster_gets_one_of_its_pictures(kept, storages):
    assert [rung["width"] for rung in kept.renditions["poster"]["ladder"]] == [320]
    assert not kept.poster


def test_a_poster_that_was_chosen_is_the_poster(bare, film_upload, upload, commit):
    picture = upload()
    with commit():
        arrivals = {
            "poster": (picture, intake.examine(picture)),
            "source": (film_upload(), intake.examine_film(film_upload())),
        }
        intake.keep_film(bare, arrivals)
    bare.refresh_from_db()
    assert bare.renditions["poster"]["ladder"][-1]["width"] == 640
    assert (bare.poster.name, bare.source.name) == (f"{bare.asset}/poster.jpg", f"{bare.asset}/source.mp4")


def test_film_captions_and_poster_of_a_public_film_are_copied_out(kept, storages, commit):
    with commit():
        words.keep_captions(captions(kept))
    kept.refresh_from_db()
    copies = files(storages / "public")
    assert ending(copies, ".mp4", ".vtt") == [
        kept.renditions["video"]["mp4"],
        kept.renditions["captions"]["it"],
    ]
    assert ending(copies, ".m3u8", ".m4s") == sorted(ladder(kept))
    assert len(copies) == 9


def ladder(film):
    """The names of the files for streaming."""
    hls = film.renditions["video"]["hls"]
    return [hls["master"], *(rung[name] for rung in hls["rungs"] for name in ("playlist", "media"))]


def test_neither_the_source_nor_the_captions_as_they_came_are_copied_out(kept, storages, commit):
    with commit():
        words.keep_captions(captions(kept))
    copies = files(storages / "public")
    assert [name for name in copies if name.startswith("source") or name == "captions-it.vtt"] == []


def test_the_copies_of_an_unpublished_film_are_gone_when_the_action_returns(kept, storages, commit):
    with commit():
        words.keep_captions(captions(kept))
    kept.refresh_from_db()
    publication.unpublish(kept)
    assert files(storages / "public") == []


def test_a_discarded_film_leaves_no_file_anywhere(kept, storages, commit):
    with commit():
        words.keep_captions(captions(kept))
    kept.refresh_from_db()
    with commit():
        publication.discard(kept)
    assert files(storages) == []


def test_captions_of_every_language_are_made_plain(kept, storages, commit):
    with commit():
        words.keep_captions(captions(kept, "it", b"<script>alert(1)</script>Motore"))
        words.keep_captions(captions(kept, "en", b"Rolling"))
    kept.refresh_from_db()
    made = kept.renditions["captions"]
    read = (storages / "vault" / kept.asset / made["it"]).read_text()
    assert sorted(made) == ["en", "it"]
    assert read == "WEBVTT\n\n00:00:00.200 --> 00:00:01.000\nalert(1)Motore\n"


def test_subrip_is_kept_as_it_came_and_made_into_webvtt(kept, storages, commit):
    file = SimpleUploadedFile("x.srt", b"1\n00:00:00,200 --> 00:00:01,000\nMotore\n")
    file.name = f"captions{intake.examine_captions(file)}"
    with commit():
        track = words.keep_captions(CaptionTrack(film=kept, language="it", file=file))
    kept.refresh_from_db()
    assert track.file.name == f"{kept.asset}/captions-it.srt"
    made = storages / "vault" / kept.asset / kept.renditions["captions"]["it"]
    assert made.read_text().startswith("WEBVTT\n")


def test_captions_that_nobody_can_read_are_refused():
    with pytest.raises(CaptionsRefused, match="not_captions"):
        intake.examine_captions(SimpleUploadedFile("x.vtt", b"words"))


def test_captions_that_the_database_refuses_keep_the_file_that_was_theirs(kept, storages):
    words.keep_captions(captions(kept, "it"))
    other = words.keep_captions(captions(kept, "en"))
    other.language = "it"
    with pytest.raises(IntegrityError), transaction.atomic():
        words.keep_captions(other)
    assert files(storages / "vault" / kept.asset).count("captions-en.vtt") == 1


def test_a_source_that_was_lost_is_brought_anew_under_its_old_name(kept, film_upload, storages, commit):
    source = storages / "vault" / kept.source.name
    source.unlink()
    with commit():
        intake.keep_source(kept, film_upload())
    assert source.exists()


def test_changed_captions_take_the_place_of_the_former_ones(kept, storages, commit):
    with commit():
        track = words.keep_captions(captions(kept))
    before = set(files(storages / "public"))
    with commit():
        track.file = ContentFile(WORDS % b"Partito", name="captions.vtt")
        words.keep_captions(track)
    kept.refresh_from_db()
    (gone,) = before - set(files(storages / "public"))
    assert gone.startswith("captions-it-")
    assert gone not in files(storages)
    assert len(ending(files(storages), ".vtt")) == 3


def test_the_public_copy_of_captions_that_were_dropped_is_gone_at_once(kept, storages, commit):
    with commit():
        track = words.keep_captions(captions(kept))
    with commit():
        words.drop_captions(track)
        assert ending(files(storages / "public"), ".vtt") == []
    kept.refresh_from_db()
    assert ending(files(storages), ".vtt") == []
    assert "captions" not in kept.renditions


def test_new_captions_do_not_have_the_film_made_again(kept, commit, monkeypatch):
    monkeypatch.setattr(films, "developed", pytest.fail)
    with commit():
        words.keep_captions(captions(kept))
    kept.refresh_from_db()
    assert (kept.state, sorted(kept.renditions)) == ("ready", ["captions", "poster", "video"])


def test_the_old_film_stays_until_the_new_one_is_made(kept, film_upload, tmp_path, storages, commit):
    old = kept.renditions["video"]["mp4"]
    new = tiny.make(tmp_path / "new.mp4", size="160x90", seconds=1).read_bytes()
    with commit():
        intake.keep_source(kept, film_upload(new))
        assert Film.objects.get().renditions["video"]["mp4"] == old
        assert old in files(storages / "public")
    kept.refresh_from_db()
    assert kept.renditions["video"]["mp4"].startswith("90-")
    assert old not in files(storages)
    assert len(ending(files(storages / "vault"), ".mp4")) == 2


def test_a_film_that_was_taken_off_has_no_public_copy_when_the_action_returns(kept, storages, commit):
    with commit():
        kept.source = ""
        intake.keep_film(kept, {})
        assert ending(files(storages / "public"), ".mp4") == []
    kept.refresh_from_db()
    assert (ending(files(storages), ".mp4"), kept.sha256, kept.state) == ([], "", "ready")
    assert "video" not in kept.renditions


def test_saving_other_things_makes_nothing_anew(kept, monkeypatch):
    monkeypatch.setattr(rendering, "render_later", pytest.fail)
    kept.description_it = "Altro"
    intake.keep_film(kept, {})
    assert Film.objects.get().description_it == "Altro"


def test_a_film_that_turns_out_rotten_fails_with_a_sentence_and_loses_nothing(
    kept, film_upload, storages, commit
):
    with commit():
        publication.settle(kept)
    old = kept.renditions
    with transaction.atomic():
        intake.keep_source(kept, film_upload())
    Film.objects.update(sha256="f" * 64)
    (storages / "vault" / kept.source.name).write_bytes(b"rotten")
    rendering.render(Film.objects.get())
    kept.refresh_from_db()
    assert (kept.state, kept.trouble, kept.renditions) == ("failed", "video:not_a_film", old)
    assert "MP4" in rendering.trouble_in_words(kept)


def test_a_poster_does_not_wait_for_the_film_to_be_lost(bare, film_upload, upload, commit, monkeypatch):
    picture = upload()
    seen = {
        "poster": (picture, intake.examine(picture)),
        "source": (film_upload(), intake.examine_film(film_upload())),
    }
    monkeypatch.setattr(ffmpeg.shutil, "which", lambda name: None)
    monkeypatch.setattr(ffmpeg, "get_ffmpeg_exe", None)
    with commit():
        intake.keep_film(bare, seen)
    bare.refresh_from_db()
    assert (bare.state, bare.trouble, list(bare.renditions)) == ("failed", "video:no_ffmpeg", ["poster"])
    assert "ffmpeg" in rendering.trouble_in_words(bare)


def seen(sha256):
    """What is known of a file that nobody has to look at."""
    return intake.FilmArrival(films.Facts(Container("mov", ".mp4"), 320, 180, 2, has_sound=True), sha256)


def test_what_was_made_of_a_file_that_was_replaced_meanwhile_is_not_written(kept, film_upload):
    order = developing.Order.of(kept)
    made = developing.Made({"video": {"mp4": "720-stale.mp4"}})
    intake.keep_source(Film.objects.get(), film_upload(b"\0" * 8, name="x.mp4"), arrival=seen("f" * 64))
    rendering._write(order, made)
    assert "stale" not in str(Film.objects.get().renditions)
    assert Film.objects.get().state == "pending"


def test_a_film_that_has_waited_too_long_is_asked_for_again(kept):
    Film.objects.update(state="pending", created_at=timezone.now() - timedelta(hours=1))
    resuming.resume.call_local()
    assert Film.objects.get().state == "ready"


def test_a_film_elsewhere_is_never_asked_for(bare):
    bare.external_url = "https://video.example.org/1"
    intake.keep_film(bare, {})
    Film.objects.update(state="pending", created_at=timezone.now() - timedelta(hours=1))
    resuming.resume.call_local()
    assert Film.objects.get().state == "pending"


def test_the_public_copies_of_a_replaced_photograph_are_gone_at_once(upload, jpeg, storages, commit):
    production = ProductionFactory()
    AgreementFactory(production=production)
    with commit():
        photo = intake.accept_photo(upload(), production=production, people="none", is_published=True)
    photo.refresh_from_db()
    before = set(files(storages / "public"))
    new = upload(jpeg(colour="#102030"))
    with commit():
        intake.keep_original(photo, new, arrival=intake.examine(new))
    assert before
    assert before.isdisjoint(files(storages / "public"))


@pytest.fixture
def another_is_being_made(settings):
    with (settings.DATA_DIR / "films.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def test_a_film_waits_while_another_is_being_made(kept, another_is_being_made):
    Film.objects.update(state=Film.State.PENDING, renditions={})
    with pytest.raises(RetryTask):
        rendering.render_job.call_local("film", kept.pk)
    assert Film.objects.get().state == Film.State.PENDING


def test_and_is_made_when_that_one_is_done(kept):
    Film.objects.update(state=Film.State.PENDING)
    rendering.render_job.call_local("film", kept.pk)
    assert Film.objects.get().state == Film.State.READY


# What is written beside the picture.

CHAPTERS = {"it": [(0.0, "Ciak"), (1.0, "Stop")], "en": [(0.0, "The slate")]}


def chapters_file(film, storages, language="it"):
    return (storages / "vault" / film.asset / film.renditions["chapters"][language]).read_text()


def test_chapters_are_a_track_in_each_language_that_has_any(kept, storages, commit):
    with commit():
        words.keep_chapters(kept, CHAPTERS)
    kept.refresh_from_db()
    assert chapters_file(kept, storages) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nCiak\n\n00:00:01.000 --> 00:00:02.000\nStop\n"
    )
    assert chapters_file(kept, storages, "en").endswith("00:00:02.000\nThe slate\n")
    assert set(kept.renditions["chapters"].values()) <= set(files(storages / "public"))


def test_chapters_of_a_language_that_is_not_named_stay(kept, commit):
    with commit():
        words.keep_chapters(kept, CHAPTERS)
        words.keep_chapters(kept, {"en": [(0.0, "Slate"), (1.0, "Cut")]})
    assert words.chapters_of(kept) == {"it": CHAPTERS["it"], "en": [(0.0, "Slate"), (1.0, "Cut")]}


def test_a_chapter_that_said_too_much_is_seen_no_more_when_the_action_returns(kept, storages, commit):
    with commit():
        words.keep_chapters(kept, CHAPTERS)
    kept.refresh_from_db()
    former = kept.renditions["chapters"]["it"]
    with commit():
        words.keep_chapters(kept, {"it": [(0.0, "Ciak")]})
        assert former not in files(storages / "public")
    assert former not in files(storages)


def test_captions_that_said_too_much_are_seen_no_more_when_the_action_returns(kept, storages, commit):
    with commit():
        track = words.keep_captions(captions(kept))
    kept.refresh_from_db()
    former = kept.renditions["captions"]["it"]
    track.file = ContentFile(WORDS % b"Partito", name="captions.vtt")
    with commit():
        words.keep_captions(track)
        assert former not in files(storages / "public")


def test_chapters_are_logged_by_their_number_with_who(kept, editor):
    words.keep_chapters(kept, CHAPTERS, by=editor)
    entry = RightsEntry.objects.get(fact="chapters")
    assert (entry.subject, entry.before, entry.after, entry.by) == (f"film:{kept.pk}", "0", "2", editor)


def test_the_same_chapters_again_change_nothing(kept, editor):
    words.keep_chapters(kept, CHAPTERS, by=editor)
    words.keep_chapters(kept, CHAPTERS, by=editor)
    assert RightsEntry.objects.filter(fact="chapters").count() == 1


def test_what_is_said_is_read_out_when_captions_are_kept(kept):
    track = words.keep_captions(captions(kept, words="Perché no?\u2028Ciak".encode()))
    assert track.paragraphs == [(0.2, "Perché no? Ciak")]
    assert track.transcript_folded == "perche no? ciak"


def test_a_line_break_that_is_written_as_a_number_breaks_nothing(kept):
    track = words.keep_captions(captions(kept, words=b"Uno&#10;&#10;due&#x2028;tre&NewLine;"))
    assert CaptionTrack.objects.get(pk=track.pk).paragraphs == [(0.2, "Uno due tre")]


def test_captions_whose_words_were_not_read_out_yet_are_with_the_next_making(kept, commit):
    with commit():
        words.keep_captions(captions(kept))
    CaptionTrack.objects.update(transcript="", transcript_folded="", transcript_starts=[])
    with commit():
        rendering.again([kept])
    assert CaptionTrack.objects.get().paragraphs == [(0.2, "Motore")]


def test_captions_whose_file_was_lost_are_said_to_be_with_the_next_making(kept, storages, commit):
    with commit():
        track = words.keep_captions(captions(kept))
    (storages / "vault" / track.file.name).unlink()
    with commit():
        rendering.again([kept])
    kept.refresh_from_db()
    assert (kept.state, kept.trouble) == ("failed", "captions:lost")


@pytest.fixture
def meanwhile(monkeypatch):
    """Has something happen while a film is being made; counts how often one is."""
    made, developed = [], films.developed

    def arrange(act):
        def watched(stream, told):
            made.append(stream)
            if len(made) == 1:
                act()
            return developed(stream, told)

        monkeypatch.setattr(films, "developed", watched)
        return made

    return arrange


def test_words_that_come_while_a_film_is_made_do_not_have_it_made_again(bare, film_upload, commit, meanwhile):
    made = meanwhile(lambda: words.keep_chapters(Film.objects.get(), CHAPTERS))
    with commit():
        intake.keep_source(bare, film_upload())
    bare.refresh_from_db()
    assert (len(made), bare.state) == (1, "ready")
    assert sorted(bare.renditions) == ["chapters", "poster", "video"]


def test_another_frame_that_is_chosen_while_a_film_is_made_does_not_have_it_made_again(
    bare, film_upload, commit, meanwhile
):
    def choose():
        film = Film.objects.get()
        film.poster_at_seconds = 1.5
        intake.keep_film(film, {})

    made = meanwhile(choose)
    with commit():
        intake.keep_source(bare, film_upload())
    bare.refresh_from_db()
    assert (len(made), bare.state) == (1, "ready")
    assert bare.renditions["poster"]["of"].endswith("@1.5")


@pytest.fixture
def stopped(bare, film_upload):
    """A film of which the editor wanted no more."""
    intake.keep_source(bare, film_upload())
    making.stop(bare)
    bare.refresh_from_db()
    assert bare.state == "failed"
    return bare


def test_neither_words_nor_a_frame_begin_a_film_that_was_stopped(stopped, commit, meanwhile):
    made = meanwhile(lambda: None)
    with commit():
        words.keep_chapters(stopped, CHAPTERS)
        words.keep_captions(captions(stopped))
        stopped.poster_at_seconds = 1.5
        intake.keep_film(stopped, {})
    stopped.refresh_from_db()
    assert (made, stopped.state, stopped.trouble) == ([], "failed", "video:stopped")
    assert sorted(stopped.renditions) == ["captions", "chapters", "poster"]


def test_a_poster_does_not_wait_until_another_film_is_made(bare, film_upload, another_is_being_made):
    intake.keep_source(bare, film_upload())
    with pytest.raises(RetryTask):
        rendering.render_job.call_local("film", bare.pk)
    bare.refresh_from_db()
    assert (bare.state, list(bare.renditions)) == ("pending", ["poster"])


def test_a_poster_that_is_there_is_not_made_again(kept, monkeypatch):
    monkeypatch.setattr(films, "still", pytest.fail)
    Film.objects.update(state="pending")
    rendering.render_job.call_local("film", kept.pk)
    assert Film.objects.get().state == "ready"


def test_a_poster_is_made_again_where_that_is_asked_for(kept, commit, monkeypatch):
    asked, still = [], films.still
    monkeypatch.setattr(films, "still", lambda *said: asked.append(said) or still(*said))
    with commit():
        rendering.again([kept])
    assert len(asked) == 1
