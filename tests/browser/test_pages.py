"""Every kind of page in Chromium: on a phone and on a desk, in both languages."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("visitors")]

PAGES = {
    "it": [
        "/it/",
        "/it/volti/",
        "/it/produzioni/",
        "/it/produzioni/backstage/",
        "/it/produzioni/la-bottega-dei-temporali/",
        "/it/troupe/",
        "/it/troupe/nadia/",
        "/it/film/",
        "/it/film/la-luna-in-capannone/",
        "/it/voci/",
        "/it/dietro-le-quinte/",
        "/it/contatti/",
        "/it/cerca/?q=cosimo",
    ],
    "en": [
        "/en/",
        "/en/faces/",
        "/en/productions/",
        "/en/productions/backstage/",
        "/en/productions/the-thunderstorm-shop/",
        "/en/crew/",
        "/en/crew/nadia/",
        "/en/films/",
        "/en/films/the-moon-in-the-warehouse/",
        "/en/voices/",
        "/en/behind-the-scenes/",
        "/en/contact/",
        "/en/search/?q=cosimo",
    ],
}
ALL = [(language, path) for language, paths in PAGES.items() for path in paths]
WIDTHS = (320, 390, 1440, 2560)


@pytest.mark.parametrize(("language", "path"), ALL)
def test_a_page_fits_every_screen_and_says_its_language(visit, language, path):
    opened = visit(path)
    assert opened.locator("html").get_attribute("lang") == language
    assert opened.locator("h1").count() == 1
    for width in WIDTHS:
        opened.set_viewport_size({"width": width, "height": 900})
        assert opened.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("language", "path"), ALL)
def test_a_page_has_no_barrier_that_axe_finds(visit, page, language, path):
    opened = visit(path)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(opened)
        assert [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found.response["violations"]] == []


@pytest.mark.parametrize(("language", "path"), ALL)
def test_every_picture_that_is_seen_has_loaded_with_its_size_known(visit, language, path):
    opened = visit(path)
    broken = opened.evaluate(
        """[...document.images].filter(image =>
             !image.hasAttribute("width") || !image.hasAttribute("height") || !image.hasAttribute("alt")
             || (image.loading !== "lazy" && image.complete && image.naturalWidth === 0)
           ).map(image => image.outerHTML)"""
    )
    assert broken == []


def test_the_language_switch_stays_on_the_same_production(visit):
    page = visit("/it/produzioni/la-bottega-dei-temporali/")
    page.get_by_role("link", name="EN", exact=True).click()
    page.wait_for_url("**/en/productions/the-thunderstorm-shop/")
    assert page.locator("h1").inner_text() == "The Thunderstorm Shop"


def test_from_home_to_a_face_to_its_production_to_its_credits(visit):
    page = visit("/it/")
    page.get_by_role("link", name="Volti").first.click()
    page.get_by_role("link", name="Nadia").first.click()
    page.get_by_role("link", name="La bottega dei temporali").first.click()
    assert page.locator("h1").inner_text() == "La bottega dei temporali"
    assert page.get_by_text("Lightning Department").count() == 1


def test_the_site_works_without_javascript(browser, site):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/en/")
    page.get_by_role("link", name="Faces").first.click()
    page.get_by_role("link", name="Goffredo").first.click()
    assert "Goffredo" in page.locator("main").inner_text()
    page.context.close()


def test_the_skip_link_is_the_first_stop_of_the_keyboard(visit):
    page = visit("/it/volti/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"


SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shifted += entry.value; }))
  .observe({type: "layout-shift", buffered: true});
"""


@pytest.mark.parametrize("path", ["/it/", "/it/contatti/", "/it/troupe/"])
def test_nothing_moves_while_a_phone_loads_a_page(visit, page, path):
    page.set_viewport_size({"width": 390, "height": 844})
    page.add_init_script(SHIFTS)
    assert visit(path).evaluate("window.shifted") == 0


def test_the_switch_of_the_scheme_is_absent_where_no_script_can_serve_it(browser, site):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/it/")
    assert not page.locator("[data-scheme-switch]").is_visible()
    page.context.close()


@pytest.mark.parametrize("path", ["/it/troupe/", "/it/contatti/", "/it/troupe/nadia/", "/it/cerca/?q=nadia"])
def test_fingers_find_every_link_on_a_phone(visit, page, path):
    page.set_viewport_size({"width": 390, "height": 844})
    small = visit(path).evaluate(
        """[...document.querySelectorAll("body a:not(.skip), body button")]
             .map(target => [target.textContent.trim(), target.getBoundingClientRect()])
             .filter(([_, box]) => box.width && Math.min(box.width, box.height) < 43.5)
             .map(([text]) => text)"""
    )
    assert small == []


def test_the_menu_of_a_phone_opens_where_the_reader_is(visit, page):
    page.set_viewport_size({"width": 390, "height": 844})
    box = visit("/it/contatti/").locator(".rooms [aria-current]").bounding_box()
    assert 0 <= box["x"] <= box["x"] + box["width"] <= 390


@pytest.mark.parametrize("width", [1440, 1920])
def test_no_word_breaks_beside_a_photograph(visit, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    opened = visit("/it/produzioni/dodici-secondi-di-luna/")
    opened.locator(".photos a").first.click()
    heading = opened.locator(".photo h1")
    whole = heading.bounding_box()["height"]
    heading.evaluate("heading => { heading.style.overflowWrap = 'normal'; }")
    assert heading.bounding_box()["height"] == whole
    assert heading.evaluate("heading => heading.scrollWidth <= heading.clientWidth")


@pytest.mark.parametrize("width", [320, 390])
def test_the_whole_menu_is_within_reach_on_a_phone(visit, page, width):
    page.set_viewport_size({"width": width, "height": 800})
    last = visit("/it/").locator("header").get_by_role("link", name="Contatti")
    last.focus()
    box = last.bounding_box()
    assert 0 <= box["x"] <= box["x"] + box["width"] <= width


# A picture that was chosen by its width is as wide, in the page's pixels, as `sizes` says.
SHOWN = """image => {
    const {width, height} = image.getBoundingClientRect();
    const ratio = image.getAttribute("width") / image.getAttribute("height");
    const whole = getComputedStyle(image).objectFit === "contain";
    return {said: image.naturalWidth, shown: whole ? Math.min(width, height * ratio) : width};
}"""


@pytest.mark.parametrize("width", [390, 1440, 2560])
@pytest.mark.parametrize("place", [".production-still", ".photos a"])
def test_a_large_picture_is_as_wide_as_the_browser_was_told(visit, page, width, place):
    page.set_viewport_size({"width": width, "height": 900})
    opened = visit("/it/produzioni/dodici-secondi-di-luna/")
    if place == ".photos a":
        opened.locator(place).first.click()
        opened.wait_for_load_state("networkidle")
    size = opened.locator("picture img").first.evaluate(SHOWN)
    assert size["said"] == pytest.approx(size["shown"], rel=0.03)


def test_a_phone_cuts_nothing_off_a_productions_picture(visit, page):
    page.set_viewport_size({"width": 390, "height": 844})
    box = visit("/it/produzioni/dodici-secondi-di-luna/").locator(".production-still .frame").bounding_box()
    assert box["width"] / box["height"] == pytest.approx(16 / 9, rel=0.01)
