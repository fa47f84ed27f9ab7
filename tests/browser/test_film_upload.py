"""A film's file in Chromium: sent while the form is filled in, whatever becomes of line and page."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from playwright.sync_api import expect

from portfolio.models import Film
from tests.films import H264, TONE, make

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]

ADD = "/admin/portfolio/film/add/"
PIECE = 4 * 1024**2
ITALIAN, FILES = 0, 2  # tabs of the form
# What no encoder makes small.
SNOW = ("-f", "lavfi", "-i", "nullsrc=size={size}:rate={rate}:duration={seconds},geq=random(1)*255:128:128")


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """A film of more than two pieces, and not of four."""
    path = tmp_path_factory.mktemp("films") / "Nadia a casa.mp4"
    make(path, *SNOW, *TONE, options=(*H264, "-qp", "16"), size="640x360", seconds=2)
    assert 2 * PIECE < path.stat().st_size < 4 * PIECE
    return path


@pytest.fixture
def desk(page, site, signed_in):
    """The editor's browser, signed in, on the form of a new film, where its file is chosen."""
    page.context.add_cookies(signed_in)
    page.on("dialog", lambda asked: asked.accept())
    page.goto(f"{site}{ADD}")
    return page


def fill_in(page, title):
    page.fill("input[name=title_it]", title)
    page.locator("[role=tab]").nth(FILES).click()


def box(page, state):
    return page.locator(f"[data-film][data-state={state}]")


def offsets(page):
    """Where the pieces begin that were sent from now on."""
    sent = []
    page.on(
        "request",
        lambda each: each.method == "PUT" and sent.append(int(each.headers["upload-offset"])),
    )
    return sent


def on_the_second_piece(page, act):
    """Has the second piece that is sent meet with `act`, once."""
    seen = []

    def meet(route):
        if route.request.method == "PUT":
            seen.append(route)
        if route.request.method == "PUT" and len(seen) == 2:
            return act(route)
        return route.fallback()

    page.route("**/incoming/**", meet)
    return seen


def save(page):
    page.locator("[name=_save]").first.click()
    page.wait_for_url("**/admin/portfolio/film/")


def kept(data):
    return [path.read_bytes() for path in (data / "media" / "vault").rglob("source*.mp4")]


def left(data):
    return [path for path in (data / "incoming").rglob("*") if path.is_file()]


def test_a_line_that_drops_is_waited_for_and_only_what_is_missing_is_sent(desk, data, film):
    sent = offsets(desk)
    on_the_second_piece(desk, lambda route: route.abort("connectionreset"))
    fill_in(desk, "Il filo caduto")
    desk.set_input_files("input[name=source]", film)
    expect(desk.locator("[data-film-trouble]")).to_contain_text("connection")
    expect(box(desk, "seen")).to_be_visible(timeout=30_000)
    expect(desk.locator("[data-film-trouble]")).to_be_hidden()
    assert sent == [0, PIECE, PIECE, 2 * PIECE]
    save(desk)
    expect(desk.locator("#result_list").get_by_role("link", name="Il filo caduto")).to_be_visible()
    assert film.read_bytes() in kept(data)
    assert left(data) == []


def test_after_a_reload_the_same_file_goes_on_where_it_stopped(desk, film):
    held = on_the_second_piece(desk, lambda route: None)
    fill_in(desk, "La pagina ricaricata")
    desk.set_input_files("input[name=source]", film)
    while len(held) < 2:
        desk.wait_for_timeout(100)
    desk.reload()
    sent = offsets(desk)
    fill_in(desk, "La pagina ricaricata")
    desk.set_input_files("input[name=source]", film)
    expect(box(desk, "seen")).to_be_visible(timeout=30_000)
    assert sent == [PIECE, 2 * PIECE]
    save(desk)


def test_saving_early_asks_to_wait_on_the_tab_where_the_film_is_and_loses_nothing(desk, film):
    held = on_the_second_piece(desk, lambda route: None)
    fill_in(desk, "Salvato presto")
    desk.set_input_files("input[name=source]", film)
    while len(held) < 2:
        desk.wait_for_timeout(100)
    desk.locator("[role=tab]").nth(ITALIAN).click()
    desk.locator("[name=_save]").first.click()
    expect(desk.locator("[data-film]")).to_be_focused()
    expect(desk.locator("[data-film-trouble]")).to_contain_text("Wait")
    held[1].fallback()
    expect(box(desk, "seen")).to_be_visible(timeout=30_000)
    expect(desk.locator("[data-film-trouble]")).to_be_hidden()
    save(desk)
    expect(desk.locator("#result_list").get_by_role("link", name="Salvato presto")).to_be_visible()


