"""Signing in without a password."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from portfolio.models import MailToken
from portfolio.screening.models import Contact
from tests.factories.screening import ContactFactory
from tests.portfolio.screening.conftest import mailed_code, mailed_link
from tests.reading import flat

pytestmark = pytest.mark.django_db

HOME, CODE = "/en/screenings/", "/en/screenings/code/"


@pytest.fixture
def send(client, commit):
    def ask(address="ada@faro.example", browser=client):
        with commit():
            return browser.post(HOME, {"email": address})

    return ask


def is_in(browser):
    return "My screenings" in flat(browser.get(HOME))


def test_the_code_lets_the_contact_in(guest, client, send):
    send()
    client.post(CODE, {"code": mailed_code()})
    assert is_in(client)


def test_the_link_lets_in_the_browser_that_asked(guest, client, send):
    send()
    assert client.get(mailed_link()).status_code == 200
    assert not is_in(client)
    client.post(mailed_link())
    assert is_in(client)


def test_the_link_lets_in_no_other_browser(guest, send):
    send()
    thief = Client()
    thief.post(mailed_link())
    assert not is_in(thief)


def test_a_link_that_a_newer_one_has_replaced_in_the_same_browser_says_so(guest, client, send):
    send()
    first = mailed_link()
    send()
    assert client.get(first).status_code == 410
    client.post(mailed_link())
    assert is_in(client)


def test_a_thief_who_asks_for_the_same_address_needs_the_mail(guest, send):
    send()
    thief = Client()
    send(browser=thief)
    assert not is_in(thief)
    thief.post(CODE, {"code": "000000"})
    assert not is_in(thief)


def test_a_code_works_once(guest, client, send):
    send()
    code = mailed_code()
    client.post(CODE, {"code": code})
    again = Client()
    send_page = again.post(HOME, {"email": "ada@faro.example"})
    assert send_page.url == CODE
    again.post(CODE, {"code": code})
    assert not is_in(again)


def test_a_code_is_good_for_ten_minutes(guest, client, send):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        send()
        code = mailed_code()
    with time_machine.travel(now + timedelta(minutes=10), tick=False):
        assert "This code is not valid" in flat(client.post(CODE, {"code": code}))


def test_the_session_gets_a_new_name(guest, client, send):
    send()
    before = client.session.session_key
    client.post(CODE, {"code": mailed_code()})
    assert client.session.session_key != before


def answer_for(address, send):
    """What somebody sees who asks for a code and types a wrong one: all of it, but for the address itself."""
    browser = Client()
    sent = send(address, browser)
    pages = [browser.get(CODE), browser.post(CODE, {"code": "000000"})]
    seen = [re.sub(r'value="\w{64}"', "", flat(page)).replace(address, "") for page in pages]
    return sent.status_code, sent.url, *seen


def test_known_unknown_and_blocked_addresses_get_the_same_answers(guest, send):
    ContactFactory(email="blocked@faro.example", blocked_at=timezone.now())
    answers = {answer_for(f"{who}@faro.example", send) for who in ("ada", "blocked", "nobody")}
    assert len(answers) == 1
    assert [sent.to for sent in mail.outbox] == [["ada@faro.example"]]


def test_an_unknown_address_makes_no_link(send):
    send("nobody@faro.example")
    assert MailToken.objects.count() == 0


def test_an_address_is_found_however_it_is_spelt(guest, client, send):
    send(" ADA@Faro.example")
    client.post(CODE, {"code": mailed_code()})
    assert is_in(client)


def test_an_invited_contact_proves_the_address_by_signing_in(client, send):
    ContactFactory(email="new@faro.example", email_verified_at=None)
    send("new@faro.example")
    client.post(CODE, {"code": mailed_code()})
    assert Contact.objects.get().email_verified_at is not None


def test_a_blocked_mailbox_gets_no_code_under_an_alias_that_we_know(guest, send):
    ContactFactory(email="ada+io@faro.example", blocked_at=timezone.now())
    send("ada@faro.example")
    assert mail.outbox == []


def test_a_code_of_before_the_block_opens_nothing_under_an_alias(guest, client, send):
    send("ada@faro.example")
    ContactFactory(email="ada+io@faro.example", blocked_at=timezone.now())
    client.post(CODE, {"code": mailed_code()})
    assert not is_in(client)


def test_a_contact_who_is_blocked_meanwhile_is_out(guest, signed_in):
    browser = signed_in(guest)
    assert is_in(browser)
    Contact.objects.update(blocked_at=timezone.now())
    assert not is_in(browser)


@pytest.mark.parametrize(
    ("later", "still"), [(timedelta(hours=2), True), (timedelta(hours=2, minutes=6), False)]
)
def test_two_hours_without_a_page_end_it(guest, signed_in, later, still):
    browser = signed_in(guest)
    with time_machine.travel(timezone.now() + later, tick=False):
        assert is_in(browser) is still


def test_pages_keep_it_awake_and_seven_days_end_it(guest, signed_in):
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        browser = signed_in(guest)
    for hours in range(1, 7 * 24, 1):
        with time_machine.travel(start + timedelta(hours=hours), tick=False):
            browser.get("/en/screenings/")
    with time_machine.travel(start + timedelta(days=7, minutes=-30), tick=False):
        assert is_in(browser)
    with time_machine.travel(start + timedelta(days=7, minutes=1), tick=False):
        assert not is_in(browser)


def test_signing_out_is_at_once(guest, signed_in):
    browser = signed_in(guest)
    browser.post("/en/screenings/sign-out/")
    assert not is_in(browser)


def test_no_address_is_no_address(client):
    assert "Enter a valid email address." in flat(client.post(HOME, {"email": "nobody"}))


@pytest.mark.parametrize(
    "hostile", ["//evil.example", "https://evil.example", "../../admin", "a" * 11, '"><b']
)
def test_nobody_is_led_elsewhere_after_signing_in(guest, client, commit, hostile):
    with commit():
        client.post(HOME, {"email": "ada@faro.example", "to": hostile})
    assert client.post(CODE, {"code": mailed_code()}).url == HOME


def test_who_was_on_the_way_to_a_screening_gets_there(guest, grant, client, commit):
    door = client.get(f"/en/screenings/{grant.code}/").url
    assert f'name="to" value="{grant.code}"' in flat(client.get(door))
    with commit():
        client.post(HOME, {"email": "ada@faro.example", "to": grant.code})
    assert client.post(CODE, {"code": mailed_code()}).url == f"/en/screenings/{grant.code}/"


def test_the_page_says_which_address_was_typed(client, send):
    send("nobody@faro.example")
    assert "If we know nobody@faro.example, a code is on its way there." in flat(client.get(CODE))
