"""What is made of a picture: imagekit's specs, one for each width and format.

They say *what* is made. How, is the darkroom's business: one decode for all of them.
"""

from dataclasses import dataclass
from typing import Any

from imagekit import ImageSpec
from pilkit.processors import ResizeToFit

# Never above the source's own width.
WIDTHS = (320, 640, 960, 1280, 1920)

# Format, the ending of its files, and how it is saved. AVIF at speed 9 costs less than WebP and weighs less.
FORMATS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("AVIF", "avif", {"quality": 60, "speed": 9, "max_threads": 1}),
    ("WEBP", "webp", {"quality": 78, "method": 2}),
    ("JPEG", "jpg", {"quality": 82, "progressive": True, "optimize": True}),
)


@dataclass(frozen=True)
class Rung:
    """A width of the ladder, in one format."""

    width: int
    format: str
    ending: str
    options: dict[str, Any]


def ladder() -> list[type[ImageSpec]]:
    """A spec for each width and format, the widest first."""
    return [
        _spec(width, name, ending, options)
        for width in sorted(WIDTHS, reverse=True)
        for name, ending, options in FORMATS
    ]


def rungs() -> list[Rung]:
    """The ladder as plain values, for a process that knows neither Django nor imagekit."""
    return [Rung(spec.processors[0].width, spec.format, spec.ending, spec.options) for spec in ladder()]


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
