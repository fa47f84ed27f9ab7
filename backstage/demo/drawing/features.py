"""Draws what is fine on a face: eyes, brows, beard."""

import math
import random

from PIL import Image, ImageDraw, ImageFilter

from backstage.demo.drawing.fields import GAMMA
from backstage.demo.drawing.geometry import Point
from backstage.demo.drawing.view import View


def draw_eyes(picture: Image.Image, view: View) -> None:
    """Draw both eyes, in place: lids' line, iris, the key light caught in them."""
    for side in (-1, 1):
        patch = picture.copy()
        _draw_eye(ImageDraw.Draw(patch), picture, view, side)
        x, y = view.on_face(side * 0.41, 0.03)
        reach = view.unit * 0.32
        box = (round(x - reach), round(y - reach), round(x + reach), round(y + reach))
        picture.paste(patch.crop(box).filter(ImageFilter.GaussianBlur(view.unit / 110)), box[:2])


def _draw_eye(draw: ImageDraw.ImageDraw, picture: Image.Image, view: View, side: int) -> None:
    """Draw one eye, sharp."""
    unit = view.unit
    level = _level(picture, view.on_face(side * 0.41, 0.1))
    lid = ((0.2, 0.06), (0.27, -0.015), (0.38, -0.06), (0.5, -0.05), (0.63, 0.03))
    upper = [view.on_face(side * x, 0.05 + (y - 0.05) * view.sitter.lids) for x, y in lid]
    lower = [view.on_face(side * x, y) for x, y in ((0.55, 0.075), (0.43, 0.1), (0.3, 0.09))]
    draw.polygon(upper + lower, fill=round(level * 0.92))
    x, y = view.on_face(side * 0.405 + view.sitter.gaze - view.sitter.yaw / 500, 0.02)
    wide = unit * 0.095 * max(0.75, view.narrowing(side * 0.41, 0))
    draw.ellipse(
        (x - wide, y - unit * 0.1 * view.sitter.lids, x + wide, y + unit * 0.08), fill=round(level * 0.3)
    )
    draw.ellipse(
        (x - wide * 0.4, y - unit * 0.045, x + wide * 0.4, y + unit * 0.035), fill=round(level * 0.08)
    )
    draw.line(upper, fill=round(level * 0.22), width=max(2, round(unit * 0.03)))
    draw.line([upper[-1], *lower, upper[0]], fill=round(level * 0.6), width=max(1, round(unit * 0.012)))
    spot = unit * 0.022
    x, y = x + view.sitter.key_side * wide * 0.4, y - unit * 0.04
    draw.ellipse((x - spot, y - spot, x + spot, y + spot), fill=min(255, round(level * 1.2 + 60)))


def draw_brows(picture: Image.Image, view: View) -> None:
    """Draw the eyebrows hair by hair, in place."""
    chance = random.Random(f"{view.sitter}brows")
    layer = picture.copy()
    draw = ImageDraw.Draw(layer)
    thick = 0.028 + 0.022 * view.sitter.brow
    for side in (-1, 1):
        for _ in range(70):
            along = chance.random()
            x = 0.16 + along * 0.5
            y = -0.235 - 0.1 * math.sin(along * 2.4) + 0.06 * along + chance.gauss(0, thick * (1.1 - along))
            start = view.on_face(side * x, y, 0.05)
            tip = view.on_face(side * (x + 0.07), y - 0.05 + 0.09 * along, 0.05)
            grey = _level(picture, start) * (0.4 + 0.5 * view.sitter.hair_tone) * chance.uniform(0.6, 1.1)
            draw.line((start, tip), fill=round(grey), width=2)
    lay_over(picture, layer, view, 1, 0.55)


def draw_beard(picture: Image.Image, view: View) -> None:
    """Grow the sitter's beard, in place."""
    beard = view.sitter.beard
    if not beard:
        return
    chance = random.Random(f"{view.sitter}beard")
    count = {"stubble": 1100, "moustache": 600, "short": 1900, "full": 1900}[beard]
    length = {"stubble": 0.02, "moustache": 0.13, "short": 0.07, "full": 0.24}[beard]
    roots = [(chance.uniform(-0.92, 0.92), chance.uniform(0.1, 1.42)) for _ in range(count * 3)]
    roots = [root for root in roots if _bearded(*root, beard)][:count]
    _bristles(picture, view, sorted(roots, key=lambda root: root[1]), length, chance)


def _bearded(x: float, y: float, beard: str) -> bool:
    """Whether that kind of beard grows at that place of the face."""
    lip = abs(x) < 0.36 and 0.78 < y < 0.92
    if beard == "moustache":
        return lip
    mouth = (x / 0.34) ** 2 + ((y - 1.0) / 0.13) ** 2 < 1
    jaw = y > 0.82 - 0.9 * max(0.0, abs(x) - 0.38) and not (abs(x) < 0.7 and y < 0.74)
    return lip or (jaw and not mouth and y > 0.15)


def _bristles(
    picture: Image.Image, view: View, roots: list[Point], length: float, chance: random.Random
) -> None:
    """Grow short hairs out of those places of the face, in place, lit as the skin there is."""
    layer = picture.copy()
    draw = ImageDraw.Draw(layer)
    ratio = (view.sitter.hair_tone / view.sitter.skin) ** GAMMA
    for x, y in roots:
        start = view.on_face(x, y, 0.04)
        here = _level(picture, start)
        tip = view.on_face(x + chance.gauss(x * 0.2, 0.4) * length, y + chance.uniform(0.5, 1) * length, 0.04)
        grey = round(here * min(1.15, max(0.3, ratio)) * chance.uniform(0.5, 1.35))
        draw.line((start, tip), fill=min(255, grey), width=chance.choice((1, 2)))
    lay_over(picture, layer, view, 1, 0.6)


def _level(picture: Image.Image, at: Point) -> int:
    """The grey level at a place, at the nearest edge for what lies outside."""
    x = min(max(round(at[0]), 0), picture.width - 1)
    y = min(max(round(at[1]), 0), picture.height - 1)
    level = picture.getpixel((x, y))
    return level if isinstance(level, int) else 0


def lay_over(picture: Image.Image, layer: Image.Image, view: View, blur: int, strength: float) -> None:
    """Lay what was drawn on a copy over the picture, in place: a little out of focus and not quite opaque."""
    x, y = view.pixel(0.0, 0.3)
    reach = view.unit * 1.5
    box = (round(x - reach), round(y - reach), round(x + reach), round(y + reach))
    soft = layer.crop(box).filter(ImageFilter.BoxBlur(blur))
    picture.paste(Image.blend(picture.crop(box), soft, strength), box[:2])
