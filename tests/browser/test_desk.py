"""The editing half of the first journey, at the desk in Italian: from a file to the wall."""

import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]

CAPTION = "Prova del desk, tra un ciak e l’altro"


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {"locale": "it-IT"}


@pytest.fixture
def desk(visit, page, signed_in):
    """The desk, with the editor signed in."""
    page.context.add_cookies(signed_in)
    visit("/admin/")
    expect(page.get_by_role("link", name="Fotografie").first).to_be_visible()
    return page


@pytest.fixture
def picture():
    buffer = io.BytesIO()
    Image.new("RGB", (1200, 1500), "#7a1f1f").save(buffer, "JPEG", quality=90)
    return {"name": "IMG_4711.JPG", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


PAGES = [
    "/admin/",
    "/admin/portfolio/photo/",
    "/admin/portfolio/photo/1/change/",
    "/admin/portfolio/photo/alt/1/",
    "/admin/portfolio/production/1/change/",
    "/admin/portfolio/agreement/add/",
    "/admin/backstage/user/add/",
]


@pytest.mark.parametrize("path", PAGES)
def test_the_desk_has_no_barrier_that_axe_finds(desk, site, path):
    desk.goto(f"{site}{path}")
    desk.wait_for_load_state("networkidle")
    found = Axe().run(desk).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found] == []


def test_the_language_that_is_edited_is_marked(desk, site):
    desk.goto(f"{site}/admin/portfolio/production/1/change/")
    here, other = (
        desk.locator(".desk-tab[aria-selected=true]"),
        desk.locator(".desk-tab[aria-selected=false]"),
    )
    grounds = [each.first.evaluate("tab => getComputedStyle(tab).backgroundColor") for each in (here, other)]
    assert here.count() == 1
    assert grounds[0] != grounds[1]


@pytest.mark.parametrize("width", [390, 1440])
def test_every_field_of_a_credit_is_within_the_screen(desk, site, width):
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto(f"{site}/admin/portfolio/production/1/change/#credits")
    desk.wait_for_load_state("networkidle")
    row = desk.locator("#credits-data .form-row").first
    boxes = [cell.bounding_box() for cell in row.locator("td:visible").all()]
    assert len(boxes) == 9
    assert all(0 <= box["x"] <= box["x"] + box["width"] <= width for box in boxes)


def choose(page, select, words):
    """Picks from an autocomplete as a person does: open, type, take the first."""
    page.locator(f"select[name={select}] + .select2").click()
    page.locator(".select2-search__field:focus, .select2-search--dropdown input").first.fill(words)
    page.locator(".select2-results__option--highlighted", has_text=words).first.click()


def open_the_form(page, site):
    page.goto(f"{site}/admin/portfolio/photo/add/")
    page.fill("input[name=caption_it]", CAPTION)


def test_a_photograph_goes_from_the_desk_to_its_production(desk, site, picture):
    open_the_form(desk, site)
    desk.set_input_files("input[name=original]", picture)
    choose(desk, "production", "La bottega dei temporali")
    desk.select_option("select[name=people]", "none")
    desk.select_option("select[name=kind]", "backstage")
    desk.locator("input[name=is_published]").check(force=True)
    desk.locator("button[name=_save], input[name=_save]").first.click()
    expect(desk.get_by_text("successo").first).to_be_visible()
    desk.goto(f"{site}/it/produzioni/la-bottega-dei-temporali/")
    shown = desk.get_by_text(CAPTION).first
    for _attempt in range(30):
        if shown.count() and desk.locator("figure, li", has_text=CAPTION).locator("img[srcset]").count():
            break
        desk.wait_for_timeout(500)
        desk.reload()
    expect(shown).to_be_visible()
    expect(desk.locator("figure, li", has_text=CAPTION).locator("img[srcset]").first).to_be_attached()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"I am no picture", "non è un’immagine"), (b"", "vuoto")],
)
def test_a_bad_file_gets_a_sentence_and_nothing_typed_is_lost(desk, site, picture, content, sentence):
    open_the_form(desk, site)
    desk.set_input_files("input[name=original]", picture | {"buffer": content})
    desk.select_option("select[name=kind]", "still")
    desk.locator("button[name=_save], input[name=_save]").first.click()
    expect(desk.get_by_text(sentence).first).to_be_visible()
    expect(desk.locator("input[name=caption_it]")).to_have_value(CAPTION)
    expect(desk.locator("select[name=kind]")).to_have_value("still")


