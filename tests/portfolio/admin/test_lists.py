"""Lists: found without accents, filtered, ordered, and asked of the database once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crew.models import CrewMember
from portfolio.models import Photo, Production


def listed(desk, name, query=""):
    page = desk.get(reverse(f"admin:{name}_changelist") + query)
    return list(page.context["cl"].result_list)


@pytest.mark.parametrize("words", ["perico", "PERICÒ", "Niccolo"])
def test_a_member_is_found_without_accents(desk, member, words):
    CrewMember.objects.create(name="Ada", slug="ada")
    assert listed(desk, "crew_crewmember", f"?q={words}") == [member]


@pytest.mark.parametrize("words", ["perche", "PERCHÉ", "why"])
def test_a_production_is_found_in_either_language(desk, production, words):
    Production.objects.create(title_it="Altro", slug_it="altro")
    assert listed(desk, "portfolio_production", f"?q={words}") == [production]


def test_a_photo_is_found_by_the_person_shown(desk, photos):
    (photo,) = photos(1)
    Photo.objects.create(original="y/original.jpg")
    assert listed(desk, "portfolio_photo", "?q=perico") == [photo]


def test_autocomplete_forgives_accents(desk, member):
    CrewMember.objects.create(name="Ada", slug="ada")
    query = {"app_label": "portfolio", "model_name": "credit", "field_name": "member", "term": "perico"}
    answer = desk.get(reverse("admin:autocomplete"), query).json()
    assert [each["text"] for each in answer["results"]] == ["Niccolò Pericò"]


def test_the_list_finds_what_a_language_lacks(desk, production):
    half = Production.objects.create(title_it="Solo italiano", slug_it="solo")
    assert listed(desk, "portfolio_production", "?missing=en") == [half]
    assert listed(desk, "portfolio_production", "?missing=it") == []


def test_a_date_of_approval_is_no_word(desk, rows):
    rows(1)
    assert len(listed(desk, "portfolio_testimony", "?missing=en")) == 1


def test_photographs_without_alternative_text_are_listed(desk, photos):
    (bare,) = photos(1)
    photos(1, alt_it="Un volto")
    assert listed(desk, "portfolio_photo", "?alt=none") == [bare]


def test_the_list_tells_what_the_public_sees(desk, photos, member):
    seen, hidden = photos(2)
    member.releases.create(signed_on="2024-01-01")
    Photo.objects.filter(pk=seen.pk).update(is_published=True, production=None)
    found = {photo.pk: photo.is_seen for photo in listed(desk, "portfolio_photo")}
    assert found == {seen.pk: True, hidden.pk: False}
    assert listed(desk, "portfolio_photo", "?seen=yes") == [seen]


LISTS = [
    "portfolio_photo",
    "portfolio_film",
    "portfolio_production",
    "portfolio_agreement",
    "portfolio_personrelease",
    "portfolio_testimony",
    "portfolio_showreel",
    "portfolio_rightsentry",
    "crew_crewmember",
]


@pytest.mark.parametrize("name", LISTS)
def test_a_longer_list_asks_no_more_of_the_database(desk, rows, name):
    address = reverse(f"admin:{name}_changelist")
    asked = []
    for number in (1, 3):
        rows(number)
        desk.get(address)  # what is asked once in a process is asked here
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 9


def test_dragging_swaps_the_places_that_the_rows_have(desk, photos):
    first, second = photos(2)
    Photo.objects.filter(pk=first.pk).update(order=70)
    Photo.objects.filter(pk=second.pk).update(order=71)
    data = {
        "form-TOTAL_FORMS": 2,
        "form-INITIAL_FORMS": 2,
        "form-0-id": first.pk,
        "form-0-order": 1,
        "form-1-id": second.pk,
        "form-1-order": 0,
        "_save": "Save",
    }
    desk.post(reverse("admin:portfolio_photo_changelist"), data)
    assert list(Photo.objects.values_list("pk", "order")) == [(second.pk, 0), (first.pk, 1)]


def test_a_page_that_is_saved_as_it_was_moves_nothing_of_the_next(desk, photos, production):
    """Two productions whose photographs are numbered from 0 each, as batches do it."""
    other = Production.objects.create(title_it="Altro", slug_it="altro")
    for place in range(40):
        photos(1, order=place)
        photos(1, order=place, production=other)
    before = [list(each.photos.values_list("pk", flat=True)) for each in (production, other)]
    first = list(Photo.objects.values_list("pk", flat=True)[:60])
    data = {"form-TOTAL_FORMS": 60, "form-INITIAL_FORMS": 60, "_save": "1"}
    for number, pk in enumerate(first):
        data |= {f"form-{number}-id": pk, f"form-{number}-order": number}
    assert desk.post("/admin/portfolio/photo/", data).status_code == 302
    assert [list(each.photos.values_list("pk", flat=True)) for each in (production, other)] == before


def test_a_photograph_that_is_added_comes_last(desk, photos, upload):
    photos(2, order=4)
    form = {"kind": "portrait", "people": "unknown", "focus_x": "0.5", "focus_y": "0.5"}
    empty = {f"appearances-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    desk.post("/admin/portfolio/photo/add/", {**form, **empty, "original": upload()})
    assert Photo.objects.order_by("pk").last().order == 5