def test_a_mistake_elsewhere_comes_back_with_the_film_still_there(desk, film):
    desk.locator("[role=tab]").nth(FILES).click()
    desk.set_input_files("input[name=source]", film)
    expect(box(desk, "seen")).to_be_visible(timeout=30_000)
    desk.locator("[name=_save]").first.click()
    expect(desk.locator("[role=tab] [data-testid=error-count]").first).to_be_visible()
    expect(desk.locator("[data-film]")).to_have_attribute("data-state", "seen")
    desk.locator("[role=tab]").nth(ITALIAN).click()
    desk.fill("input[name=title_it]", "Corretto")
    save(desk)


def test_what_is_no_film_is_refused_with_its_first_piece_and_the_form_is_free(desk, tmp_path):
    path = tmp_path / "papers.mp4"
    path.write_bytes(b"%PDF-1.7".ljust(3 * PIECE))
    sent = offsets(desk)
    fill_in(desk, "Senza file")
    desk.set_input_files("input[name=source]", path)
    expect(box(desk, "refused")).to_contain_text("MP4")
    assert sent == [0]
    save(desk)


def test_what_is_cancelled_leaves_nothing_and_the_focus_on_the_field(desk, data, film):
    held = on_the_second_piece(desk, lambda route: None)
    fill_in(desk, "Annullato")
    desk.set_input_files("input[name=source]", film)
    while len(held) < 2:
        desk.wait_for_timeout(100)
    with desk.expect_response(lambda answer: answer.request.method == "DELETE"):
        desk.click("[data-film-cancel]")
    expect(desk.locator("[data-film]")).to_be_hidden()
    expect(desk.locator("input[name=source]")).to_be_focused()
    expect(desk.locator("input[name=source_key]")).to_have_value("")
    assert left(data) == []


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_upload_fits_and_has_no_barrier(desk, film, width, scheme):
    desk.set_viewport_size({"width": width, "height": 900})
    desk.emulate_media(color_scheme=scheme)
    held = on_the_second_piece(desk, lambda route: route.abort("connectionreset"))
    desk.locator("[role=tab]").nth(FILES).click()
    desk.set_input_files("input[name=source]", film)
    while len(held) < 2:
        desk.wait_for_timeout(50)
    expect(desk.locator("[data-film-trouble]")).to_be_visible()
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
    assert [rule["id"] for rule in Axe().run(desk, "[data-film]").response["violations"]] == []
    expect(box(desk, "seen")).to_be_visible(timeout=30_000)
    desk.click("[data-film-cancel]")


def test_the_poster_is_chosen_among_the_stills(desk, site):
    desk.goto(f"{site}/admin/portfolio/film/?q=luna+in+capannone")
    desk.locator("#result_list a", has_text="The Moon in the Warehouse").first.click()
    desk.locator("[role=tab]").nth(FILES).click()
    stills = desk.locator("[data-stills] button")
    assert stills.count() > 20
    assert stills.nth(9).get_attribute("aria-label") == "Frame at 0:09"
    stills.nth(9).click()
    expect(desk.locator("#id_poster_at_seconds")).to_have_value("0:09")
    assert [each.get_attribute("aria-pressed") for each in stills.all()].index("true") == 9
    desk.keyboard.press("ArrowRight")
    expect(stills.nth(10)).to_be_focused()
    assert [each.get_attribute("tabindex") for each in stills.all()].count("0") == 1
    found = Axe().run(desk).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found] == []


SAID = [
    {"step": "Preparo il film", "percent": 41, "left": "ancora circa 2 minuti", "is_over": False},
    {"step": "Pronto.", "percent": None, "left": "", "is_over": True},
]


def test_how_far_a_film_is_follows_the_worker_until_it_is_over(desk, site):
    """The page is the desk's part of one, and two answers: what a worker does takes as long as it takes."""
    told = iter(SAID)
    asked = []

    def answer(route):
        asked.append(route.request.url)
        route.fulfill(json={"7": next(told)})

    waiting = {"step": "In coda", "percent": None, "left": "", "decision": "Ferma…", "address": "/stop/"}
    facts = {"film": Film(pk=7), "said": waiting, "state": "/admin/state/"}
    box = render_to_string("admin/films/making.html", facts)
    source = desk.request.get(f"{site}/static/portfolio/making.js").text()
    desk.route("**/admin/state/?film=7", answer)
    desk.route(
        "**/making.html", lambda route: route.fulfill(body=box, content_type="text/html; charset=utf-8")
    )
    desk.goto(f"{site}/making.html")
    desk.evaluate(source)
    expect(desk.locator("[data-step]")).to_have_text("Preparo il film", timeout=10_000)
    assert desk.locator("progress").get_attribute("value") == "41"
    assert desk.locator("[data-numbers]").inner_text() == "41 % · ancora circa 2 minuti"
    expect(desk.locator("[data-step]")).to_have_text("Pronto.", timeout=10_000)
    expect(desk.locator("progress")).to_be_hidden()
    expect(desk.locator("[data-decision]")).to_be_hidden()
    desk.wait_for_timeout(4000)
    assert len(asked) == 2
