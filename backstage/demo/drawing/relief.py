"""Draws in clay: skull, face, hat, neck and shoulders as a relief of soft bumps."""

import math
from dataclasses import dataclass
from typing import Any

from PIL import Image

from backstage.demo.drawing.fields import FLOOR, axes_of, computed, joined, press
from backstage.demo.drawing.geometry import Vector
from backstage.demo.drawing.view import SKULL, SKULL_RADII, View

FACE: Vector = (0.0, 0.1, 0.08)
HATS = frozenset({"cap", "beanie"})


@dataclass(frozen=True)
class Bump:
    """One press of the thumb on the face; `trait` names what in the sitter makes it stronger or weaker."""

    x: float
    y: float
    wide: float
    tall: float
    height: float
    trait: str = ""
    out: float = 0.0
    angle: float = 0.0
    both_sides: bool = False


BUMPS = (
    Bump(0.41, 0.0, 0.22, 0.13, -0.17, both_sides=True),  # the sockets
    Bump(0.2, -0.04, 0.09, 0.1, -0.035, both_sides=True),
    Bump(0.41, 0.02, 0.14, 0.095, 0.13, both_sides=True),  # the eyes in them
    Bump(0.42, -0.07, 0.17, 0.035, 0.035, angle=-4, both_sides=True),  # the upper lids
    Bump(0.4, 0.2, 0.17, 0.04, -0.035, trait="age", angle=8, both_sides=True),
    Bump(0.38, -0.26, 0.26, 0.1, 0.06, trait="brow", angle=6, both_sides=True),
    Bump(0.0, -0.62, 0.5, 0.25, 0.06),  # the forehead
    Bump(0.78, -0.3, 0.14, 0.3, -0.07, both_sides=True),  # the temples
    Bump(0.0, 0.14, 0.12, 0.26, 0.13, trait="nose", out=0.1),
    Bump(0.0, 0.38, 0.13, 0.15, 0.11, trait="nose", out=0.18),
    Bump(0.0, 0.53, 0.14, 0.15, 0.13, trait="nose", out=0.24),
    Bump(0.16, 0.6, 0.075, 0.08, 0.09, trait="nose", out=0.1, both_sides=True),
    Bump(0.09, 0.685, 0.045, 0.025, -0.03, out=0.16, both_sides=True),  # the nostrils
    Bump(0.6, 0.32, 0.22, 0.15, 0.1, trait="cheek", angle=24, both_sides=True),
    Bump(0.56, 0.82, 0.17, 0.26, -0.09, trait="cheek", angle=-16, both_sides=True),
    Bump(0.34, 0.74, 0.045, 0.18, -0.05, trait="age", angle=24, both_sides=True),  # from nose to mouth
    Bump(0.0, 0.93, 0.3, 0.22, 0.12),
    Bump(0.0, 0.925, 0.2, 0.045, 0.06, trait="lips", out=0.08),
    Bump(0.0, 1.065, 0.17, 0.055, 0.085, trait="lips", out=0.08),
    Bump(0.0, 0.995, 0.13, 0.016, -0.04, out=0.08),  # the line of the mouth
    Bump(0.19, 0.98, 0.1, 0.016, -0.04, out=0.06, angle=-11, both_sides=True),
    Bump(0.33, 0.95, 0.05, 0.05, -0.035, both_sides=True),
    Bump(0.0, 1.18, 0.17, 0.05, -0.07),
    Bump(0.0, 1.34, 0.2, 0.13, 0.12),  # the chin
    Bump(0.0, -0.72, 0.36, 0.025, -0.014, trait="age"),  # the years on the forehead
    Bump(0.03, -0.56, 0.34, 0.025, -0.014, trait="age"),
)


def head_relief(view: View) -> Image.Image:
    """The head without hair: skull, face and ears, then every bump pressed on."""
    sitter, axes = view.sitter, head_axes(view)
    deeper = 1 + 0.16 * abs(math.sin(math.radians(sitter.yaw)))
    skull = _dome(axes, view.turned(SKULL), (SKULL_RADII[0] * sitter.broad * deeper, *SKULL_RADII[1:]))
    face = _dome(axes, view.turned(FACE), (0.93 * sitter.broad, sitter.chin - 0.06, 0.96), 2.15)
    chin = _dome(axes, view.turned((0, 0.72, 0.16)), (sitter.jaw * sitter.broad, sitter.chin - 0.7, 0.7), 2.3)
    head = joined(joined(skull, face, 0.2), chin, 0.25)
    for side in (-1, 1):
        ear = view.turned((side * 0.98 * sitter.broad, 0.12, -0.1))
        head = joined(head, _dome(axes, ear, (0.15, 0.33, 0.16)), 0.08)
        press(head, view.pixel(ear[0] + side * 0.02, ear[1]), (view.unit * 0.05, view.unit * 0.14), -0.1)
    for bump in BUMPS:
        _press_bump(head, view, bump)
    return joined(head, hat_relief(view, axes), 0.02) if sitter.wear in HATS else head


