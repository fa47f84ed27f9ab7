"""A file that was made to hurt, or is merely odd, is either taken and right, or refused: nothing else."""

import io
import math
import random
import struct
import tempfile
import zlib
from dataclasses import replace

import pytest
from PIL import Image, ImageCms

from portfolio.renditions import cage, photographs
from portfolio.renditions.imprint import Imprint
from portfolio.renditions.photographs import Order, PictureRefused
from portfolio.renditions.sayings import Words
from tests.colour import display_p3

PAPER = (255, 255, 255)
# Four fields, each its own, so that a picture that lies or is mirrored is found out: above, then below.
FIELDS = ((200, 60, 60), (60, 160, 80), (60, 100, 190), (220, 200, 120))
GREYS = ((100,) * 3, (128,) * 3, (40,) * 3, (210,) * 3)
ORDER = Order(words=Imprint(creator="Nadia", credit="Studio", notice="© Studio").words())
# What a camera writes and nobody else is to read.
SECRETS = (b"SERIAL123", b"MAKER'S NOTE", b"GPS", b"41,54N")


def chart(colours=FIELDS, mode="RGB", size=(240, 180)):
    """Four fields of colour."""
    picture = Image.new(mode, size)
    width, height = size[0] // 2, size[1] // 2
    for colour, at in zip(colours, ((0, 0), (width, 0), (0, height), (width, height)), strict=True):
        picture.paste(colour, (*at, at[0] + width, at[1] + height))
    return picture


def saved(picture, format, **how):
    buffer = io.BytesIO()
    picture.save(buffer, format, **how)
    return buffer.getvalue()


def seen(content, *, crops=False):
    """The four fields as each format shows them, and all that was written."""
    with photographs.developed(io.BytesIO(content), replace(ORDER, crops=crops)) as (manifest, folder):
        rung = manifest["ladder"][0]
        files = {name: (folder / name).read_bytes() for name in photographs.files(manifest)}
    return [fields_of(files[rung[format]]) for format in ("avif", "webp", "jpeg")], list(files.values())


