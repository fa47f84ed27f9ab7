"""Films on the desk: brought in, captioned, explained."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portfolio.models import CaptionTrack, Chapter, Film

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


HOW_EACH = "Scrivine uno per riga: minuti e secondi, uno spazio e il titolo."
HOW = "scrivi minuti e secondi, uno spazio e il titolo, per esempio «1:23 L’ultimo ciak»."


def errors(page):
    return page.context["adminform"].form.errors


def test_chapters_are_typed_a_line_each_in_each_language(send, film, desk):
    send(change(film), chapters_it="0:01 Al monitor\n\n0:00 - Ciak", chapters_en="0:00 The slate")
    rows = Chapter.objects.values_list("starts_at_seconds", "title_it", "title_en")
    assert list(rows) == [(0, "Ciak", "The slate"), (1, "Al monitor", None)]
    film.refresh_from_db()
    assert sorted(film.renditions["chapters"]) == ["en", "it"]
    form = desk.get(change(film)).context["adminform"].form
    assert form["chapters_it"].value() == "0:00 Ciak\n0:01 Al monitor"


def test_chapters_are_pasted_as_webvtt(send, film):
    send(change(film), chapters_it="WEBVTT\n\n00:00.000 --> 00:01.000\nCiak\n\n00:01.000 --> 00:02.000\nStop")
    rows = Chapter.objects.values_list("starts_at_seconds", "title_it")
    assert list(rows) == [(0, "Ciak"), (1, "Stop")]


def test_chapters_that_are_taken_off_the_form_are_gone(send, film, storages):
    send(change(film), chapters_it="0:00 Ciak")
    send(change(film), chapters_it="")
    film.refresh_from_db()
    assert (Chapter.objects.count(), "chapters" in film.renditions) == (0, False)
    assert list(storages.rglob("chapters-*")) == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0:00 Ciak\nil resto", f"Riga 2, «il resto»: {HOW}"),
        ("0:00", f"Riga 1, «0:00»: {HOW}"),
        ("0:01 Uno\n0:01 Due", "Due capitoli cominciano a 0:01. Tienine uno solo."),
        (f"0:01 {'x' * 161}", "Il titolo a 0:01 supera i 160 caratteri. Accorcialo."),
        (
            "WEBVTT\n\n0 --> 1\nx",
            f"Questi capitoli non si leggono come WebVTT. {HOW_EACH}",
        ),
        ("0:00 Ci\0ak", "I caratteri null non sono ammessi."),
        ("\n".join(f"{n} T{n}" for n in range(101)), "Sono più di 100 capitoli. Tieni i principali."),
    ],
)
def test_chapters_that_make_no_sense_are_refused_where_they_are_typed(send, film, typed, sentence):
    page = send(change(film), chapters_it=typed)
    assert errors(page) == {"chapters_it": [sentence]}
    assert page.context["adminform"].form["chapters_it"].value() == typed
    assert Chapter.objects.count() == 0


@pytest.mark.parametrize("typed", ["0:01\tRoma --> Napoli", "0:01\N{NO-BREAK SPACE}– Roma --> Napoli"])
def test_an_arrow_in_a_title_makes_no_captions_of_it_nor_does_another_space(send, film, typed):
    send(change(film), chapters_it=typed)
    assert Chapter.objects.get().title_it == "Roma --> Napoli"


def test_a_page_that_is_older_than_the_chapters_takes_none_back(send, film, desk, filled):
    old = filled(desk.get(change(film)))
    send(change(film), chapters_it="0:00 Ciak", chapters_en="0:00 The slate")
    desk.post(change(film), old | {"music_credit_it": "Nadia", "chapters_en": "0:00 Slate"})
    rows = Chapter.objects.values_list("starts_at_seconds", "title_it", "title_en")
    assert list(rows) == [(0, "Ciak", "Slate")]
    assert Film.objects.get().music_credit_it == "Nadia"


def test_a_length_that_is_wrong_keeps_nobody_from_saving_what_was_there(send, film):
    send(change(film), chapters_it="0:01 Ciak")
    page = send(change(film), duration_seconds="1", description_it="Altro")
    assert page.status_code == 302
    assert Film.objects.get().description_it == "Altro"


def test_another_frame_is_chosen_for_the_poster(send, film):
    before = film.renditions
    send(change(film), poster_at_seconds="0:01,5")
    film.refresh_from_db()
    assert film.poster_at_seconds == 1.5
    assert film.renditions["poster"] != before["poster"]
    assert film.renditions["video"] == before["video"]


def test_a_frame_takes_the_place_of_a_poster_that_was_uploaded(send, film, upload, storages):
    send(change(film), poster=upload())
    send(change(film), poster_at_seconds="0:01")
    film.refresh_from_db()
    assert (film.poster.name, film.poster_at_seconds) == ("", 1)
    assert list(storages.rglob("poster.*")) == []


def test_a_poster_that_comes_with_a_frame_is_the_poster(send, film, upload):
    send(change(film), poster=upload(), poster_at_seconds="0:01")
    film.refresh_from_db()
    assert (bool(film.poster), film.poster_at_seconds) == (True, None)


def test_a_film_elsewhere_keeps_its_poster_though_a_frame_is_typed(send, upload, storages):
    send(reverse(ADD), title_it="Altrove", external_url="https://video.example.org/1", poster=upload())
    film = Film.objects.get()
    page = send(change(film), poster_at_seconds="0:10")
    assert errors(page) == {
        "poster_at_seconds": ["Solo un film che sta qui ha fotogrammi: carica una locandina."]
    }
    assert len(list(storages.rglob("poster.*"))) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("dopo", "Scrivi minuti e secondi, per esempio 1:23."),
        ("1:75", "Scrivi minuti e secondi, per esempio 1:23."),
    ],
)
def test_a_frame_that_the_film_does_not_have_is_refused(send, film, typed, sentence):
    page = send(change(film), poster_at_seconds=typed)
    assert errors(page) == {"poster_at_seconds": [sentence]}


def test_the_stills_of_a_film_that_is_made_are_offered_to_staff(desk, film):
    stills = film.renditions["video"]["stills"]
    page = desk.get(change(film)).content.decode()
    assert f'data-stills="/preview/{film.asset}/{stills["name"]}"' in page
    assert desk.get(f"/preview/{film.asset}/{stills['name']}").getvalue().startswith(b"\xff\xd8")


@pytest.mark.parametrize("typed", [{"poster_at_seconds": "0:03"}, {"chapters_it": "0:03 Dopo"}])
def test_a_moment_beyond_the_end_is_refused_where_it_is_typed(send, film, typed):
    page = send(change(film), **typed)
    ((field, (sentence,)),) = errors(page).items()
    assert field in typed
    assert sentence.startswith("0:03 viene dopo la fine: il film dura 0:02")


@pytest.mark.parametrize("address", ["ftp://x.it/a", "ftps://x.it/a"])
def test_a_link_that_no_browser_opens_as_a_page_is_refused(send, address):
    page = send(reverse(ADD), title_it="Altrove", external_url=address)
    assert errors(page) == {
        "external_url": ["Scrivi l’indirizzo di una pagina, per esempio https://www.youtube.com/watch?v=…"]
    }


def test_a_film_elsewhere_has_nothing_to_wait_for(send):
    send(reverse(ADD), title_it="Altrove", external_url="https://video.example.org/1")
    assert Film.objects.get().state == "ready"
