"""Whoever asks too often is told so, whatever address they type; nobody else is shut out by it."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from portfolio.models import Agreement, Showreel, ShowreelItem
from portfolio.screening.actions import holders, quotas
from portfolio.screening.models import AccessRequest, Knock
from portfolio.screening.views import visitors
from tests.factories.screening import AccessRequestFactory, ContactFactory, private_film
from tests.portfolio.screening.conftest import mailed_code, mailed_link
from tests.reading import flat

pytestmark = pytest.mark.django_db

HOME, CODE, ASK = "/en/screenings/", "/en/screenings/code/", "/en/screenings/ask/"
HERE, THERE = "203.0.113.7", "198.51.100.9"
TOO_MANY = "Too many requests have come from your network"


def filled(number, **more):
    return {
        "name": "Ada Ferri",
        "company": "Faro Film",
        "email": f"ada{number}@faro.example",
        "wanted": ["advice"],
        "production": "Il faro",
        "reason": "A comedy by the sea.",
        **more,
    }


def ask(number=0, network=HERE, **more):
    return Client(REMOTE_ADDR=network).post(ASK, filled(number, **more))


@pytest.fixture
def send(commit):
    """Asks for a code for Ada from a network, in a browser of its own, which is given."""

    def act(network=HERE, browser=None):
        browser = browser or Client(REMOTE_ADDR=network)
        with commit():
            browser.post(HOME, {"email": "ada@faro.example"})
        return browser

    return act


def is_in(browser):
    return "My screenings" in flat(browser.get(HOME))


def test_the_sixth_request_of_an_hour_from_one_network_is_refused_in_words():
    answers = [ask(number) for number in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert TOO_MANY in flat(answers[-1])
    assert "Faro Film" in flat(answers[-1])
    assert AccessRequest.objects.count() == 5


def test_another_network_may_still_ask():
    for number in range(6):
        ask(number)
    assert ask(network=THERE).status_code == 302


def test_an_hour_later_it_may_ask_again_however_often_it_knocked_meanwhile():
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        for number in range(5):
            ask(number)
    with time_machine.travel(now + timedelta(minutes=59), tick=False):
        assert {ask(number).status_code for number in range(5)} == {429}
    with time_machine.travel(now + timedelta(minutes=61), tick=False):
        assert ask().status_code == 302


def test_what_a_visitor_writes_into_the_header_changes_nothing(settings):
    for number in range(5):
        Client(REMOTE_ADDR=HERE).post(ASK, filled(number), headers={"x-forwarded-for": f"192.0.2.{number}"})
    assert ask().status_code == 429
    settings.PROXIES = 1
    for number in range(5):
        spoofed = {"x-forwarded-for": f"192.0.2.{number}, {THERE}"}
        Client(REMOTE_ADDR="127.0.0.1").post(ASK, filled(number), headers=spoofed)
    last = Client(REMOTE_ADDR="127.0.0.1").post(ASK, filled(9), headers={"x-forwarded-for": f"x, {THERE}"})
    assert last.status_code == 429


@pytest.mark.parametrize(
    ("proxies", "header", "seen"),
    [
        (0, "192.0.2.1", HERE),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "192.0.2.66, 192.0.2.1", "192.0.2.1"),
        (2, "192.0.2.66, 192.0.2.1, 10.0.0.1", "192.0.2.1"),
        (2, "192.0.2.1", HERE),
        (1, "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        (1, "::ffff:192.0.2.1", "192.0.2.1"),
        (1, "nobody", ""),
    ],
)
def test_the_network_is_what_the_last_proxy_of_ours_saw(rf, settings, proxies, header, seen):
    settings.PROXIES = proxies
    assert visitors.network(rf.get("/", REMOTE_ADDR=HERE, headers={"x-forwarded-for": header})) == seen


def test_a_program_that_fills_in_everything_uses_its_share_up_as_well():
    answers = [ask(number, website="http://spam.example").status_code for number in range(6)]
    assert answers == [302] * 5 + [429]


def test_all_together_have_a_share_as_well(monkeypatch):
    monkeypatch.setattr(quotas, "REQUESTS", (quotas.REQUESTS[0], quotas.Share("all", 3, quotas.HOUR, "Full")))
    answers = [ask(number, network=f"192.0.2.{number}") for number in range(4)]
    assert [answer.status_code for answer in answers] == [302] * 3 + [429]


def test_a_contact_who_is_signed_in_has_a_share_of_their_own(guest, signed_in):
    browser = signed_in(guest)
    wish = {name: value for name, value in filled(0).items() if name in ("wanted", "production", "reason")}
    answers = [browser.post(ASK, wish).status_code for _time in range(11)]
    assert answers == [302] * 10 + [429]


def test_known_and_unknown_addresses_are_refused_alike():
    ContactFactory(email="known@faro.example")
    for number in range(5):
        ask(number)
    pages = {
        flat(ask(email=f"{who}@faro.example")).replace(who, "").count(TOO_MANY) for who in ("known", "nobody")
    }
    assert pages == {1}


def test_the_twenty_first_code_of_an_hour_for_one_network_is_refused_in_words(send):
    for _time in range(20):
        send()
    answer = Client(REMOTE_ADDR=HERE).post(HOME, {"email": "else@faro.example"})
    assert (answer.status_code, TOO_MANY in flat(answer)) == (429, True)


def test_a_stranger_cannot_have_all_of_somebodys_mails_sent(guest, send):
    for _time in range(6):
        send(network=THERE)
    ask(email="ada@faro.example", network=THERE)
    assert len(mail.outbox) == 2
    mine = send()
    assert len(mail.outbox) == 3
    mine.post(CODE, {"code": mailed_code()})
    assert is_in(mine)


def test_a_strangers_tries_are_their_own(guest, send):
    mine = send()
    code = mailed_code()
    thief = send(network=THERE)
    for _try in range(6):
        thief.post(CODE, {"code": "000000"})
    mine.post(CODE, {"code": code})
    assert is_in(mine)


def test_a_code_is_worth_nothing_in_a_browser_that_asked_for_another(guest, send):
    send()
    code = mailed_code()
    thief = send(network=THERE)
    thief.post(CODE, {"code": code})
    assert not is_in(thief)


def test_what_others_wrote_a_moment_later_counts_as_well():
    """Two at once: the second has written down already when the first counts."""
    now = timezone.now()
    for _time in range(5):
        quotas.may_ask(HERE, at=now + timedelta(milliseconds=1))
    with pytest.raises(quotas.Spent):
        quotas.may_ask(HERE, at=now)


# One more of the same.


def test_more_days_and_taking_it_back_have_the_share_of_all_requests(grant, guest, signed_in):
    browser, answers = signed_in(guest), []
    for _time in range(11):
        answers.append(browser.post(f"/en/screenings/{grant.code}/more-days/"))
        for asked in AccessRequest.objects.waiting().exclude(pk=grant.request_id):
            browser.post(f"/en/screenings/withdraw/{asked.pk}/")
    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert "You have asked very often" in flat(answers[-1])
    assert AccessRequest.objects.exclude(pk=grant.request_id).count() == 10


def test_one_more_film_has_the_share_of_all_requests(grant, guest, film, signed_in):
    reel = Showreel.objects.create(title_it="Rullo", title_en="Reel", slug_it="rullo", slug_en="reel")
    other = private_film()
    for order, each in enumerate((film, other)):
        ShowreelItem.objects.create(showreel=reel, film=each, order=order)
    AccessRequest.objects.filter(pk=grant.request_id).update(showreel=reel)
    for _time in range(10):
        quotas.may_ask_as(guest.pk)
    answer = signed_in(guest).post(f"/en/screenings/{grant.code}/one-more/{other.pk}/")
    assert (answer.status_code, "You have asked very often" in flat(answer)) == (429, True)
    assert not AccessRequest.objects.exclude(pk=grant.request_id).exists()


# The holders' door.

LEGAL, DOOR = "legal@holder.example", "/en/screenings/decisions/"


@pytest.fixture
def link(film, editor, commit):
    """The link in a holder's letter."""
    Agreement.objects.update(private=Agreement.Private.EACH_TIME)
    with commit():
        holders.ask(AccessRequestFactory(), [film], by=editor, languages={LEGAL: "en"})
    return mailed_link()


