"""What a picture's file says of itself is read, whatever program wrote it."""

import io
import time

import pytest
from PIL import Image

from backstage.demo.drawing import PictureWords
from backstage.demo.drawing.file import encoded
from portfolio.renditions import photographs
from portfolio.renditions.sayings import Words, words_of

LIGHTROOM = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 photoshop:Credit="Studio Retrofondale">
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Prima del ciak</rdf:li>
<rdf:li xml:lang="en-GB">Before the slate</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>Elio Fuoricampo</rdf:li></rdf:Seq></dc:creator>
<e:PersonInImage><rdf:Bag><rdf:li>Nadia Ferri</rdf:li><rdf:li> Ugo  Rossi </rdf:li>
<rdf:li>Nadia Ferri</rdf:li></rdf:Bag></e:PersonInImage>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_captions_come_with_their_languages():
    assert words_of(LIGHTROOM, {}).caption == {"": "Prima del ciak", "en": "Before the slate"}


def test_a_credit_may_stand_in_an_attribute():
    assert words_of(LIGHTROOM, {}).credit == "Studio Retrofondale"


def test_persons_come_in_their_order_and_once():
    assert words_of(LIGHTROOM, {}).persons == ("Nadia Ferri", "Ugo Rossi")


@pytest.mark.parametrize(("number", "more"), [(50, False), (51, True)])
def test_of_a_crowd_fifty_are_named_and_that_there_are_more(number, more):
    named = "".join(f"<rdf:li>Person {each}</rdf:li>" for each in range(number))
    found = words_of(
        LIGHTROOM.replace("<rdf:li>Nadia Ferri</rdf:li><rdf:li> Ugo  Rossi </rdf:li>", named).replace(
            "<rdf:li>Nadia Ferri</rdf:li>", ""
        ),
        {},
    )
    assert (len(found.persons), found.more_persons) == (50, more)


def test_where_no_credit_is_said_its_maker_is():
    assert words_of(LIGHTROOM.replace("photoshop:Credit", "photoshop:City"), {}).credit == "Elio Fuoricampo"


def test_older_records_speak_where_xmp_is_silent():
    found = words_of("", {"2:120": ["Prima del ciak"], "2:110": ["Studio"], "2:5": ["Ciak"]})
    assert (found.caption, found.credit) == ({"": "Prima del ciak"}, "Studio")


def test_xmp_has_the_word_over_older_records():
    assert words_of(LIGHTROOM, {"2:120": ["Altro"]}).caption[""] == "Prima del ciak"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
SPY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


FOREIGN = '<?xml version="1.0" encoding="foo"?><x/>'


@pytest.mark.parametrize("xmp", ["<x", "no xml", "\x00\x01", BOMB, SPY, "<x/>" * 2, FOREIGN], ids=range(7))
def test_what_is_no_xmp_says_nothing(xmp):
    assert words_of(xmp, {}) == Words()


def test_what_is_nested_in_itself_is_not_read_for_ever():
    depth = 6_000
    spaces = (
        'xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:d="http://purl.org/dc/elements/1.1/"'
    )
    nested = "<d:creator><r:li>x</r:li>" * depth + "</d:creator>" * depth
    begun = time.process_time()
    assert words_of(f"<x {spaces}>{nested}</x>", {}).credit == "x"
    assert time.process_time() - begun < 2


def test_words_are_one_line_without_what_cannot_be_printed():
    assert words_of("", {"2:120": ["Prima\n\tdel\u202e ciak\x07"]}).caption == {"": "Prima del ciak"}


@pytest.mark.parametrize("format", ["JPEG", "WEBP", "AVIF"])
def test_the_packet_is_found_in_each_format(format):
    buffer = io.BytesIO()
    Image.new("RGB", (40, 50)).save(buffer, format, xmp=LIGHTROOM.encode())
    assert photographs.inspect(buffer).words.persons == ("Nadia Ferri", "Ugo Rossi")


def test_what_our_own_demo_writes_is_read_again():
    words = PictureWords(
        caption="Tra una ripresa e l’altra", credit="Studio", person="Nadia", alt={"en": "A face"}
    )
    found = photographs.inspect(io.BytesIO(encoded(Image.new("RGB", (40, 50)), "x", words))).words
    assert (found.alt["en"], found.credit, found.persons) == ("A face", "Studio", ("Nadia",))


def test_a_picture_with_rotten_words_is_taken_all_the_same():
    buffer = io.BytesIO()
    Image.new("RGB", (40, 50)).save(buffer, "JPEG", xmp=b"<x" + bytes(range(256)))
    assert photographs.inspect(buffer).words == Words()
