"""Many photographs in Chromium: rows, a bar, a line that drops, twins, refusals."""

import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MANY = "/admin/portfolio/photo/many"


@pytest.fixture
def desk(page, site):
    """The editor's browser, signed in, on the page for many."""
    page.goto(f"{site}/admin/login/?next={MANY}")
    page.fill("input[name=username]", "editor")
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit], input[type=submit]")
    page.goto(f"{site}{MANY}")
    return page


def picture(colour):
    buffer = io.BytesIO()
    Image.new("RGB", (600, 750), colour).save(buffer, "JPEG")
    return buffer.getvalue()


def chosen(**files):
    """Files as a person chooses them, by their names."""
    return [
        {"name": name.replace("_", "."), "mimeType": "image/jpeg", "buffer": content}
        for name, content in files.items()
    ]


def row(page, name):
    return page.locator("[data-rows] > li", has_text=name)


def test_each_file_fares_by_itself(desk):
    one = picture("#204060")
    files = chosen(a1_jpg=one, a2_jpg=picture("#604020"), a3_jpg=one, a4_txt=b"no picture")
    desk.set_input_files("#many-files", files)
    for name in ("a1.jpg", "a2.jpg"):
        expect(row(desk, name).get_by_role("link", name=name)).to_be_visible(timeout=20_000)
    expect(row(desk, "a4.txt")).to_contain_text("HEIC")
    twin = row(desk, "a3.jpg")
    expect(twin.locator(".desk-twin")).to_have_count(2)
    twin.get_by_role("button").first.click()
    expect(twin.get_by_role("button")).to_have_count(0)
    expect(desk.locator("[data-summary]")).to_contain_text("4")


def test_a_line_that_drops_is_waited_for(desk):
    desk.context.set_offline(True)
    desk.set_input_files("#many-files", chosen(b1_jpg=picture("#123456")))
    expect(desk.locator("[data-trouble]")).to_be_visible()
    desk.context.set_offline(False)
    expect(row(desk, "b1.jpg").get_by_role("link")).to_be_visible(timeout=20_000)
    expect(desk.locator("[data-trouble]")).to_be_hidden()


def test_the_page_of_a_batch_knows_its_files_when_it_is_opened_again(desk):
    desk.set_input_files("#many-files", chosen(c1_jpg=picture("#654321")))
    expect(row(desk, "c1.jpg").get_by_role("link")).to_be_visible(timeout=20_000)
    desk.reload()
    expect(row(desk, "c1.jpg").get_by_role("link")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_the_page_fits_and_has_no_barrier(desk, width):
    desk.set_viewport_size({"width": width, "height": 900})
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
    assert [rule["id"] for rule in Axe().run(desk).response["violations"]] == []
