"""Pictures in, renditions out: upright, in sRGB, without anything that tells where they were taken."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from portfolio.renditions import cage, photographs
from portfolio.renditions.photographs import PictureRefused
from tests.colour import display_p3

ORIENTATION = 0x0112
MAKE = 0x010F


def facts(content):
    return photographs.inspect(io.BytesIO(content))


def with_orientation(orientation):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = "A camera with a serial number"
    exif.get_ifd(0x8825)[2] = (41.0, 54.0, 10.0)
    return exif


def develop(content):
    with photographs.developed(io.BytesIO(content)) as (manifest, folder):
        names = photographs.files({"ladder": manifest["ladder"]})
        pictures = {name: (folder / name).read_bytes() for name in names}
    return manifest, pictures


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_the_format_is_what_the_bytes_say(jpeg, format):
    assert facts(jpeg(format=format)).format == format


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (60, 40)), (3, (60, 40)), (6, (40, 60)), (8, (40, 60))]
)
def test_the_size_is_the_upright_one(jpeg, orientation, size):
    found = facts(jpeg(60, 40, exif=with_orientation(orientation)))
    assert (found.width, found.height) == size


def test_a_picture_that_lies_on_its_side_is_developed_upright():
    lying = Image.new("RGB", (600, 400), "white")
    lying.paste("black", (0, 0, 300, 400))  # the left half is the bottom of the upright picture
    buffer = io.BytesIO()
    lying.save(buffer, "JPEG", exif=with_orientation(8))
    manifest, pictures = develop(buffer.getvalue())
    rung = manifest["ladder"][-1]
    upright = Image.open(io.BytesIO(pictures[rung["jpeg"]])).convert("L")
    assert upright.size == (320, 480)
    assert upright.getpixel((160, 20)) > 200 > 50 > upright.getpixel((160, 460))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"I am no picture at all", "not_a_picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "not_a_picture"),
        (b"GIF89a" + b"\0" * 60, "not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused(content, code):
    with pytest.raises(PictureRefused, match=code):
        facts(content)


def test_a_picture_that_breaks_off_is_refused(jpeg):
    with pytest.raises(PictureRefused, match="damaged"):
        facts(jpeg(quality=95)[:-2000])


def test_a_png_that_breaks_off_is_refused(jpeg):
    with pytest.raises(PictureRefused, match="damaged"):
        facts(jpeg(format="PNG")[:-40])


def test_too_many_pixels_are_refused_from_the_header(jpeg, settings):
    settings.PHOTO_MAX_PIXELS = {"JPEG": 1000}
    with pytest.raises(PictureRefused, match="too_many_pixels"):
        facts(jpeg(40, 40))


def test_several_pictures_in_one_file_are_refused():
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    with pytest.raises(PictureRefused, match="animated"):
        facts(buffer.getvalue())


def test_no_rendition_is_wider_than_the_source(jpeg):
    manifest, _pictures = develop(jpeg(700, 500))
    assert [rung["width"] for rung in manifest["ladder"]] == [320, 640]


def test_a_tiny_picture_keeps_its_size(jpeg):
    manifest, _pictures = develop(jpeg(100, 50))
    assert [(rung["width"], rung["height"]) for rung in manifest["ladder"]] == [(100, 50)]


def test_each_rung_is_there_in_three_formats(jpeg):
    manifest, pictures = develop(jpeg(700, 500))
    formats = {Image.open(io.BytesIO(content)).format for content in pictures.values()}
    assert (formats, len(pictures)) == ({"AVIF", "WEBP", "JPEG"}, 6)
    assert manifest["placeholder"].startswith("data:image/webp;base64,")


def test_nothing_of_the_camera_is_left_in_a_rendition(jpeg):
    _manifest, pictures = develop(jpeg(700, 500, exif=with_orientation(1)))
    assert [dict(Image.open(io.BytesIO(content)).getexif()) for content in pictures.values()] == [{}] * 6


def test_a_wide_gamut_is_converted_and_not_just_dropped(jpeg):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    lab = Image.new("LAB", (400, 400), (128, 200, 128))
    buffer = io.BytesIO()
    lab.save(buffer, "TIFF", icc_profile=profile)
    manifest, _pictures = develop(buffer.getvalue())
    red, _green, blue = (int(manifest["colour"][i : i + 2], 16) for i in (1, 3, 5))
    assert red > blue + 40


def test_what_is_transparent_becomes_paper(jpeg):
    buffer = io.BytesIO()
    Image.new("RGBA", (400, 400), (255, 0, 0, 0)).save(buffer, "PNG")
    manifest, _pictures = develop(buffer.getvalue())
    assert manifest["colour"] == "#ffffff"


def test_cmyk_is_developed_in_rgb():
    buffer = io.BytesIO()
    Image.new("CMYK", (400, 400), (0, 255, 255, 0)).save(buffer, "JPEG")
    manifest, _pictures = develop(buffer.getvalue())
    red, green, _blue = (int(manifest["colour"][i : i + 2], 16) for i in (1, 3, 5))
    assert red > green + 100


def test_the_day_on_which_it_was_taken_is_read(jpeg):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2023:04:05 06:07:08"
    assert str(facts(jpeg(exif=exif)).taken_on) == "2023-04-05"


PHONE = (Path(__file__).parents[2] / "files" / "phone.heic").read_bytes()


def test_a_phones_heic_is_taken_upright_with_its_day():
    found = facts(PHONE)
    assert (found.format, found.width, found.height) == ("HEIF", 480, 640)
    assert str(found.taken_on) == "2026-05-12"


def test_a_phones_heic_is_developed_upright_and_right_in_colour():
    manifest, pictures = develop(PHONE)
    shown = Image.open(io.BytesIO(pictures[manifest["ladder"][0]["jpeg"]])).convert("RGB")
    assert shown.size == (320, 427)
    above, below = shown.getpixel((160, 60)), shown.getpixel((160, 370))
    # Display P3's (200, 60, 60) and (60, 120, 200) as sRGB has them.
    assert max(map(difference, above, (217, 42, 52))) <= 4
    assert max(map(difference, below, (27, 122, 206))) <= 4


def difference(one, other):
    return abs(one - other)


@pytest.mark.parametrize("content", [PHONE], ids=["heic"])
def test_nothing_served_tells_where_or_with_what_it_was_taken(content):
    _manifest, pictures = develop(content)
    assert b"SERIAL123" in content
    tell_tales = (b"SERIAL123", b"GPS", b"Exif", b"2026:05:12")
    assert [name for name, served in pictures.items() for word in tell_tales if word in served] == []
    exifs = [dict(Image.open(io.BytesIO(served)).getexif()) for served in pictures.values()]
    assert exifs == [{}] * len(exifs)


def test_a_wide_gamut_jpeg_is_right_in_colour():
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), (200, 60, 60)).save(buffer, "JPEG", quality=95, icc_profile=display_p3())
    manifest, pictures = develop(buffer.getvalue())
    for kind in ("jpeg", "webp", "avif"):
        shown = Image.open(io.BytesIO(pictures[manifest["ladder"][0][kind]])).convert("RGB")
        assert max(map(difference, shown.getpixel((100, 100)), (217, 42, 52))) <= 4


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_in_which_a_phone_is_held_comes_out_upright(orientation):
    upright = Image.new("RGB", (480, 640), "white")
    upright.paste("black", (0, 0, 240, 320))
    stored = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    buffer = io.BytesIO()
    lying = upright.transpose(stored) if stored is not None else upright
    lying.save(buffer, "JPEG", exif=with_orientation(orientation))
    manifest, pictures = develop(buffer.getvalue())
    shown = Image.open(io.BytesIO(pictures[manifest["ladder"][0]["jpeg"]])).convert("L")
    corners = [shown.getpixel(at) for at in ((40, 40), (280, 40), (40, 390), (280, 390))]
    assert [corner > 128 for corner in corners] == [False, True, True, True]


def test_a_camera_jpeg_with_a_preview_behind_it_is_one_picture():
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), "#803020").save(
        buffer, "MPO", save_all=True, append_images=[Image.new("RGB", (160, 120))]
    )
    found = facts(buffer.getvalue())
    assert (found.format, found.ending, found.width) == ("JPEG", ".jpg", 640)
    assert develop(buffer.getvalue())[0]["width"] == 640


def test_a_picture_that_takes_too_long_is_not_called_damaged(jpeg, monkeypatch):
    def give_up(*args, **kwargs):
        raise cage.LimitReached

    monkeypatch.setattr(cage, "run", give_up)
    with pytest.raises(PictureRefused, match="too_slow"):
        facts(jpeg())


# Files that were made to hurt


@pytest.fixture
def bound(monkeypatch):
    """Binds the cage more narrowly, so that the tests are quick."""

    def bind(**limits):
        monkeypatch.setattr(photographs, "LIMITS", cage.Limits(**limits))

    return bind


def test_a_jpeg_whose_last_pass_comes_a_thousand_times_is_stopped(jpeg, bound):
    bound(seconds=1)
    content = jpeg(5000, 5000, progressive=True)
    last = content[content.rindex(b"\xff\xda") : -2]
    with pytest.raises(PictureRefused) as refusal:
        facts(content[:-2] + last * 1000 + b"\xff\xd9")
    assert refusal.value.code == "too_slow"


def test_a_small_file_that_unfolds_into_more_memory_than_there_is_is_stopped(bound):
    bound(memory_bytes=150 * 1024**2)
    buffer = io.BytesIO()
    Image.new("RGB", (7000, 7000)).save(buffer, "PNG")
    with pytest.raises(PictureRefused) as refusal:
        develop(buffer.getvalue())
    assert refusal.value.code == "too_slow"


def test_a_large_transparent_picture_needs_no_third_copy_of_itself():
    buffer = io.BytesIO()
    Image.new("RGBA", (7700, 7700), (0, 0, 0, 0)).save(buffer, "PNG", compress_level=1)
    manifest, pictures = develop(buffer.getvalue())
    shown = Image.open(io.BytesIO(pictures[manifest["ladder"][0]["jpeg"]])).convert("L").getextrema()
    assert shown == (255, 255)


def test_a_picture_far_taller_than_wide_has_no_rung_that_no_encoder_has_memory_for():
    buffer = io.BytesIO()
    Image.new("RGB", (2600, 9000), "#804020").save(buffer, "JPEG")
    manifest, _pictures = develop(buffer.getvalue())
    assert [rung["width"] for rung in manifest["ladder"]] == [320, 640, 960, 1280]


@pytest.mark.parametrize(("size", "widest"), [((2560, 2560), 2560), ((2600, 3900), 1920)])
def test_an_upright_picture_ends_where_it_fills_every_screen(size, widest):
    buffer = io.BytesIO()
    Image.new("RGB", size, "#804020").save(buffer, "JPEG")
    manifest, _pictures = develop(buffer.getvalue())
    assert manifest["ladder"][-1]["width"] == widest


def test_one_that_is_but_a_line_is_developed_all_the_same():
    buffer = io.BytesIO()
    Image.new("RGB", (20, 12_000), "#804020").save(buffer, "PNG")
    manifest, _pictures = develop(buffer.getvalue())
    assert [(rung["width"], rung["height"]) for rung in manifest["ladder"]] == [(20, 12_000)]
