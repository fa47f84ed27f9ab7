"""Every link, picture and alternate of the demo, from both home pages and the sitemap."""

import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from portfolio.models import Film, Photo

HOST = "http://testserver"


class Page(HTMLParser):
    """The addresses that a page leads to, and the languages that it says."""

    def __init__(self, address, body):
        super().__init__()
        self.address, self.links, self.files, self.alternates, self.language = address, set(), set(), {}, ""
        self.feed(body)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "html":
            self.language = attributes.get("lang")
        if tag == "a":
            self.links.add(self.join(attributes["href"]))
        if tag == "link" and attributes.get("rel") == "alternate" and "hreflang" in attributes:
            self.alternates[attributes["hreflang"]] = self.join(attributes["href"])
        if tag == "link" and attributes.get("rel") in {"stylesheet", "icon", "canonical"}:
            self.files.add(self.join(attributes["href"]))
        if tag in {"img", "script"} and attributes.get("src"):
            self.files.add(self.join(attributes["src"]))
        for candidate in filter(None, (attributes.get("srcset") or "").split(",")):
            self.files.add(self.join(candidate.split()[0]))

    def join(self, address):
        return urldefrag(urljoin(HOST + self.address, address)).url

    def ours(self, addresses):
        return {address.removeprefix(HOST) for address in addresses if address.startswith(HOST)}


def crawl(client):
    """Each page by its address, read from both languages' home; and what answered otherwise than 200."""
    read, waiting, broken = {}, {"/it/", "/en/"}, {}
    while waiting:
        address = waiting.pop()
        answer = client.get(address, follow=True)
        if answer.status_code != 200:
            broken[address] = answer.status_code
            continue
        read[address] = page = Page(address, answer.content.decode())
        found = {link for link in page.ours(page.links) if not link.startswith("/admin/")}
        waiting |= found - set(read) - set(broken)
    return read, broken


def status(client, address):
    """The status of one file, read to its end: closed by hand, it takes the test's connection with it."""
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def one_way(pages):
    """Alternates that do not lead back."""
    return [
        (address, other)
        for address, page in pages.items()
        for other in page.ours(page.alternates.values()) & set(pages)
        if HOST + urlsplit(address).path not in pages[other].alternates.values()
    ]


def test_a_crawl_of_the_demo_finds_nothing_broken(demo, client):
    pages, broken = crawl(client)
    files = {file for page in pages.values() for file in page.ours(page.files)}
    pictures = {file for file in files if file.startswith("/media/")}
    links = set().union(*(page.links for page in pages.values()))
    assert {
        "pages": broken,
        "pictures": [file for file in pictures if status(client, file) != 200],
        "language": [at for at, page in pages.items() if page.language != at.split("/")[1]],
        "alternates": one_way(pages),
        "vault": [address for address in files | links if "vault" in address or "original" in address],
    } == {"pages": {}, "pictures": [], "language": [], "alternates": [], "vault": []}
    shown = {picture.split("/")[2] for picture in pictures}
    assert len(shown) == Photo.objects.public().count() + Film.objects.public().count()


def test_the_sitemap_lists_pages_that_answer_in_both_languages(demo, client):
    body = client.get("/sitemap.xml").content.decode()
    addresses = re.findall(r"<loc>(.*?)</loc>", body) + re.findall(r'href="(.*?)"', body)
    statuses = {a: client.get(urlsplit(a).path).status_code for a in set(addresses)}
    assert {address: status for address, status in statuses.items() if status != 200} == {}
    assert {urlsplit(address).path.split("/")[1] for address in addresses} == {"it", "en"}
