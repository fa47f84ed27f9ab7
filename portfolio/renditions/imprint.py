"""The words inside a rendition, as XMP: whose it is, where to ask, what it shows. Never who is in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
}
NO_DATA_MINING = "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"


@dataclass(frozen=True)
class Imprint:
    """What is said of a picture inside its files. `alt` and `terms` are by language, the main one first."""

    creator: str = ""
    credit: str = ""
    notice: str = ""
    licensor: str = ""
    ask_at: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)
    alt: Mapping[str, str] = field(default_factory=dict)

    def words(self) -> dict[str, str]:
        """For the darkroom: the XMP packet, and what EXIF has a place for."""
        return {"xmp": self.xmp(), "artist": self.creator, "copyright": self.notice}

    def xmp(self) -> str:
        """The packet. What is empty is left out."""
        parts = [
            _listed("dc:creator", "Seq", self.creator),
            _in_languages("dc:rights", {"": self.notice}),
            _plain("photoshop:Credit", self.credit),
            _plain("xmpRights:Marked", "True" if self.notice else ""),
            _plain("xmpRights:WebStatement", self.ask_at),
            _in_languages("xmpRights:UsageTerms", self.terms),
            _in_languages("Iptc4xmpCore:AltTextAccessibility", self.alt),
            self._licensor(),
            f"<plus:DataMining>{NO_DATA_MINING}</plus:DataMining>",
        ]
        spaces = " ".join(f"xmlns:{name}={quoteattr(address)}" for name, address in NAMESPACES.items())
        return (
            f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta {spaces}><rdf:RDF>'
            f'<rdf:Description rdf:about="">{"".join(parts)}</rdf:Description></rdf:RDF></x:xmpmeta>'
            '<?xpacket end="r"?>'
        )

    def _licensor(self) -> str:
        inside = _plain("plus:LicensorName", self.licensor) + _plain("plus:LicensorURL", self.ask_at)
        item = f'<rdf:li rdf:parseType="Resource">{inside}</rdf:li>'
        return f"<plus:Licensor><rdf:Seq>{item}</rdf:Seq></plus:Licensor>" if inside else ""


def _plain(name: str, words: str) -> str:
    return f"<{name}>{_text(words)}</{name}>" if words else ""


def _listed(name: str, kind: str, words: str) -> str:
    return f"<{name}><rdf:{kind}><rdf:li>{_text(words)}</rdf:li></rdf:{kind}></{name}>" if words else ""


def _in_languages(name: str, words: Mapping[str, str]) -> str:
    """The first of them is what a reader without a language of its own shows."""
    said = {language: text for language, text in words.items() if text}
    first = next(iter(said.values()), "")
    entries = {"x-default": first, **said} if first else {}
    items = "".join(
        f"<rdf:li xml:lang={quoteattr(language)}>{_text(text)}</rdf:li>"
        for language, text in entries.items()
        if language
    )
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>" if items else ""


def _text(words: str) -> str:
    """Escaped, and without the control characters that XML has no place for."""
    return escape("".join(sign for sign in words if sign.isprintable() or sign in "\n\t"))
