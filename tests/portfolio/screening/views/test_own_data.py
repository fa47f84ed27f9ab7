"""What we keep of a contact: read, taken along and erased by that contact alone."""

import json
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from portfolio.models import Agreement, RightsEntry
from portfolio.screening.actions import forgetting
from portfolio.screening.evidence import own_data
from portfolio.screening.models import Contact, Delivery, Question, Viewing
from tests.factories.screening import (
    VIDEO,
    AccessRequestFactory,
    GrantFactory,
    HolderDecisionFactory,
    TermsFactory,
    private_film,
)
from tests.portfolio.screening.conftest import mailed_code
from tests.reading import flat

pytestmark = pytest.mark.django_db

PAGE = "/en/screenings/my-data/"


def watch(grant, film):
    viewing = Viewing.objects.create(grant=grant, browser="a" * 64)
    return Delivery.objects.create(viewing=viewing, film=film, path=VIDEO["mp4"], first_byte=5, length=9)


def taken(browser):
    return json.loads(browser.post(f"{PAGE}file/").content)


def test_posters_and_playlists_are_no_pieces_of_films_and_the_file_has_them_all(
    grant, guest, film, signed_in
):
    viewing = watch(grant, film).viewing
    for path in (VIDEO["stills"]["name"], VIDEO["hls"]["master"]):
        Delivery.objects.create(viewing=viewing, film=film, path=path, length=9)
    browser = signed_in(guest)
    assert "one piece of a film" in flat(browser.get(PAGE))
    assert len(taken(browser)["invitations"][0]["sittings"][0]["deliveries"]) == 3


def test_the_page_and_the_file_say_what_is_kept(grant, guest, film, signed_in):
    AccessRequestFactory(
        contact=guest, production="Il porto", reason="Per il molo", declined_reason="", language="en"
    )
    watch(grant, film)
    page = flat(signed_in(guest).get(PAGE))
    for fact in (
        "Ada Ferri",
        "ada@faro.example",
        "Il porto",
        "Per il molo",
        film.title_en,
        "one piece of a film",
    ):
        assert fact in page
    kept = taken(signed_in(guest))
    assert (kept["name"], kept["email"]) == ("Ada Ferri", "ada@faro.example")
    assert [asked["production"] for asked in kept["requests"]] == ["Il faro", "Il porto"]
    (invitation,) = kept["invitations"]
    (delivery,) = invitation["sittings"][0]["deliveries"]
    assert invitation["sittings_are_kept"] is True
    assert (delivery["film"], delivery["from_byte"], delivery["bytes"]) == (film.title_en, 5, 9)


def test_what_is_no_longer_kept_is_not_called_nothing(grant, guest, film, signed_in):
    assert "no longer kept" not in flat(signed_in(guest).get(PAGE))
    watch(grant, film)
    type(grant).objects.update(valid_from="2020-01-01T00:00Z", valid_until="2020-01-08T00:00Z")
    forgetting.forget()
    page = flat(signed_in(guest).get(PAGE))
    assert "Of invitations that ended long ago it is no longer kept." in page
    assert "Sittings of which nothing but their number is kept: 1" in page
    assert taken(signed_in(guest))["invitations"][0]["sittings_are_kept"] is False
    assert taken(signed_in(guest))["invitations"][0]["sittings_let_go"] == 1


def marked(grant, film, editor, note="Volentieri."):
    """All else that is kept beside an invitation: a question, a note, a limit and two moments."""
    now = timezone.now()
    type(grant).objects.filter(pk=grant.pk).update(max_views=3, hurried_at=now, reminded_at=now)
    Question.objects.create(request=grant.request, text="In quanti guardate?", asked_at=now, asked_by=editor)
    HolderDecisionFactory(
        request=grant.request, film=film, answer="yes", decided_at=now, decided_by="Anna Rossi", note=note
    )
    return now


def test_what_was_asked_back_noted_limited_and_marked_is_in_both(grant, guest, film, editor, signed_in):
    page = flat(signed_in(guest).get(PAGE))
    assert [
        words for words in ("We asked back", "noted about it", "Reminded", "Marked") if words in page
    ] == []
    moment = marked(grant, film, editor).isoformat()
    page = flat(signed_in(guest).get(PAGE))
    assert f"{film.title_en}: Volentieri." in page
    for words in ("In quanti guardate?", "How many times: 3", "Reminded by mail:", "Marked because films"):
        assert words in page
    kept = taken(signed_in(guest))
    ((asked,), (invitation,)) = kept["requests"], kept["invitations"]
    assert [each["question"] for each in asked["asked_back"]] == ["In quanti guardate?"]
    assert [each["note"] for each in asked["rights_holders"]] == ["Volentieri."]
    names = ("how_many_times", "taken_too_fast_at", "reminded_at")
    assert [invitation[name] for name in names] == [3, moment, moment]


def test_a_note_about_a_film_that_is_sealed_meanwhile_is_sealed_with_it(
    grant, guest, film, editor, signed_in
):
    marked(grant, film, editor, note=f"Sì a {film.title_it}")
    sealed_by_agreement(grant, film)
    for said in (flat(signed_in(guest).get(PAGE)), json.dumps(taken(signed_in(guest)))):
        assert "a note about a sealed film, which cannot be shown here" in said
        assert film.title_it not in said


def test_nothing_of_another_contact_is_in_it(grant, guest, stranger, film, signed_in):
    secret = private_film()
    theirs = GrantFactory(films=[secret], request__contact=stranger, request__reason="Tra noi")
    watch(theirs, secret)
    browser = signed_in(guest)
    for said in (flat(browser.get(PAGE)), json.dumps(taken(browser))):
        for fact in ("Bea Neri", "bea@altrove.example", theirs.code, secret.title_en, "Tra noi"):
            assert fact not in said


