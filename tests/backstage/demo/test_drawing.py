"""The demo's pictures: drawn by code, the same every time, and honest about it inside their files."""

import re
import subprocess
import sys
from functools import cache, partial
from hashlib import sha256
from io import BytesIO

import pytest
from defusedxml import ElementTree
from PIL import Image, ImageCms, ImageStat

from backstage.demo import drawing
from backstage.demo.drawing import PictureWords, backstage_scene, portrait, poster
from backstage.demo.drawing.chosen import CHOSEN
from backstage.demo.drawing.sitter import sitter_of

EXIF_IFD, DATE_TIME_ORIGINAL, DATE_TIME_FORMAT = 0x8769, 0x9003, r"20(1[6-9]|2[0-4]):\d\d:\d\d \d\d:\d\d:\d\d"
ALT = ".//{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}AltTextAccessibility//{*}li"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


drawn = cache(portrait)  # for tests that look at the same portrait


def opened(file: bytes) -> Image.Image:
    picture = Image.open(BytesIO(file))
    picture.load()
    return picture


def test_the_same_seed_draws_the_same_bytes():
    assert portrait("nadia-1", department="makeup-hair") == portrait("nadia-1", department="makeup-hair")
    assert backstage_scene("one", subject="lamps") == backstage_scene("one", subject="lamps")
    assert poster("one", subject="stage") == poster("one", subject="stage")


def test_another_process_draws_the_same_bytes():
    here = sha256(portrait("mario-1", department="production")).hexdigest()
    code = (
        "from hashlib import sha256; from backstage.demo.drawing import portrait;"
        "print(sha256(portrait('mario-1', department='production')).hexdigest())"
    )
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert there.stdout.strip() == here


def test_two_seeds_draw_two_pictures():
    assert drawn("mario-1") != portrait("mario-2")
    assert backstage_scene("one", subject="crane") != backstage_scene("two", subject="crane")
    assert poster("one", subject="crane") != poster("two", subject="crane")


def test_a_department_changes_what_is_behind():
    assert portrait("mario-1", department="sound") != portrait("mario-1", department="lighting")


def test_a_sitter_is_lit_from_the_side_of_the_key_and_lost_in_shadow_on_the_other():
    picture = opened(drawn("claudio-1")).convert("L")  # his key is on the right of the picture
    x, y = (
        part * size for part, size in zip((sitter_of("claudio-1").across, 0.45), picture.size, strict=True)
    )
    near, far = (
        ImageStat.Stat(picture.crop((round(left), round(y - 300), round(left + 250), round(y + 100)))).mean[0]
        for left in (x + 50, x - 500)
    )
    assert near > 2 * far


def test_an_unknown_department_gets_a_studio_wall():
    assert portrait("mario-1", department="falconry") == drawn("mario-1")


@pytest.mark.parametrize(
    ("draw", "size"),
    [
        (partial(drawn, "mario-1"), (2192, 2740)),
        (partial(backstage_scene, "size", subject="truck"), (3000, 2000)),
        (partial(poster, "size", subject="truck"), (3264, 1836)),
    ],
    ids=["portrait", "scene", "poster"],
)
def test_every_picture_is_an_rgb_jpeg_of_its_size(draw, size):
    picture = opened(draw())
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", size)


def test_a_portrait_is_black_and_white_unless_colour_is_asked_for():
    grey, coloured = opened(portrait("pamela-1")), opened(portrait("pamela-1", colour=True))
    assert all(low == high for low, high in [band_range(grey)])
    low, high = band_range(coloured)
    assert high - low > 1


def band_range(picture: Image.Image) -> tuple[float, float]:
    """The darkest and the brightest of the three bands' means, rounded: the same where there is no colour."""
    means = [round(mean, 1) for mean in ImageStat.Stat(picture).mean]
    return min(means), max(means)


@pytest.mark.parametrize("subject", drawing.SUBJECTS)
def test_every_subject_can_be_drawn_and_is_not_empty(subject):
    for file in (backstage_scene("each", subject=subject), poster("each", subject=subject, colour=False)):
        picture = opened(file).convert("L")
        assert ImageStat.Stat(picture).stddev[0] > 8


@pytest.mark.parametrize("draw", [backstage_scene, poster])
def test_an_unknown_subject_is_refused_and_the_known_ones_are_named(draw):
    with pytest.raises(ValueError, match="volcano") as refusal:
        draw("one", subject="volcano")
    assert all(subject in str(refusal.value) for subject in drawing.SUBJECTS)


def test_the_srgb_profile_is_inside():
    profile = ImageCms.ImageCmsProfile(BytesIO(opened(drawn("mario-1")).info["icc_profile"]))
    assert "sRGB" in ImageCms.getProfileDescription(profile)


def test_the_notes_of_the_camera_say_that_there_was_none():
    exif = opened(poster("notes", subject="stage")).getexif()
    assert (exif[0x010F], exif[0x0110]) == ("Backstage", "Drawn by code")
    assert "drawing made by code" in exif[0x010E]
    assert all(exif[tag] for tag in (0x0131, 0x013B, 0x8298))
    assert re.fullmatch(DATE_TIME_FORMAT, exif.get_ifd(EXIF_IFD)[DATE_TIME_ORIGINAL])


def test_without_words_there_is_no_xmp():
    assert "xmp" not in opened(drawn("mario-1")).info


def test_the_words_travel_inside_the_file():
    words = PictureWords(
        title="Nadia & <Volti>",
        caption="Tra una ripresa e l’altra",
        creator="Niccolò",
        credit="Studio",
        copyright_notice="© Studio",
        person="Nadia",
        alt={"it": "Un volto nell’ombra", "en": "A face in the dark"},
    )
    picture = opened(portrait("nadia-1", words=words))
    packet = ElementTree.fromstring(picture.info["xmp"])
    texts = "".join(packet.itertext())
    for text in (
        words.title,
        words.caption,
        words.creator,
        words.credit,
        words.copyright_notice,
        words.person,
    ):
        assert text in texts
    assert {line.get(LANGUAGE): line.text for line in packet.iterfind(ALT)} == {
        "x-default": words.alt["it"]
    } | words.alt
    assert packet.find(".//{http://ns.adobe.com/photoshop/1.0/}DateCreated") is not None


def test_empty_words_leave_nothing_empty_behind():
    packet = ElementTree.fromstring(opened(portrait("few", words=PictureWords(title="Volti"))).info["xmp"])
    assert "Volti" in "".join(packet.itertext())
    assert packet.find(".//{http://purl.org/dc/elements/1.1/}creator") is None
    assert packet.find(ALT) is None


def test_the_people_of_the_wall_have_faces_of_their_own():
    sitters = [sitter_of(seed) for seed in CHOSEN]
    assert len(sitters) >= 19
    looks = {(s.hair, s.beard, s.glasses, s.wear, s.hair_tone, s.yaw) for s in sitters}
    assert len(looks) == len(sitters)
