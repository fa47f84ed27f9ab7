"""What a picture's file says of itself in words: XMP first, else the older IPTC records."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException, ElementTree

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
IPTC_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
IPTC_EXTENSION = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# How the older records are numbered.
TITLE, BYLINE, CREDIT, CAPTION = "2:5", "2:80", "2:110", "2:120"
MOST_LETTERS = 2_000
MOST_PERSONS = 50
# A word stands in one place; what is nested in itself thousands of times would be read for minutes.
MOST_PLACES = 10


@dataclass(frozen=True)
class Words:
    """By language where the file says which; `""` is the language that it does not say."""

    caption: Mapping[str, str] = field(default_factory=dict)
    alt: Mapping[str, str] = field(default_factory=dict)
    credit: str = ""
    creator: str = ""
    persons: tuple[str, ...] = ()
    # Whether the file names more than these.
    more_persons: bool = False


def words_of(xmp: str, records: Mapping[str, Sequence[str]]) -> Words:
    """The words of a file. What is no XMP, or would unfold into more than it is, says nothing."""
    root = _root(xmp)
    old = {number: _clean(next(iter(lines), "")) for number, lines in records.items()}
    caption = _in_languages(root, f"{DC}description") or _in_languages(root, f"{DC}title")
    old_caption = old.get(CAPTION) or old.get(TITLE) or ""
    creator = ", ".join(_items(root, f"{DC}creator")) or old.get(BYLINE, "")
    persons = _items(root, f"{IPTC_EXTENSION}PersonInImage")
    return Words(
        caption=caption or ({"": old_caption} if old_caption else {}),
        alt=_in_languages(root, f"{IPTC_CORE}AltTextAccessibility"),
        credit=_plain(root, f"{PHOTOSHOP}Credit") or old.get(CREDIT, "") or creator,
        creator=creator,
        persons=tuple(persons[:MOST_PERSONS]),
        more_persons=len(persons) > MOST_PERSONS,
    )


def _root(xmp: str) -> Element | None:
    try:
        return ElementTree.fromstring(xmp.encode()) if xmp else None
    # The last is the library's word for an encoding that nobody knows.
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None


def _found(root: Element | None, name: str) -> Iterator[Element]:
    return iter(()) if root is None else islice(root.iter(name), MOST_PLACES)


def _items(root: Element | None, name: str) -> list[str]:
    """The lines of a list, each once."""
    lines = (_clean(item.text) for node in _found(root, name) for item in node.iter(f"{RDF}li"))
    return list(dict.fromkeys(line for line in lines if line))


def _in_languages(root: Element | None, name: str) -> dict[str, str]:
    """The words by the first letters of their language."""
    found: dict[str, str] = {}
    for node in _found(root, name):
        for item in node.iter(f"{RDF}li"):
            language = item.get(LANGUAGE, "x-default").partition("-")[0].lower()
            if words := _clean(item.text):
                found.setdefault("" if language == "x" else language, words)
    return found


def _plain(root: Element | None, name: str) -> str:
    """A word that stands in an element or, as most programs write it, in an attribute."""
    for node in _found(root, name):
        if words := _clean(node.text):
            return words
    described = (node.get(name) for node in _found(root, f"{RDF}Description"))
    return next((_clean(words) for words in described if words), "")


def _clean(words: Any) -> str:
    """In one line, without what cannot be printed."""
    text = " ".join(str(words or "").split())
    return "".join(letter for letter in text if letter.isprintable())[:MOST_LETTERS]
