"""What several journeys through a screening do: ask, confirm, approve, come in, play, take back."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

# Asks for the beginning of a film as a stranger might, with whatever this browser has.
STATUS = "async (path) => (await fetch(path, {headers: {Range: 'bytes=0-99'}})).status"


def ask(page, site, words):
    """Asks for the showreel."""
    page.goto(site + words["ask"])
    page.fill("[name=name]", words["who"])
    page.fill("[name=company]", "Ciak Film")
    page.fill("[name=email]", words["address"])
    page.get_by_label("Showreel").check()
    page.fill("[name=production]", "Il faro")
    page.fill("[name=reason]", "Una commedia sul mare.")
    page.locator("main form button").click()


def confirm(page, mailed, words):
    """Goes the way of the link in the mail; gives the link."""
    link = re.search(r"http\S+/(?:confirm|conferma)/\S+", mailed(words["address"], "http"))[0]
    page.goto(link)
    page.locator("main form button").click()
    expect(page.get_by_text("Showreel 2015–2018")).to_be_visible()
    return link


def open_request(desk, site, words):
    """The newest request of this person, at the desk."""
    desk.goto(f"{site}/admin/screening/accessrequest/")
    desk.get_by_role("link", name=words["who"]).first.click()


def approve(desk, site, words):
    """Approves what is ticked; where the holder decides and was not asked, writes down whose word it was."""
    open_request(desk, site, words)
    desk.get_by_role("link", name="Approve").first.click()
    for word in desk.locator("input[name^=word_]").all():
        word.fill("Anna Rossi, legal office, by mail")
    desk.fill("[name=last_day]", (timezone.localdate() + timedelta(days=3)).isoformat())
    desk.get_by_role("button", name="Approve").click()
    expect(desk.get_by_text("is being written to").first).to_be_visible()


def room_in(mailed, words):
    """The address of the room, out of the invitation."""
    return re.search(r"http\S+/(?:screenings|proiezioni)/\w{10}/", mailed(words["address"], "Showreel"))[0]


def take_back(desk, site, words):
    """The editor's word."""
    desk.goto(f"{site}/admin/screening/grant/")
    desk.get_by_role("link", name=words["who"]).first.click()
    desk.get_by_role("link", name="Take back").first.click()
    desk.get_by_role("button", name="Take back now").click()


def beat(page):
    """What the page does every fifteen seconds, and when its tab is looked at again."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
