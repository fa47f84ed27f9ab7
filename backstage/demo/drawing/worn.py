"""Draws what is worn on a head: spectacles, headphones, a headset."""

import math

from PIL import Image, ImageDraw

from backstage.demo.drawing.features import lay_over
from backstage.demo.drawing.geometry import Point
from backstage.demo.drawing.view import View


def draw_spectacles(picture: Image.Image, view: View) -> None:
    """Put the sitter's glasses on, in place: a dark frame with a line of light along its top."""
    if not view.sitter.glasses:
        return
    layer = picture.copy()
    draw = ImageDraw.Draw(layer)
    width = max(3, round(view.unit * 0.026))
    power = 2.0 if view.sitter.glasses == "round" else 4.5
    for side in (-1, 1):
        rim = [_on_lens(view, side, step / 40 * math.tau, power) for step in range(41)]
        draw.line(rim, fill=14, width=width)
        draw.line(rim[24:34], fill=90, width=2)
        if side * view.sitter.yaw < 0:
            draw.line(
                (rim[0 if side > 0 else 20], view.pixel(*view.turned((side, 0.0, -0.1))[:2])),
                fill=14,
                width=width,
            )
    draw.line(
        (view.on_face(-0.13, 0.0, 0.2), view.on_face(0, -0.03, 0.24), view.on_face(0.13, 0.0, 0.2)),
        fill=16,
        width=width,
    )
    lay_over(picture, layer, view, 2, 0.85)


def _on_lens(view: View, side: int, angle: float, power: float) -> Point:
    """A point of a lens's rim."""
    cosine, sine = math.cos(angle), math.sin(angle)
    x = math.copysign(abs(cosine) ** (2 / power), cosine) * 0.31
    y = math.copysign(abs(sine) ** (2 / power), sine) * 0.25
    turned = view.turned((side * 0.43 + x, 0.05 + y, 0.98 - 0.3 * abs(side * 0.43 + x)))
    return view.pixel(turned[0], turned[1])


def draw_phones(picture: Image.Image, view: View) -> None:
    """Put headphones (two cups) or a headset (one) on, in place."""
    if view.sitter.wear not in {"headphones", "headset"}:
        return
    draw = ImageDraw.Draw(picture)
    heavy = view.sitter.wear == "headphones"
    arc = [math.radians(angle) for angle in range(-88, 89, 8)]
    band = [view.turned((1.17 * math.sin(a), -0.3 - 1.34 * math.cos(a), -0.05)) for a in arc]
    points = [view.pixel(x, y) for x, y, _ in band]
    draw.line(points, fill=14, width=round(view.unit * (0.13 if heavy else 0.07)))
    bright = points[:9] if view.sitter.key_side < 0 else points[-9:]
    draw.line(bright, fill=70, width=max(2, round(view.unit * 0.02)))
    for side in (-1, 1) if heavy else (-view.sitter.key_side,):
        _draw_cup(draw, view, side)


def _draw_cup(draw: ImageDraw.ImageDraw, view: View, side: int) -> None:
    """Draw one cup of the headphones."""
    x, y, z = view.turned((side * 1.12, 0.12, -0.05))
    at, unit = view.pixel(x, y), view.unit
    wide = unit * (0.17 + 0.2 * abs(math.sin(math.radians(view.sitter.yaw))) * (1 if z > 0 else 0.3))
    box = (at[0] - wide, at[1] - unit * 0.38, at[0] + wide, at[1] + unit * 0.38)
    draw.rounded_rectangle(box, radius=wide * 0.8, fill=13)
    lit = 95 if side == view.sitter.key_side else 60
    start = 300 if side > 0 else 130
    draw.arc(box, start, start + 110, fill=lit, width=max(2, round(unit * 0.022)))
