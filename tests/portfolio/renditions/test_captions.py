"""Captions in, plain WebVTT out."""

import contextlib

import pytest

from portfolio.renditions import captions
from portfolio.renditions.refusals import CaptionsRefused


def vtt(*cues):
    return "\n\n".join(["WEBVTT", *cues]).encode() + b"\n"


SRT = """1\r
00:00:03,500 --> 00:00:04,000\r
<i>Perché</i> no?\r
\r
2\r
00:00:01,000 --> 00:00:03,000\r
Motore.\r
Partito.\r
""".encode()


def test_subrip_becomes_webvtt_in_the_order_of_its_times():
    assert captions.cleaned(SRT) == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nMotore.\nPartito.\n\n"
        "00:00:03.500 --> 00:00:04.000\nPerché no?\n"
    )


def test_a_script_in_captions_is_harmless():
    content = vtt("00:01.000 --> 00:02.000\n<script>alert(1)</script>&lt;img src=x onerror=y&gt;")
    assert captions.cleaned(content).splitlines()[-1] == "alert(1)&lt;img src=x onerror=y&gt;"


def test_neither_style_nor_place_nor_note_comes_through():
    content = b"WEBVTT - told\n\nSTYLE\n::cue { background: url(//evil) }\n\nNOTE secret\n\n"
    content += b"intro\n00:01.000 --> 00:02.000 align:left line:0\n<v Nadia><c.loud>Azione</c>\n"
    assert captions.cleaned(content) == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nAzione\n"


def test_an_arrow_in_the_words_starts_no_caption():
    read = captions.cleaned(vtt("00:01.000 --> 00:02.000\nda qui -- &gt; a l&agrave;"))
    assert read.splitlines()[-1] == "da qui -- &gt; a là"


def test_a_byte_order_mark_is_no_harm():
    assert captions.cleaned(b"\xef\xbb\xbf" + vtt("00:01.000 --> 00:02.000\nCiak")).startswith("WEBVTT\n")


def test_what_is_said_comes_in_paragraphs_that_end_where_nobody_speaks():
    read = captions.transcript(
        vtt(
            "00:01.200 --> 00:02.000\n<i>Motore.</i>\nPartito.",
            "00:02.500 --> 00:04.000\nCiak &amp; azione",
            "00:07.000 --> 00:08.000\nStop.",
        )
    )
    assert read == [(1.2, "Motore. Partito. Ciak & azione"), (7.0, "Stop.")]


def test_a_long_paragraph_ends_with_a_sentence():
    long = f"{'parola ' * 40}fine"
    read = captions.transcript(
        vtt(
            f"00:01.000 --> 00:02.000\n{long}",
            "00:02.000 --> 00:03.000\nancora.",
            "00:03.000 --> 00:04.000\nNuovo.",
        )
    )
    assert read == [(1.0, f"{long} ancora."), (3.0, "Nuovo.")]


def test_a_letter_that_no_database_takes_is_replaced():
    assert captions.transcript(vtt("00:01.000 --> 00:02.000\nCi\0ak")) == [(1.0, "Ci\ufffdak")]


def test_chapters_last_to_the_next_one_and_the_last_to_the_end():
    assert captions.chapters([(0, "Ciak"), (83.5, "L’<ultimo>\ngiorno")], until=3700) == (
        "WEBVTT\n\n00:00:00.000 --> 00:01:23.500\nCiak\n\n"
        "00:01:23.500 --> 01:01:40.000\nL’&lt;ultimo&gt; giorno\n"
    )


def test_a_chapter_of_a_film_of_unknown_length_lasts_a_second():
    assert "00:00:05.000 --> 00:00:06.000" in captions.chapters([(5, "Ciak")], until=0)


def test_chapters_are_read_from_webvtt():
    assert captions.titles(
        vtt("00:00.000 --> 00:05.000\nCiak", "00:05.500 --> 00:09.000\n<b>Al</b>\nmonitor")
    ) == [
        (0, "Ciak"),
        (5.5, "Al monitor"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_captions"),
        (b"plain words", "not_captions"),
        (b"\xff\xfeW\0E\0B\0V\0T\0T\0", "encoding"),
        (vtt("00:01.000 --> 00:02.000\nPerché").decode().encode("latin-1"), "encoding"),
        (b"WEBVTT\n", "empty"),
        (vtt("00:01.000 --> 00:02.000\n<b></b>"), "empty"),
        (vtt("00:0x.000 --> 00:02.000\nCiak"), "malformed"),
        (vtt("00:03.000 --> 00:02.000\nCiak"), "malformed"),
        (SRT.replace(b"00:00:01,000", b"00:00,1"), "malformed"),
        (vtt("00:01.000 --> 00:02.000\n" + "x" * 1024**2), "too_heavy"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content, code):
    with pytest.raises(CaptionsRefused, match=code) as refusal:
        captions.cleaned(content)
    assert refusal.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1 < 2 e 3 > 2", "1 < 2 e 3 > 2"),
        ("{\\an8}In alto", "In alto"),
        ("Ci\x1b[31mak", "Ci[31mak"),
        ("<00:01.500>Ciak</c>", "Ciak"),
    ],
)
def test_only_what_is_a_tag_is_taken_for_one(written, read):
    assert captions.transcript(vtt(f"00:01.000 --> 00:02.000\n{written}")) == [(1.0, read)]


@pytest.mark.parametrize("filling", ["<", "<a", "\n", " ", "{\\"])
def test_a_megabyte_of_beginnings_is_read_in_one_go(filling):
    """Whatever comes of it: the time that it takes grows with its length and no faster."""
    content = b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + (filling * (1_000_000 // len(filling))).encode()
    with contextlib.suppress(CaptionsRefused):
        captions.cleaned(content)
