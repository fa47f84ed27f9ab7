"""Draws with arithmetic: pictures of floating point numbers, sculpted like clay and shown as greys."""

import math
import random
from array import array
from collections.abc import Callable
from functools import cache
from typing import Any

from PIL import Image, ImageMath

from backstage.demo.drawing.geometry import Point

Rule = Callable[[dict[str, Any]], Any]
EXPOSURE, GAMMA = 2.7, 0.7
FLOOR = -9.0  # the height of what is nowhere: far behind everything


def computed(rule: Rule, **fields: Image.Image) -> Image.Image:
    """The picture of floats that the rule makes of those pictures, pixel by pixel."""
    result: Image.Image = ImageMath.lambda_eval(lambda given: given["convert"](rule(given), "F"), **fields)
    return result


@cache
def axes_of(size: tuple[int, int]) -> tuple[Image.Image, Image.Image]:
    """Two fields of that size: each pixel's x, and each pixel's y."""
    across = Image.frombytes("F", (size[0], 1), array("f", range(size[0])).tobytes())
    down = Image.frombytes("F", (1, size[1]), array("f", range(size[1])).tobytes())
    return across.resize(size, Image.Resampling.NEAREST), down.resize(size, Image.Resampling.NEAREST)


@cache
def _soft_spot() -> Image.Image:
    """A bell curve out to three standard deviations, one high: the thumb that everything is sculpted with."""
    x, y = axes_of((97, 97))
    return computed(lambda f: math.e ** (((f["x"] - 48) ** 2 + (f["y"] - 48) ** 2) / -512.0), x=x, y=y)


def press(clay: Image.Image, at: Point, sigma: Point, height: float, angle: float = 0.0) -> None:
    """Add a bell-shaped bump (a hollow, if the height is negative) to the clay, in place; pixels, degrees."""
    size = max(2, round(sigma[0] * 6)), max(2, round(sigma[1] * 6))
    spot = _soft_spot().resize(size, Image.Resampling.BILINEAR)
    if angle:
        spot = spot.rotate(angle, Image.Resampling.BILINEAR, expand=True)
    left, top = round(at[0] - spot.width / 2), round(at[1] - spot.height / 2)
    box = (left, top, left + spot.width, top + spot.height)
    clay.paste(computed(lambda f: f["under"] + f["spot"] * height, under=clay.crop(box), spot=spot), box[:2])


def joined(one: Image.Image, other: Image.Image, softness: float) -> Image.Image:
    """The higher of two reliefs, with the crease between them filled as flesh fills it."""

    def rule(f: dict[str, Any]) -> Any:
        near = f["max"](softness - abs(f["one"] - f["other"]), 0.0)
        return f["max"](f["one"], f["other"]) + near * near / (4 * softness)

    return computed(rule, one=one, other=other)


def shifted(clay: Image.Image, dx: float, dy: float) -> Image.Image:
    """The field seen from a place dx, dy pixels further on."""
    move = (1, 0, round(dx), 0, 1, round(dy))
    return clay.transform(clay.size, Image.Transform.AFFINE, move, fillcolor=FLOOR)


def clouds_of(size: tuple[int, int], cell: Point, seed: str) -> Image.Image:
    """Soft noise around mid grey (mode L) whose lumps are about as large as the cell, in pixels."""
    small = max(2, round(size[0] / cell[0])), max(2, round(size[1] / cell[1]))
    noise = Image.frombytes("L", small, random.Random(seed).randbytes(small[0] * small[1]))
    return noise.resize(size, Image.Resampling.BICUBIC)


def grey_levels(light: Image.Image) -> Image.Image:
    """Linear light (1 is white) as the grey levels that a screen wants, with a shoulder as film has."""
    return computed(lambda f: 255 * (1 - math.e ** (f["light"] * -EXPOSURE)) ** GAMMA, light=light).convert(
        "L"
    )


def grey_level(light: float) -> int:
    """The same for one number."""
    shown: float = (1 - math.exp(-EXPOSURE * max(0.0, light))) ** GAMMA
    return round(255 * shown)