def _press_bump(head: Image.Image, view: View, bump: Bump) -> None:
    """Press one bump on the face, on its mirrored side as well where it has one."""
    strength = float(getattr(view.sitter, bump.trait)) if bump.trait else 1.0
    for side in (-1, 1) if bump.both_sides else (1,):
        x = bump.x * side
        sigma = bump.wide * view.unit * view.narrowing(x, bump.y), bump.tall * view.unit
        angle = -bump.angle * side - view.sitter.roll
        press(head, view.on_face(x, bump.y, bump.out), sigma, bump.height * strength, angle)


def hat_relief(view: View, axes: tuple[Image.Image, Image.Image]) -> Image.Image:
    """A cap with its peak, or a woollen hat."""
    turned = view.turned((0, -0.5, -0.08))
    broad = view.sitter.broad
    edge = -0.42 if view.sitter.wear == "cap" else -0.4
    dome = _dome(axes, turned, (1.03 * broad, 1.06, 1.26), 2.1)
    hat = computed(lambda f: f["dome"] - f["max"](f["y"] - edge, 0.0) * 40.0, dome=dome, y=axes[1])
    if view.sitter.wear == "cap":
        return joined(hat, _dome(axes, view.turned((0, -0.5, 0.95)), (0.78 * broad, 0.15, 0.7), 2.2), 0.06)
    brim = _dome(axes, view.turned((0, -0.5, 0.1)), (1.06 * broad, 0.2, 1.22), 2.6)
    return joined(hat, brim, 0.03)


def body_relief(view: View) -> Image.Image:
    """Neck and shoulders, half turned after the head."""
    x, y = axes_of(view.size)
    left, top = view.sitter.across * view.size[0], view.sitter.down * view.size[1]
    unit = view.unit
    axes = (
        computed(lambda f: (f["x"] - left) / unit, x=x),
        computed(lambda f: (f["y"] - top) / unit, y=y),
    )
    lean = -view.sitter.yaw / 130  # a turned head stands in front of its neck
    thin = 0.86 if view.sitter.feminine else 1.0
    neck = _dome(axes, (lean * 0.6, 1.1, -0.62), (0.66 * thin, 1.6, 0.62), 2.2)
    slope = _dome(axes, (lean, 2.5, -0.75), (1.8 * thin, 0.95, 0.75), 1.7)
    shoulders = _dome(axes, (lean, 3.75, -0.75), (2.4 * thin, 1.9, 1.05), 2.3)
    return joined(joined(neck, slope, 1.1), shoulders, 0.7)


def smoothed(relief: Image.Image) -> Image.Image:
    """The relief without its creases, and with an edge that rounds off instead of falling to the floor."""
    kept = computed(lambda f: f["max"](f["relief"], -1.7), relief=relief)
    small = kept.resize((relief.width // 14, relief.height // 14), Image.Resampling.BOX)
    return small.resize(relief.size, Image.Resampling.BICUBIC)


def head_axes(view: View) -> tuple[Image.Image, Image.Image]:
    """Each pixel's place in the head's own space, before any turning: x, then y."""
    x, y = axes_of(view.size)
    roll = math.radians(view.sitter.roll)
    left, top = view.sitter.across * view.size[0], view.sitter.down * view.size[1]
    cosine, sine, unit = math.cos(roll), math.sin(roll), view.unit
    return (
        computed(lambda f: ((f["x"] - left) * cosine + (f["y"] - top) * sine) / unit, x=x, y=y),
        computed(lambda f: ((f["y"] - top) * cosine - (f["x"] - left) * sine) / unit, x=x, y=y),
    )


def _dome(
    axes: tuple[Image.Image, Image.Image], at: Vector, radii: Vector, power: float = 2.0
) -> Image.Image:
    """The camera's side of an ellipsoid (boxier for powers above 2): its height, or the floor around it."""

    def rule(f: dict[str, Any]) -> Any:
        left = 1 - abs((f["x"] - at[0]) / radii[0]) ** power - abs((f["y"] - at[1]) / radii[1]) ** power
        inside = f["max"](left, 0.0)
        return inside**0.5 * radii[2] + at[2] + f["min"](left, 0.0) * 40.0

    return computed(lambda f: f["max"](rule(f), FLOOR), x=axes[0], y=axes[1])
