"""Films that play elsewhere: whose player it is, and the address that loads it on our page.

Nothing is loaded from there before the visitor asks for it, by a click that the page explains.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from django.utils.translation import get_language

YOUTUBE = ("youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com")
YOUTUBE_SHORT = "youtu.be"
VIMEO = ("vimeo.com", "player.vimeo.com")
# Where their players come from: the only frames that a page of such a film may hold.
PLAYERS = ("https://www.youtube-nocookie.com", "https://player.vimeo.com")

YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
YOUTUBE_PATH = re.compile(r"/(?:embed|shorts|live|v)/([A-Za-z0-9_-]{11})/?")
# The number, and for films that are not listed the letters behind it, as a part of the path.
VIMEO_PATH = re.compile(r"/(?:[a-z]+/)*(?:[\w-]+/video/|video/)?(\d{5,12})(?:/([0-9a-f]{6,16}))?/?")


@dataclass(frozen=True)
class Elsewhere:
    """Where a film plays. `player` is empty where its service is none whose player we know."""

    address: str
    service: str
    player: str = ""


def elsewhere(address: str) -> Elsewhere | None:
    """Of a film's link; None where there is none."""
    if not address:
        return None
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    query = parse_qs(parts.query)
    if host in YOUTUBE or host == YOUTUBE_SHORT:
        return Elsewhere(address, "YouTube", _youtube(host, parts.path, query.get("v", [""])[0]))
    if host in VIMEO:
        return Elsewhere(address, "Vimeo", _vimeo(parts.path, query.get("h", [""])[0]))
    return Elsewhere(address, host)


def _youtube(host: str, path: str, asked: str) -> str:
    found = YOUTUBE_PATH.fullmatch(path)
    code = found[1] if found else path.strip("/") if host == YOUTUBE_SHORT else asked
    if not YOUTUBE_ID.fullmatch(code):
        return ""
    said = urlencode({"autoplay": 1, "rel": 0, "hl": get_language() or ""})
    return f"{PLAYERS[0]}/embed/{code}?{said}"


def _vimeo(path: str, asked: str) -> str:
    found = VIMEO_PATH.fullmatch(path)
    if found is None:
        return ""
    key = found[2] or asked
    said = urlencode({"autoplay": 1, "dnt": 1} | ({"h": key} if key.isalnum() else {}))
    return f"{PLAYERS[1]}/video/{found[1]}?{said}"
