"""Draws nothing: puts a picture's words into XMP, which travels inside its file."""

from dataclasses import dataclass, field
from xml.etree import ElementTree

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NAMESPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}
for _prefix, _uri in NAMESPACES.items():
    ElementTree.register_namespace(_prefix, _uri)


@dataclass(frozen=True)
class PictureWords:
    """The words that travel inside a picture's file, as XMP; whatever is empty is left out.

    `alt` maps a language ("it", "en") to the alternative text in that language.
    """

    title: str = ""
    caption: str = ""
    creator: str = ""
    credit: str = ""
    copyright_notice: str = ""
    person: str = ""
    alt: dict[str, str] = field(default_factory=dict)


def xmp_packet(words: PictureWords, taken: str) -> bytes:
    """The words as an XMP packet."""
    root = ElementTree.Element(_tag("x:xmpmeta"))
    rdf = ElementTree.SubElement(root, _tag("rdf:RDF"))
    about = ElementTree.SubElement(rdf, _tag("rdf:Description"), {_tag("rdf:about"): ""})
    _add_languages(about, "dc:title", {"x-default": words.title})
    _add_languages(about, "dc:description", {"x-default": words.caption})
    _add_list(about, "dc:creator", "rdf:Seq", words.creator)
    _add_languages(about, "dc:rights", {"x-default": words.copyright_notice})
    _add_list(about, "Iptc4xmpExt:PersonInImage", "rdf:Bag", words.person)
    # The standard wants a default among the languages: the first that was given.
    default = {"x-default": next(iter(words.alt.values()))} if words.alt else {}
    _add_languages(about, "Iptc4xmpCore:AltTextAccessibility", default | words.alt)
    _add_text(about, "photoshop:Credit", words.credit)
    _add_text(about, "photoshop:DateCreated", taken[:10].replace(":", "-") + "T" + taken[11:])
    return _packet(root)


def _tag(name: str) -> str:
    """A name like dc:title as ElementTree spells it: with the namespace in braces."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def _add_text(parent: ElementTree.Element, name: str, text: str) -> None:
    """Add a property of plain text, unless it is empty."""
    if text:
        ElementTree.SubElement(parent, _tag(name)).text = text


def _add_list(parent: ElementTree.Element, name: str, kind: str, text: str) -> None:
    """Add a property that is a list (rdf:Seq or rdf:Bag) of the one text, unless it is empty."""
    if text:
        holder = ElementTree.SubElement(ElementTree.SubElement(parent, _tag(name)), _tag(kind))
        ElementTree.SubElement(holder, _tag("rdf:li")).text = text


def _add_languages(parent: ElementTree.Element, name: str, texts: dict[str, str]) -> None:
    """Add a property that is one text in several languages, leaving out the empty ones."""
    texts = {language: text for language, text in texts.items() if text}
    if not texts:
        return
    holder = ElementTree.SubElement(ElementTree.SubElement(parent, _tag(name)), _tag("rdf:Alt"))
    for language, text in texts.items():
        ElementTree.SubElement(holder, _tag("rdf:li"), {XML_LANG: language}).text = text


def _packet(root: ElementTree.Element) -> bytes:
    """The element between the two instructions that mark an XMP packet, read-only."""
    begin = ElementTree.ProcessingInstruction("xpacket", 'begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"')
    end = ElementTree.ProcessingInstruction("xpacket", 'end="r"')
    return b"\n".join(ElementTree.tostring(part, encoding="utf-8") for part in (begin, root, end))
