"""The screening room."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone, translation

from portfolio.models import Agreement
from portfolio.renditions.lending import Lending
from portfolio.screening import playback
from portfolio.screening.actions import deciding, watching
from portfolio.screening.models import Viewing, promise_of
from portfolio.screening.views import files, visitors
from tests.factories.screening import GrantFactory, TermsFactory, private_film
from tests.reading import flat

pytestmark = pytest.mark.django_db


def room(grant, tail=""):
    return f"/en/screenings/{grant.code}/{tail}"


def test_the_guest_starts_and_the_player_is_there(grant, film, guest, signed_in):
    browser = signed_in(guest)
    assert "<video" not in flat(browser.get(room(grant)))
    browser.post(room(grant, "watch/"))
    page = flat(browser.get(room(grant)))
    sources = re.findall(r'<source src="([^"]+)" type="([^"]+)">', page)
    door = f"/screening/{grant.code}/{film.asset}"
    assert sources == [
        (f"{door}/master-0a1b2c3d4e5f6071.m3u8", "application/vnd.apple.mpegurl"),
        (f"{door}/720-0a1b2c3d4e5f6071.mp4", "video/mp4"),
    ]
    assert 'srclang="it"' in page
    assert f"Ada Ferri · Faro Film · {grant.code}" in page


def test_the_page_may_load_films_from_the_bucket_that_lends_them_and_from_nowhere_else(
    monkeypatch, grant, guest, signed_in
):
    class Bucket(Lending):
        def origin(self):
            return "https://vault.s3.example"

    allowed = "media-src 'self' https://vault.s3.example"
    assert allowed not in signed_in(guest).get(room(grant))["Content-Security-Policy"]
    monkeypatch.setattr(files, "vault", Bucket)
    policy = signed_in(guest).get(room(grant))["Content-Security-Policy"]
    assert allowed in [directive.strip() for directive in policy.split(";")]


def test_looking_opens_no_sitting(grant, guest, signed_in):
    signed_in(guest).get(room(grant))
    assert Viewing.objects.count() == 0


def test_the_cookie_is_the_browsers_alone_and_no_secret_stands_in_the_page(grant, guest, signed_in):
    browser = signed_in(guest)
    cookie = browser.post(room(grant, "watch/")).cookies[visitors.cookie_name()]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    page = flat(browser.get(room(grant)))
    assert cookie.value not in page
    assert Viewing.objects.get().browser not in page


def test_under_https_the_cookie_cannot_be_set_by_another_host(settings, grant, guest, signed_in):
    settings.SESSION_COOKIE_SECURE = True
    browser = signed_in(guest)
    for name in list(browser.cookies):
        browser.cookies[name]["secure"] = False
    cookie = browser.post(room(grant, "watch/"), secure=True).cookies["__Host-viewing"]
    assert (cookie["secure"], cookie["domain"]) == (True, "")


@pytest.mark.parametrize("code", ["known", "nosuchcode"])
def test_a_passer_by_is_asked_to_sign_in_whether_the_code_exists_or_not(grant, code):
    path = room(grant) if code == "known" else "/en/screenings/nosuchcode/"
    answer = Client().get(path)
    assert (answer.status_code, answer.url) == (302, f"/en/screenings/?to={path.split('/')[3]}")


def test_whoever_only_looks_leaves_no_session_behind(grant):
    browser = Client()
    browser.get(room(grant), follow=True)
    assert (Session.objects.count(), "sessionid" in browser.cookies) == (0, False)


def test_a_stranger_does_not_find_it(grant, stranger, signed_in):
    browser = signed_in(stranger)
    assert browser.get(room(grant)).status_code == 404
    assert browser.post(room(grant, "watch/")).status_code == 404
    assert browser.post(room(grant, "terms/"), {"words": "0" * 64}).status_code in {302, 404}
    assert Viewing.objects.count() == 0


def test_a_film_that_may_not_be_shown_is_a_sealed_card(grant, guest, signed_in, film):
    other = private_film()
    grant.items.create(film=other, order=2)
    Agreement.objects.filter(production=film.production).update(private="no")
    page = flat(signed_in(guest).get(room(grant)))
    assert (film.title_en in page, other.title_en in page, "A sealed film" in page) == (False, True, True)


def shown(grant):
    """What the form of the English page sends."""
    with translation.override("en"):
        return {"words": promise_of(grant).fingerprint}


def test_terms_are_read_first_and_accepted_once(grant, guest, signed_in):
    terms = TermsFactory()
    browser = signed_in(guest)
    assert "No copying." in flat(browser.get(room(grant)))
    browser.post(room(grant, "terms/"), shown(grant))
    assert "Start the screening" in flat(browser.get(room(grant)))
    grant.refresh_from_db()
    assert (grant.terms, grant.terms_accepted_at is not None) == (terms, True)


def test_terms_that_changed_meanwhile_are_shown_again(grant, guest, signed_in):
    TermsFactory()
    old = shown(grant)
    TermsFactory(text_en="No copying at all.")
    signed_in(guest).post(room(grant, "terms/"), old)
    grant.refresh_from_db()
    assert grant.terms is None


def test_no_sitting_begins_before_the_terms(grant, guest, signed_in):
    TermsFactory()
    signed_in(guest).post(room(grant, "watch/"))
    assert Viewing.objects.count() == 0


def revoked(grant):
    deciding.revoke(grant, by=None)


def withdrawn(grant):
    Agreement.objects.update(withdrawn_at=timezone.now(), withdrawn_by="holder")


def over(grant):
    type(grant).objects.update(valid_from="2020-01-01T00:00Z", valid_until="2020-01-08T00:00Z")


@pytest.mark.parametrize("event", [revoked, withdrawn, over])
def test_what_has_ended_says_so_kindly(grant, guest, signed_in, event):
    event(grant)
    page = flat(signed_in(guest).get(room(grant)))
    assert ("This screening has ended" in page, "<video" in page) == (True, False)


@pytest.mark.parametrize("event", [revoked, withdrawn, over])
def test_the_player_is_told_when_it_has_ended(grant, seated, event):
    browser = seated(grant)
    assert browser.post(room(grant, "alive/")).json() == {"films": [grant.items.get().film.asset]}
    event(grant)
    assert browser.post(room(grant, "alive/")).status_code == 410


def test_the_player_is_told_which_of_several_films_may_go_on(grant, seated, film):
    other = private_film()
    grant.items.create(film=other, order=2)
    browser = seated(grant)
    Agreement.objects.filter(production=film.production).update(private="no")
    assert browser.post(room(grant, "alive/")).json() == {"films": [other.asset]}


def test_the_player_of_nobody_is_told_the_same(grant):
    assert Client().post(room(grant, "alive/")).status_code == 410


def test_my_screenings_are_mine_alone(grant, guest, stranger, signed_in):
    GrantFactory(request__contact=stranger, films=[private_film()])
    page = flat(signed_in(guest).get("/en/screenings/"))
    assert page.count("/en/screenings/" + grant.code) == 1
    assert re.findall(r'href="/en/screenings/([a-z0-9]{10})/', page) == [grant.code]


@pytest.mark.parametrize("event", [revoked, over])
def test_what_is_over_is_no_link_among_my_screenings(grant, guest, signed_in, event):
    event(grant)
    page = flat(signed_in(guest).get("/en/screenings/"))
    assert ("What is over" in page, "What you may watch" in page, grant.code in page) == (True, False, False)


def test_the_screening_room_asks_nobody_else(grant, seated):
    answer = seated(grant).get(room(grant))
    assert "http" not in flat(answer).replace("http://testserver", "").split("<main")[1]
    assert answer["Cache-Control"] == "private, no-store"


def test_leaving_ends_the_sitting_for_whoever_copied_the_cookie(grant, film, seated):
    browser = seated(grant)
    copy = browser.cookies[visitors.cookie_name()].value
    browser.post("/en/screenings/sign-out/")
    with pytest.raises(playback.NotForYou):
        playback.find(copy, grant.code, film.asset, film.renditions["video"]["mp4"])


def test_the_last_day_is_said_as_one_says_it(grant, guest, signed_in):
    type(grant).objects.update(valid_until="2030-12-01T23:00Z")
    assert "to the end of 1 December 2030" in flat(signed_in(guest).get(room(grant)))
    italian = signed_in(guest).get(f"/it/proiezioni/{grant.code}/")
    assert "fino a tutto il 1 dicembre 2030" in flat(italian)


def test_the_player_of_somebody_who_has_not_accepted_the_terms_is_told_the_same(grant, seated):
    browser = seated(grant)
    TermsFactory()
    assert browser.post(room(grant, "alive/")).status_code == 410


def test_a_third_place_is_refused_kindly_and_may_end_the_others(grant, guest, signed_in):
    for _place in range(2):
        watching.open_viewing(grant)
    browser = signed_in(guest)
    refused = browser.post(room(grant, "watch/"))
    assert refused.status_code == 409
    assert "End it there and watch here" in flat(refused)
    assert visitors.cookie_name() not in refused.cookies
    assert browser.post(room(grant, "watch/"), {"end_others": "yes"}).status_code == 302
    assert "<video" in flat(browser.get(room(grant)))


def test_the_page_says_how_many_times_are_left(film, guest, signed_in):
    grant = GrantFactory(films=[film], request__contact=guest, max_views=2)
    browser = signed_in(guest)
    assert "You may watch it 2 more times." in flat(browser.get(room(grant)))
    watching.open_viewing(grant)
    Viewing.objects.update(counted_at=timezone.now(), browser="")
    assert "You may watch it once more." in flat(browser.get(room(grant)))


def test_who_has_watched_as_often_as_was_agreed_reads_so_and_has_no_button(film, guest, signed_in):
    grant = GrantFactory(films=[film], request__contact=guest, max_views=1)
    watching.open_viewing(grant)
    Viewing.objects.update(counted_at=timezone.now(), browser="")
    browser = signed_in(guest)
    page = flat(browser.get(room(grant)))
    assert "You have watched this as often as was agreed." in page
    assert "Start the screening" not in page
    refused = browser.post(room(grant, "watch/"))
    assert (refused.status_code, "End it there" in flat(refused)) == (409, False)


def test_nothing_is_said_of_times_where_there_is_no_limit(grant, guest, signed_in):
    assert "once more" not in flat(signed_in(guest).get(room(grant)))


def test_before_the_terms_are_accepted_more_days_can_be_asked_for_too(grant, guest, signed_in):
    TermsFactory()
    assert f"/en/screenings/{grant.code}/more-days/" in flat(signed_in(guest).get(room(grant)))
