"""Alternative texts: beside each other on the form, and the queue of what lacks one."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

from portfolio.models import Photo

QUEUE = "/admin/portfolio/photo/alt/"


def at(photo):
    return f"{QUEUE}{photo.pk}/"


def test_the_queue_begins_with_what_no_language_describes(desk, photos):
    photos(1, alt_it="Un volto")
    (bare,) = photos(1)
    assert desk.get(QUEUE).url == at(bare)


def test_what_lacks_one_language_comes_after(desk, photos):
    (half,) = photos(1, alt_it="Un volto")
    (bare,) = photos(1)
    assert desk.post(at(bare), {"alt_it": "Un volto", "alt_en": "A face"}).url == at(half)


def test_saving_keeps_both_languages_and_says_who_did_it(desk, photos, editor):
    (photo,) = photos(1)
    desk.post(at(photo), {"alt_it": "Un volto", "alt_en": "A face"})
    photo.refresh_from_db()
    assert (photo.alt_it, photo.alt_en) == ("Un volto", "A face")
    assert LogEntry.objects.get().user == editor


def test_saving_changes_nothing_else(desk, photos):
    (photo,) = photos(1, caption_it="Al banco", is_published=True, focus_x=0.2)
    before = Photo.objects.filter(pk=photo.pk).values("caption_it", "is_published", "focus_x", "order").get()
    desk.post(at(photo), {"alt_it": "Un volto", "caption_it": "No", "order": 7})
    assert Photo.objects.filter(pk=photo.pk).values(*before).get() == before


def test_two_empty_lines_are_no_description(desk, photos):
    (photo,) = photos(1)
    page = desk.post(at(photo), {"alt_it": " ", "alt_en": ""})
    assert page.context["form"].errors


def test_what_is_too_long_is_refused_and_kept_as_typed(desk, photos):
    (photo,) = photos(1)
    page = desk.post(at(photo), {"alt_it": "a" * 301, "alt_en": "A face"})
    assert page.context["form"]["alt_it"].value() == "a" * 301
    assert not Photo.objects.exclude(alt_en=None).exclude(alt_en="").exists()


@pytest.mark.parametrize(("field", "marked"), [("alt_it", False), ("caption_it", True)])
def test_a_language_tab_is_marked_for_what_stands_in_it(desk, photos, field, marked):
    (photo,) = photos(1, **{field: "Un volto"})
    page = desk.get(f"/admin/portfolio/photo/{photo.pk}/change/").content.decode()
    assert ("desk-gap" in page) == marked


def test_the_page_says_how_many_are_left(desk, photos):
    first, _second = photos(2)
    photos(1, alt_it="Un volto", alt_en="A face")
    page = desk.get(at(first), headers={"accept-language": "en"}).content.decode()
    assert "2 of 3 left" in page


def test_skipping_leads_on_and_at_last_to_the_end(desk, photos):
    first, second = photos(2)
    assert desk.get(at(first)).context["skip"] == at(second)
    end = desk.get(at(second)).context["skip"]
    page = desk.get(end, headers={"accept-language": "en"}).content.decode()
    assert "2 photographs still lack" in page


def test_an_empty_queue_says_so_kindly(desk, photos):
    photos(1, alt_it="Un volto", alt_en="A face")
    page = desk.get(QUEUE, headers={"accept-language": "en"}).content.decode()
    assert "Thank you" in page


def test_a_photograph_without_renditions_says_how_far_it_is(desk, photos):
    (photo,) = photos(1)
    page = desk.get(at(photo)).content.decode()
    assert str(photo.get_state_display()) in page or "desk-no-picture" in page


def test_the_suggestion_stands_beside_the_line_and_not_in_it(desk, photos):
    (photo,) = photos(1)
    page = desk.get(at(photo))
    assert "Niccolò Pericò" in page.content.decode()
    assert not page.context["form"]["alt_it"].value()


@pytest.mark.parametrize(("verbs", "status"), [(["view"], 403), (["view", "change"], 302)])
def test_only_those_who_may_change_photographs_describe_them(client, photos, verbs, status):
    photos(1)
    guest = get_user_model().objects.create_user("guest", password="a good long password", is_staff=True)
    guest.user_permissions.set(Permission.objects.filter(codename__in=[f"{verb}_photo" for verb in verbs]))
    client.force_login(guest)
    assert client.get(QUEUE).status_code == status


def test_the_desks_first_page_leads_to_the_queue(desk, photos):
    photos(1)
    assert f'href="{QUEUE}"' in desk.get(reverse("admin:index")).content.decode()


def test_the_photographs_form_has_both_languages_outside_the_tabs(desk, photos):
    (photo,) = photos(1)
    page = desk.get(reverse("admin:portfolio_photo_change", args=[photo.pk]))
    plain = [each for each in page.context["adminform"] if "tab" not in (each.classes or "")]
    shown = {name for fieldset in plain for line in fieldset for name in line.fields}
    assert {"alt_it", "alt_en"} <= shown
