"""Captions in, plain WebVTT out."""

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
