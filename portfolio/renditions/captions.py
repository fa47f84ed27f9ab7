"""Captions: WebVTT or SubRip in, plain WebVTT out. No markup, no style and no position comes through.

Chapters go the same way, and what the captions say is read out of them for those who search and read.
"""

import html
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from portfolio.renditions.refusals import CaptionsRefused

MOST_BYTES = 1024**2
# WebVTT's tags begin with a letter, a stroke or a time; SubRip's programs write commands in braces.
TAG = re.compile(r"<[/a-zA-Z\d][^<>]*>|\{\\[^{}]*\}")
# The line that bears a caption's times.
ARROW = re.compile(r"^[^\S\n]*[\d:.,]+[^\S\n]*-->", re.MULTILINE)

# A paragraph of a transcript ends where nobody has spoken for so many seconds; or with a sentence, once it
# has so many letters; or anywhere, where nobody has written a full stop.
PAUSE_SECONDS, LONG_ENOUGH, LONGEST = 2, 80, 400
ENDS = (".", "!", "?", "…", "»", "”", '"')


def cleaned(content: bytes) -> str:
    """The same captions as plain WebVTT, in the order of their times.

    Refuses with `CaptionsRefused`: too heavy, not UTF-8, no captions, a time that nobody can read, empty.
    """
    cues = (_cue(each.start, each.end, _escaped(each)) for each in _spoken(content))
    return _file(cues)


def transcript(content: bytes) -> list[tuple[float, str]]:
    """What the captions say, in paragraphs: the second at which each begins, and its words in one line.

    Refuses with `CaptionsRefused` what `cleaned` refuses.
    """
    paragraphs: list[tuple[float, str]] = []
    ended = 0.0
    for caption in _spoken(content):
        words = " ".join(_lines(caption.raw_text))
        start = _seconds(caption.start)
        if paragraphs and _goes_on(paragraphs[-1][1], silence=start - ended):
            paragraphs[-1] = (paragraphs[-1][0], f"{paragraphs[-1][1]} {words}")
        else:
            paragraphs.append((start, words))
        ended = max(ended, _seconds(caption.end))
    return paragraphs


def chapters(titles: Sequence[tuple[float, str]], *, until: float) -> str:
    """Chapters as WebVTT: each begins at its second and lasts to the next one, the last to `until`."""
    starts = [start for start, _title in titles]
    ends = [*starts[1:], max(until, starts[-1] + 1)]
    return _file(
        _cue(_stamp(start), _stamp(end), html.escape(" ".join(title.split()), quote=False))
        for (start, title), end in zip(titles, ends, strict=True)
    )


def titles(content: bytes) -> list[tuple[float, str]]:
    """The chapters that WebVTT or SubRip says: second and title. Refuses with `CaptionsRefused`."""
    return [(_seconds(each.start), " ".join(_lines(each.raw_text))) for each in _spoken(content)]


def ending(content: bytes) -> str:
    """The ending that goes with what the file really is."""
    return ".vtt" if content.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT") else ".srt"


def _read(content: bytes) -> list[webvtt.Caption]:
    text = _decoded(content)
    try:
        read = webvtt.from_buffer(io.StringIO(text), format=ending(content)[1:], strict=True)
    except MalformedFileError as problem:
        raise CaptionsRefused("not_captions") from problem
    except MalformedCaptionError as problem:
        raise CaptionsRefused("malformed") from problem
    # SubRip is read with more patience than we have: a block whose times it cannot read is passed over.
    backwards = any(caption.end <= caption.start for caption in read.captions)
    if backwards or len(read.captions) < len(ARROW.findall(text)):
        raise CaptionsRefused("malformed")
    return list(read.captions)


def _decoded(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise CaptionsRefused("too_heavy")
    try:
        text = content.decode("utf-8-sig").replace("\0", "\N{REPLACEMENT CHARACTER}")
    except UnicodeDecodeError as problem:
        raise CaptionsRefused("encoding") from problem
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _spoken(content: bytes) -> list[webvtt.Caption]:
    """Those captions that say something, in the order of their times."""
    captions = [caption for caption in _read(content) if _lines(caption.raw_text)]
    if not captions:
        raise CaptionsRefused("empty")
    return sorted(captions, key=lambda caption: _seconds(caption.start))


def _file(cues: Iterable[str]) -> str:
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def _cue(start: str, end: str, words: str) -> str:
    return f"{start} --> {end}\n{words}"


def _seconds(stamp: str) -> float:
    """The library knows whole seconds alone."""
    hours, minutes, seconds = stamp.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def _stamp(seconds: float) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def _escaped(caption: webvtt.Caption) -> str:
    """Its lines; whatever looks like markup still is written as text."""
    return "\n".join(html.escape(line, quote=False) for line in _lines(caption.raw_text))


def _lines(raw: str) -> list[str]:
    """The text without tags, each of its lines: also those whose break is written as a character's number."""
    unescaped = (html.unescape(TAG.sub("", line)) for line in raw.splitlines())
    lines = (" ".join(_printable(line).split()) for part in unescaped for line in part.splitlines())
    return [line for line in lines if line]


def _printable(line: str) -> str:
    """Without what moves a terminal's cursor and shows nothing."""
    return "".join(letter for letter in line if unicodedata.category(letter) != "Cc" or letter == "\t")


def _goes_on(paragraph: str, *, silence: float) -> bool:
    is_full = len(paragraph) >= LONG_ENOUGH and paragraph.endswith(ENDS)
    return silence < PAUSE_SECONDS and not is_full and len(paragraph) < LONGEST
