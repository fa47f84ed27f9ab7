"""Takes the README's picture from the running demo: the wall of faces on a desk and on a phone.

Usage: python docs/pictures/take.py http://127.0.0.1:8000
"""

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
TARGET = Path(__file__).with_name("faces.png")
PAPER = "#f6f3ee"


def shot(page: Page, address: str) -> Image.Image:
    """The first screen of a page, its pictures loaded."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return Image.open(io.BytesIO(page.screenshot()))


def main(site: str) -> None:
    """Lays the two screens side by side."""
    browser_path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        desk = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="dark")
        phone = browser.new_page(viewport={"width": 390, "height": 800}, color_scheme="light")
        screens = [shot(desk, f"{site}/it/"), shot(phone, f"{site}/en/faces/")]
    sheet = Image.new("RGB", (1280 + 24 + 390, 800), PAPER)
    sheet.paste(screens[0], (0, 0))
    sheet.paste(screens[1], (1280 + 24, 0))
    sheet.resize((1180, round(1180 * 800 / sheet.width))).quantize(128).save(TARGET, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1])