def sealed_by_agreement(grant, film):
    Agreement.objects.filter(production=film.production).update(private="no")


def over_and_sealed(grant, film):
    now = timezone.now()
    type(grant).objects.update(valid_from=now - timedelta(days=9), valid_until=now - timedelta(days=2))
    sealed_by_agreement(grant, film)


@pytest.mark.parametrize("seal", [sealed_by_agreement, over_and_sealed])
def test_a_film_that_is_sealed_meanwhile_is_not_named_anywhere(grant, guest, film, signed_in, seal):
    watch(grant, film)
    grant.request.films.add(film)
    HolderDecisionFactory(
        request=grant.request, film=film, answer="yes", decided_at=timezone.now(), decided_by="Anna Rossi"
    )
    seal(grant, film)
    browser = signed_in(guest)
    for said in (
        flat(browser.get(PAGE)),
        flat(browser.get("/en/screenings/")),
        flat(browser.get(grant.get_absolute_url())),
        json.dumps(taken(browser)),
    ):
        assert "sealed film" in said or "This screening has ended" in said
        assert film.title_en not in said
        assert film.title_it not in said


def test_a_sealed_card_says_kind_and_year_only_where_the_editor_gave_it(grant, guest, film, signed_in):
    sealed_by_agreement(grant, film)
    page = flat(signed_in(guest).get("/en/screenings/"))
    assert ("A sealed film" in page, "What may not be shown at the moment" in page) == (True, True)
    assert "What you may watch" not in page
    film.has_sealed_card = True
    film.save()
    assert "A sealed film (film, 2022)" in flat(signed_in(guest).get("/en/screenings/"))


def test_a_film_whose_time_is_merely_over_keeps_its_title(grant, guest, film, signed_in):
    now = timezone.now()
    type(grant).objects.update(valid_from=now - timedelta(days=9), valid_until=now - timedelta(days=2))
    assert film.title_en in flat(signed_in(guest).get("/en/screenings/"))


def test_a_holders_yes_that_was_withdrawn_seals_the_title(guest, signed_in):
    film = private_film(Agreement.Private.EACH_TIME)
    grant = GrantFactory(films=[film], request__contact=guest)
    said = HolderDecisionFactory(
        request=grant.request, film=film, answer="yes", decided_at=timezone.now(), decided_by="Anna"
    )
    assert film.title_en in flat(signed_in(guest).get("/en/screenings/"))
    said.withdrawn_at = timezone.now()
    said.save()
    assert film.title_en not in flat(signed_in(guest).get("/en/screenings/"))


@pytest.mark.parametrize("tail", ["", "file/", "erase/", "keep/"])
def test_a_passer_by_reads_nothing_and_changes_nothing(guest, tail):
    browser = Client()
    answer = browser.post(PAGE + tail) if tail else browser.get(PAGE)
    assert answer.status_code == 302
    assert Contact.objects.get().erasure_asked_at is None


def test_a_passer_by_who_looks_leaves_no_session_and_comes_here_after_signing_in(guest, commit):
    browser = Client()
    door = browser.get(PAGE).url
    assert not Session.objects.exists()
    assert 'name="to" value="my-data"' in flat(browser.get(door))
    with commit():
        browser.post(door, {"email": guest.email, "to": "my-data"})
    assert browser.post("/en/screenings/code/", {"code": mailed_code()}).url == PAGE


def test_a_blocked_contact_is_a_passer_by(guest, signed_in):
    browser = signed_in(guest)
    Contact.objects.update(blocked_at=timezone.now())
    assert browser.get(PAGE).status_code == 302


def test_it_is_kept_by_no_cache(guest, signed_in):
    browser = signed_in(guest)
    for answer in (browser.get(PAGE), browser.post(f"{PAGE}file/")):
        assert answer["Cache-Control"] == "private, no-store"


def test_looking_asks_for_nothing(guest, signed_in):
    browser = signed_in(guest)
    for tail in ("file/", "erase/", "keep/"):
        assert browser.get(PAGE + tail).status_code == 405
    assert not RightsEntry.objects.exists()


def test_taking_the_file_along_is_in_the_log(guest, signed_in):
    taken(signed_in(guest))
    assert RightsEntry.objects.get().fact == "data_given"


def test_the_page_promises_no_more_than_erasing_does(guest, signed_in):
    page = flat(signed_in(guest).get(PAGE))
    assert "Invitations that are still open are taken back by the studio first." in page
    assert "the reason that the studio typed; it is never erased." in page


def test_erasure_is_asked_for_and_taken_back_for_oneself_alone(guest, stranger, signed_in):
    browser = signed_in(guest)
    browser.post(f"{PAGE}erase/")
    assert list(Contact.objects.waiting_to_be_erased()) == [guest]
    assert "We do so within a month" in flat(browser.get(PAGE))
    browser.post(f"{PAGE}keep/")
    assert not Contact.objects.waiting_to_be_erased().exists()


def test_the_file_asks_as_often_for_three_invitations_as_for_one(
    grant, guest, film, signed_in, django_assert_num_queries
):
    type(grant).objects.update(terms=TermsFactory(), terms_accepted_at=timezone.now())
    watch(grant, film)
    with django_assert_num_queries(10):
        own_data.of(Contact.objects.get(pk=guest.pk))
    for _each in range(2):
        watch(GrantFactory(films=[film], request__contact=guest), film)
    with django_assert_num_queries(10):
        own_data.of(Contact.objects.get(pk=guest.pk))
