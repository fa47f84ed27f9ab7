"""A rights holder is asked, answers and takes a yes back, in Chromium, with the mails really written."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.playing import play
from tests.browser.screenings import STATUS, approve, ask, beat, confirm, open_request, room_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("visitors")]

VIEWERS = {
    "it": {
        "ask": "/it/proiezioni/chiedi/",
        "who": "Tullia Campo",
        "address": "tullia@ciak-film.example",
        "accept": "Accetto",
        "start": "Comincia la proiezione",
        "taken": "Questo film non si può più mostrare",
    },
    "en": {
        "ask": "/en/screenings/ask/",
        "who": "Piers Boom",
        "address": "piers@slate-films.example",
        "accept": "I accept",
        "start": "Start the screening",
        "taken": "This film may not be shown any more",
    },
}
HOLDERS = {
    "it": {
        "send": "Inviami il codice",
        "minutes": "10 minuti",
        "on": "Avanti",
        "yes": "Sì",
        "answer": "Invia la risposta",
        "receipt": "abbiamo messo agli atti",
        "back": "Ritira questo consenso",
        "now": "Ritira adesso",
        "taken": "ritirato il",
    },
    "en": {
        "send": "Send me the code",
        "minutes": "10 minutes",
        "on": "Go on",
        "yes": "Yes",
        "answer": "Send my answer",
        "receipt": "we have written down",
        "back": "Take this yes back",
        "now": "Take it back now",
        "taken": "taken back on",
    },
}
# The one film of the demo's showreel whose holder decides each time.
FILM, LEGAL = {"it": "Rete di sicurezza", "en": "Safety Net"}, "diritti@pellicola-sbilenca-film.example"


@pytest.fixture
def holder(browser):
    """The holder's own browser, on a phone."""
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    yield page
    page.context.close()


def ask_the_holder(desk, site, words, language):
    """The desk has ticked the film that was asked for and needs a yes."""
    open_request(desk, site, words)
    desk.get_by_role("link", name="Ask the rights holders").first.click()
    for select in desk.locator("form select").all():
        select.select_option(language)
    desk.get_by_role("button", name="Write to them").click()
    expect(desk.get_by_text(LEGAL).first).to_be_visible()


def come_in(holder, mailed, who, words):
    """Goes the way of the letter, and of the code that it asks for."""
    holder.goto(re.search(r"http\S+/link/\S+", mailed(LEGAL, "/link/", who))[0])
    holder.get_by_role("button", name=words["send"]).click()
    code = re.search(r"^(\d{6})\s*$", mailed(LEGAL, words["minutes"]), re.MULTILINE)[1]
    holder.fill("[name=code]", code)
    holder.get_by_role("button", name=words["on"]).click()


def fits_without_barrier(page):
    """On a phone, in both colour schemes."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert [rule["id"] for rule in Axe().run(page).response["violations"]] == []


@pytest.mark.parametrize(("language", "theirs"), [("it", "en"), ("en", "it")])
def test_a_holder_says_yes_and_takes_it_back_while_it_is_watched(
    page, site, desk, holder, mailed, language, theirs
):
    words, said = VIEWERS[language], HOLDERS[theirs]
    ask(page, site, words)
    confirm(page, mailed, words)
    ask_the_holder(desk, site, words, theirs)

    come_in(holder, mailed, words["who"], said)
    expect(holder.get_by_text(words["who"]).first).to_be_visible()
    expect(holder.get_by_text("Una commedia sul mare.").first).to_be_visible()
    pictures = holder.locator(".question-poster")
    assert pictures.first.evaluate("picture => picture.decode().then(() => picture.naturalWidth)")
    holder.locator("summary").first.click()
    fits_without_barrier(holder)
    holder.get_by_label(said["yes"], exact=True).first.check()
    holder.get_by_role("button", name=said["answer"]).first.click()
    assert FILM[theirs] in mailed(LEGAL, said["receipt"], words["who"])
    fits_without_barrier(holder)

    approve(desk, site, words)
    page.goto(room_in(mailed, words))
    page.get_by_role("button", name=words["accept"]).click()
    page.get_by_role("button", name=words["start"]).click()
    rooms = page.locator("[data-film]")
    other, theirs_too = rooms.nth(0), rooms.nth(1)
    expect(theirs_too.get_by_role("heading", name=FILM[language])).to_be_visible()
    sources = [room.locator("video source").first.get_attribute("src") for room in (other, theirs_too)]
    play(other.locator("video"))
    play(theirs_too.locator("video"))

    holder.reload()
    holder.get_by_role("link", name=said["back"]).first.click()
    holder.get_by_role("button", name=said["now"]).click()
    assert [page.evaluate(STATUS, source) for source in sources] == [206, 404]
    beat(page)
    expect(theirs_too.get_by_text(words["taken"])).to_be_visible()
    expect(theirs_too.locator("video")).to_be_hidden()
    expect(theirs_too.locator(":scope > :visible")).to_have_count(2)  # its title and the word
    expect(other.locator("video")).to_be_visible()
    assert other.locator("video").evaluate("film => film.currentTime > 0.5 && !film.error")
    assert FILM[theirs] in mailed(LEGAL, said["taken"], words["who"])
    expect(holder.get_by_text(said["taken"]).first).to_be_visible()
