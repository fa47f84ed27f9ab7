"""Further requests in one step, and the reel with what was left out of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portfolio.models import Agreement, Showreel, ShowreelItem
from portfolio.screening.actions import asking_again, deciding, letters, posting
from portfolio.screening.models import AccessRequest, Knock
from tests.factories import FilmFactory, ProductionFactory
from tests.factories.screening import GrantFactory, private_film
from tests.reading import flat

pytestmark = pytest.mark.django_db


def room(grant, tail=""):
    return f"/en/screenings/{grant.code}/{tail}"


def further(grant):
    return list(AccessRequest.objects.exclude(pk=grant.request_id))


# Three more days.


def test_one_button_asks_for_three_more_days_with_the_same_films(grant, guest, film, signed_in):
    browser = signed_in(guest)
    assert "Ask for three more days" in flat(browser.get(room(grant)))
    browser.post(room(grant, "more-days/"))
    (asked,) = further(grant)
    assert (asked.contact, asked.state, asked.prolongs) == (guest, "waiting", grant)
    assert list(asked.films.all()) == [film]
    assert asked.needed_by == grant.last_day + timedelta(days=3)
    assert "Three more days" in flat(browser.get("/en/screenings/"))


def test_twice_is_once_while_it_waits(grant, guest, signed_in):
    browser = signed_in(guest)
    for _time in range(2):
        browser.post(room(grant, "more-days/"))
    assert len(further(grant)) == 1


def test_a_second_press_does_not_count_against_what_one_may_ask(grant, guest, signed_in):
    browser = signed_in(guest)
    for _time in range(12):
        assert browser.post(room(grant, "more-days/")).status_code == 302
    assert Knock.objects.count() == 1


def test_while_it_waits_the_room_says_so_in_place_of_the_button(grant, guest, signed_in):
    browser = signed_in(guest)
    browser.post(room(grant, "more-days/"))
    page = flat(browser.get(room(grant)))
    assert ("You have asked for three more days." in page, "Ask for three more days" in page) == (True, False)


def test_the_desk_says_which_invitation_it_prolongs_and_leads_there(grant, guest, desk):
    asked = asking_again.ask_for_more_days(grant, guest)
    change = reverse("admin:screening_accessrequest_change", args=[asked.pk])
    page = flat(desk.get(change, headers={"accept-language": "en"}))
    link = reverse("admin:screening_grant_change", args=[grant.pk])
    assert f'<a href="{link}">{grant.code}</a>, to the end of' in page
    inbox = reverse("admin:screening_accessrequest_changelist")
    assert "Three more days: " in flat(desk.get(inbox, headers={"accept-language": "en"}))


def test_after_the_answer_one_may_ask_again(grant, guest, editor, signed_in):
    browser = signed_in(guest)
    browser.post(room(grant, "more-days/"))
    deciding.decline(further(grant)[0], "Purtroppo no.", by=editor)
    browser.post(room(grant, "more-days/"))
    assert len(further(grant)) == 2


def test_what_has_just_ended_is_prolonged_from_today(grant, guest, signed_in):
    now = timezone.now()
    type(grant).objects.update(valid_from=now - timedelta(days=9), valid_until=now - timedelta(days=2))
    browser = signed_in(guest)
    assert "Ask for three more days" in flat(browser.get(room(grant)))
    browser.post(room(grant, "more-days/"))
    assert further(grant)[0].needed_by == timezone.localdate() + timedelta(days=3)


def taken_back(grant):
    deciding.revoke(grant, by=None)


def long_over(grant):
    now = timezone.now()
    type(grant).objects.update(valid_from=now - timedelta(days=60), valid_until=now - timedelta(days=31))


def sealed(grant):
    Agreement.objects.update(private="no")


@pytest.mark.parametrize("end", [taken_back, long_over, sealed])
def test_what_was_taken_back_or_is_long_over_or_sealed_is_not_prolonged(grant, guest, signed_in, end):
    end(grant)
    browser = signed_in(guest)
    assert "Ask for three more days" not in flat(browser.get(room(grant)))
    browser.post(room(grant, "more-days/"))
    assert further(grant) == []


def test_looking_and_strangers_ask_for_nothing(grant, guest, stranger, signed_in):
    assert signed_in(guest).get(room(grant, "more-days/")).status_code == 405
    assert signed_in(stranger).post(room(grant, "more-days/")).status_code == 404
    Client().post(room(grant, "more-days/"))
    assert further(grant) == []


# The reel, and what was left out of it.


@pytest.fixture
def reel(film, guest):
    """A reel of four: one left out, the granted one, one that everybody sees, a draft."""
    showreel = Showreel.objects.create(title_it="Rullo", title_en="Reel", slug_it="rullo", slug_en="reel")
    left_out, draft = private_film(), private_film()
    type(draft).objects.filter(pk=draft.pk).update(is_published=False)
    public = FilmFactory(is_public=True, production=ProductionFactory(is_open=True))
    for order, each in enumerate((left_out, film, public, draft)):
        ShowreelItem.objects.create(showreel=showreel, film=each, order=order)
    grant = GrantFactory(films=[film], request__contact=guest, request__showreel=showreel)
    return grant, left_out, draft


def test_what_was_left_out_is_a_sealed_card_in_its_place(reel, film, guest, signed_in):
    grant, left_out, draft = reel
    page = flat(signed_in(guest).get(room(grant)))
    assert page.count("A sealed film") == 1
    assert page.index("A sealed film") < page.index(film.title_en)
    for secret in (left_out, draft):
        assert secret.title_en not in page
        assert secret.title_it not in page
    assert [each.pk for each in asking_again.left_out(grant)] == [left_out.pk]


def test_its_kind_and_year_are_said_only_where_the_editor_gave_it_a_card(reel, guest, signed_in):
    grant, left_out, _draft = reel
    assert "Film, 2022" not in flat(signed_in(guest).get(room(grant)))
    type(left_out).objects.filter(pk=left_out.pk).update(has_sealed_card=True)
    assert "Film, 2022" in flat(signed_in(guest).get(room(grant)))


def test_one_button_asks_for_it_once(reel, guest, signed_in):
    grant, left_out, _draft = reel
    browser = signed_in(guest)
    for _time in range(2):
        browser.post(room(grant, f"one-more/{left_out.pk}/"))
    page = flat(browser.get(room(grant)))
    assert ("Ask for this film too" in page, "You have asked for it" in page) == (False, True)
    (asked,) = further(grant)
    assert Knock.objects.count() == 1
    assert (list(asked.films.all()), asked.contact, asked.state) == ([left_out], guest, "waiting")


def test_what_is_no_sealed_card_there_is_not_asked_for(reel, guest, stranger, signed_in):
    grant, left_out, draft = reel
    elsewhere = private_film()
    for film in (draft, elsewhere, grant.items.get().film):
        assert signed_in(guest).post(room(grant, f"one-more/{film.pk}/")).status_code == 404
    assert signed_in(stranger).post(room(grant, f"one-more/{left_out.pk}/")).status_code == 404
    assert further(grant) == []


def test_films_that_were_not_asked_for_as_a_reel_have_no_neighbours(grant, guest, reel, signed_in):
    assert asking_again.left_out(grant) == []
    assert "A sealed film" not in flat(signed_in(guest).get(room(grant)))


def test_the_invitation_that_is_mailed_names_what_it_is_for(commit, guest, film):
    with commit():
        posting.post(letters.invited, GrantFactory(films=[film], request__contact=guest).pk)
    assert film.title_it in mail.outbox[0].body


def test_neither_what_plays_elsewhere_nor_what_is_open_already_is_offered(reel, guest, signed_in):
    grant, left_out, _draft = reel
    elsewhere = private_film()
    type(elsewhere).objects.filter(pk=elsewhere.pk).update(
        source="", external_url="https://video.example.org/1"
    )
    ShowreelItem.objects.create(showreel=grant.request.showreel, film=elsewhere, order=9)
    assert asking_again.left_out(grant) == [left_out]
    GrantFactory(films=[left_out], request__contact=guest)
    assert asking_again.left_out(grant) == []
