"""The desk's page for many photographs, and what its script asks."""

import errno
import io
import json

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import client as testing
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portfolio.actions import intake, rendering
from portfolio.admin.batches import LAG
from portfolio.models import IncomingPhoto, Photo, PhotoBatch
from tests.factories import AgreementFactory, ProductionFactory
from tests.factories.crew import RoleFactory
from tests.reading import flat

pytestmark = pytest.mark.django_db

MANY = "admin:portfolio_photo_many"
JSON = {"Accept": "application/json"}
FOR_ONE_ROW = ('SELECT "portfolio_photo".', 'SELECT "portfolio_production".')


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def opened(desk):
    """A batch as the script opens it: its addresses."""
    return desk.post(reverse(MANY), {"kind": "portrait"}, headers=JSON).json()


def announced(desk, opened, size, name="IMG.JPG"):
    said = json.dumps({"name": name, "size": size})
    return desk.post(opened["files"], said, content_type="application/json").json()


def sent(desk, file, content, at=0):
    return desk.put(
        file["address"], content, content_type="application/octet-stream", headers={"Upload-Offset": str(at)}
    )


def test_a_file_goes_up_in_pieces_and_becomes_a_photograph(desk, opened, jpeg, commit):
    content = jpeg()
    file = announced(desk, opened, len(content))
    assert sent(desk, file, content[:500]).json() == {"received": 500, "state": "arriving"}
    assert desk.get(file["address"]).json() == {"received": 500}
    with commit():
        sent(desk, file, content[500:], at=500)
    [row] = desk.get(opened["state"]).json()["files"]
    assert (row["state"], row["photo"]["page"]) == (
        "kept",
        reverse("admin:portfolio_photo_change", args=[Photo.objects.get().pk]),
    )


def test_a_piece_out_of_step_is_told_where_to_go_on(desk, opened):
    file = announced(desk, opened, 1000)
    answer = sent(desk, file, b"x", at=7)
    assert (answer.status_code, answer.json()) == (409, {"received": 0, "state": "arriving"})


@pytest.mark.parametrize(
    "said",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        '{"name": "x", "size": "many"}',
        '{"name": "x", "size": null}',
        '{"name": "x", "size": true}',
        '{"name": "x", "size": -1}',
        '{"name": "x", "size": 1.5}',
        '{"name": "x", "size": 1e999}',
        '{"name": "x", "size": 18446744073709551616}',
    ],
    ids=range(11),
)
def test_an_announcement_that_says_nothing_is_refused(desk, opened, said):
    answer = desk.post(opened["files"], said, content_type="application/json")
    assert (answer.status_code, IncomingPhoto.objects.count()) == (400, 0)


def test_a_stamp_that_no_database_can_hold_is_cleaned(desk, opened):
    said = json.dumps({"name": "x", "size": 5, "stamp": "1\0\ud8002"})
    desk.post(opened["files"], said, content_type="application/json")
    assert IncomingPhoto.objects.get().stamp == "12"


@pytest.mark.parametrize("offset", ["", "-1", "x", "²", "9" * 5000], ids=range(5))
def test_a_piece_that_begins_nowhere_is_refused(desk, opened, offset):
    file = announced(desk, opened, 1000)
    answer = desk.put(file["address"], b"x", headers={"Upload-Offset": offset})
    assert answer.status_code == 400


@pytest.mark.parametrize("batch", ["²", "x", "9" * 5000], ids=range(3))
def test_a_batch_that_is_no_number_lists_all(desk, batch, upload):
    intake.accept_photo(upload())
    listed = desk.get(reverse("admin:portfolio_photo_changelist"), {"batch": batch})
    assert listed.context["cl"].result_count == 1


def test_a_production_that_is_no_number_is_not_chosen(desk):
    assert desk.get(reverse(MANY), {"production": "²"}).context["form"]["production"].value() is None


@pytest.mark.parametrize(
    ("page", "method"),
    [
        ("page", "put"),
        ("state", "post"),
        ("files", "get"),
        ("file", "post"),
        ("file", "delete"),
        ("twin", "put"),
        ("many", "delete"),
    ],
)
def test_a_method_that_means_nothing_here_is_not_allowed(desk, opened, page, method):
    file = announced(desk, opened, 1000)
    more = {"file": file["address"], "twin": f"{file['address']}twin/", "many": reverse(MANY)}
    assert getattr(desk, method)((opened | more)[page]).status_code == 405


class Dropped(io.BytesIO):
    """A line that goes down before the first byte."""

    def read(self, *args):
        raise OSError("the line dropped")


@pytest.fixture
def cut_off(monkeypatch):
    """From now on whatever is sent does not arrive."""
    return lambda: monkeypatch.setattr(testing, "FakePayload", lambda *args: Dropped())


def test_a_line_that_drops_in_a_piece_is_no_error_of_ours(desk, opened, cut_off):
    file = announced(desk, opened, 1000)
    sent(desk, file, b"abc")
    cut_off()
    answer = sent(desk, file, b"def", at=3)
    assert (answer.status_code, answer.json()) == (409, {"received": 3, "state": "arriving"})


