"""A film in Chromium: it plays, is captioned, and the embedded server gives the parts that are asked for."""

import re
import urllib.error
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGE = "/it/film/la-luna-in-capannone/"
PLAY = """async video => {
    video.muted = true;
    await video.play();
    await new Promise(done => video.addEventListener("timeupdate", () => video.currentTime > 0.5 && done()));
    return video.currentTime;
}"""
SEEK = """async video => {
    video.pause();
    const done = new Promise(resolve => video.addEventListener("seeked", resolve, {once: true}));
    video.currentTime = 20;
    await done;
    return video.currentTime;
}"""


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
    assert video.evaluate(PLAY) > 0.5
    assert video.evaluate(SEEK) == 20
    assert video.evaluate("video => video.videoWidth / video.videoHeight") == pytest.approx(16 / 9, abs=0.01)


def test_chromium_plays_the_ladder_itself(visit, page):
    sent = []
    page.on("request", lambda request: sent.append(request.url.rpartition(".")[2]))
    video = visit(PAGE).locator("video")
    video.evaluate(PLAY)
    assert video.evaluate(SEEK) == 20
    assert {"m3u8", "m4s"} <= set(sent)
    assert "mp4" not in sent


def test_a_browser_that_knows_no_ladder_plays_the_one_film(visit):
    video = visit(PAGE).locator("video")
    video.evaluate("video => { video.querySelector('source').remove(); video.load() }")
    assert video.evaluate(PLAY) > 0.5
    assert video.evaluate(SEEK) == 20
    assert video.evaluate("video => video.videoHeight") == 720


def test_the_captions_of_the_pages_language_are_shown(visit):
    video = visit(PAGE).locator("video")
    video.evaluate(PLAY)
    tracks = video.evaluate("video => [...video.textTracks].map(each => [each.label, each.mode])")
    assert tracks == [["English", "disabled"], ["Italiano", "showing"]]
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