@pytest.fixture
def knock(commit):
    """Asks for a holder's code at the door, or by a link, in a browser of its own, which is given."""

    def act(path=DOOR, network=HERE, email=LEGAL):
        browser = Client(REMOTE_ADDR=network)
        with commit():
            browser.answer = browser.post(path, {"email": email})
        return browser

    return act


def is_decider(browser):
    return browser.post(f"{DOOR}code/", {"code": mailed_code()}).status_code == 302


def test_a_stranger_cannot_have_all_of_a_holders_codes_sent(link, knock):
    for _time in range(6):
        assert knock(network=THERE).answer.status_code == 302
    assert len(mail.outbox) == 1 + 2
    assert is_decider(knock())


def test_nor_those_of_a_day(link, knock):
    now = timezone.now()
    for hours in range(0, 10, 2):
        with time_machine.travel(now + timedelta(hours=hours), tick=False):
            knock(network=THERE)
    assert len(mail.outbox) == 1 + 3
    with time_machine.travel(now + timedelta(hours=9), tick=False):
        assert is_decider(knock())


def test_programs_that_press_the_links_button_leave_the_holder_a_code(link, knock):
    for number in range(9):
        assert knock(link, network=f"192.0.2.{number}").answer.status_code == 302
    assert len(mail.outbox) == 1 + 2
    assert is_decider(knock())


@pytest.mark.parametrize("email", [LEGAL, "nobody@holder.example"])
def test_the_twenty_first_code_of_a_holder_for_one_network_is_refused_in_words(link, knock, email):
    for _time in range(20):
        quotas.may_ask_for_code(HERE)
    answer = knock(email=email).answer
    assert (answer.status_code, TOO_MANY in flat(answer)) == (429, True)
    assert len(mail.outbox) == 1


def test_by_the_link_as_well(link, knock):
    for _time in range(20):
        quotas.may_ask_for_code(HERE)
    answer = knock(link).answer
    assert (answer.status_code, TOO_MANY in flat(answer)) == (429, True)
    assert len(mail.outbox) == 1


def test_who_it_was_is_kept_as_a_hash_and_for_a_day():
    ask()
    assert HERE not in " ".join(Knock.objects.values_list("who", flat=True))
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=False):
        quotas.forget_knocks.call_local()
    assert Knock.objects.count() == 0
