"""Photographs: uploaded, published, explained."""

from pathlib import Path

import pytest
from django.urls import reverse

from portfolio.models import Agreement, Photo, RightsEntry
from portfolio.renditions import photographs

PHONE = Path(__file__).parents[2] / "files" / "phone.heic"
ADD = "admin:portfolio_photo_add"


@pytest.fixture
def send(desk, filled):
    """Fills a page's form, changes some fields, and sends it."""

    def act(address, **changes):
        data = filled(desk.get(address)) | changes
        return desk.post(address, data)

    return act


@pytest.fixture
def wrapped(production, member):
    """A production whose agreement and whose member say yes to all."""
    Agreement.objects.create(production=production, own_initiative=True, public="yes")
    member.releases.create(signed_on="2024-01-01")
    return production


def test_a_real_photograph_comes_in(
    send, editor, upload, member, wrapped, django_capture_on_commit_callbacks
):
    person = {"appearances-TOTAL_FORMS": 1, "appearances-0-member": member.pk, "appearances-0-order": 0}
    fields = {"production": wrapped.pk, "people": "listed", "is_published": "on", "caption_it": "Al banco"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(reverse(ADD), original=upload(), **fields, **person)
    assert answer.status_code == 302
    photo = Photo.objects.get()
    assert (photo.width, photo.height, photo.created_by) == (640, 800, editor)
    assert photo.state == Photo.State.READY
    assert list(Photo.objects.public()) == [photo]


def test_a_phones_picture_is_served_without_the_place_where_it_was_taken(
    send, client, upload, wrapped, django_capture_on_commit_callbacks
):
    fields = {"production": wrapped.pk, "people": "none", "is_published": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        send(reverse(ADD), original=upload(PHONE.read_bytes(), "IMG_4711.HEIC"), **fields)
    photo = Photo.objects.get()
    assert (photo.width, photo.height, photo.state) == (480, 640, "ready")
    served = [
        b"".join(client.get(reverse("rendition", args=[photo.asset, name])).streaming_content)
        for name in photographs.files(photo.renditions)
    ]
    assert [word for word in (b"GPS", b"SERIAL123", b"Exif") for file in served if word in file] == []
    assert len(served) == 15


def test_what_is_no_picture_is_refused_at_the_field_and_nothing_typed_is_lost(send, upload):
    page = send(reverse(ADD), original=upload(b"no picture at all"), caption_it="Al banco")
    form = page.context["adminform"].form
    assert list(form.errors) == ["original"]
    assert form["caption_it"].value() == "Al banco"
    assert Photo.objects.count() == 0


@pytest.mark.parametrize(
    "name",
    [
        "../../x.jpg",
        "a\0b.jpg",
        "x" * 300 + ".jpg",
        "\u202egpj.exe",
        "📷.jpg",
        "-rf",
        "CON",
        "a\nb.jpg",
        "<b>.jpg",
    ],
    ids=range(9),
)
def test_a_file_is_kept_however_it_is_called(send, upload, jpeg, storages, name):
    answer = send(reverse(ADD), original=upload(jpeg(64, 64), name))
    photo = Photo.objects.get()
    kept = [str(path.relative_to(storages)) for path in storages.rglob("*") if path.is_file()]
    assert (answer.status_code, kept) == (302, [f"vault/{photo.asset}/original.jpg"])


HOSTILE = {
    "half": lambda jpeg: jpeg()[:4_000],
    "no picture": lambda _jpeg: b"%PDF-1.4 and so on",
    "too many pixels": lambda jpeg: of_size(jpeg(), 65_500),
    "nothing": lambda _jpeg: b"",
}


def of_size(content, side):
    place = content.index(b"\xff\xc0") + 5
    return content[:place] + side.to_bytes(2) * 2 + content[place + 4 :]


@pytest.mark.parametrize("what", HOSTILE)
def test_nothing_is_kept_of_what_the_form_refuses(send, upload, jpeg, storages, settings, what):
    answer = send(reverse(ADD), original=upload(HOSTILE[what](jpeg)))
    assert (answer.status_code, list(answer.context["adminform"].form.errors)) == (200, ["original"])
    left = [path for place in (storages, settings.DATA_DIR) for path in place.rglob("*") if path.is_file()]
    assert (left, Photo.objects.count()) == ([], 0)


def test_the_form_says_why_a_photograph_is_not_online(desk, photos):
    (photo,) = photos(1)
    page = desk.get(reverse("admin:portfolio_photo_change", args=[photo.pk])).content.decode()
    assert "Niccolò Pericò non ha firmato una liberatoria che valga qui." in page


def test_the_form_shows_no_address_of_the_original(desk, photos):
    (photo,) = photos(1)
    page = desk.get(reverse("admin:portfolio_photo_change", args=[photo.pk])).content.decode()
    assert "original.jpg" not in page


def test_publishing_by_the_form_is_logged(send, photos, wrapped):
    (photo,) = photos(1)
    send(reverse("admin:portfolio_photo_change", args=[photo.pk]), is_published="on")
    photo.refresh_from_db()
    assert photo.is_published
    assert RightsEntry.objects.filter(subject=f"photo:{photo.pk}", fact="is_published").count() == 1


def test_one_more_than_was_agreed_is_refused_in_a_sentence(send, desk, photos, wrapped):
    Agreement.objects.update(max_photos=1)
    photos(1, is_published=True)
    (photo,) = photos(1)
    send(reverse("admin:portfolio_photo_change", args=[photo.pk]), is_published="on")
    photo.refresh_from_db()
    page = desk.get(reverse("admin:portfolio_photo_changelist")).content.decode()
    assert not photo.is_published
    assert "Il contratto permette 1 fotografie pubblicate." in page


def bulk(desk, action, chosen):
    data = {"action": action, "_selected_action": [photo.pk for photo in chosen]}
    return desk.post(reverse("admin:portfolio_photo_changelist"), data, follow=True)


def test_several_are_published_at_once(desk, photos, wrapped):
    chosen = photos(3)
    bulk(desk, "publish_chosen", chosen)
    assert Photo.objects.public().count() == 3


def test_the_answer_says_how_many_are_not_seen_yet(desk, photos):
    page = bulk(desk, "publish_chosen", photos(2)).content.decode()
    assert "2 non sono ancora visibili" in page


def test_several_are_unpublished_at_once(desk, photos, wrapped):
    chosen = photos(3, is_published=True)
    bulk(desk, "unpublish_chosen", chosen[:2])
    assert list(Photo.objects.public()) == chosen[2:]


def test_a_deleted_photograph_leaves_no_public_copy(desk, photos, storages):
    renditions = {"ladder": [{"width": 320, "height": 400, "jpeg": "320-a.jpg"}]}
    (photo,) = photos(1, renditions=renditions)
    copy = storages / "public" / photo.asset / "320-a.jpg"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(b"a picture")
    desk.post(reverse("admin:portfolio_photo_delete", args=[photo.pk]), {"post": "yes"})
    assert not copy.exists()
    assert Photo.objects.count() == 0


def test_another_order_takes_back_what_is_beyond_the_number_agreed(desk, photos, wrapped, storages):
    Agreement.objects.update(max_photos=1)
    first, second = photos(2, is_published=True)
    Photo.objects.filter(pk=first.pk).update(
        renditions={"ladder": [{"width": 320, "height": 400, "jpeg": "320-a.jpg"}]}
    )
    copy = storages / "public" / first.asset / "320-a.jpg"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(b"a picture")
    data = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": "Save"}
    data |= {"form-0-id": first.pk, "form-0-order": 1, "form-1-id": second.pk, "form-1-order": 0}
    desk.post(reverse("admin:portfolio_photo_changelist"), data)
    assert list(Photo.objects.public()) == [second]
    assert not copy.exists()


def test_a_revoked_release_hides_at_once(send, photos, wrapped, member):
    photos(1, is_published=True)
    assert Photo.objects.public().count() == 1
    release = member.releases.get()
    change = reverse("admin:portfolio_personrelease_change", args=[release.pk])
    send(change, revoked_at_0="2024-05-01", revoked_at_1="12:00")
    assert Photo.objects.public().count() == 0
    assert RightsEntry.objects.filter(subject=f"personrelease:{release.pk}").exists()


@pytest.mark.parametrize(
    ("state", "words"),
    [("pending", "its sizes are being made"), ("ready", "It is online."), ("failed", "could not be made")],
)
def test_being_online_says_whether_there_is_anything_to_see(desk, production, photos, state, words):
    Agreement.objects.create(production=production, own_initiative=True, public="yes")
    (photo,) = photos(1, is_published=True, people="none", state=state)
    photo.appearances.all().delete()
    change = reverse("admin:portfolio_photo_change", args=[photo.pk])
    assert words in desk.get(change, headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize("is_published", [True, False])
def test_nobody_is_told_why_a_photograph_is_not_online_that_is(desk, production, photos, is_published):
    Agreement.objects.create(production=production, own_initiative=True, public="yes")
    (photo,) = photos(1, is_published=is_published, people="none", state="ready")
    photo.appearances.all().delete()
    change = reverse("admin:portfolio_photo_change", args=[photo.pk])
    page = desk.get(change, headers={"accept-language": "it"}).content.decode()
    assert ("È online." in page, "Perché non è online?" in page) == (is_published, not is_published)


def test_the_focal_point_is_set_on_the_staffs_own_rendition(desk, photos):
    (photo,) = photos(1, renditions={"ladder": [{"width": 320, "height": 400, "jpeg": "320-a.jpg"}]})
    page = desk.get(reverse("admin:portfolio_photo_change", args=[photo.pk])).content.decode()
    assert f'src="{reverse("preview", args=[photo.asset, "320-a.jpg"])}"' in page
    assert 'role="slider"' in page
    assert 'name="focus_x"' in page


def test_a_photograph_still_in_the_darkroom_has_no_handle(desk, photos):
    (photo,) = photos(1)
    page = desk.get(reverse("admin:portfolio_photo_change", args=[photo.pk])).content.decode()
    assert 'role="slider"' not in page
