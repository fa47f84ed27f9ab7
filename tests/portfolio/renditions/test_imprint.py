"""Whose a picture is stands inside each of its files; where it was taken, and who is in it, in none."""

import io

import pytest
from defusedxml import ElementTree
from PIL import Image

from portfolio.renditions import photographs
from portfolio.renditions.imprint import NAMESPACES, Imprint

IMPRINT = Imprint(
    creator="Elio Fuoricampo",
    credit="Elio & Soci <Roma>",
    notice="© Elio & Soci <Roma>",
    licensor="Elio & Soci <Roma>",
    ask_at="https://example.org/it/contatti/",
    terms={"it": "Tutti i diritti riservati.", "en": "All rights reserved."},
    alt={"it": "Una mano\x00 sul ciak", "en": "A hand on the slate"},
)


@pytest.fixture(scope="module")
def made():
    exif = Image.Exif()
    exif[0x010F] = "SERIAL123"
    exif.get_ifd(0x8825)[2] = (41.0, 54.0, 10.0)
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), "#803020").save(buffer, "JPEG", exif=exif, xmp=b"<x>Nadia Ferro</x>")
    buffer.seek(0)
    with photographs.developed(buffer, photographs.Order(words=IMPRINT.words())) as (manifest, folder):
        return [(folder / name).read_bytes() for name in photographs.files(manifest)]


def said(content, name):
    packet = Image.open(io.BytesIO(content)).info["xmp"]
    prefix, _colon, local = name.partition(":")
    tree = ElementTree.fromstring(packet.decode().strip())
    found = tree.find(f".//{{{NAMESPACES[prefix]}}}{local}")
    return [text.strip() for text in found.itertext() if text.strip()]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("dc:creator", ["Elio Fuoricampo"]),
        ("photoshop:Credit", ["Elio & Soci <Roma>"]),
        ("dc:rights", ["© Elio & Soci <Roma>"]),
        ("xmpRights:WebStatement", ["https://example.org/it/contatti/"]),
        ("plus:Licensor", ["Elio & Soci <Roma>", "https://example.org/it/contatti/"]),
        ("plus:DataMining", ["http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"]),
        ("Iptc4xmpCore:AltTextAccessibility", ["Una mano sul ciak"] * 2 + ["A hand on the slate"]),
    ],
)
def test_every_file_says_it(made, name, expected):
    assert [said(content, name) for content in made] == [expected] * len(made)


def test_exif_has_maker_and_notice_and_nothing_else(made):
    found = [dict(Image.open(io.BytesIO(content)).getexif()) for content in made]
    assert {frozenset(each) for each in found} == {frozenset({0x013B, 0x8298})}


def test_exif_says_the_very_words_in_utf_8(made):
    notice = IMPRINT.notice.encode()
    assert [Image.open(io.BytesIO(content)).getexif()[0x8298].encode("latin-1") for content in made] == [
        notice
    ] * len(made)


def test_no_file_says_where_with_what_or_of_whom(made):
    words = (b"SERIAL123", b"GPS", b"Nadia Ferro", b"PersonInImage")
    assert [word for content in made for word in words if word in content] == []


def test_what_nobody_said_is_left_out():
    assert "dc:creator" not in Imprint(credit="x").xmp().partition("rdf:RDF")[2]
