"""Draws nothing more: makes the finished picture a JPEG with its profile, its EXIF and its XMP."""

import random
from functools import cache
from io import BytesIO

from PIL import Image, ImageCms

from backstage.demo.drawing.words import PictureWords, xmp_packet

JPEG_QUALITY = 88
DRAWN = "A drawing made by code, not a photograph: nobody real is depicted."

# The EXIF tags that are written, by their numbers in the standard.
IMAGE_DESCRIPTION, MAKE, MODEL, SOFTWARE, ARTIST, COPYRIGHT = 0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298
EXIF_IFD, DATE_TIME_ORIGINAL = 0x8769, 0x9003


def encoded(picture: Image.Image, seed: str, words: PictureWords | None) -> bytes:
    """The picture as a JPEG with its profile, its EXIF and, when there are words, its XMP."""
    taken = _moment(seed)
    extra = {"xmp": xmp_packet(words, taken)} if words else {}
    file = BytesIO()
    picture.save(
        file,
        "JPEG",
        quality=JPEG_QUALITY,
        icc_profile=_srgb_profile(),
        exif=_exif(taken, words or PictureWords()),
        **extra,
    )
    return file.getvalue()


@cache
def _srgb_profile() -> bytes:
    """The sRGB profile, with a fixed date: little CMS writes the present moment into bytes 24 to 35."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    first_of_2016 = b"".join(part.to_bytes(2, "big") for part in (2016, 1, 1, 0, 0, 0))
    return made[:24] + first_of_2016 + made[36:]


def _moment(seed: str) -> str:
    """When the seed pretends to have been photographed, 2016 to 2024, as EXIF writes it."""
    chance = random.Random(f"{seed}/moment")
    day = f"{chance.randint(2016, 2024)}:{chance.randint(1, 12):02}:{chance.randint(1, 28):02}"
    return f"{day} {chance.randint(9, 22):02}:{chance.randint(0, 59):02}:{chance.randint(0, 59):02}"


def _exif(taken: str, words: PictureWords) -> Image.Exif:
    """The camera's notes, which say plainly that there was no camera."""
    exif = Image.Exif()
    exif[IMAGE_DESCRIPTION] = DRAWN
    exif[MAKE] = "Backstage"
    exif[MODEL] = "Drawn by code"
    exif[SOFTWARE] = "backstage.demo.drawing"
    # Bytes, because Pillow writes the letters of a string that ASCII lacks as question marks.
    exif[ARTIST] = (words.creator or "Backstage").encode()
    exif[COPYRIGHT] = (words.copyright_notice or "Backstage, demonstration picture").encode()
    exif.get_ifd(EXIF_IFD)[DATE_TIME_ORIGINAL] = taken
    return exif