def bare_of_words(desk, site, number):
    """Takes both alternative texts off a photograph, by its form, and leads to its page in the queue."""
    desk.goto(f"{site}/admin/portfolio/photo/{number}/change/")
    desk.fill("input[name=alt_it]", "")
    desk.fill("input[name=alt_en]", "")
    desk.locator("button[name=_save], input[name=_save]").first.click()
    expect(desk.get_by_text("successo").first).to_be_visible()
    desk.goto(f"{site}/admin/portfolio/photo/alt/{number}/")


def test_photographs_are_described_with_the_keyboard_alone(desk, site):
    bare_of_words(desk, site, 1)
    expect(desk.locator("input[name=alt_it]")).to_be_focused()
    desk.keyboard.press("Alt+1")
    expect(desk.locator("input[name=alt_it]")).to_have_value(re.compile("^Alessia, coordinatrice"))
    desk.keyboard.press("Tab")
    desk.keyboard.press("Alt+2")
    expect(desk.locator("input[name=alt_en]")).to_have_value(re.compile("^Alessia, production coordinator"))
    desk.keyboard.press("Enter")
    desk.wait_for_url(lambda address: not address.endswith("/alt/1/"))
    desk.goto(f"{site}/admin/portfolio/photo/1/change/")
    expect(desk.locator("input[name=alt_en]")).to_have_value(re.compile("^Alessia"))


def test_shift_and_enter_skip_and_keep_nothing(desk, site):
    bare_of_words(desk, site, 2)
    desk.keyboard.type("Non ancora")
    desk.keyboard.press("Shift+Enter")
    desk.wait_for_url(lambda address: not address.endswith("/alt/2/"))
    desk.goto(f"{site}/admin/portfolio/photo/2/change/")
    expect(desk.locator("input[name=alt_it]")).to_have_value("")


def test_a_suggestion_replaces_words_only_when_asked_twice(desk, site):
    bare_of_words(desk, site, 3)
    line = desk.locator("input[name=alt_it]")
    line.fill("Parole mie")
    desk.keyboard.press("Alt+1")
    expect(line).to_have_value("Parole mie")
    desk.keyboard.press("Alt+1")
    expect(line).not_to_have_value("Parole mie")


def test_the_focal_point_moves_with_the_keyboard_and_by_pointing(desk, site):
    desk.goto(f"{site}/admin/portfolio/photo/1/change/")
    desk.get_by_role("tab", name="Credito e inquadratura").click()
    handle, across = desk.locator("[data-focus] [role=slider]"), desk.locator("input[name=focus_x]")
    before = round(float(across.input_value().replace(",", ".")) * 100)
    handle.press("ArrowRight")
    handle.press("Shift+ArrowRight")
    expect(handle).to_have_attribute("aria-valuenow", str(before + 6))
    expect(across).to_have_value(str((before + 6) / 100))
    picture = desk.locator(".desk-focus-stage img")
    picture.evaluate("image => image.scrollIntoView({ block: 'start' })")  # clear of the bar at the foot
    box = picture.bounding_box()
    desk.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.5)
    expect(desk.locator(".desk-focus-crops img").first).to_have_css("object-position", "25% 50%")


def test_a_list_is_put_into_order_with_the_arrow_keys(desk, site):
    desk.goto(f"{site}/admin/portfolio/photo/")
    desk.wait_for_load_state("networkidle")
    rows, names = desk.locator("#result_list > tbody"), "#result_list > tbody .field-title"
    first, second = desk.locator(names).all_inner_texts()[:2]
    handle = rows.first.locator(".desk-handle")
    handle.press("ArrowDown")
    assert desk.locator(names).all_inner_texts()[:2] == [second, first]
    expect(rows.nth(1).locator(".desk-handle")).to_be_focused()
    desk.locator("button[name=_save], input[name=_save]").first.click()
    desk.wait_for_load_state("networkidle")
    assert desk.locator(names).all_inner_texts()[:2] == [second, first]


def test_a_list_is_put_into_order_by_number(desk, site):
    desk.goto(f"{site}/admin/portfolio/photo/")
    desk.wait_for_load_state("networkidle")
    names = "#result_list > tbody .field-title"
    before = desk.locator(names).all_inner_texts()
    places = desk.locator(".desk-place")
    places.first.fill("3")
    places.first.press("Enter")
    moved = [before[1], before[2], before[0], *before[3:]]
    assert desk.locator(names).all_inner_texts() == moved
    assert [places.nth(number).input_value() for number in range(3)] == ["1", "2", "3"]
    desk.locator("button[name=_save], input[name=_save]").first.click()
    desk.wait_for_load_state("networkidle")
    assert desk.locator(names).all_inner_texts() == moved