def test_nor_one_that_drops_in_an_announcement(desk, opened, cut_off):
    cut_off()
    answer = desk.post(opened["files"], b"{}", content_type="application/json")
    assert (answer.status_code, IncomingPhoto.objects.count()) == (400, 0)


def test_nor_one_that_drops_in_the_form(desk, cut_off):
    cut_off()
    assert desk.post(reverse(MANY), {"kind": "portrait"}).status_code == 400


def test_a_hundred_and_one_files_come_with_the_form(desk):
    files = [SimpleUploadedFile(f"{number}.jpg", b"x") for number in range(101)]
    answer = desk.post(reverse(MANY), {"kind": "still", "files": files})
    assert (answer.status_code, IncomingPhoto.objects.count()) == (302, 101)


def test_a_refusal_stands_beside_its_file(desk, opened, commit):
    file = announced(desk, opened, 5, "notes.txt")
    with commit():
        sent(desk, file, b"hello")
    [row] = desk.get(opened["state"]).json()["files"]
    assert (row["name"], row["state"]) == ("notes.txt", "refused")
    assert "HEIC" in row["sentence"]


def test_without_javascript_the_files_come_with_the_form(desk, jpeg, commit):
    files = [SimpleUploadedFile(f"{name}.jpg", jpeg(colour=name)) for name in ("red", "blue")]
    with commit():
        answer = desk.post(reverse(MANY), {"kind": "still", "files": files}, follow=True)
    assert set(Photo.objects.values_list("kind", flat=True)) == {"still"}
    page = flat(answer)
    assert ("red.jpg" in page, "blue.jpg" in page) == (True, True)


def test_credits_and_releases_ask_for_their_production(desk):
    answer = desk.post(reverse(MANY), {"kind": "portrait", "release_signed_on": "2026-01-01"})
    assert (answer.context["form"].errors.keys(), PhotoBatch.objects.count()) == ({"production"}, 0)


def test_the_script_gets_the_same_refusal(desk):
    answer = desk.post(reverse(MANY), {"kind": "portrait", "release_signed_on": "2026-01-01"}, headers=JSON)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["production"])


def test_a_production_leads_here_with_its_name_chosen(desk):
    production = ProductionFactory()
    AgreementFactory(production=production)
    page = desk.get(reverse(MANY), {"production": production.pk})
    assert page.context["form"]["production"].value() == str(production.pk)


def test_a_twin_is_decided_on_the_page(desk, opened, jpeg, commit, upload):
    content = jpeg()
    for name in ("A.JPG", "B.JPG"):
        file = announced(desk, opened, len(content), name)
        with commit():
            sent(desk, file, content)
    twin = desk.get(opened["state"]).json()["files"][1]
    assert (twin["state"], twin["twin"]["title"]) == ("twin", str(Photo.objects.get()))
    with commit():
        row = desk.post(twin["decide"], {"choice": "keep"}, headers=JSON).json()
    assert (row["state"], Photo.objects.count()) == ("kept", 2)


def test_looking_at_that_address_decides_nothing(desk, opened, jpeg, commit):
    content = jpeg()
    for name in ("A.JPG", "B.JPG"):
        file = announced(desk, opened, len(content), name)
        with commit():
            sent(desk, file, content)
    twin = desk.get(opened["state"]).json()["files"][1]
    desk.get(twin["decide"])
    assert IncomingPhoto.objects.get(pk=twin["id"]).state == "twin"


def test_the_files_of_a_batch_are_not_another_batchs(desk, opened):
    file = announced(desk, opened, 1000)
    other = desk.post(reverse(MANY), {"kind": "portrait"}, headers=JSON).json()
    address = file["address"].replace(opened["page"], other["page"])
    assert desk.get(address).status_code == 404


@pytest.mark.parametrize("may", [(), ("view_photo",), ("change_photo",)])
def test_who_may_not_add_photographs_brings_none(client, django_user_model, desk, opened, may):
    file = announced(desk, opened, 1000)
    guest = django_user_model.objects.create_user("guest", is_staff=True)
    guest.user_permissions.set(Permission.objects.filter(codename__in=may))
    client.force_login(guest)
    assert client.post(reverse(MANY), {"kind": "portrait"}).status_code in {302, 403}
    assert (sent(client, file, b"x").status_code, client.get(opened["state"]).status_code) == (404, 404)
    assert PhotoBatch.objects.count() == 1


@pytest.fixture
def helper(client, django_user_model):
    """Signs a helper in who may do this and no more."""

    def sign_in(*rights):
        made = django_user_model.objects.create_user("helper", is_staff=True)
        made.user_permissions.set(Permission.objects.filter(codename__in=rights))
        client.force_login(made)
        return client

    return sign_in


@pytest.mark.parametrize(
    ("rights", "hidden"),
    [
        ((), {"role", "department", "release_signed_on"}),
        (("add_credit",), {"release_signed_on"}),
        (("add_personrelease",), {"role", "department"}),
        (("add_credit", "add_personrelease"), set()),
    ],
)
def test_who_may_not_credit_or_release_is_not_asked_to(helper, rights, hidden):
    form = helper("add_photo", *rights).get(reverse(MANY)).context["form"]
    assert {"role", "department", "release_signed_on"} - form.fields.keys() == hidden


