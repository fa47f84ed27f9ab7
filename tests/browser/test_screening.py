"""A private screening from end to end, in Chromium, with the mails that were really written."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.playing import play, seek, until
from tests.browser.screenings import STATUS, approve, ask, beat, confirm, room_in, take_back

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("visitors")]

WORDS = {
    "it": {
        "ask": "/it/proiezioni/chiedi/",
        "home": "/it/proiezioni/",
        "who": "Sveva Ciak",
        "address": "sveva@ciak-film.example",
        "accept": "Accetto",
        "start": "Comincia la proiezione",
        "ended": "Questa proiezione è finita",
        "refused": "Questo link non funziona più",
    },
    "en": {
        "ask": "/en/screenings/ask/",
        "home": "/en/screenings/",
        "who": "Olive Slate",
        "address": "olive@slate-films.example",
        "accept": "I accept",
        "start": "Start the screening",
        "ended": "This screening has ended",
        "refused": "This link no longer works",
    },
}


def ladder_is_sought(film):
    """Goes on from another moment, out of answers that are cut to pieces."""
    assert film.evaluate("film => film.currentSrc").endswith(".m3u8")
    until(seek(film, 15), "film.currentTime > 15.5")


LIES_ON_IT = """() => {
  const box = part => document.querySelector(part).getBoundingClientRect();
  const [name, picture] = [box(".mark"), box("video")];
  const inside = picture.top <= name.top && name.bottom <= picture.bottom
    && picture.left <= name.left && name.right <= picture.right;
  const fits = picture.width <= innerWidth && picture.height <= innerHeight;
  return document.fullscreenElement && inside && fits;
}"""


def name_lies_on_the_picture_in_full_screen(page):
    """In windows that have another shape than the film. The browser takes a moment to grow."""
    for width, height in ((390, 844), (1440, 600)):
        page.set_viewport_size({"width": width, "height": height})
        page.locator("[data-fullscreen]").first.click()
        page.wait_for_function(LIES_ON_IT)
        page.locator("[data-fullscreen]").first.click()
        page.wait_for_function("() => !document.fullscreenElement")


@pytest.mark.parametrize("language", ["it", "en"])
def test_from_the_request_to_the_screening_to_its_end(page, site, desk, mailed, language):
    words = WORDS[language]
    elsewhere = []
    page.on("request", lambda sent: sent.url.startswith((site, "data:")) or elsewhere.append(sent.url))

    ask(page, site, words)
    link = confirm(page, mailed, words)
    page.goto(link)
    expect(page.get_by_role("heading", name=words["refused"])).to_be_visible()

    approve(desk, site, words)
    room = room_in(mailed, words)
    page.goto(room)
    page.get_by_role("button", name=words["accept"]).click()
    page.get_by_role("button", name=words["start"]).click()
    film = play(page.locator("video").first)
    ladder_is_sought(film)
    expect(page.locator(".mark").first).to_contain_text(words["who"])
    source = page.locator("video source").first.get_attribute("src")
    assert page.evaluate(STATUS, source) == 206

    name_lies_on_the_picture_in_full_screen(page)

    stranger = page.context.browser.new_context().new_page()
    stranger.goto(site + words["home"])
    assert stranger.evaluate(STATUS, source) == 404
    stranger.context.close()

    desk.goto(f"{site}/admin/screening/grant/")
    desk.get_by_role("link", name=words["who"]).first.click()
    expect(desk.get_by_text("The Moon in the Warehouse, about")).to_be_visible()
    take_back(desk, site, words)
    assert page.evaluate(STATUS, source) == 404
    beat(page)
    expect(page.locator("[data-ended]")).to_be_visible()
    expect(page.locator("video").first).to_be_hidden()
    page.goto(room)
    expect(page.get_by_role("heading", name=words["ended"])).to_be_visible()
    assert elsewhere == []


def test_the_code_signs_in_on_another_device_than_the_mail(page, site, mailed):
    words = WORDS["it"] | {"who": "Nino Scena", "address": "nino@ciak-film.example"}
    ask(page, site, words)
    code = re.search(r"^(\d{6})\s*$", mailed(words["address"], "minuti"), re.MULTILINE)[1]
    page.fill("[name=code]", code)
    page.locator("main form button").click()
    expect(page.get_by_role("heading", name="Le mie proiezioni")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_language_switch_keeps_what_was_typed_and_enter_sends_it(page, site, scripts):
    """Sends it without an address, to be refused: an hour has so many requests for all tests together."""
    reader = page.context.browser.new_context(java_script_enabled=scripts).new_page()
    reader.goto(f"{site}/it/proiezioni/chiedi/")
    typed = {"name": "Nora Campo", "company": "Faro Film"}
    typed |= {"production": "Il faro", "reason": "Perché sì."}
    for name, value in typed.items():
        reader.fill(f"[name={name}]", value)
    reader.check("[name=wanted][value=advice]")
    reader.get_by_role("button", name="EN").click()
    expect(reader).to_have_url(f"{site}/en/screenings/ask/")
    assert {name: reader.input_value(f"[name={name}]") for name in typed} == typed
    expect(reader.locator("[aria-invalid=true]")).to_have_count(0)
    reader.press("[name=name]", "Enter")
    expect(reader.locator("[name=email][aria-invalid=true]")).to_be_visible()
    expect(reader).to_have_url(f"{site}/en/screenings/ask/")
    reader.context.close()


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_of_a_screening_fit_and_have_no_barrier(visit, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    for path in ("/it/proiezioni/", "/it/proiezioni/chiedi/", "/en/screenings/", "/en/screenings/ask/"):
        opened = visit(path)
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert [rule["id"] for rule in Axe().run(opened).response["violations"]] == []
