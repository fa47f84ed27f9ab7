"""What is made of a picture: imagekit's specs, one for each width and format.

They say *what* is made. How, is the darkroom's business: one decode for all of them.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from imagekit import ImageSpec
from pilkit.processors import ResizeToFit

# One more whenever the darkroom makes other pixels of the same specs: all renditions are then out of date.
EDITION = 3

# Never above the source's own width.
WIDTHS = (320, 640, 960, 1280, 1920, 2560)

# Format, the ending of its files, and how it is saved. AVIF at speed 9 costs less than WebP and weighs less.
FORMATS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("AVIF", "avif", {"quality": 60, "speed": 9, "max_threads": 1}),
    ("WEBP", "webp", {"quality": 78, "method": 2}),
    ("JPEG", "jpg", {"quality": 82, "progressive": True, "optimize": True}),
)


@dataclass(frozen=True)
class Crop:
    """A shape in which pictures are shown cut, around their focal point."""

    name: str
    across: int
    down: int
    widths: tuple[int, ...]


# The wall of faces; the desk's contact sheet; openings, and what is shared.
CROPS = (
    Crop("4x5", 4, 5, (320, 640, 960)),
    Crop("1x1", 1, 1, (160, 320)),
    Crop("16x9", 16, 9, (640, 1280, 1920)),
)


def ladder() -> list[type[ImageSpec]]:
    """A spec for each width and format, the widest first."""
    return [
        _spec(width, name, ending, options)
        for width in sorted(WIDTHS, reverse=True)
        for name, ending, options in FORMATS
    ]


def recipe() -> dict[str, Any]:
    """The same as plain values, for a process that knows neither Django nor imagekit."""
    specs = ladder()
    formats = {
        spec.format: {"format": spec.format, "ending": spec.ending, "options": spec.options} for spec in specs
    }
    return {
        "widths": sorted({spec.processors[0].width for spec in specs}),
        "formats": list(formats.values()),
        "crops": [asdict(crop) for crop in CROPS],
    }


def fingerprint() -> str:
    """Short, and another whenever something else would be made of the same picture."""
    said = json.dumps([recipe(), EDITION], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:8]


def _spec(width: int, name: str, ending: str, options: dict[str, Any]) -> type[ImageSpec]:
    return type(
        f"{name.title()}{width}",
        (ImageSpec,),
        {
            "processors": [ResizeToFit(width=width, upscale=False)],
            "format": name,
            "options": options,
            "ending": ending,
        },
    )
