"""A film's file on the desk: sent in pieces, told how it fares, kept with the form, and nobody else's."""

import json
import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from portfolio.models import Film, IncomingFilm
from portfolio.renditions import storages as renditions

pytestmark = pytest.mark.django_db

ADD = reverse("admin:portfolio_film_add")
OPEN = "admin:portfolio_film_incoming"


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def content(film_file):
    return film_file.read_bytes()


def announced(client, size, name="C0001.MP4", stamp="1"):
    said = json.dumps({"name": name, "size": size, "stamp": stamp})
    return client.post(reverse(OPEN), said, content_type="application/json")


def put(client, file, content, at=0):
    return client.put(
        file["address"], content, content_type="application/octet-stream", headers={"Upload-Offset": str(at)}
    )


@pytest.fixture
def brought(desk, content, commit):
    """A film that is here whole, and in order, as its page is told."""
    file = announced(desk, len(content)).json()
    with commit():
        put(desk, file, content[:1000])
        put(desk, file, content[1000:], at=1000)
    return desk.get(file["address"]).json()


@pytest.fixture
def save(desk, filled, commit):
    """Fills a page's form, changes some fields, and sends it."""

    def act(address=ADD, **changes):
        data = filled(desk.get(address)) | {"title_it": "Il dietro"} | changes
        with commit():
            return desk.post(address, data)

    return act


def errors(page):
    return page.context["adminform"].form.errors


@pytest.fixture
def other(django_user_model):
    """Another editor's browser, with these rights."""

    def sign_in(*rights):
        made = django_user_model.objects.create_user("other", is_staff=True)
        made.user_permissions.set(Permission.objects.filter(codename__in=rights))
        client = Client()
        client.force_login(made)
        return client

    return sign_in


def test_a_film_that_came_in_pieces_is_kept_with_the_form_byte_for_byte(save, brought, content, settings):
    assert brought["state"] == "seen"
    assert "0:02, 320\xa0×\xa0180" in brought["sentence"]
    assert save(source_key=brought["key"]).status_code == 302
    film = Film.objects.get()
    with film.source.open() as kept:
        assert kept.read() == content
    assert (film.state, film.duration_seconds, film.source.name) == ("ready", 2, f"{film.asset}/source.mp4")
    assert IncomingFilm.objects.count() == 0
    assert [path for path in settings.INCOMING.rglob("*") if path.is_file()] == []


def test_it_is_linked_into_the_vault_and_not_copied(save, brought, storages):
    node = IncomingFilm.objects.get().path.stat().st_ino
    save(source_key=brought["key"])
    assert (storages / "vault" / Film.objects.get().source.name).stat().st_ino == node


def test_where_it_cannot_be_linked_it_is_copied(save, brought, content, monkeypatch):
    monkeypatch.setattr(renditions.VaultStorage, "_link", lambda *args: False)
    save(source_key=brought["key"])
    with Film.objects.get().source.open() as kept:
        assert kept.read() == content


def test_nothing_that_is_on_its_way_lies_in_the_vault(brought, storages):
    assert [path for path in storages.rglob("*") if path.is_file()] == []


def test_it_replaces_the_film_that_was_there(save, brought, film_upload, storages):
    save(source=film_upload())
    film = Film.objects.get()
    former = film.source.name
    save(reverse("admin:portfolio_film_change", args=[film.pk]), source_key=brought["key"])
    film.refresh_from_db()
    assert film.source.name != former
    assert len(list((storages / "vault").rglob("source*"))) == 1


def test_saving_before_it_is_whole_asks_to_wait_and_loses_nothing(save, desk, content):
    file = announced(desk, len(content)).json()
    put(desk, file, content[:1000])
    page = save(source_key=file["key"])
    assert errors(page) == {"source": ["Il film non è ancora arrivato tutto. Aspetta che ci sia, poi salva."]}
    form = page.context["adminform"].form
    assert (form["title_it"].value(), form["source_key"].value()) == ("Il dietro", file["key"])
    assert f'value="{file["key"]}"' in page.content.decode()
    assert put(desk, file, content[1000:], at=1000).status_code == 200


def test_so_does_saving_before_it_was_looked_at(save, brought):
    IncomingFilm.objects.update(state="waiting")
    page = save(source_key=brought["key"])
    assert errors(page) == {"source": ["Stiamo ancora guardando il film. Aspetta un momento, poi salva."]}


def test_a_mistake_elsewhere_in_the_form_keeps_the_film(save, brought):
    page = save(source_key=brought["key"], title_it="")
    assert "source" not in errors(page)
    assert save(source_key=brought["key"]).status_code == 302