def test_and_is_not_heard_where_they_say_so(helper):
    said = {"kind": "portrait", "release_signed_on": "2026-01-01", "role": RoleFactory().pk}
    helper("add_photo").post(reverse(MANY), said, headers=JSON)
    batch = PhotoBatch.objects.get()
    assert (batch.release_signed_on, batch.role) == (None, None)


def test_nor_brings_files_into_a_batch_that_credits_or_releases(desk, opened, helper):
    PhotoBatch.objects.update(release_signed_on="2026-01-01")
    assert helper("add_photo").get(opened["page"]).status_code == 404


@pytest.mark.parametrize(
    ("right", "sees"), [("view_photo", True), ("change_photo", True), ("view_film", False)]
)
def test_a_twin_is_named_to_whom_may_see_photographs(helper, upload, right, sees):
    known = intake.accept_photo(upload(), caption="Nadia prima del ciak")
    client = helper("add_photo", right)
    opened = client.post(reverse(MANY), {"kind": "portrait"}, headers=JSON).json()
    IncomingPhoto.objects.create(
        batch=PhotoBatch.objects.get(), name="A.JPG", size=9, state="twin", twin=known
    )
    told = client.get(opened["state"]).content.decode() + client.get(opened["page"]).content.decode()
    assert ("Nadia prima" in told) is sees


def test_a_visitor_brings_none(client, desk, opened):
    file = announced(desk, opened, 1000)
    client.logout()
    assert sent(client, file, b"x").status_code == 302
    assert client.get(file["address"]).status_code == 302


def test_the_list_shows_what_came_in_together(desk, opened, jpeg, commit, upload):
    intake.accept_photo(upload(jpeg(colour="green")))
    content = jpeg()
    file = announced(desk, opened, len(content))
    with commit():
        sent(desk, file, content)
    listed = desk.get(opened["list"]).context["cl"].result_list
    assert [photo.incoming.name for photo in listed] == ["IMG.JPG"]


def test_a_productions_page_leads_to_the_page_for_many(desk):
    production = ProductionFactory()
    answer = desk.get(reverse("admin:portfolio_production_add_photographs", args=[production.pk]))
    assert answer.headers["Location"] == reverse(MANY) + f"?production={production.pk}"


def test_only_what_has_changed_since_an_answer_is_told(desk, opened, jpeg, commit):
    old = announced(desk, opened, 1000, "OLD.JPG")
    IncomingPhoto.objects.update(changed_at=timezone.now() - 2 * LAG)
    moment = desk.get(opened["state"]).json()["moment"]
    content = jpeg()
    new = announced(desk, opened, len(content), "NEW.JPG")
    told = desk.get(opened["state"], {"since": moment}).json()["files"]
    assert [row["id"] for row in told] == [new["id"]]
    assert old["changed"] != new["changed"]


def test_a_picture_that_was_developed_has_changed_for_its_batch(desk, opened, jpeg, commit):
    content = jpeg()
    file = announced(desk, opened, len(content))
    with commit():
        sent(desk, file, content)
    IncomingPhoto.objects.update(changed_at=timezone.now() - 2 * LAG)
    moment = desk.get(opened["state"]).json()["moment"]
    rendering.render(Photo.objects.get())
    [row] = desk.get(opened["state"], {"since": moment}).json()["files"]
    assert row["photo"]["thumb"]


@pytest.mark.parametrize("since", ["yesterday", "0001-01-01", "9999-12-31T23:59:59-23:59", "2026-13-01"])
def test_a_moment_that_nobody_was_told_asks_for_everything_or_nothing(desk, opened, since):
    announced(desk, opened, 1000)
    assert desk.get(opened["state"], {"since": since}).status_code == 200


def test_the_state_of_many_files_asks_no_more_than_that_of_one(desk, opened, jpeg, commit):
    production = ProductionFactory()
    for name, colour in (("A.JPG", "red"), ("B.JPG", "blue"), ("C.JPG", "red")):
        content = jpeg(colour=colour)
        file = announced(desk, opened, len(content), name)
        with commit():
            sent(desk, file, content)
    Photo.objects.update(production=production)
    with CaptureQueriesContext(connection) as asked:
        told = desk.get(opened["state"]).json()["files"]
    assert [row["state"] for row in told] == ["kept", "kept", "twin"]
    assert sum("incomingphoto" in query["sql"] for query in asked) == 1
    assert not any(query["sql"].startswith(FOR_ONE_ROW) for query in asked)


def test_a_full_disk_is_said_and_the_piece_may_come_again(desk, opened, monkeypatch):
    file = announced(desk, opened, 1000)

    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("portfolio.actions.batches.receive", full)
        answer = sent(desk, file, b"x")
    assert (answer.status_code, answer.json()) == (507, {"received": 0, "state": "arriving"})
