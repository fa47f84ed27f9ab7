"""Draws with light: a key that casts shadows on the relief, a rim light, a little fill."""

import math
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageFilter

from backstage.demo.drawing.fields import axes_of, computed, shifted
from backstage.demo.drawing.geometry import Vector, normalised
from backstage.demo.drawing.sitter import Sitter
from backstage.demo.drawing.view import View


@dataclass(frozen=True)
class Light:
    """A light: where it comes from (x to the right, y downwards, z towards the camera), and its power."""

    towards: Vector
    power: float


def key_light(sitter: Sitter) -> Light:
    """The key: from one side, above, a little in front."""
    return Light(normalised((sitter.key_side * 0.8, -sitter.key_height, sitter.key_front)), sitter.key_power)


def rim_light(sitter: Sitter) -> Light:
    """The light behind the other shoulder."""
    return Light(normalised((-sitter.key_side * 0.9, -0.35, -0.45)), sitter.rim_power)


def lit_relief(relief: Image.Image, albedo: Image.Image, where: Image.Image, view: View) -> Image.Image:
    """The relief as light (1 is white): key with its shadows, rim, fill from above, a little shine."""
    sitter = view.sitter
    key, rim = key_light(sitter), rim_light(sitter)
    across, down = _slopes(relief, view.unit)
    shine = normalised((key.towards[0], key.towards[1], key.towards[2] + 1))

    def facing(f: dict[str, Any], towards: Vector) -> Any:
        return (towards[2] - f["across"] * towards[0] - f["down"] * towards[1]) * f["upright"]

    def rule(f: dict[str, Any]) -> Any:
        open_to_key = 1 - f["shadow"] / 290.0  # the key is a large soft source
        soft = f["max"](facing(f, key.towards) * 0.94 + 0.06, 0.0)
        gloss = f["max"](facing(f, shine), 0.0) ** 14 * 0.16
        edge = f["max"](facing(f, rim.towards), 0.0) * (1 - f["upright"]) ** 2 * f["outer"]
        fill = sitter.fill * (0.75 - f["down"] * f["upright"] * 0.45)
        diffuse = f["albedo"] / 255.0 * (soft * open_to_key * key.power + fill + edge * rim.power * 3)
        return (
            diffuse
            + (gloss * open_to_key * key.power + edge * rim.power * 0.3) * (f["albedo"] / 255.0 + 0.03)
        ) * f["pool"]

    upright = computed(lambda f: (f["a"] * f["a"] + f["d"] * f["d"] + 1) ** -0.5, a=across, d=down)
    return computed(
        rule,
        across=across,
        down=down,
        upright=upright,
        shadow=_shadow(relief, view.unit, key).convert("F"),
        albedo=albedo.convert("F"),
        pool=_pool(view),
        outer=_outline(where, view.unit),
    )


def _slopes(relief: Image.Image, unit: float) -> tuple[Image.Image, Image.Image]:
    """How steeply the relief rises to the right and downwards, kept within what an edge needs."""

    def rule(f: dict[str, Any]) -> Any:
        return f["max"](f["min"]((f["after"] - f["before"]) * (unit / 2), 6.0), -6.0)

    return (
        computed(rule, after=shifted(relief, 1, 0), before=shifted(relief, -1, 0)),
        computed(rule, after=shifted(relief, 0, 1), before=shifted(relief, 0, -1)),
    )


def _shadow(relief: Image.Image, unit: float, light: Light) -> Image.Image:
    """Where the relief stands in its own light (mode L, 255 is full shadow)."""
    x, y, z = light.towards
    flat = math.hypot(x, y)
    hidden = Image.new("F", relief.size, 0.0)
    for step in (2, 4, 6, 9, 12, 16, 21, 27, 34, 43, 54, 68, 85):
        rise = step / unit * z / flat
        ahead = shifted(relief, x / flat * step, y / flat * step)
        hidden = _deeper(hidden, ahead, relief, rise)
    hard = computed(
        lambda f: f["min"](f["max"](f["hidden"] - 0.025, 0.0) * 1500.0, 255.0), hidden=hidden
    ).convert("L")
    return hard.filter(ImageFilter.GaussianBlur(unit / 18))


def _deeper(hidden: Image.Image, ahead: Image.Image, here: Image.Image, rise: float) -> Image.Image:
    """How deep each place lies in shadow, with what stands `ahead` of it towards the light."""
    return computed(
        lambda f: f["max"](f["hidden"], f["ahead"] - f["here"] - rise), hidden=hidden, ahead=ahead, here=here
    )


def _outline(where: Image.Image, unit: float) -> Image.Image:
    """One at the figure's outline, nothing within: a light from behind does not reach the edge of a jaw."""
    inside = where.filter(ImageFilter.GaussianBlur(unit * 0.09)).convert("F")
    return computed(lambda f: f["min"]((255.0 - f["inside"]) / 90.0, 1.0), inside=inside)


def _pool(view: View) -> Image.Image:
    """How much of the light reaches each place: most on the face, little on the chest (it has flags)."""
    x, y = axes_of(view.size)
    left, top = view.pixel(0.5 * view.sitter.key_side, 0.1)
    reach = -2 * (1.9 * view.unit) ** 2
    return computed(lambda f: math.e ** (((f["x"] - left) ** 2 + (f["y"] - top) ** 2) / reach), x=x, y=y)