def test_a_film_that_came_in_pieces_and_a_link_are_refused_together(save, brought):
    page = save(source_key=brought["key"], external_url="https://video.example.org/1")
    assert "external_url" in errors(page)
    assert IncomingFilm.objects.count() == 1


def test_a_new_film_and_the_wish_to_have_none_are_refused_together(save, brought, film_upload):
    save(source=film_upload())
    address = reverse("admin:portfolio_film_change", args=[Film.objects.get().pk])
    assert "source" in errors(save(address, source_key=brought["key"], **{"source-clear": "on"}))


@pytest.mark.parametrize("key", ["0" * 32, "x"])
def test_a_key_that_nobody_has_is_refused(save, key):
    assert errors(save(source_key=key)) == {
        "source": ["Questo caricamento non c’è più. Scegli di nuovo il file."]
    }


def test_another_accounts_key_is_refused_like_an_unknown_one(other, brought, filled, commit):
    client = other("add_film", "view_film")
    data = filled(client.get(ADD)) | {"title_it": "Preso", "source_key": brought["key"]}
    page = client.post(ADD, data)
    assert errors(page) == {"source": ["Questo caricamento non c’è più. Scegli di nuovo il file."]}
    assert (Film.objects.count(), IncomingFilm.objects.count()) == (0, 1)


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_nor_does_another_account_find_its_address(other, brought, method):
    client = other("add_film", "change_film")
    assert getattr(client, method)(brought["address"]).status_code == 404
    assert IncomingFilm.objects.count() == 1


def test_a_refused_film_says_why_with_its_first_piece(desk):
    file = announced(desk, 10**9).json()
    assert put(desk, file, b"no film at all".ljust(100)).json()["state"] == "refused"
    told = desk.get(file["address"]).json()
    assert told["sentence"] == (
        "Questo file non è un film che possiamo usare. Scegli un file MP4, MOV, MKV o WebM."
    )


def test_and_cannot_be_saved(save, desk):
    file = announced(desk, 10**9).json()
    put(desk, file, b"no film at all".ljust(100))
    assert "non è un film" in errors(save(source_key=file["key"]))["source"][0]


def test_one_that_is_too_heavy_is_refused_when_it_is_announced(desk, settings):
    told = announced(desk, settings.FILM_MAX_BYTES + 1).json()
    assert (told["state"], "20 GB" in told["sentence"]) == ("refused", True)


def test_a_piece_out_of_step_is_told_where_to_go_on(desk, content):
    file = announced(desk, len(content)).json()
    answer = put(desk, file, b"x", at=7)
    assert (answer.status_code, answer.json()) == (409, {"received": 0, "state": "arriving"})


@pytest.mark.parametrize("said", ["", "{}", '{"name": "x", "size": -1}', '{"name": "x", "size": true}'])
def test_an_announcement_that_says_nothing_is_refused(desk, said):
    answer = desk.post(reverse(OPEN), said, content_type="application/json")
    assert (answer.status_code, IncomingFilm.objects.count()) == (400, 0)


def test_one_that_is_not_wanted_leaves_nothing(desk, content, settings, commit):
    file = announced(desk, len(content)).json()
    put(desk, file, content[:1000])
    with commit():
        assert desk.delete(file["address"]).status_code == 200
    assert IncomingFilm.objects.count() == 0
    assert [path for path in settings.INCOMING.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(("right", "status"), [("add_film", 200), ("change_film", 200), ("view_film", 404)])
def test_who_may_add_or_change_films_sends_them(other, right, status):
    assert announced(other(right), 1000).status_code == status


def test_a_visitor_sends_none(client):
    assert (announced(client, 1000).status_code, IncomingFilm.objects.count()) == (302, 0)


def test_a_forged_request_sends_none(desk, editor, content):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert announced(strict, 1000).status_code == 403
    file = announced(desk, len(content)).json()
    assert (put(strict, file, content).status_code, strict.delete(file["address"]).status_code) == (403, 403)
    assert IncomingFilm.objects.count() == 1


def test_who_may_only_look_is_shown_no_place_to_send_to(other):
    film = Film.objects.create(title_it="Il dietro", slug_it="il-dietro")
    page = other("view_film").get(reverse("admin:portfolio_film_change", args=[film.pk]))
    assert (page.status_code, "data-film" in page.content.decode()) == (200, False)


def test_the_form_has_one_hidden_field_for_the_key(desk):
    page = desk.get(ADD).content.decode()
    assert len(re.findall(r'name="source_key"', page)) == 1
