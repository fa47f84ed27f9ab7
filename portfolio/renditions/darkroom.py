"""Opens and develops pictures. Runs in the cage, as a script: it imports neither Django nor our own code.

Its job and its answer are JSON; a refusal is `{"refused": "<why>"}`, with a word of `REFUSALS`.
"""

import base64
import hashlib
import io
import json
import resource
import sys
from pathlib import Path
from typing import Any

import pi_heif
from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

REFUSALS = ("not_a_picture", "damaged", "too_many_pixels", "animated")
# Pillow opens forty formats, Ghostscript's among them: only these are asked.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF", "HEIF")
# Cameras and phones put a preview or a depth map behind their picture: its first frame is the picture.
WITH_COMPANIONS = ("MPO", "HEIF")
SRGB = ImageCms.createProfile("sRGB")
PLACEHOLDER_SIDE = 20
# The EXIF orientations in which width and height change places.
LYING = (5, 6, 7, 8)


class Refused(Exception):
    """The picture is not taken; the argument is a word of `REFUSALS`."""


def limit(limits: dict[str, int]) -> None:
    """Binds this process before it opens anything."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["file_bytes"], limits["file_bytes"]))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits["open_files"], limits["open_files"]))
    if sys.platform == "linux":  # elsewhere the limit is unknown or not kept
        resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"], limits["memory_bytes"]))


def open_picture(path: str, max_pixels: dict[str, int]) -> Image.Image:
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
    return picture


def kind(picture: Image.Image) -> str:
    """The format that we call it by: what Pillow calls MPO is a JPEG with others behind it."""
    return "JPEG" if picture.format == "MPO" else str(picture.format)


def inspect(job: dict[str, Any]) -> dict[str, Any]:
    """Format, upright size and date of a picture that decodes to its last row."""
    picture = open_picture(job["path"], job["max_pixels"])
    width, height = upright_size(picture)
    taken = picture.getexif().get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal, "")
    # A JPEG is read whole at an eighth of its size as well: enough to find where it breaks off.
    picture.draft("RGB", (picture.width // 8, picture.height // 8))
    picture.load()
    return {"format": kind(picture), "width": width, "height": height, "taken": str(taken)[:19]}


def develop(job: dict[str, Any]) -> dict[str, Any]:
    """Writes each rung into the working folder; answers the manifest of what was written."""
    picture = open_picture(job["path"], job["max_pixels"])
    width, height = upright_size(picture)
    rungs = [rung for rung in job["rungs"] if rung["width"] <= width] or job["rungs"][-len(job["formats"]) :]
    master = develop_master(picture, max(rung["width"] for rung in rungs))
    steps: dict[int, dict[str, Any]] = {}
    for rung in rungs:
        master = shrink(master, min(rung["width"], width))
        step = steps.setdefault(master.width, {"width": master.width, "height": master.height})
        step[rung["format"].lower()] = save(master, rung)
    ladder = [steps[key] for key in sorted(steps)]
    return {"width": width, "height": height, "ladder": ladder, **placeholder(master)}


def upright_size(picture: Image.Image) -> tuple[int, int]:
    """Width and height as a person sees it. pi-heif turns its pictures itself."""
    turned = picture.getexif().get(ExifTags.Base.Orientation, 1) in LYING
    return (picture.height, picture.width) if turned else picture.size


def develop_master(picture: Image.Image, width: int) -> Image.Image:
    """Decoded once, as small as the widest rung allows, upright, in sRGB."""
    scale = width / upright_size(picture)[0]
    target = (round(picture.width * scale), round(picture.height * scale))
    profile = picture.info.get("icc_profile")
    orientation = picture.getexif().get(ExifTags.Base.Orientation, 1)
    picture.draft("RGB", target)
    small = flat(picture).resize(target, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return to_srgb(upright(small, orientation), profile)


def upright(picture: Image.Image, orientation: int) -> Image.Image:
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
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda value: value / 256).convert("L")
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(paper, layer).convert("RGB")
    return picture if picture.mode in {"RGB", "CMYK", "L"} else picture.convert("RGB")


def to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The same colours in sRGB. A profile that cannot be read is as good as none."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, SRGB, outputMode="RGB")
        except ImageCms.PyCMSError:
            converted = None
        if converted is not None:
            picture = converted
    picture = picture.convert("RGB")
    picture.info = {}
    return picture


def shrink(picture: Image.Image, width: int) -> Image.Image:
    """The picture at this width; itself where it already has it."""
    if picture.width == width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def save(picture: Image.Image, rung: dict[str, Any]) -> str:
    """Writes one file, named by its width and its content; answers the name."""
    buffer = io.BytesIO()
    picture.save(buffer, rung["format"], **rung["options"])
    digest = hashlib.sha256(buffer.getvalue()).hexdigest()[:16]
    name = f"{picture.width}-{digest}.{rung['ending']}"
    Path(name).write_bytes(buffer.getvalue())
    return name


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


if __name__ == "__main__":
    task = json.load(sys.stdin)
    limit(task["limits"])
    json.dump(work(task), sys.stdout)
