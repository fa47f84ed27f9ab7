"""A film in Chromium: it plays, is captioned, and the embedded server gives the parts that are asked for."""

import re
import urllib.error
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.playing import leave_at, now, play, seek, until
from tests.browser.small_demo import ELSEWHERE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("visitors")]

PAGE = "/it/film/la-luna-in-capannone/"


def ask(address, method="GET", **headers):
    """Status, headers and body, as the server sends them."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, None, named, method=method)) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.headers, refusal.read()


@pytest.fixture(scope="module")
def address(site):
    """Where the film of the demo is."""
    page = ask(f"{site}{PAGE}")[2].decode()
    return site + re.search(r'<source src="([^"]+\.mp4)"', page)[1]


def test_the_film_plays_and_is_sought(visit):
    video = visit(PAGE).locator("video")
    play(video)
    video.evaluate("video => video.pause()")
    assert now(seek(video, 20)) == 20
    assert video.evaluate("video => video.videoWidth / video.videoHeight") == pytest.approx(16 / 9, abs=0.01)


def test_chromium_plays_the_ladder_itself(visit, page):
    sent = []
    page.on("request", lambda request: sent.append(request.url.rpartition(".")[2]))
    video = visit(PAGE).locator("video")
    seek(play(video), 20)
    assert {"m3u8", "m4s"} <= set(sent)
    assert "mp4" not in sent


def test_a_browser_that_knows_no_ladder_plays_the_one_film(visit):
    video = visit(PAGE).locator("video")
    video.evaluate("video => { video.querySelector('source').remove(); video.load() }")
    play(video)
    video.evaluate("video => video.pause()")
    assert now(seek(video, 20)) == 20
    assert video.evaluate("video => video.videoHeight") == 720


def test_the_captions_of_the_pages_language_are_shown(visit):
    video = visit(PAGE).locator("video")
    play(video)
    tracks = video.evaluate("video => [...video.textTracks].map(each => [each.kind, each.label, each.mode])")
    assert tracks == [
        ["captions", "English", "disabled"],
        ["captions", "Italiano", "showing"],
        ["chapters", "Italiano", tracks[2][2]],
    ]
    words = video.evaluate("video => [...video.textTracks[1].cues].map(each => each.text)")
    assert words[0] == "Motore. Partito.\nScena nove, la luna."


def test_nothing_of_the_film_is_fetched_before_it_is_asked_for(visit, page):
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    visit(PAGE)
    assert [url for url in sent if url.endswith((".mp4", ".m4s", ".m3u8"))] == []


def test_the_player_is_there_without_javascript(browser, site):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}{PAGE}")
    assert page.locator("video[controls] > source").count() == 2
    page.context.close()


@pytest.mark.parametrize("width", [320, 390, 1440, 2560])
def test_the_player_fits_every_screen(visit, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    box = visit(PAGE).locator("video").bounding_box()
    assert 0 <= box["x"] <= box["x"] + box["width"] <= width
    assert box["height"] <= 900


def test_the_page_of_a_film_has_no_barrier_that_axe_finds(visit):
    found = Axe().run(visit(PAGE))
    assert [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found.response["violations"]] == []


def test_the_embedded_server_gives_the_part_that_is_asked_for(address):
    whole = ask(address)[2]
    status, headers, body = ask(address, Range="bytes=0-0")
    assert (status, headers["Content-Range"], body) == (206, f"bytes 0-0/{len(whole)}", whole[:1])
    status, headers, body = ask(address, Range="bytes=-1000")
    assert (status, headers["Content-Length"], body) == (206, "1000", whole[-1000:])
    status, headers, body = ask(address, Range=f"bytes={len(whole) - 5000}-")
    assert (status, body) == (206, whole[-5000:])


def test_the_embedded_server_refuses_a_part_that_is_not_there(address):
    size = int(ask(address, "HEAD")[1]["Content-Length"])
    status, headers, body = ask(address, Range=f"bytes={size}-")
    assert (status, headers["Content-Range"], body) == (416, f"bytes */{size}", b"")


def test_the_embedded_server_does_not_send_again_what_the_browser_has(address):
    known = ask(address, "HEAD")[1]["ETag"]
    assert ask(address, If_None_Match=known)[0] == 304


# The page's script

ONWARD = "!film.paused && !film.seeking && film.played.length"


def reload(page):
    page.reload()
    page.wait_for_load_state("networkidle")
    return page.locator("video")


def test_a_film_goes_on_where_this_browser_left_it(visit):
    page = visit(PAGE)
    leave_at(page.locator("video"), 12)
    video = reload(page)
    expect(page.locator("[data-going-on]")).to_contain_text("Riprende da 0:12.")
    assert now(play(video)) == pytest.approx(12.5, abs=1)


def test_it_begins_at_the_beginning_where_that_is_asked_for(visit):
    page = visit(PAGE)
    leave_at(page.locator("video"), 12)
    video = reload(page)
    page.get_by_role("button", name="Dall’inizio").click()
    assert now(play(video)) == pytest.approx(0.5, abs=0.5)
    expect(page.locator("[data-going-on]")).to_be_hidden()


def test_a_film_that_was_seen_to_its_end_begins_at_the_beginning(visit):
    page = visit(PAGE)
    leave_at(page.locator("video"), 23.5)  # it lasts 24 seconds
    reload(page)
    expect(page.locator("[data-going-on]")).to_be_hidden()


def test_a_chapter_leads_to_its_moment_and_is_marked_while_it_plays(visit):
    page = visit(PAGE)
    page.get_by_role("link", name="In volo").click()
    expect(page.locator(".chapters [aria-current=true]")).to_contain_text("In volo")
    assert now(page.locator("video")) == pytest.approx(8.5, abs=1)
    assert page.url.endswith(PAGE)


def test_what_is_said_leads_to_its_moment(visit):
    page = visit(PAGE)
    page.locator("summary", has_text="Trascrizione").first.click()
    page.locator(".transcript[open] a").last.click()
    until(page.locator("video"), ONWARD)
    assert now(page.locator("video")) == pytest.approx(18, abs=1)


def test_an_address_may_name_a_moment(visit):
    page = visit(f"{PAGE}#t=13")
    assert now(play(page.locator("video"))) == pytest.approx(13.5, abs=1)


def test_the_keys_that_the_page_names_do_what_it_says(visit):
    page = visit(PAGE)
    video = page.locator("video")
    video.evaluate("async video => { video.muted = true; await video.play(); video.pause() }")
    video.focus()
    page.keyboard.press("l")
    assert now(video) == pytest.approx(10, abs=1)
    page.keyboard.press("n")
    assert now(video) == pytest.approx(13, abs=0.2)
    page.keyboard.press("p")
    assert now(video) == pytest.approx(8, abs=0.2)
    page.keyboard.press("j")
    assert now(video) == 0
    page.keyboard.press("m")
    assert video.evaluate("video => video.muted") is False
    page.keyboard.press("c")
    modes = "video => [...video.textTracks].filter(each => each.kind == 'captions').map(each => each.mode)"
    assert "showing" not in video.evaluate(modes)
    page.keyboard.press("c")
    assert video.evaluate(modes) == ["disabled", "showing"]
    page.keyboard.press("k")
    until(video, ONWARD)


def test_a_key_that_a_browser_means_otherwise_is_left_to_it(visit):
    page = visit(PAGE)
    page.locator("video").focus()
    page.keyboard.press("Control+l")
    assert now(page.locator("video")) == 0


def test_without_a_script_a_chapter_opens_the_file_at_its_moment(browser, site):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}{PAGE}")
    address = page.get_by_role("link", name="In volo").get_attribute("href")
    assert re.fullmatch(r"/media/[0-9a-f]{32}/\d+-[0-9a-f]{16}\.mp4#t=8", address)
    expect(page.locator(".keys")).to_be_hidden()
    page.context.close()


@pytest.fixture
def elsewhere(page, site):
    """The page of a film on YouTube, and all that its browser asks of others."""
    asked = []
    page.on("request", lambda sent: sent.url.startswith((site, "data:")) or asked.append(sent.url))
    page.route("https://www.youtube-nocookie.com/**", lambda route: route.fulfill(body="<p>player</p>"))
    page.goto(f"{site}/it/film/si-scende-tutti/")
    page.wait_for_load_state("networkidle")
    return page, asked


def test_a_film_elsewhere_is_loaded_from_there_only_once_it_is_asked_for(elsewhere):
    page, asked = elsewhere
    expect(page.locator("[data-load-elsewhere-word]")).to_contain_text(
        "Finora da YouTube non è stato caricato nulla"
    )
    assert asked == []
    page.get_by_role("button", name="Guarda qui").click()
    expect(page.frame_locator("iframe").locator("p")).to_have_text("player")
    code = ELSEWHERE.rpartition("=")[2]
    assert asked == [f"https://www.youtube-nocookie.com/embed/{code}?autoplay=1&rel=0&hl=it"]


def test_the_page_of_a_film_elsewhere_has_no_barrier_that_axe_finds(elsewhere):
    found = Axe().run(elsewhere[0])
    assert [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found.response["violations"]] == []