def fields_of(content):
    shown = Image.open(io.BytesIO(content)).convert("RGB")
    places = ((1, 1), (3, 1), (1, 3), (3, 3))
    return [shown.getpixel((shown.width * x // 4, shown.height * y // 4)) for x, y in places]


def is_right(content, expected=FIELDS):
    """Taken, upright, and no colour off by more than an eye sees beside the other."""
    photographs.inspect(io.BytesIO(content))
    pictures, _files = seen(content)
    return [max(map(difference, fields, expected)) <= 6 for fields in pictures] == [True] * 3


def difference(one, other):
    return math.dist(lab(one), lab(other))


def lab(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour)]
    matrix = (0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)
    white = (0.9505, 1, 1.089)
    tone = [
        sum(map(math.prod, zip(row, linear, strict=True))) / w for row, w in zip(matrix, white, strict=True)
    ]
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in tone)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def refusal(content):
    """Why it is not taken, in a word; with a sentence for the editor."""
    with pytest.raises(PictureRefused) as problem:
        photographs.inspect(io.BytesIO(content))
    assert problem.value.sentence.endswith(".")
    return problem.value.code


def png(size, bits, kind, rows, *chunks):
    """A PNG by hand: `rows` as they are before they are packed."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, bits, kind, 0, 0, 0))
    body = b"".join(chunk(*each) for each in chunks) + chunk(b"IDAT", zlib.compress(rows, 1))
    return b"\x89PNG\r\n\x1a\n" + header + body + chunk(b"IEND", b"")


def tiff(data, size=(240, 180), *, order="<", big=False, **tags):
    """A TIFF by hand, of one strip. What is given says more, or something else, than a plain grey one."""
    known = {"bits": 258, "packed": 259, "dark": 262, "strip": 273, "samples": 277, "bytes": 279, "kind": 339}
    said = {256: size[0], 257: size[1], 278: size[1]}
    said |= {known[name]: value for name, value in {"bits": 8, "packed": 1, "dark": 1, "samples": 1}.items()}
    said |= {273: 16 if big else 8, 279: len(data)}
    said |= {known[name]: value for name, value in tags.items()}
    form, place = ("HHQQ", "Q") if big else ("HHII", "I")
    entries = b"".join(
        struct.pack(f"{order}{form}", number, 16 if big else 4, 1, value)
        for number, value in sorted(said.items())
    )
    head = {"<": b"II", ">": b"MM"}[order] + struct.pack(
        f"{order}{'HHHQ' if big else 'HI'}", *((43, 8, 0) if big else (42,)), (16 if big else 8) + len(data)
    )
    count = struct.pack(f"{order}{'Q' if big else 'H'}", len(said))
    return head + data + count + entries + struct.pack(f"{order}{place}", 0)


def values(code, turned):
    """The greys of the chart, each turned into a number of another kind."""
    grey = chart([field[0] for field in GREYS], "L").tobytes()
    return struct.pack(f"{code[0]}{len(grey)}{code[1]}", *map(turned, grey))


def with_segment(jpeg, marker, data):
    """A segment more, before all others."""
    return jpeg[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data + jpeg[2:]


def jpeg_with(marker, data):
    return with_segment(saved(chart(), "JPEG", quality=95), marker, data)


def exif_with(*entries, then=b""):
    """EXIF by hand: what is wrong in it no library would write."""
    head = b"Exif\0\0II*\0" + struct.pack("<IH", 8, len(entries))
    return head + b"".join(struct.pack("<HHI4s", *entry) for entry in entries) + bytes(4) + then


# What cameras and programs really write


def as_a_camera(orientation):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "SERIAL123"
    details = exif.get_ifd(0x8769)
    details[0xA431], details[0x927C] = "SERIAL123", b"MAKER'S NOTE SERIAL123"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (41.0, 54.0, 10.0)
    return exif


LYING = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("format", ["PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", [2, 6])
def test_every_format_comes_out_upright(format, orientation):
    lossless = {"lossless": True} if format == "WEBP" else {}
    content = saved(
        chart().transpose(LYING[orientation]), format, exif=as_a_camera(orientation), quality=95, **lossless
    )
    found = photographs.inspect(io.BytesIO(content))
    assert ((found.width, found.height), is_right(content)) == ((240, 180), True)


@pytest.mark.parametrize("orientation", [3, 4, 5, 7, 8])
def test_a_tiff_is_turned_once_and_not_twice(orientation):
    assert is_right(saved(chart().transpose(LYING[orientation]), "TIFF", exif=as_a_camera(orientation)))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_nothing_secret_is_left_in_any_file_and_the_credit_is_in_each(format):
    xmp = b"<x GPSLatitude='41,54N' SerialNumber='SERIAL123'/>"
    content = saved(chart(), format, exif=as_a_camera(1), **({} if format == "PNG" else {"xmp": xmp}))
    _pictures, files = seen(content, crops=True)
    assert b"SERIAL123" in content
    assert [secret for file in files for secret in SECRETS if secret in file] == []
    assert [b"Studio" in file for file in files] == [True] * len(files)


def in_display_p3():
    wide = ImageCms.ImageCmsProfile(io.BytesIO(display_p3()))
    return ImageCms.profileToProfile(chart(), ImageCms.createProfile("sRGB"), wide, outputMode="RGB")


@pytest.mark.parametrize("format", ["PNG", "WEBP", "TIFF", "AVIF"])
def test_a_wide_gamut_is_right_in_every_format(format):
    lossless = {"lossless": True} if format == "WEBP" else {}
    assert is_right(saved(in_display_p3(), format, icc_profile=display_p3(), quality=95, **lossless))


def test_a_wide_gamut_is_right_where_something_is_transparent():
    picture = in_display_p3()
    picture.putalpha(chart((0, 255, 255, 255), "L"))
    assert is_right(saved(picture, "PNG", icc_profile=display_p3()), (PAPER, *FIELDS[1:]))


def cmyk():
    return Image.merge(
        "CMYK",
        [band.point(lambda value: 255 - value) for band in chart().split()] + [Image.new("L", (240, 180))],
    )


@pytest.mark.parametrize(
    "how", [{}, {"icc_profile": display_p3()}], ids=["without profile", "with another's"]
)
@pytest.mark.parametrize("format", ["JPEG", "TIFF"])
def test_cmyk_is_right_without_a_profile_of_its_own(format, how):
    assert is_right(saved(cmyk(), format, quality=95, **how))


PALETTE = chart().quantize(8)
ODD_MODES = {
    "palette": lambda: (saved(PALETTE, "PNG"), FIELDS),
    "palette with transparency": lambda: (
        saved(PALETTE, "PNG", transparency=PALETTE.getpixel((1, 1))),
        (PAPER, *FIELDS[1:]),
    ),
    "one bit": lambda: (saved(chart((0, 1, 1, 0), "1"), "PNG"), ((0,) * 3, PAPER, PAPER, (0,) * 3)),
    "fax": lambda: (
        saved(chart((0, 1, 1, 0), "1"), "TIFF", compression="group4"),
        ((0,) * 3, PAPER, PAPER, (0,) * 3),
    ),
    "grey and alpha": lambda: (
        saved(chart(((100, 255), (128, 255), (40, 255), (210, 0)), "LA"), "PNG"),
        (*GREYS[:3], PAPER),
    ),
    "lab": lambda: (
        saved(
            ImageCms.profileToProfile(
                chart(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
            ),
            "TIFF",
        ),
        FIELDS,
    ),
    "ycbcr": lambda: (saved(chart().convert("YCbCr"), "TIFF", compression="jpeg", quality=95), FIELDS),
    "bigtiff": lambda: (saved(chart(), "TIFF", big_tiff=True), FIELDS),
}


@pytest.mark.parametrize("mode", ODD_MODES)
def test_a_picture_in_an_odd_mode_is_right(mode):
    content, expected = ODD_MODES[mode]()
    assert is_right(content, expected)


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_deep_grey_tiff_is_right_in_either_order_of_bytes(order):
    assert is_right(tiff(values(f"{order}H", lambda v: v * 257), order=order, bits=16), GREYS)


def test_a_deep_grey_tiff_may_count_its_darkness():
    assert is_right(tiff(values("<H", lambda v: 65535 - v * 257), bits=16, dark=0), GREYS)


@pytest.mark.parametrize(
    "chunks", [[], [(b"tRNS", struct.pack(">H", 12345))]], ids=["opaque", "a value is not"]
)
def test_a_deep_grey_png_is_right(chunks):
    row = values(">H", lambda v: v * 257)
    rows = b"".join(b"\0" + row[start : start + 480] for start in range(0, len(row), 480))
    assert is_right(png((240, 180), 16, 0, rows, *chunks), GREYS)


def test_a_deep_coloured_png_is_right():
    row = b"".join(bytes((value, value)) for value in chart().tobytes())
    rows = b"".join(b"\0" + row[start : start + 1440] for start in range(0, len(row), 1440))
    assert is_right(png((240, 180), 16, 2, rows))


NOBODY_KNOWS_WHERE_WHITE_LIES = {
    "float": (values("<f", lambda v: v / 255), {"bits": 32, "kind": 3}),
    "signed": (values("<i", lambda v: v << 23), {"bits": 32, "kind": 2}),
    "unsigned": (values("<I", lambda v: v << 24), {"bits": 32}),
    "signed 16": (values("<h", lambda v: v << 7), {"bits": 16, "kind": 2}),
    "double": (values("<d", lambda v: v / 255), {"bits": 64, "kind": 3}),
    "12 bits": (bytes(240 * 180 * 3 // 2), {"bits": 12}),
}


@pytest.mark.parametrize("kind", NOBODY_KNOWS_WHERE_WHITE_LIES)
def test_numbers_that_are_no_lightness_are_refused_and_not_developed_white(kind):
    data, tags = NOBODY_KNOWS_WHERE_WHITE_LIES[kind]
    assert refusal(tiff(data, **tags)) == "not_a_picture"


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF", "TIFF"])
def test_what_moves_or_has_pages_is_refused(format):
    content = saved(chart(), format, save_all=True, append_images=[chart(FIELDS[::-1])])
    assert refusal(content) == "animated"


# Metadata that lies: the picture is taken, and right


@pytest.mark.parametrize("orientation", [0, 9, 255, 65535])
def test_an_orientation_that_is_none_is_none(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert is_right(saved(chart(), "JPEG", quality=95, exif=exif))


BAD_EXIF = {
    "orientation in letters": exif_with((0x0112, 2, 2, b"6\0\0\0")),
    "orientation of nothing": exif_with((0x0112, 3, 0, b"\6\0\0\0")),
    "orientation divided by nothing": exif_with((0x0112, 5, 1, b"\x1a\0\0\0"), then=struct.pack("<II", 6, 0)),
    "more than there is": exif_with((0x010F, 2, 0xFFFFFFFF, b"\x08\0\0\0")),
    "a directory in itself": exif_with((0x8769, 4, 1, b"\x08\0\0\0")),
    "a directory in letters": exif_with((0x8769, 2, 4, b"abc\0")),
    "a directory beyond the end": exif_with((0x8769, 4, 1, b"\xf0\xff\xff\xff")),
    "garbage": b"Exif\0\0II*\0\x08\0\0\0" + random.Random(1).randbytes(60_000),
    "a directory before the beginning": exif_with((0x8769, 9, 1, struct.pack("<i", -96))),
    "no head": b"Exif\0\0XXXXGARBAGE",
    "nothing": b"Exif\0\0",
}


@pytest.mark.parametrize("what", BAD_EXIF)
def test_rotten_exif_is_not_worth_the_picture(what):
    assert is_right(jpeg_with(0xE1, BAD_EXIF[what]))


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
@pytest.mark.parametrize(
    "exif", [b"garbage, and no TIFF", b"II*\0\xff\xff\xff\xff"], ids=["garbage", "nowhere"]
)
def test_rotten_exif_is_not_worth_a_picture_of_another_format(format, exif):
    lossless = {"lossless": True} if format == "WEBP" else {}
    assert is_right(saved(chart(), format, exif=exif, quality=95, **lossless))


def test_exif_in_a_hundred_segments_is_not_worth_the_picture():
    content = saved(chart(), "JPEG", quality=95)
    for _each in range(100):
        content = with_segment(content, 0xE1, b"Exif\0\0" + bytes(60_000))
    assert is_right(content)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
SPY = '<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/x">]><x>&a;</x>'


@pytest.mark.parametrize("xmp", [BOMB, SPY, "\0" * 60_000, "<x"], ids=["bomb", "spy", "nothing", "half"])
def test_rotten_xmp_says_nothing(xmp):
    content = jpeg_with(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp.encode())
    assert photographs.inspect(io.BytesIO(content)).words == Words()


BAD_IPTC = {
    "garbage": random.Random(2).randbytes(60_000),
    "a length that lies": b"\x1c\x02\x78\x84\xff\xff\xff\xffaaa",
    "half a record": b"\x1c\x02\x78",
}


@pytest.mark.parametrize("what", BAD_IPTC)
def test_rotten_iptc_is_not_worth_the_picture(what):
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(BAD_IPTC[what])) + BAD_IPTC[what]
    assert is_right(jpeg_with(0xED, b"Photoshop 3.0\0" + resource))


def test_of_a_hundred_thousand_keywords_one_is_handed_on(monkeypatch):
    answers = []
    run = cage.run
    monkeypatch.setattr(cage, "run", lambda *args, **more: answers.append(run(*args, **more)) or answers[-1])
    data = b"\x1c\x02\x19\x00\x04word" * 100_000
    content = io.BytesIO()
    chart().save(content, "TIFF", tiffinfo={33723: data})
    photographs.inspect(content)
    assert answers[0]["iptc"] == {"2:25": ["word"]}


def of_class(name):
    return display_p3()[:12] + name + display_p3()[16:]


BAD_PROFILES = {
    "garbage": b"garbage",
    "noise": random.Random(3).randbytes(3_000),
    "half": display_p3()[:200],
    "head": display_p3()[:128],
    "named colours": of_class(b"nmcl"),
    "a link": of_class(b"link"),
    "no class": of_class(b"XXXX"),
    "tags without end": display_p3()[:128] + b"\xff" * 4 + display_p3()[132:],
    "for printing": display_p3()[:16] + b"CMYK" + display_p3()[20:],
}


@pytest.mark.parametrize("what", BAD_PROFILES)
def test_a_profile_that_cannot_be_read_is_as_good_as_none(what):
    assert is_right(saved(chart(), "JPEG", quality=95, icc_profile=BAD_PROFILES[what]))


@pytest.mark.parametrize("format", ["PNG", "WEBP", "TIFF", "AVIF"])
def test_a_rotten_profile_is_not_worth_a_picture_of_any_format(format):
    lossless = {"lossless": True} if format == "WEBP" else {}
    assert is_right(saved(chart(), format, icc_profile=b"garbage" * 50, quality=95, **lossless))


# Two things at once


def test_what_hides_in_or_behind_a_picture_is_not_in_what_is_served():
    content = jpeg_with(0xFE, b"<?php phpinfo();?>") + b"PK\x03\x04<html><script>alert(1)</script>"
    _pictures, files = seen(content, crops=True)
    assert [word for file in files for word in (b"<?php", b"<script", b"PK\x03\x04") if word in file] == []


NO_PICTURES = {
    "pdf": b"%PDF-1.4\n" + saved(chart(), "JPEG"),
    "pdf with a picture's head": b"\xff\xd8\xff\xe0%PDF-1.4\n" + bytes(500),
    "php with a picture's head": b"\xff\xd8\xff<?php phpinfo();?>",
    "gif": saved(chart(), "GIF"),
    "bmp": saved(chart(), "BMP"),
    "psd": b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 180, 240, 8, 3) + bytes(500),
    "eps": saved(chart(), "EPS"),
    "zip": b"PK\x03\x04" + bytes(500),
    "zeros": bytes(5_000),
    "one byte": b"\xff",
}


@pytest.mark.parametrize("what", NO_PICTURES)
def test_what_is_no_picture_is_refused_whatever_its_first_bytes(what):
    assert refusal(NO_PICTURES[what]) in {"not_a_picture", "damaged"}


# Files that break off


@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.95])
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_a_file_that_breaks_off_is_refused_wherever(format, part):
    picture = Image.frombytes("RGB", (200, 150), random.Random(4).randbytes(90_000))
    content = saved(picture, format, **({"compression": "tiff_lzw"} if format == "TIFF" else {}))
    assert refusal(content[: int(len(content) * part)]) in {"damaged", "not_a_picture"}


# Small files that would unfold


def test_a_header_that_lies_about_its_size_is_refused_unread():
    content = bytearray(saved(chart(), "JPEG"))
    place = content.index(b"\xff\xc0")
    content[place + 5 : place + 9] = struct.pack(">HH", 65_500, 65_500)
    assert refusal(bytes(content)) == "too_many_pixels"


@pytest.mark.parametrize(("size", "code"), [((50_000, 50_000), "too_many_pixels"), ((0, 0), "not_a_picture")])
def test_a_png_that_lies_about_its_size_is_refused_unread(size, code):
    assert refusal(png(size, 8, 2, b"")) == code


@pytest.mark.parametrize("size", [(1, 60_000_000), (60_000_000, 1), (2, 30_000)])
def test_a_line_is_no_picture(size):
    assert refusal(png(size, 8, 0, b"")) == "not_a_picture"


def test_what_is_taller_than_an_encoder_can_is_made_narrower():
    content = saved(Image.new("L", (320, 20_000)), "PNG")
    with photographs.developed(io.BytesIO(content)) as (manifest, _folder):
        assert [rung["width"] for rung in manifest["ladder"]] == [262]


@pytest.mark.parametrize("name", [b"iCCP", b"zTXt"])
def test_a_png_whose_words_unfold_without_end_is_refused(name):
    rows = (b"\0" + bytes(240 * 3)) * 180
    content = png((240, 180), 8, 2, rows, (name, b"x\0\0" + zlib.compress(bytes(60_000_000), 1)))
    assert refusal(content) == "damaged"


@pytest.mark.parametrize("packed", [1, 5, 7, 8, 32773, 34925, 50000])
def test_a_tiff_that_promises_more_than_it_holds_is_refused(packed):
    assert refusal(tiff(bytes(1_000), (7_600, 7_800), packed=packed)) in {"damaged", "not_a_picture"}


def test_a_tiff_that_wants_more_memory_than_there_is_is_not_called_damaged(monkeypatch):
    monkeypatch.setattr(photographs, "LIMITS", cage.Limits(seconds=15, memory_bytes=80 * 1024**2))
    size = (7_000, 7_000)
    assert refusal(tiff(zlib.compress(bytes(size[0] * size[1]), 1), size, packed=8)) == "too_slow"


@pytest.mark.parametrize("tag", [{"strip": 0xFFFFFF00}, {"bytes": 100}], ids=["place", "length"])
def test_a_strip_that_lies_is_refused(tag):
    assert refusal(tiff(bytes(240 * 180), packed=8, **tag)) in {"damaged", "not_a_picture"}


def test_noise_of_24_megapixels_is_developed_within_the_limits():
    noise = Image.frombytes("RGB", (1_000, 1_000), random.Random(5).randbytes(3_000_000)).resize(
        (4_000, 6_000)
    )
    with photographs.developed(io.BytesIO(saved(noise, "JPEG", quality=95))) as (manifest, _folder):
        assert manifest["ladder"][-1]["width"] == 1920


def test_nothing_stays_behind_of_what_is_refused_half_way(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    content = saved(chart(), "PNG")
    refusal(content[:-40])
    assert list(tmp_path.iterdir()) == []
