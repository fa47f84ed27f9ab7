"""Words: the editor's Markdown as HTML, first lines, and data for machines."""

import json
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from markdown_it import MarkdownIt

from portfolio.models import timecodes

register = template.Library()

# Without HTML: what the editor types is text.
MARKDOWN = MarkdownIt("commonmark", {"html": False})

# What Markdown writes between words.
MARKS = str.maketrans("", "", "#*_>`")

# What could end the script element, or be read as markup.
UNSAFE_IN_SCRIPT = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


@register.filter
def markdown(text: str | None) -> SafeString:
    """The text's paragraphs, headings and lists as HTML; HTML in it stays text."""
    return mark_safe(MARKDOWN.render(text or ""))  # noqa: S308 - the renderer escapes all HTML


@register.filter
def opening(text: str | None) -> str:
    """The first paragraph."""
    return (text or "").strip().split("\n\n", 1)[0].strip()


@register.filter
def after_opening(text: str | None) -> str:
    """What follows the first paragraph."""
    return (text or "").strip().partition("\n\n")[2]


@register.filter
def host(address: str) -> str:
    """The name of the site that an address leads to."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


@register.filter
def running_time(seconds: float) -> str:
    """Minutes and whole seconds: "7:05", "1:02:05"."""
    return timecodes.written(int(seconds))


@register.filter
def description(text: str | None) -> str:
    """At most 160 characters of plain words, for those who list the page."""
    return Truncator(" ".join(str(text or "").translate(MARKS).split())).chars(160)


@register.simple_tag
def structured_data(data: dict[str, Any] | None) -> SafeString | str:
    """`data` as a JSON-LD block that nothing in it can break out of; nothing for nothing."""
    if not data:
        return ""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).translate(UNSAFE_IN_SCRIPT)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - above
