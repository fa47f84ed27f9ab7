"""Takes the README's pictures from the running demo: each a page on a desk beside one on a phone.

Usage: python docs/pictures/take.py http://127.0.0.1:8000
"""

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
HERE = Path(__file__).parent
PAPER = "#f6f3ee"
DESK, PHONE, HEIGHT, GAP = 1280, 390, 800, 24

# The name of the picture, the page on the desk, the page on the phone.
SHEETS = [
    ("faces.jpg", "/it/", "/en/faces/"),
    ("films.jpg", "/en/films/the-moon-in-the-warehouse/", "/it/proiezioni/chiedi/"),
]


def shot(page: Page, address: str) -> Image.Image:
    """The first screen of a page, its pictures loaded."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(2000)  # a player shows that it is waiting, until it knows that nobody has asked yet
    return Image.open(io.BytesIO(page.screenshot()))


def side_by_side(desk: Image.Image, phone: Image.Image) -> Image.Image:
    """Both on paper, as wide as a README is read."""
    sheet = Image.new("RGB", (DESK + GAP + PHONE, HEIGHT), PAPER)
    sheet.paste(desk, (0, 0))
    sheet.paste(phone, (DESK + GAP, 0))
    return sheet.resize((1180, round(1180 * HEIGHT / sheet.width)))


def main(site: str) -> None:
    """Takes each sheet's two screens and lays them side by side."""
    browser_path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        desk = browser.new_page(viewport={"width": DESK, "height": HEIGHT}, color_scheme="dark")
        phone = browser.new_page(viewport={"width": PHONE, "height": HEIGHT}, color_scheme="light")
        for name, on_desk, on_phone in SHEETS:
            sheet = side_by_side(shot(desk, site + on_desk), shot(phone, site + on_phone))
            sheet.save(HERE / name, quality=85, optimize=True, progressive=True)


if __name__ == "__main__":
    main(sys.argv[1])
