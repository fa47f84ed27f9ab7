"""The door for public bytes, and the one for staff: a film and its captions like any picture."""

import errno

import pytest

from portfolio.actions import intake, publication, rendering
from portfolio.models import Agreement, Film
from tests.factories import AgreementFactory, ProductionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def film(film_upload, django_capture_on_commit_callbacks):
    """A public film with its file, developed."""
    production = ProductionFactory()
    AgreementFactory(production=production)
    row = Film(production=production, people="none", is_published=True, title_it="Il dietro", slug_it="d")
    with django_capture_on_commit_callbacks(execute=True):
        intake.keep_source(row, film_upload())
    row.refresh_from_db()
    return row


def address(film, door="media"):
    return f"/{door}/{film.asset}/{film.renditions['video']['mp4']}"


def body(answer):
    return b"".join(answer.streaming_content)


def test_anybody_gets_a_part_of_a_public_film_to_keep(client, film, storages):
    answer = client.get(address(film), headers={"Range": "bytes=4-7"})
    size = film.renditions["video"]["bytes"]
    assert (answer.status_code, answer["Content-Range"]) == (206, f"bytes 4-7/{size}")
    assert (answer["Content-Type"], answer["Cache-Control"]) == (
        "video/mp4",
        "public, max-age=2592000, immutable",
    )
    assert body(answer) == b"ftyp"


def test_a_part_that_the_film_does_not_have_is_not_satisfiable(client, film):
    answer = client.get(address(film), headers={"Range": "bytes=99999999-"})
    assert (answer.status_code, answer["Content-Range"]) == (
        416,
        f"bytes */{film.renditions['video']['bytes']}",
    )


def test_a_film_whose_public_copy_is_missing_comes_all_the_same(client, film, storages):
    (storages / "public" / film.asset / film.renditions["video"]["mp4"]).unlink()
    assert len(body(client.get(address(film)))) == film.renditions["video"]["bytes"]


def test_a_film_for_whose_copy_there_is_no_room_comes_from_the_vault(client, film, storages, monkeypatch):
    def full(*said):
        raise OSError(errno.ENOSPC, "No space left on device")

    (storages / "public" / film.asset / film.renditions["video"]["mp4"]).unlink()
    monkeypatch.setattr(publication, "put", full)
    answer = client.get(address(film))
    assert (len(body(answer)), answer["Cache-Control"]) == (film.renditions["video"]["bytes"], "no-cache")


def test_a_film_that_was_unpublished_is_an_unknown_address_whatever_is_asked(client, film):
    publication.unpublish(film)
    unknown = client.get(f"/media/{'0' * 32}/720-0.mp4")
    answers = [
        client.get(address(film)),
        client.head(address(film)),
        client.get(address(film), headers={"Range": "bytes=0-0"}),
        client.get(address(film), headers={"If-None-Match": "*"}),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert answers[0].content == unknown.content


def files(film):
    return [f"/media/{path}" for path in publication.files_of(film)]


def test_every_file_of_a_public_film_is_there_as_what_it_is(client, film):
    kinds = {path.rpartition(".")[2]: client.head(path)["Content-Type"] for path in files(film)}
    assert kinds == {
        "avif": "image/avif",
        "webp": "image/webp",
        "jpg": "image/jpeg",
        "mp4": "video/mp4",
        "m4s": "video/mp4",
        "m3u8": "application/vnd.apple.mpegurl",
    }


def test_every_file_of_a_hidden_film_is_an_unknown_address_whatever_is_asked(client, film):
    addresses = files(film)
    publication.unpublish(film)
    unknown = client.get(f"/media/{'0' * 32}/720-0.mp4")
    for path in addresses:
        answers = [
            client.get(path),
            client.head(path),
            client.get(path, headers={"Range": "bytes=0-0"}),
            client.get(path, headers={"If-None-Match": "*"}),
        ]
        assert [answer.status_code for answer in answers] == [404] * 4
        assert answers[0].content == unknown.content


def test_no_still_and_no_rung_of_a_film_that_only_some_may_see_is_in_the_public_storage(film, storages):
    assert list((storages / "public").rglob("stills-*.jpg"))
    Agreement.objects.update(public="no", private="yes")
    publication.settle(film)
    rendering.again([film])
    rendering.render(Film.objects.get())
    assert [path for path in (storages / "public").rglob("*") if path.is_file()] == []


def test_a_film_that_only_some_may_see_is_an_unknown_address(client, film):
    Agreement.objects.update(public="no", private="yes")
    assert client.get(address(film)).status_code == 404


@pytest.mark.parametrize("name", ["source.mp4", "../vault/source.mp4", "720-0.mp4"])
def test_the_source_has_no_address(client, film, name):
    assert client.get(f"/media/{film.asset}/{name}").status_code == 404


def test_staff_sees_a_film_before_it_is_public_and_keeps_nothing(desk, film):
    publication.unpublish(film)
    answer = desk.get(address(film, "preview"), headers={"Range": "bytes=0-0"})
    assert (answer.status_code, answer["Cache-Control"]) == (206, "private, no-store")
    assert (answer.get("ETag"), body(answer)) == (None, b"\0")


def test_a_preview_is_for_staff_alone(client, film):
    assert client.get(address(film, "preview")).status_code == 404


def test_staff_without_a_right_to_films_preview_none(client, film, django_user_model):
    client.force_login(django_user_model.objects.create_user("nuova", password="x" * 12, is_staff=True))
    assert client.get(address(film, "preview")).status_code == 404


# A page that was opened before a picture's files were made anew


@pytest.fixture
def former(upload, django_capture_on_commit_callbacks):
    """A public photo, and the name that one of its files had before."""
    production = ProductionFactory()
    AgreementFactory(production=production)
    with django_capture_on_commit_callbacks(execute=True):
        photo = intake.accept_photo(upload(), production=production, people="none", is_published=True)
    photo.refresh_from_db()
    now = photo.renditions["crops"]["4x5"][0]["webp"]
    return photo, f"{now.rpartition('-')[0]}-{'0' * 16}.webp", now


@pytest.mark.parametrize("door", ["media", "preview"])
def test_it_is_led_to_what_was_made_in_their_place(desk, former, door):
    photo, before, now = former
    answer = desk.get(f"/{door}/{photo.asset}/{before}")
    assert (answer.status_code, answer["Location"]) == (302, f"/{door}/{photo.asset}/{now}")
    assert answer["Cache-Control"] == "no-cache"


def test_for_what_is_not_public_it_leads_nowhere(client, former):
    photo, before, _now = former
    publication.unpublish(photo)
    assert client.get(f"/media/{photo.asset}/{before}").status_code == 404


@pytest.mark.parametrize("name", ["original.jpg", "9999-0000000000000000.webp", "4x5-320.webp", "x"])
def test_what_never_was_leads_nowhere(client, former, name):
    photo, _before, _now = former
    assert client.get(f"/media/{photo.asset}/{name}").status_code == 404
