"""Many photographs in Chromium: rows, a bar, a line that drops, twins, refusals."""

import io
import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("desk")]

MANY = "/admin/portfolio/photo/many"


@pytest.fixture
def desk(page, site, signed_in):
    """The editor's browser, signed in, on the page for many."""
    page.context.add_cookies(signed_in)
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


def paths(folder, **files):
    """Files of a folder, as a person chooses them there."""
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    return sorted(folder.iterdir())


def test_a_file_that_can_no_longer_be_read_says_so_and_keeps_nobody_else(desk, tmp_path):
    card = paths(tmp_path, d1_jpg=picture("#111111"), d2_jpg=picture("#222222"))

    def pull_the_first(route):
        card[0].unlink(missing_ok=True)
        route.continue_()

    desk.route("**/files/", pull_the_first)
    desk.set_input_files("#many-files", card)
    expect(row(desk, "d2.jpg").get_by_role("link")).to_be_visible(timeout=20_000)
    expect(row(desk, "d1.jpg")).to_have_attribute("data-state", "stopped")
    expect(row(desk, "d1.jpg").locator(".desk-incoming-why")).not_to_be_empty()
    expect(desk.locator("[data-trouble]")).to_be_hidden()


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 404},
        {"status": 403},
        {"status": 413, "content_type": "text/html", "body": "<h1>Too large</h1>"},
        {"status": 400, "json": {}},
        {"status": 200, "content_type": "text/html", "body": "<h1>Welcome</h1>"},
    ],
    ids=lambda answer: f"{answer['status']}",
)
def test_an_answer_that_is_none_ends_its_own_file_alone(desk, answer):
    refused = []

    def refuse_the_first(route):
        if route.request.method != "PUT" or refused:
            return route.fallback()
        refused.append(route.request.url)
        return route.fulfill(**answer)

    desk.route("**/files/*/", refuse_the_first)
    colour = f"#{answer['status']}{len(answer)}00"
    files = chosen(e1_jpg=picture(colour), e2_jpg=picture(f"{colour[:5]}ff"))
    desk.set_input_files("#many-files", files)
    rows = desk.locator("[data-rows] > li")
    expect(rows.and_(desk.locator("[data-state=kept]"))).to_have_count(1, timeout=20_000)
    stopped = rows.and_(desk.locator("[data-state=stopped]"))
    expect(stopped.locator(".desk-incoming-why")).not_to_be_empty()


def test_a_folder_comes_in_by_its_folders_without_what_systems_hide(desk, tmp_path):
    meant = ["day 10/b.jpg", "day 2/a.jpg", "day 2/b.jpg"]
    for shade, name in enumerate([*meant, "day 2/.x.jpg", "__MACOSX/a.jpg", ".thumbs/a.jpg"]):
        path = tmp_path / "reportage" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture((90, 20, 40 * shade)).ljust(20_000, b"\0"))
        os.utime(path, (1_700_000_000, 1_700_000_000))
    desk.set_input_files("#many-folder", tmp_path / "reportage")
    rows = desk.locator("[data-rows] > li")
    expect(rows.and_(desk.locator("[data-state=kept]"))).to_have_count(3, timeout=30_000)
    names = [name.text_content() for name in rows.locator(".desk-incoming-name").all()]
    assert names == ["a.jpg", "b.jpg", "b.jpg"]


DROPPED = """() => {
    const file = (path, content) => ({
        isFile: true, fullPath: path,
        file: (done, fail) => content ? done(new File([content], path.split("/").at(-1))) : fail("gone"),
    });
    const folder = (path, entries) => ({
        isFile: false, fullPath: path,
        createReader: () => ({readEntries: (done, fail) => entries ? done(entries.splice(0)) : fail("gone")}),
    });
    const dropped = [
        folder("/g", [file("/g/good.txt", "hello"), file("/g/gone.jpg"), file("/g/.hidden.jpg")]),
        folder("/locked"),
    ];
    const event = new Event("drop", {cancelable: true});
    event.dataTransfer = {files: [], items: dropped.map(entry => ({webkitGetAsEntry: () => entry}))};
    window.dispatchEvent(event);
}"""


def test_what_cannot_be_read_of_a_dropped_folder_has_a_row_and_the_rest_comes_in(desk):
    desk.evaluate(DROPPED)
    expect(row(desk, "good.txt")).to_have_attribute("data-state", "refused", timeout=20_000)
    for name in ("gone.jpg", "locked"):
        expect(row(desk, name)).to_have_attribute("data-state", "stopped")
    expect(desk.locator("[data-rows] > li")).to_have_count(3)


def test_what_ends_while_the_server_is_asked_is_asked_for_again(desk):
    held = []

    def hold_the_answer_that_settles_the_first(route):
        answer = route.fetch()
        settled = [file["state"] == "refused" for file in answer.json()["files"]]
        if any(settled) and not held:
            return held.append((route, answer))
        return route.fulfill(response=answer)

    desk.route("**/state/**", hold_the_answer_that_settles_the_first)
    desk.set_input_files("#many-files", chosen(h1_txt=b"no picture"))
    while not held:
        desk.wait_for_timeout(100)
    with desk.expect_response(lambda answer: answer.request.method == "PUT"):
        desk.set_input_files("#many-files", chosen(h2_txt=b"none either"))
    desk.wait_for_timeout(500)
    route, answer = held[0]
    route.fulfill(response=answer)
    expect(row(desk, "h2.txt")).to_have_attribute("data-state", "refused", timeout=20_000)


def test_a_choice_names_its_file_is_made_once_and_leads_to_the_next(desk):
    one = picture("#335577")
    desk.set_input_files("#many-files", chosen(i1_jpg=one))
    expect(row(desk, "i1.jpg").get_by_role("link")).to_be_visible(timeout=20_000)
    desk.set_input_files("#many-files", chosen(i2_jpg=one, i3_jpg=one))
    for name in ("i2.jpg", "i3.jpg"):
        expect(row(desk, name).get_by_role("button")).to_have_count(2, timeout=20_000)
    choices = []
    desk.on("request", lambda sent: sent.url.endswith("/twin/") and choices.append(sent.post_data))
    both = row(desk, "i2.jpg").get_by_role("button").element_handles()
    assert "i2.jpg" in both[0].get_attribute("aria-label")
    both[0].focus()
    desk.evaluate("buttons => buttons.forEach(button => button.click())", both)
    expect(row(desk, "i2.jpg")).to_have_attribute("data-state", "left")
    expect(row(desk, "i3.jpg").get_by_role("button").first).to_be_focused()
    desk.keyboard.press("Enter")
    expect(row(desk, "i3.jpg")).to_be_focused()
    assert choices == ["choice=leave"] * 2


def test_a_batch_that_is_settled_is_asked_about_no_more(desk):
    asked = []
    desk.on("request", lambda sent: "/state/" in sent.url and asked.append(sent.url))
    desk.set_input_files("#many-files", chosen(j1_txt=b"no picture", j2_txt=b"nor this"))
    for name in ("j1.txt", "j2.txt"):
        expect(row(desk, name)).to_have_attribute("data-state", "refused", timeout=20_000)
    desk.wait_for_timeout(2500)
    before = len(asked)
    desk.wait_for_timeout(2500)
    assert len(asked) == before
    assert all("?since=" in url for url in asked[1:])
