"""Asking, on a page: in two languages, in words, with the same answer for every address."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from portfolio.models import Film, Showreel, ShowreelItem, SiteProfile
from portfolio.screening.models import AccessRequest, Contact, Knock
from tests.factories.screening import ContactFactory, private_film
from tests.portfolio.screening.conftest import mailed_code, mailed_link
from tests.reading import flat

pytestmark = pytest.mark.django_db

ASK, ASKED = "/en/screenings/ask/", "/en/screenings/asked/"


@pytest.fixture(autouse=True)
def studio():
    SiteProfile.objects.create(name_it="Lo studio", name_en="The studio", contact_email="studio@example.org")


@pytest.fixture
def reel(film):
    made = Showreel.objects.create(title_it="Il reel", title_en="The reel", slug_it="reel", slug_en="reel")
    ShowreelItem.objects.create(showreel=made, film=film)
    return made


def filled(**more):
    return {
        "name": "Ada Ferri",
        "company": "Faro Film",
        "email": "ada@faro.example",
        "wanted": ["advice"],
        "production": "Il faro",
        "reason": "A comedy by the sea.",
        **more,
    }


@pytest.fixture
def ask(client, commit):
    def send(**more):
        with commit():
            return client.post(ASK, filled(**more))

    return send


def test_the_form_offers_showreels_and_sealed_films(client, reel, film):
    Film.objects.update(has_sealed_card=True)
    page = flat(client.get(ASK))
    assert "The reel" in page
    assert "Sealed film 1: film, 2022" in page


def test_a_sealed_film_keeps_its_name_and_that_of_its_production(client, film):
    Film.objects.update(has_sealed_card=True)
    page = flat(client.get(ASK))
    assert [word for word in (film.title_en, film.title_it, film.production.title_en) if word in page] == []


def test_a_film_without_a_sealed_card_is_not_offered(client, film):
    assert "Sealed film" not in flat(client.get(ASK))


def test_a_showreel_of_which_nothing_may_be_shown_is_not_offered(client, reel):
    Film.objects.update(is_published=False)
    assert "The reel" not in flat(client.get(ASK))


def test_what_was_asked_is_kept_as_it_was_asked(ask, reel):
    ask(wanted=[f"showreel-{reel.pk}"])
    asked = AccessRequest.objects.get()
    assert (asked.showreel, asked.language, asked.state) == (reel, "en", "unconfirmed")


@pytest.mark.parametrize("missing", ["name", "company", "email", "wanted", "production", "reason"])
def test_what_is_missing_is_said_and_nothing_typed_is_lost(ask, missing):
    page = flat(ask(**{missing: [] if missing == "wanted" else ""}))
    assert "This field is required." in page
    assert "Something is missing" in page
    kept = {"name": "Ada Ferri", "production": "Il faro"}
    assert [value for name, value in kept.items() if name != missing and f'value="{value}"' not in page] == []
    assert AccessRequest.objects.count() == 0


SWITCHED = {"in_this_language": ""}


def in_italian(client, **more):
    """The form after the Italian button was pressed, with what was typed in English."""
    return client.post("/it/proiezioni/chiedi/", SWITCHED | more)


def test_switching_the_language_loses_nothing_that_was_typed(client, reel):
    typed = filled(wanted=["advice", f"showreel-{reel.pk}"], needed_by="2031-03-05", role="Aiuto regia")
    form = in_italian(client, **typed).context["form"]
    assert {name: form[name].value() for name in typed} == typed


def test_it_keeps_what_is_wrong_as_well_and_complains_of_nothing(client):
    page = in_italian(client, email="ada@", needed_by="2001-01-01")
    assert (page.status_code, page.context["form"]["email"].value()) == (200, "ada@")
    assert 'class="wrong"' not in flat(page)
    assert "Chiedi una proiezione privata" in flat(page)


def test_it_sends_no_request_and_no_mail_and_counts_towards_no_limit(client, commit):
    with commit():
        in_italian(client, **filled())
    assert (AccessRequest.objects.count(), mail.outbox, Knock.objects.count()) == (0, [], 0)


def test_a_contact_who_is_signed_in_keeps_what_they_typed(signed_in, guest):
    page = in_italian(signed_in(guest), production="Il faro", reason="Perché sì.")
    assert page.context["form"]["reason"].value() == "Perché sì."
    assert not AccessRequest.objects.exists()


def test_the_switch_of_the_form_sends_what_was_typed_and_not_in_the_address(client):
    page = flat(client.get(ASK))
    assert 'form="ask" formaction="/it/proiezioni/chiedi/" formnovalidate name="in_this_language"' in page
    assert 'hreflang="it"' not in page


def test_a_day_that_has_passed_is_refused_in_words(ask):
    page = flat(ask(needed_by=(timezone.localdate() - timedelta(days=1)).isoformat()))
    assert "This day has passed." in page


def test_a_film_that_is_not_offered_cannot_be_asked_for(ask, film):
    ask(wanted=[f"film-{film.pk}"])
    assert AccessRequest.objects.count() == 0


def test_a_program_that_fills_in_everything_gets_the_same_answer_and_nothing_more(ask, client):
    assert ask(website="http://spam.example").url == ASKED
    assert client.get(ASKED).status_code == 200
    assert client.post(ASKED, {"code": "123456"}).status_code == 200
    assert (AccessRequest.objects.count(), mail.outbox) == (0, [])


def answer_for(address, commit):
    browser = Client()
    with commit():
        sent = browser.post(ASK, filled(email=address))
    pages = [browser.get(ASKED), browser.post(ASKED, {"code": "000000"})]
    return sent.status_code, sent.url, *(re.sub(r'value="\w{64}"', "", flat(page)) for page in pages)


def test_known_unknown_and_blocked_addresses_get_the_same_answer(commit):
    ContactFactory(email="known@faro.example")
    ContactFactory(email="blocked@faro.example", blocked_at=timezone.now())
    answers = {answer_for(f"{who}@faro.example", commit) for who in ("known", "blocked", "nobody")}
    assert len(answers) == 1


def test_opening_the_link_changes_nothing(ask, client):
    ask()
    link = mailed_link()
    for _look in range(3):
        assert client.get(link).status_code == 200
        client.head(link)
    assert Contact.objects.count() == 0


def test_the_button_behind_the_link_confirms_and_signs_in(ask, client):
    ask()
    assert client.post(mailed_link()).url == "/en/screenings/"
    assert "What you have asked for" in flat(client.get("/en/screenings/"))


def test_the_link_does_nothing_in_another_browser_and_says_what_to_do(ask):
    ask()
    elsewhere = Client()
    page = flat(elsewhere.post(mailed_link()))
    assert "type the six digits" in page
    assert (Contact.objects.count(), "Ada" in page) == (0, False)


def test_who_asks_twice_in_one_browser_may_confirm_by_either_link(ask, client):
    ask()
    first = mailed_link()
    ask()
    assert (client.get(first).status_code, client.post(first).status_code) == (200, 302)
    assert AccessRequest.objects.filter(contact__isnull=False).count() == 1


def test_a_scanner_that_presses_every_button_does_not_spend_the_link(ask, client):
    ask()
    link = mailed_link()
    Client().post(link)
    assert client.post(link).status_code == 302


def test_the_code_confirms_in_the_tab_that_asked(ask, client):
    ask()
    code = mailed_code()
    assert client.post(ASKED, {"code": f" {code[:3]} {code[3:]} "}).url == "/en/screenings/"
    assert Contact.objects.get().email == "ada@faro.example"


def test_a_wrong_code_is_refused_in_words(ask, client):
    ask()
    wrong = f"{(int(mailed_code()) + 1) % 10**6:06}"
    assert "This code is not valid" in flat(client.post(ASKED, {"code": wrong}))


def test_five_wrong_codes_end_it(ask, client):
    ask()
    code = mailed_code()
    for _try in range(5):
        client.post(ASKED, {"code": f"{(int(code) + 1) % 10**6:06}"})
    assert "This code is not valid" in flat(client.post(ASKED, {"code": code}))
    assert Contact.objects.count() == 0


def test_somebody_elses_code_is_worth_nothing_here(ask, client, commit):
    ask()
    other = Client()
    with commit():
        other.post(ASK, filled(email="bea@faro.example"))
    assert client.post(ASKED, {"code": mailed_code()}).status_code == 200
    assert Contact.objects.count() == 0


@pytest.mark.parametrize("link", ["used", "tampered", "made up"])
def test_a_link_that_opens_nothing_says_what_to_do_and_tells_nothing(ask, client, link):
    ask()
    mailed = mailed_link()
    if link == "used":
        client.post(mailed)
    tried = {"used": mailed, "tampered": mailed[:-3] + "xx/", "made up": "/en/screenings/confirm/abc/"}[link]
    answer = Client().get(tried)
    page = flat(answer)
    assert (answer.status_code, "This link no longer works" in page, "faro" in page) == (410, True, False)


def test_a_link_that_is_an_hour_old_says_what_to_do_even_where_it_was_asked_for(ask, client):
    ask()
    link = mailed_link()
    with time_machine.travel(timezone.now() + timedelta(hours=1, seconds=1), tick=False):
        answer = client.post(link)
    assert (answer.status_code, "This link no longer works" in flat(answer)) == (410, True)
    assert Contact.objects.count() == 0


def test_a_contact_who_is_signed_in_asks_in_one_step(signed_in, guest, commit):
    browser = signed_in(guest)
    assert "You are asking as Ada Ferri, Faro Film." in flat(browser.get(ASK))
    with commit():
        browser.post(ASK, {"wanted": ["advice"], "production": "Il faro", "reason": "Again."})
    asked = AccessRequest.objects.get()
    assert (asked.contact, asked.state) == (guest, "waiting")


def test_a_blocked_contact_who_confirms_is_not_signed_in(ask, client):
    ask()
    link = mailed_link()
    ContactFactory(email="ada@faro.example", blocked_at=timezone.now())
    client.post(link)
    assert "Send me a code" in flat(client.get("/en/screenings/"))


def test_a_request_is_withdrawn_by_its_asker_alone(signed_in, guest, stranger, ask):
    asked = AccessRequest.objects.create(
        name="A",
        company="F",
        email=guest.email,
        language="it",
        contact=guest,
        email_verified_at=timezone.now(),
    )
    signed_in(stranger).post(f"/en/screenings/withdraw/{asked.pk}/")
    asked.refresh_from_db()
    assert asked.state == "waiting"
    signed_in(guest).post(f"/en/screenings/withdraw/{asked.pk}/")
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_no_cache_and_no_search_engine_keeps_these_pages(client):
    answer = client.get(ASK)
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex, noarchive")


def test_a_form_from_elsewhere_is_refused():
    assert Client(enforce_csrf_checks=True).post(ASK, filled()).status_code == 403


def test_the_same_page_in_italian(client):
    assert "Chiedi una proiezione privata" in flat(client.get("/it/proiezioni/chiedi/"))


def test_the_film_list_and_the_contact_page_lead_here(client):
    private_film()
    Film.objects.update(has_sealed_card=True)
    assert f'href="{ASK}?film=' in flat(client.get("/en/films/"))
    assert f'href="{ASK}"' in flat(client.get("/en/contact/"))


@pytest.mark.parametrize(
    "name", ["Ada\nTua banca: entra qui", "Ada https://evil.example", "www.evil.example"]
)
def test_a_name_that_could_be_read_as_something_else_in_a_mail_is_refused(ask, name):
    for field in ("name", "company", "role", "production"):
        assert "Write it on one line, without web addresses or hidden signs." in flat(ask(**{field: name}))
    assert AccessRequest.objects.count() == 0


def test_an_address_in_quotation_marks_is_refused_in_words(ask):
    answer = ask(email='"ada ferri"@faro.example')
    assert "Write the address without quotation marks." in flat(answer)
    assert AccessRequest.objects.count() == 0


@pytest.mark.parametrize("address", ["7@erased.invalid", "Ada@ERASED.Invalid", "ada@ｅrased.invalid"])
def test_an_address_where_erased_contacts_stand_is_refused_in_words(ask, address):
    assert "No mail reaches this address." in flat(ask(email=address))
    assert AccessRequest.objects.count() == 0


def test_one_showreel_at_a_time(ask, reel, film):
    other = Showreel.objects.create(title_it="Altro", title_en="Other", slug_it="altro", slug_en="other")
    ShowreelItem.objects.create(showreel=other, film=film)
    page = flat(ask(wanted=[f"showreel-{reel.pk}", f"showreel-{other.pk}"]))
    assert "Choose one showreel" in page


def test_an_address_that_is_confirmed_late_is_confirmed_and_not_signed_in(ask, client):
    ask()
    link = mailed_link()
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        page = flat(client.post(link))
        assert "Your request is on its way" in page
        assert "Send me a code" in flat(client.get("/en/screenings/"))
    assert AccessRequest.objects.waiting().count() == 1


def test_a_day_that_is_years_away_is_a_slip_of_the_finger(ask):
    assert "This day is years away." in flat(ask(needed_by="9999-12-31"))
    assert AccessRequest.objects.count() == 0


def test_advice_is_kept_beside_a_showreel(ask, reel):
    ask(wanted=["advice", f"showreel-{reel.pk}"])
    asked = AccessRequest.objects.get()
    assert (asked.wants_advice, asked.showreel) == (True, reel)


def test_the_page_of_the_link_names_the_address(ask, client):
    ask()
    assert "Is ada@faro.example yours?" in flat(client.get(mailed_link()))


def test_another_browser_is_led_to_begin_again(ask):
    ask()
    page = flat(Client().get(mailed_link()))
    assert ('href="/en/screenings/ask/"' in page, "ada@faro.example" in page) == (True, False)


def test_the_page_says_how_long_what_is_kept(db, settings):
    settings.SCREENING_KEEPS = {"unconfirmed": 30, "declined": 365, "viewings": 730, "contacts": 800}
    said = flat(Client().get("/en/screenings/ask/"))
    assert "What nobody confirms goes after 30 days; a request that comes to nothing after a year;" in said
    assert "what you watched 2 years after the invitation has ended; your name and address after 800" in said
