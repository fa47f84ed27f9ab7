"""Films on the desk: brought in, captioned, explained."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portfolio.models import CaptionTrack, Film

ADD = "admin:portfolio_film_add"
WORDS = b"WEBVTT\n\n00:00.200 --> 00:01.000\nMotore\n"


@pytest.fixture
def send(desk, filled, django_capture_on_commit_callbacks):
    """Fills a page's form, changes some fields, and sends it."""

    def act(address, **changes):
        data = filled(desk.get(address)) | changes
        with django_capture_on_commit_callbacks(execute=True):
            return desk.post(address, data)

    return act


@pytest.fixture
def film(send, film_upload):
    """A film that came in by the form."""
    send(reverse(ADD), title_it="Il dietro", source=film_upload())
    return Film.objects.get()


def change(film):
    return reverse("admin:portfolio_film_change", args=[film.pk])


def track(number, content, language="it", name="sottotitoli.vtt"):
    return {
        "captions-TOTAL_FORMS": number + 1,
        f"captions-{number}-language": language,
        f"captions-{number}-file": SimpleUploadedFile(name, content),
    }


def test_a_real_film_comes_in(film, editor):
    assert (film.state, film.created_by, film.duration_seconds) == ("ready", editor, 2)
    assert sorted(film.renditions) == ["poster", "video"]


def test_what_is_no_film_is_refused_at_the_field_and_nothing_typed_is_lost(send, film_upload, storages):
    page = send(reverse(ADD), title_it="Il dietro", source=film_upload(b"no film at all"))
    form = page.context["adminform"].form
    assert form.errors == {
        "source": ["Questo file non è un film che possiamo usare. Scegli un file MP4, MOV, MKV o WebM."]
    }
    assert form["title_it"].value() == "Il dietro"
    assert (Film.objects.count(), list(storages.rglob("*.*"))) == (0, [])


def test_a_film_is_a_file_or_a_link_and_not_both(send, film_upload):
    page = send(reverse(ADD), title_it="x", source=film_upload(), external_url="https://video.example.org/1")
    assert "external_url" in page.context["adminform"].form.errors
    assert Film.objects.count() == 0


def test_captions_come_in_with_the_film(send, film_upload):
    send(reverse(ADD), title_it="Il dietro", source=film_upload(), **track(0, WORDS))
    film = Film.objects.get()
    assert (film.state, sorted(film.renditions)) == ("ready", ["captions", "poster", "video"])


def test_subrip_that_calls_itself_webvtt_is_kept_as_what_it_is(send, film):
    send(change(film), **track(0, b"1\n00:00:00,200 --> 00:00:01,000\nMotore\n"))
    assert CaptionTrack.objects.get().file.name == f"{film.asset}/captions-it.srt"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b"words",
            "In questo file non ci sono sottotitoli che sappiamo leggere. Scegli un file WebVTT o SRT.",
        ),
        (
            "WEBVTT\n\n00:01.000 --> 00:02.000\nPerché\n".encode("latin-1"),
            "Questi sottotitoli non sono in UTF-8. Salvali di nuovo con la codifica UTF-8 e riprova.",
        ),
    ],
)
def test_captions_that_cannot_be_read_are_refused_at_the_field(send, film, content, sentence):
    page = send(change(film), **track(0, content))
    errors = [
        error
        for inline in page.context["inline_admin_formsets"]
        for form in inline.formset.forms
        for error in form.errors.get("file", [])
    ]
    assert errors == [sentence]
    assert CaptionTrack.objects.count() == 0


def test_captions_are_deleted_by_the_form(send, film, storages):
    send(change(film), **track(0, WORDS))
    send(change(film), **{"captions-0-DELETE": "on"})
    film.refresh_from_db()
    assert (CaptionTrack.objects.count(), list(storages.rglob("*.vtt"))) == (0, [])
    assert sorted(film.renditions) == ["poster", "video"]


def test_a_film_is_taken_off_by_the_form(send, film, storages):
    send(change(film), **{"source-clear": "on"})
    film.refresh_from_db()
    assert (film.source.name, film.renditions, list(storages.rglob("*.mp4"))) == ("", {}, [])


def test_the_form_says_why_a_film_failed(desk, film):
    Film.objects.update(state="failed", trouble="video:damaged")
    page = desk.get(change(film)).content.decode()
    assert "non riuscita: Questo film è danneggiato: si interrompe prima della fine." in page


def test_the_form_shows_no_address_of_the_source(desk, film):
    assert "source.mp4" not in desk.get(change(film)).content.decode()


def test_saving_the_form_again_changes_nothing(send, film):
    before = film.renditions
    send(change(film), description_it="Altro")
    film.refresh_from_db()
    assert (film.renditions, film.description_it, film.state) == (before, "Altro", "ready")
