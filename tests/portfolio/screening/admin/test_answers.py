"""The editor answers: on a page with a button, in words, and nothing typed is lost."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from portfolio.models import Agreement, Showreel, ShowreelItem
from portfolio.screening import playback
from portfolio.screening.actions import asking_again, deciding, forgetting
from portfolio.screening.models import (
    AccessRequest,
    Contact,
    Delivery,
    Grant,
    HolderDecision,
    Viewing,
)
from tests.factories.screening import (
    VIDEO,
    AccessRequestFactory,
    ContactFactory,
    GrantFactory,
    HolderDecisionFactory,
    TermsFactory,
    private_film,
)
from tests.reading import flat

pytestmark = pytest.mark.django_db


def page(action, row):
    options = row._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{action}", args=[row.pk])


def in_a_week():
    return (timezone.localdate() + timedelta(days=7)).isoformat()


@pytest.fixture
def film():
    return private_film()


@pytest.fixture
def asked(film):
    made = AccessRequestFactory()
    made.films.add(film)
    return made


def test_what_was_asked_for_is_ticked_and_the_rest_is_offered(desk, asked, film):
    other = private_film()
    form = desk.get(page("approve", asked)).context["form"]
    assert [(choice.film, choice.tick.value()) for choice in form.choices()] == [(film, True), (other, False)]


def test_a_showreel_is_offered_in_its_order(desk, film):
    reel = Showreel.objects.create(title_it="Reel", slug_it="reel")
    first = private_film()
    for order, each in enumerate([first, film]):
        ShowreelItem.objects.create(showreel=reel, film=each, order=order)
    form = desk.get(page("approve", AccessRequestFactory(showreel=reel))).context["form"]
    assert [choice.film for choice in form.choices()] == [first, film]


def test_approving_makes_the_grant_and_goes_back_to_the_request(desk, asked, film):
    answer = desk.post(page("approve", asked), {f"film_{film.pk}": "on", "last_day": in_a_week()})
    assert answer.url == page("change", asked)
    assert list(Grant.objects.get().films.all()) == [film]


def test_looking_at_the_answer_changes_nothing(desk, asked):
    desk.get(page("approve", asked))
    desk.get(page("decline", asked))
    asked.refresh_from_db()
    assert (asked.state, Grant.objects.count()) == ("waiting", 0)


def test_a_film_that_needs_the_holders_word_asks_for_it_and_keeps_what_was_typed(desk):
    film = private_film(Agreement.Private.EACH_TIME)
    asked = AccessRequestFactory()
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    answer = desk.post(
        page("approve", asked), {f"film_{film.pk}": "on", "last_day": day}, headers={"accept-language": "it"}
    )
    assert "Scrivi chi ha detto sì per conto del titolare" in flat(answer)
    assert f'value="{day}"' in flat(answer)
    assert Grant.objects.count() == 0


def until(film, asked, days):
    """The holder has said yes until so many days from now."""
    end = deciding.end_of(timezone.localdate() + timedelta(days=days))
    said = {"answer": "yes", "decided_at": timezone.now(), "decided_by": "Anna", "until": end}
    HolderDecisionFactory(request=asked, film=film, **said)


@pytest.mark.parametrize(("days", "warns"), [(3, True), (30, False)])
def test_a_film_that_ends_before_the_invitation_says_so_in_the_form(desk, days, warns):
    film = private_film(Agreement.Private.EACH_TIME)
    asked = AccessRequestFactory()
    asked.films.add(film)
    until(film, asked, days)
    answer = desk.get(page("approve", asked), headers={"accept-language": "en"})
    (choice,) = answer.context["form"].choices()
    assert choice.is_over_before is warns
    assert "and no longer: the rights holder’s yes ends then." in flat(answer)


@pytest.mark.parametrize("typed", ["", "x", "2026-02-31"])
def test_a_day_that_is_none_warns_of_nothing_and_breaks_nothing(desk, asked, film, typed):
    Agreement.objects.update(valid_until=timezone.now() + timedelta(days=3))
    answer = desk.post(page("approve", asked), {f"film_{film.pk}": "on", "last_day": typed})
    (choice,) = answer.context["form"].choices()
    assert (choice.is_over_before, bool(choice.limit)) == (False, True)


def test_what_lasts_a_year_says_nothing_of_an_end(desk, asked):
    Agreement.objects.update(valid_until=timezone.now() + timedelta(days=400))
    (choice,) = desk.get(page("approve", asked)).context["form"].choices()
    assert choice.limit == ""


def test_after_approving_beyond_it_the_editor_reads_which_film_ends_sooner(desk, asked, film):
    Agreement.objects.update(valid_until=deciding.end_of(timezone.localdate() + timedelta(days=1)))
    sent = {f"film_{film.pk}": "on", "last_day": in_a_week()}
    answer = desk.post(page("approve", asked), sent, follow=True, headers={"accept-language": "en"})
    assert f"They read when films end sooner: “{film.title_en}” until tomorrow evening." in flat(answer)


def test_the_holders_word_is_written_down_with_the_approval(desk):
    film = private_film(Agreement.Private.EACH_TIME)
    sent = {f"film_{film.pk}": "on", f"word_{film.pk}": "Anna Rossi, 12 maggio", "last_day": in_a_week()}
    desk.post(page("approve", AccessRequestFactory()), sent)
    assert HolderDecision.objects.get().decided_by == "Anna Rossi, 12 maggio"


def test_an_approval_without_films_is_refused_in_words(desk, asked):
    answer = desk.post(page("approve", asked), {"last_day": in_a_week()}, headers={"accept-language": "en"})
    assert "Choose at least one film." in flat(answer)


def test_a_last_day_that_has_passed_is_refused_in_words(desk, asked, film):
    answer = desk.post(
        page("approve", asked),
        {f"film_{film.pk}": "on", "last_day": "2020-01-01"},
        headers={"accept-language": "en"},
    )
    assert "The last day is in the past." in flat(answer)


def test_what_was_answered_has_no_buttons_and_no_second_answer(desk, asked):
    AccessRequest.objects.update(withdrawn_at=timezone.now())
    assert page("approve", asked) not in flat(desk.get(page("change", asked)))
    assert desk.get(page("decline", asked)).status_code == 403


def test_whoever_answers_too_late_is_told_so_and_keeps_what_was_typed(desk, editor, asked):
    deciding.decline(asked, "Esce in autunno.", by=editor)
    said = flat(desk.post(page("decline", asked), {"reason": "Mi dispiace."}))
    assert ("non si può più rispondere" in said, "Mi dispiace." in said) == (True, True)
    asked.refresh_from_db()
    assert asked.declined_reason == "Esce in autunno."


def test_a_film_that_was_ticked_and_may_not_be_shown_any_more_is_no_silent_loss(desk, asked, film):
    other = private_film()
    sent = {f"film_{film.pk}": "on", f"film_{other.pk}": "on", "last_day": in_a_week()}
    type(other).objects.filter(pk=other.pk).update(is_published=False)
    assert "non si può più mostrare" in flat(desk.post(page("approve", asked), sent))
    asked.refresh_from_db()
    assert asked.decided_at is None


def test_declining_keeps_the_editors_words(desk, asked):
    desk.post(page("decline", asked), {"reason": "Esce in autunno."})
    asked.refresh_from_db()
    assert (asked.state, asked.declined_reason) == ("declined", "Esce in autunno.")


def test_somebody_is_invited_unasked(desk, film):
    sent = {
        "name": "Bea",
        "company": "Faro",
        "email": "bea@faro.example",
        "language": "en",
        "last_day": in_a_week(),
        f"film_{film.pk}": "on",
    }
    desk.post(reverse("admin:screening_accessrequest_invite"), sent)
    assert Grant.objects.get().request.contact.email == "bea@faro.example"


def test_nobody_is_invited_where_erased_contacts_stand(desk, film):
    sent = {"name": "Bea", "company": "Faro", "email": "7@erased.invalid", "language": "en"}
    sent |= {"last_day": in_a_week(), f"film_{film.pk}": "on"}
    said = flat(desk.post(reverse("admin:screening_accessrequest_invite"), sent))
    assert "A questo indirizzo non arriva posta." in said
    assert not Grant.objects.exists()


def test_an_invitation_is_taken_back(desk, film):
    grant = GrantFactory(films=[film])
    desk.post(page("revoke", grant), {"reason": "Cambio di piani"})
    grant.refresh_from_db()
    assert (grant.revoked_by, grant.revoked_reason) == ("editor", "Cambio di piani")


def test_a_holders_withdrawal_stops_the_films_that_stand_on_it(desk):
    film = private_film(Agreement.Private.EACH_TIME)
    grant = GrantFactory(films=[film])
    HolderDecisionFactory(
        request=grant.request, film=film, answer="yes", decided_at=timezone.now(), decided_by="Anna"
    )
    assert grant.items.playable().exists()
    desk.post(page("holder_withdrew", grant), {"reason": ""})
    assert not grant.items.playable().exists()


@pytest.mark.parametrize(("action", "column"), [("block", "blocked_at"), ("vouch", "company_verified_at")])
def test_a_contact_is_changed_by_a_button_and_not_by_a_link(desk, action, column):
    contact = ContactFactory()
    desk.get(page(action, contact))
    assert getattr(Contact.objects.get(), column) is None
    desk.post(page(action, contact))
    assert getattr(Contact.objects.get(), column) is not None


def test_terms_that_somebody_accepted_are_not_changed(desk):
    terms = TermsFactory()
    GrantFactory(terms=terms, terms_accepted_at=timezone.now())
    desk.post(page("change", terms), {"version": "9", "text_it": "Altro"})
    terms.refresh_from_db()
    assert (terms.version, terms.text_it) == (terms.version, "Non si copia.")


def test_what_was_asked_cannot_be_rewritten(desk, asked):
    desk.post(page("change", asked), {"name": "Altra", "company": "Altra"})
    asked.refresh_from_db()
    assert asked.company == "Faro Film"


def test_only_staff_answer(client, asked):
    assert client.post(page("decline", asked), {"reason": "No"}).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "waiting"


@pytest.mark.parametrize("model", ["accessrequest", "grant", "contact"])
def test_a_list_asks_as_often_for_three_rows_as_for_one(desk, film, model):
    address = reverse(f"admin:screening_{model}_changelist")
    GrantFactory(films=[film])
    desk.get(address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        desk.get(address)
    GrantFactory(films=[film]), GrantFactory(films=[film])
    with CaptureQueriesContext(connection) as three:
        desk.get(address)
    assert len(three) == len(one)


def test_the_desk_begins_with_who_waits_for_an_answer(desk, asked):
    page = flat(desk.get(reverse("admin:index")))
    assert reverse("admin:screening_accessrequest_changelist") + "?state=waiting" in page


def test_it_does_not_where_nobody_waits(desk, asked):
    AccessRequest.objects.update(withdrawn_at=timezone.now())
    assert "?state=waiting" not in flat(desk.get(reverse("admin:index")))


def test_who_may_not_see_requests_is_not_told_of_them(client, django_user_model, asked):
    client.force_login(django_user_model.objects.create_user("guest", is_staff=True))
    assert "?state=waiting" not in flat(client.get(reverse("admin:index")))


def test_a_request_that_was_confirmed_is_not_deleted(desk, asked):
    desk.post(page("delete", asked), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": asked.pk, "post": "yes"}
    desk.post(reverse("admin:screening_accessrequest_changelist"), chosen)
    assert AccessRequest.objects.exists()


def test_one_that_nobody_confirmed_is(desk):
    asked = AccessRequestFactory(
        contact=None, name="Spam", company="Spam", email="x@y.example", language="it", email_verified_at=None
    )
    desk.post(page("delete", asked), {"post": "yes"})
    assert not AccessRequest.objects.exists()


def hand_over(sitting, film, path, piece):
    return Delivery.objects.create(
        viewing=sitting, film=film, path=path, first_byte=piece * playback.PIECE, length=playback.PIECE
    )


def test_the_desk_says_how_much_of_a_film_was_handed_over(desk, film):
    grant = GrantFactory(films=[film])
    sitting = Viewing.objects.create(grant=grant)
    for piece in (0, 1, 1):
        hand_over(sitting, film, VIDEO["mp4"], piece)
    Delivery.objects.create(viewing=sitting, film=film, path="captions-it.vtt")
    assert "circa il 84 %" in flat(desk.get(page("change", grant)))


def test_an_earlier_version_of_a_film_is_named_as_such(desk, film):
    grant = GrantFactory(films=[film])
    sitting = Viewing.objects.create(grant=grant)
    Delivery.objects.create(viewing=sitting, film=film, path="720-before.mp4")
    assert "in una versione precedente" in flat(desk.get(page("change", grant)))


@pytest.mark.parametrize(("language", "day"), [("it", "5/3/2031"), ("en", "5 Mar 2031")])
def test_the_last_day_is_written_as_one_says_it(desk, film, language, day):
    GrantFactory(films=[film], valid_until=deciding.end_of(date(2031, 3, 5)))
    desk.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert day in flat(desk.get(reverse("admin:screening_grant_changelist")))


def test_what_was_given_of_two_sizes_counts_once(desk, film):
    grant = GrantFactory(films=[film])
    video = VIDEO | {"bytes": 4 * playback.PIECE}
    video["hls"] = VIDEO["hls"] | {"rungs": [VIDEO["hls"]["rungs"][0] | {"bytes": 8 * playback.PIECE}]}
    film.renditions = film.renditions | {"video": video}
    film.save()
    sitting = Viewing.objects.create(grant=grant)
    media = VIDEO["hls"]["rungs"][0]["media"]
    for path, piece in ((VIDEO["mp4"], 0), (media, 0), (media, 1), (media, 2), (media, 2)):
        hand_over(sitting, film, path, piece)
    Delivery.objects.create(viewing=sitting, film=film, path=VIDEO["hls"]["master"])
    assert "circa il 38 %" in flat(desk.get(page("change", grant)))


def test_a_grants_page_asks_as_often_for_three_sittings_as_for_one(desk, film):
    grant = GrantFactory(films=[film])
    hand_over(Viewing.objects.create(grant=grant, browser="a" * 64), film, VIDEO["mp4"], 0)
    desk.get(page("change", grant))
    with CaptureQueriesContext(connection) as one:
        desk.get(page("change", grant))
    for browser in "bc":
        hand_over(Viewing.objects.create(grant=grant, browser=browser * 64), film, VIDEO["mp4"], 1)
    with CaptureQueriesContext(connection) as three:
        answer = flat(desk.get(page("change", grant)))
    assert (len(one), len(three)) == (24, 24)
    assert "3 visioni, in 3 browser" in answer


def test_the_desk_tells_what_was_not_watched_from_what_is_no_longer_kept(desk, film):
    grant = GrantFactory(films=[film])
    assert "Non è stato ancora visto nulla." in flat(desk.get(page("change", grant)))
    hand_over(Viewing.objects.create(grant=grant), film, VIDEO["mp4"], 1)
    Grant.objects.update(valid_from="2020-01-01T00:00Z", valid_until="2020-01-08T00:00Z")
    forgetting.forget()
    said = flat(desk.get(page("change", grant)))
    assert "Quello che è stato visto non è più conservato: è stato cancellato il" in said
    assert "1 visione." in said
    assert "Non è stato ancora visto nulla." not in said


def let_go(film, *, counted, max_views=3):
    """An invitation of long ago with two sittings, of which so many counted, and no more is kept."""
    grant = GrantFactory(films=[film], max_views=max_views)
    for number in range(2):
        path = VIDEO["mp4"] if number < counted else "captions-it.vtt"
        hand_over(Viewing.objects.create(grant=grant, browser=str(number)), film, path, 1)
    Grant.objects.update(valid_from="2020-01-01T00:00Z", valid_until="2020-01-08T00:00Z")
    forgetting.forget()
    return Grant.objects.get()


def test_the_list_counts_sittings_of_which_no_more_is_kept_and_says_since_when(desk, film):
    let_go(film, counted=0)
    page = flat(desk.get(reverse("admin:screening_grant_changelist"), headers={"accept-language": "en"}))
    today = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
    assert re.search(r"field-views[^>]*> ?2 ?<", page)
    assert f"no longer kept since {today}" in page


def test_screenings_that_counted_still_do_once_no_more_is_kept_of_them(desk, film):
    grant = let_go(film, counted=1)
    assert (grant.sittings_let_go, grant.views_let_go) == (2, 1)
    assert "2 of 3 left" in flat(desk.get(page("change", grant), headers={"accept-language": "en"}))


@pytest.mark.parametrize(("most", "said"), [(2, "ne resta 1 su 2"), (3, "ne restano 2 su 3")])
def test_one_screening_that_is_left_is_said_as_one(desk, film, most, said):
    grant = let_go(film, counted=1, max_views=most)
    assert said in flat(desk.get(page("change", grant), headers={"accept-language": "it"}))


def test_where_that_was_not_written_down_nobody_claims_that_all_are_left(desk, film):
    grant = let_go(film, counted=1)
    Grant.objects.update(views_let_go=None)
    said = flat(desk.get(page("change", grant), headers={"accept-language": "en"}))
    assert ("how many there were is no longer kept" in said, "of 3 left" in said) == (True, False)


def test_which_seconds_were_delivered_is_a_picture_with_words_beside_it(desk, film):
    grant = GrantFactory(films=[film])
    hand_over(Viewing.objects.create(grant=grant), film, VIDEO["mp4"], 1)
    body = desk.get(page("change", grant)).content.decode()
    assert 'role="img"' in body
    assert 'aria-label="Consegnato: 0:10–0:20"' in flat(desk.get(page("change", grant)))
    assert "style=" not in body[body.index("desk-sitting") : body.index("desk-note")]


def test_a_request_for_more_days_is_answered_as_it_was_asked_and_agreed_before(desk, guest, film):
    grant = GrantFactory(films=[film], request__contact=guest, max_views=2)
    asked = asking_again.ask_for_more_days(grant, guest)
    form = desk.get(reverse("admin:screening_accessrequest_approve", args=[asked.pk])).context["form"]
    assert (form["last_day"].value(), form["max_views"].value()) == (asked.needed_by, 2)


@pytest.mark.parametrize(
    ("number", "language", "words"),
    [
        (1, "it", "richiesta di proiezione privata che aspetta una tua risposta"),
        (2, "it", "richieste di proiezione privata che aspettano una tua risposta"),
        (1, "en", "request for a private screening that waits for your answer"),
        (2, "en", "requests for a private screening that wait for your answer"),
    ],
)
def test_the_first_page_says_one_as_one_says_one(desk, number, language, words):
    for _time in range(number):
        AccessRequestFactory()
    page = flat(desk.get(reverse("admin:index"), headers={"accept-language": language}))
    assert f">{words}</a>" in page


def test_a_yes_to_what_was_not_granted_can_not_be_withdrawn_from_the_invitation(desk, film):
    """There is nothing that it would stop."""
    granted, other = film, private_film(Agreement.Private.EACH_TIME)
    grant = GrantFactory(films=[granted])
    HolderDecisionFactory(
        request=grant.request, film=other, answer="yes", decided_at=timezone.now(), decided_by="Anna"
    )
    assert page("holder_withdrew", grant) not in flat(desk.get(page("change", grant)))
    assert desk.get(page("holder_withdrew", grant)).status_code == 403
