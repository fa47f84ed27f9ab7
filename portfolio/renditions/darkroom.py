"""Opens and develops pictures. Runs in the cage, as a script: it imports neither Django nor our own code.

Its job and its answer are JSON; a refusal is `{"refused": "<why>"}`, with a word of `REFUSALS`.
"""

import base64
import hashlib
import io
import json
import resource
import struct
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Semaphore
from typing import Any

import pi_heif
from PIL import (
    ExifTags,
    Image,
    ImageChops,
    ImageCms,
    ImageFile,
    ImageFilter,
    IptcImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
)

REFUSALS = ("not_a_picture", "damaged", "too_many_pixels", "animated")
# Pillow opens forty formats, Ghostscript's among them: only these are asked.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF", "HEIF")
# Cameras and phones put a preview or a depth map behind their picture: its first frame is the picture.
WITH_COMPANIONS = ("MPO", "HEIF")
SRGB = ImageCms.createProfile("sRGB")
PLACEHOLDER_SIDE = 20
# At a time, on however many processors: one limit of memory is for all.
ENCODERS = 2
# Encoding these fills 23 bytes a pixel, so one frame at a time; the other encoder does its other formats.
HEAVY = ("AVIF",)
HEAVY_TURN = Lock()
# Of a square's widest rung. A picture taller than wide gets fewer: what fills no screen need not be encoded.
MOST_PIXELS = 2560 * 2560
# No WebP has a longer side; what is longer than so many times its width is no picture but a line.
LONGEST = 16_383
MOST_TIMES = 1_000
BAND = 512
XMP_TAG = 700
MOST_XMP = 256 * 1024
# The IPTC records that speak of a picture, and how many letters of one are read.
SPEAKING = 2
MOST_LETTERS = 8 * 1024
# How Pillow says that libtiff got no memory.
WANTS_MEMORY = "decoder error -9"
# What Pillow raises where it reads what is said beside the pixels, and it is damaged.
ROTTEN = (SyntaxError, ValueError, IndexError, KeyError, OverflowError, struct.error)
# What says how light a value is. Of floating point and 32 bits nobody knows where white lies.
MODES = ("1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "YCbCr", "LAB")
# 16 bits of grey: which byte of each value is the high one.
DEEP = {"I;16": 1, "I;16L": 1, "I;16B": 0}
# How a TIFF says that its zeros are white.
DARKNESS = 0
# What scaling takes away of the edges, given back lightly.
SHARPER = ImageFilter.Kernel((3, 3), (0, -1, 0, -1, 20, -1, 0, -1, 0), scale=16)
# The EXIF orientations in which width and height change places.
LYING = (5, 6, 7, 8)
# Pillow and pi-heif turn these themselves.
UPRIGHT = ("TIFF", "HEIF")


class Refused(Exception):
    """The picture is not taken; the argument is a word of `REFUSALS`."""


def limit(limits: dict[str, int]) -> None:
    """Binds this process before it opens anything."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["file_bytes"], limits["file_bytes"]))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits["open_files"], limits["open_files"]))
    if sys.platform == "linux":  # elsewhere the limit is unknown or not kept
        # What is really filled; the space of addresses is full of libraries that are not.
        resource.setrlimit(resource.RLIMIT_DATA, (limits["memory_bytes"], limits["memory_bytes"]))


def open_picture(path: str, max_pixels: dict[str, int]) -> ImageFile.ImageFile:
    """The picture, its header read and its size checked, nothing decoded yet."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit follows, by format
    pi_heif.register_heif_opener()
    try:
        picture = Image.open(path, formats=FORMATS)
    except UnidentifiedImageError as problem:
        raise Refused("not_a_picture") from problem
    if picture.width * picture.height > max_pixels.get(kind(picture), max_pixels[""]):
        raise Refused("too_many_pixels")
    if getattr(picture, "n_frames", 1) > 1 and picture.format not in WITH_COMPANIONS:
        raise Refused("animated")
    is_line = max(picture.size) > min(picture.size) * MOST_TIMES
    if is_line or (picture.mode not in MODES and not is_deep(picture)):
        raise Refused("not_a_picture")
    return picture


def is_deep(picture: Image.Image) -> bool:
    """Whether it is grey of 16 bits, all of which are used."""
    return picture.mode in DEEP and tag(picture, TiffImagePlugin.BITSPERSAMPLE, (16,)) == (16,)


def tag(picture: Image.Image, number: int, otherwise: Any = None) -> Any:
    """What a TIFF says under this number; other formats have no such numbers."""
    return getattr(picture, "tag_v2", {}).get(number, otherwise)


def kind(picture: Image.Image) -> str:
    """The format that we call it by: what Pillow calls MPO is a JPEG with others behind it."""
    return "JPEG" if picture.format == "MPO" else str(picture.format)


def inspect(job: dict[str, Any]) -> dict[str, Any]:
    """Format, upright size and date of a picture that decodes to its last row."""
    picture = open_picture(job["path"], job["max_pixels"])
    width, height = upright_size(picture)
    taken = taken_at(picture)
    # A JPEG is read whole at an eighth of its size as well: enough to find where it breaks off.
    picture.draft("RGB", (picture.width // 8, picture.height // 8))
    picture.load()
    facts = {"format": kind(picture), "width": width, "height": height, "taken": taken}
    return facts | {"xmp": packet_of(picture), "iptc": records_of(picture)}


def taken_at(picture: Image.Image) -> str:
    """The day and hour that the camera wrote, as it stands."""
    try:
        details = exif_of(picture).get_ifd(ExifTags.IFD.Exif)
    except ROTTEN:
        return ""
    return str(details.get(ExifTags.Base.DateTimeOriginal, ""))[:19]


def exif_of(picture: Image.Image) -> Image.Exif:
    """What EXIF says. What is damaged there is not worth the picture."""
    try:
        return picture.getexif()
    except ROTTEN:
        return Image.Exif()


def packet_of(picture: Image.Image) -> str:
    """The XMP packet, as it stands; nothing where there is none, or a novel."""
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or tag(picture, XMP_TAG) or b""
    text = packet.decode("utf-8", "replace") if isinstance(packet, bytes) else str(packet)
    return text.strip("\x00") if len(text) <= MOST_XMP else ""


def records_of(picture: ImageFile.ImageFile) -> dict[str, list[str]]:
    """The older IPTC records, by their numbers: the first line of each, since nobody asks for the others.

    What is damaged among them is not worth the picture.
    """
    try:
        found = IptcImagePlugin.getiptcinfo(picture) or {}
    except ROTTEN:
        return {}
    firsts = {key: value[0] if isinstance(value, list) else value for key, value in found.items()}
    return {f"{one}:{two}": [decoded(line)] for (one, two), line in firsts.items() if one == SPEAKING}


def decoded(line: bytes) -> str:
    """Programs of this century write UTF-8, the others Latin-1."""
    try:
        return line.decode()[:MOST_LETTERS]
    except UnicodeDecodeError:
        return line.decode("latin-1")[:MOST_LETTERS]


def develop(job: dict[str, Any]) -> dict[str, Any]:
    """Writes ladder and crops into the working folder; answers the manifest of what was written.

    One decode for all. While frames are sharpened and encoded, the next is scaled; one waits at most.
    """
    picture = open_picture(job["path"], job["max_pixels"])
    size = upright_size(picture)
    frames = planned(job, *size)
    whole = develop_whole(picture, frames[0].scale)
    del picture  # it holds all its pixels
    room = Semaphore(ENCODERS + 1)
    with ThreadPoolExecutor(max_workers=ENCODERS) as pool:
        jobs = []
        for frame in frames:
            room.acquire()
            whole, cut = frame.taken_from(whole, size)
            jobs.append(pool.submit(save_all, cut, frame, job))
            jobs[-1].add_done_callback(lambda _done: room.release())
            del cut  # kept by the job alone, until it is done
    manifest: dict[str, Any] = {"width": size[0], "height": size[1], "crops": {}, "focus": job["focus"]}
    for frame, written in zip(reversed(frames), reversed(jobs), strict=True):
        rungs = (
            manifest["crops"].setdefault(frame.name, []) if frame.name else manifest.setdefault("ladder", [])
        )
        width, height = frame.size
        rungs.append({"width": width, "height": height, **written.result()})
    return manifest | (placeholder(whole) if "ladder" in manifest else {})


@dataclass(frozen=True)
class Frame:
    """What is shown of the upright picture, and how small. Without a name it is the whole."""

    name: str
    size: tuple[int, int]
    box: tuple[float, float, float, float]
    scale: float

    def taken_from(self, whole: Image.Image, source: tuple[int, int]) -> tuple[Image.Image, Image.Image]:
        """The whole picture for the next frame, and this one."""
        if not self.name:
            smaller = whole if whole.size == self.size else scaled(whole, self.size)
            return smaller, smaller
        across, down = whole.width / source[0], whole.height / source[1]
        left, top, right, bottom = self.box
        # Not a hair beyond the edge, where a fraction was rounded.
        ends = min(right * across, whole.width), min(bottom * down, whole.height)
        return whole, scaled(whole, self.size, (left * across, top * down, *ends))


def planned(job: dict[str, Any], width: int, height: int) -> list[Frame]:
    """Every frame that the picture is large enough for, the largest scale first: each serves the next."""
    frames = [
        Frame("", (each, max(1, round(height * each / width))), (0, 0, width, height), each / width)
        for each in fitting(affordable(job["widths"], height / width), width)
    ]
    for crop in job["crops"]:
        box = around(job["focus"], (width, height), crop["across"] / crop["down"])
        most = box[2] - box[0]
        frames += [
            Frame(crop["name"], (each, max(1, round(each * crop["down"] / crop["across"]))), box, each / most)
            for each in fitting(crop["widths"], max(1, int(most)))
        ]
    return sorted(frames, key=lambda frame: (-frame.scale, frame.name))


def affordable(widths: list[int], tall: float) -> list[int]:
    """The widths whose pictures, so many times as tall as wide, an encoder has memory for; one at least."""
    enough = [each for each in widths if each * each * tall <= MOST_PIXELS and each * tall <= LONGEST]
    return enough or [min(each, int(LONGEST / tall)) for each in widths[:1]]


def fitting(widths: list[int], most: int) -> list[int]:
    """The widths that need no enlarging; where there are none, the picture's own."""
    return ([each for each in widths if each <= most] or [most]) if widths else []


def around(focus: list[float], size: tuple[int, int], ratio: float) -> tuple[float, float, float, float]:
    """The largest part of this shape, with the focal point as near its middle as the edges allow."""
    width = min(size[0], size[1] * ratio)
    height = min(width / ratio, size[1])
    left = min(max(focus[0] * size[0] - width / 2, 0), size[0] - width)
    top = min(max(focus[1] * size[1] - height / 2, 0), size[1] - height)
    return left, top, left + width, top + height


def upright_size(picture: Image.Image) -> tuple[int, int]:
    """Width and height as a person sees it."""
    return (picture.height, picture.width) if orientation_of(picture) in LYING else picture.size


def orientation_of(picture: Image.Image) -> Any:
    """How the picture is yet to be turned, as EXIF numbers it, or whatever else a file says there."""
    return 1 if picture.format in UPRIGHT else exif_of(picture).get(ExifTags.Base.Orientation, 1)


def develop_whole(picture: Image.Image, scale: float) -> Image.Image:
    """Decoded once, as small as the largest frame allows, upright, in sRGB."""
    target = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    profile = picture.info.get("icc_profile")
    orientation = orientation_of(picture)
    picture.draft("RGB", target)
    small = scaled(flat(picture), target)
    return to_srgb(upright(small, orientation), profile)


def upright(picture: Image.Image, orientation: Any) -> Image.Image:
    """Turned as its camera meant it."""
    method = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }.get(orientation)
    return picture.transpose(method) if method is not None else picture


def flat(picture: Image.Image) -> Image.Image:
    """Without transparency, in a mode that can be scaled: what is transparent becomes paper white."""
    if picture.mode in DEEP:
        return shallow(picture)
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        return on_paper(picture)
    return picture if picture.mode in {"RGB", "CMYK", "L"} else picture.convert("RGB")


def on_paper(picture: Image.Image) -> Image.Image:
    """What is transparent shows white. A band at a time: a whole layer more would be too much memory."""
    paper = Image.new("RGB", picture.size, "white")
    for top in range(0, picture.height, BAND):
        below = min(top + BAND, picture.height)
        band = picture.crop((0, top, picture.width, below)).convert("RGBA")
        paper.paste(band, (0, top), band)
    return paper


def shallow(picture: Image.Image) -> Image.Image:
    """Grey of 16 bits in 8, a band at a time: the high bytes."""
    high = DEEP[picture.mode]
    grey = Image.new("L", picture.size)
    for top in range(0, picture.height, BAND):
        band = picture.crop((0, top, picture.width, min(top + BAND, picture.height)))
        grey.paste(Image.frombytes("L", band.size, band.tobytes()[high::2]), (0, top))
    # Pillow knows of 8 bits alone that a TIFF may count its darkness.
    is_dark = tag(picture, TiffImagePlugin.PHOTOMETRIC_INTERPRETATION) == DARKNESS
    return ImageChops.invert(grey) if is_dark else grey


def to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The same colours in sRGB. A profile that cannot be read is as good as none."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            converted = None
        if converted is not None:
            picture = converted
    picture = picture.convert("RGB")
    picture.info = {}
    return picture


def scaled(
    picture: Image.Image, size: tuple[int, int], box: tuple[float, float, float, float] | None = None
) -> Image.Image:
    """The picture, or the part in `box`, at this size."""
    return picture.resize(size, Image.Resampling.BICUBIC, box=box, reducing_gap=2.0)


def save_all(cut: Image.Image, frame: Frame, job: dict[str, Any]) -> dict[str, str]:
    """One frame in each format; the names by format.

    One after the other: Pillow notes on the picture itself how it is being saved. What waits for the memory
    of another frame does the rest meanwhile.
    """
    shown = cut.filter(SHARPER) if frame.scale < 1 else cut
    heavy = [how for how in job["formats"] if how["format"] in HEAVY]
    others = [how for how in job["formats"] if how["format"] not in HEAVY]
    written = {}
    for how in others + heavy if HEAVY_TURN.locked() else heavy + others:
        with HEAVY_TURN if how["format"] in HEAVY else nullcontext():
            written[how["format"].lower()] = save(shown, frame.name, how, job["words"])
    return written


def save(picture: Image.Image, crop: str, how: dict[str, Any], words: dict[str, str]) -> str:
    """Writes one file, named by its crop, its width and its content; answers the name."""
    with tempfile.NamedTemporaryFile(dir=".", delete=False) as file:
        picture.save(file, how["format"], **how["options"], **inscribed(words))
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:16]
    name = "-".join(part for part in (crop, str(picture.width), f"{digest}.{how['ending']}") if part)
    Path(file.name).rename(name)
    return name


def inscribed(words: dict[str, str]) -> dict[str, bytes]:
    """How Pillow is told what to write into a file: these words, and nothing of the original's."""
    if not words:
        return {}
    exif = Image.Exif()
    for tag, key in ((ExifTags.Base.Artist, "artist"), (ExifTags.Base.Copyright, "copyright")):
        if words.get(key):
            exif[tag] = words[key].encode()  # Pillow would write a question mark for whatever is not ASCII
    written = {"xmp": words["xmp"].encode()}
    return written | ({"exif": exif.tobytes()} if len(exif) else {})


def placeholder(picture: Image.Image) -> dict[str, str]:
    """A picture of a few bytes to stand in while the real one comes, and the colour of the whole."""
    tiny = picture.copy()
    tiny.thumbnail((PLACEHOLDER_SIDE, PLACEHOLDER_SIDE))
    buffer = io.BytesIO()
    tiny.save(buffer, "WEBP", quality=30, method=4)
    data = base64.b64encode(buffer.getvalue()).decode()
    red, green, blue = tiny.resize((1, 1), Image.Resampling.BOX).tobytes()
    return {"placeholder": f"data:image/webp;base64,{data}", "colour": f"#{red:02x}{green:02x}{blue:02x}"}


def work(job: dict[str, Any]) -> dict[str, Any]:
    """Does the job. What Pillow raises on a file that lies ends this process: that is an answer too."""
    try:
        return {"inspect": inspect, "develop": develop}[job["task"]](job)
    except Refused as refusal:
        return {"refused": str(refusal)}
    except OSError as problem:
        if str(problem) == WANTS_MEMORY:
            raise MemoryError from problem
        raise


if __name__ == "__main__":
    task = json.load(sys.stdin)
    limit(task["limits"])
    json.dump(work(task), sys.stdout)
