"""Captions: WebVTT or SubRip in, plain WebVTT out. No markup, no style and no position comes through."""

import html
import io
import re

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from portfolio.renditions.refusals import CaptionsRefused

MOST_BYTES = 1024**2
TAG = re.compile(r"<[^>]*>")
# The line that bears a caption's times.
ARROW = re.compile(r"^\s*[\d:.,]+\s*-->", re.MULTILINE)


def cleaned(content: bytes) -> str:
    """The same captions as plain WebVTT, in the order of their times.

    Refuses with `CaptionsRefused`: too heavy, not UTF-8, no captions, a time that nobody can read, empty.
    """
    captions = [caption for caption in _read(content) if _words(caption.raw_text)]
    if not captions:
        raise CaptionsRefused("empty")
    return "\n\n".join(["WEBVTT", *map(_cue, sorted(captions, key=lambda caption: caption.start))]) + "\n"


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
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as problem:
        raise CaptionsRefused("encoding") from problem


def _cue(caption: webvtt.Caption) -> str:
    return f"{caption.start} --> {caption.end}\n{_words(caption.raw_text)}"


def _words(raw: str) -> str:
    """The text without tags, each of its lines; whatever looks like markup still is written as text."""
    lines = (html.unescape(TAG.sub("", line)).strip() for line in raw.splitlines())
    return "\n".join(html.escape(line, quote=False) for line in lines if line)
