"""The editor sees the room before anybody is let in: the same page, another door, no trace."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portfolio.models import Agreement, Showreel, ShowreelItem
from portfolio.screening.models import AccessRequest, Delivery, Grant, Viewing
from tests.factories.screening import AccessRequestFactory, TermsFactory, private_film
from tests.reading import flat

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(film, guest):
    made = AccessRequestFactory(contact=guest, language="en")
    made.films.add(film)
    return made


@pytest.fixture
def room(asked):
    return f"/en/screenings/requests/{asked.pk}/preview/"


def test_the_room_is_shown_as_the_contact_will_see_it(desk, room, film):
    answer = desk.get(room)
    page = flat(answer)
    assert answer.templates[0].name == "screening/showing.html"
    assert "This is what <strong>Ada Ferri</strong> will see." in page
    assert film.title_en in page
    assert re.search(r'class="mark"[^>]*>Ada Ferri · Faro Film', page)


def test_nothing_is_written_by_looking(desk, room):
    desk.get(room), desk.post(room, {})
    assert (Grant.objects.count(), Viewing.objects.count(), mail.outbox) == (0, 0, [])
    assert AccessRequest.objects.get().state == "waiting"


def test_the_files_come_through_the_door_for_staff_and_leave_no_delivery(desk, room, film, in_the_vault):
    in_the_vault(film)
    doors = set(re.findall(rf'"(/[^"]*/){film.asset}/([^"]+)"', flat(desk.get(room))))
    assert {door for door, _name in doors} == {"/preview/"}
    for door, name in doors:
        answer = desk.get(f"{door}{film.asset}/{name}")
        assert (answer.status_code, b"".join(answer.streaming_content)[:1] != b"") == (200, True)
    assert Delivery.objects.count() == 0


def test_the_ticked_films_are_shown_with_the_typed_day(desk, room, film):
    other = private_film(Agreement.Private.EACH_TIME, title_en="Another")
    day = timezone.localdate() + timedelta(days=40)
    page = flat(desk.post(room, {f"film_{other.pk}": "on", "last_day": day.isoformat()}))
    assert (other.title_en in page, film.title_en in page) == (True, False)
    assert f"{day.day} {day:%B} {day.year}" in page


@pytest.mark.parametrize("day", ["", "tomorrow", "2026-02-31", "1999-01-01", "9999-12-31"])
def test_a_day_that_is_none_shows_the_usual_week(desk, room, day):
    week = timezone.localdate() + timedelta(days=7)
    assert f"{week.day} {week:%B}" in flat(desk.post(room, {"last_day": day}))


def test_what_may_not_be_shown_is_not_shown_here_either(desk, room, asked):
    hidden = private_film(Agreement.Private.NO, title_en="Hidden")
    asked.films.add(hidden)
    assert hidden.title_en not in flat(desk.get(room))
    assert hidden.title_en not in flat(desk.post(room, {f"film_{hidden.pk}": "on"}))


def test_the_terms_that_come_before_are_named(desk, room):
    TermsFactory(version=3)
    assert "they accept the viewing terms, version 3" in flat(desk.get(room))


def test_to_everybody_else_there_is_nothing_here(room, guest, signed_in, django_user_model):
    clerk = Client()
    clerk.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
    unknown = "/en/screenings/requests/99999/preview/"
    for browser in (Client(), signed_in(guest), clerk):
        answers = {(browser.get(path).status_code, browser.get(path).content) for path in (room, unknown)}
        assert [status for status, _body in answers] == [404]
        assert browser.post(room).status_code == 404


def test_no_cache_keeps_it(desk, room):
    assert desk.get(room)["Cache-Control"] == "private, no-store"


def test_the_request_and_the_approval_lead_there_in_the_askers_language(desk, asked, room):
    change, approve = (
        reverse(f"admin:screening_accessrequest_{page}", args=[asked.pk]) for page in ("change", "approve")
    )
    assert f'href="{room}"' in flat(desk.get(change))
    assert f'formaction="{room}"' in flat(desk.get(approve))


def test_clauses_and_the_number_of_views_are_shown_as_well(desk, room, film):
    Agreement.objects.filter(production=film.production).update(clause_en="Not a word of it.")
    page = flat(desk.post(room, {f"film_{film.pk}": "on", "max_views": "2"}))
    assert "They accept the clauses of these films’ agreements as well." in page
    assert "You may watch it 2 more times." in page


@pytest.mark.parametrize("typed", ["", "0", "-1", "x", "99999999999999999999", "²"])
def test_a_number_that_is_none_limits_nothing(desk, room, typed):
    assert "You may watch it" not in flat(desk.post(room, {"max_views": typed}))


def test_what_is_left_out_of_the_reel_is_sealed_there_too(desk, room, asked, film):
    other = private_film(title_en="Left out")
    asked.showreel = Showreel.objects.create(title_en="Reel", slug_en="reel")
    asked.save()
    for order, each in enumerate((other, film)):
        ShowreelItem.objects.create(showreel=asked.showreel, film=each, order=order)
    page = flat(desk.post(room, {f"film_{film.pk}": "on"}))
    assert page.index("A sealed film") < page.index(film.title_en)
    assert "Left out" not in page
