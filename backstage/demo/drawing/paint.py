"""Draws what rooms and sets are painted with: glows, points of light, bars, boxes, clouds."""

import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from backstage.demo.drawing.geometry import Point

Colour = tuple[int, int, int]
TUNGSTEN, DAYLIGHT, EXIT_GREEN, STEEL = (255, 196, 128), (150, 186, 226), (90, 190, 140), (96, 104, 116)


def glow(picture: Image.Image, at: Point, radius: float, colour: Colour, power: float) -> None:
    """Add a round glow to the picture (mode RGB), in place; place and radius are fractions of its width."""
    spot = Image.radial_gradient("L").point([round(max(0.0, 1 - v / 180) ** 1.7 * power) for v in range(256)])
    side = max(2, round(2 * radius * picture.width))
    spot = spot.resize((side, side), Image.Resampling.BILINEAR)
    left, top = round(at[0] * picture.width - side / 2), round(at[1] * picture.width - side / 2)
    box = (left, top, left + side, top + side)
    light = Image.merge("RGB", [spot.point([round(v * part / 255) for v in range(256)]) for part in colour])
    picture.paste(ImageChops.add(picture.crop(box), light), box[:2])


def bokeh(picture: Image.Image, at: Point, radius: float, colour: Colour, power: float) -> None:
    """Add a point of light as a lens draws it out of focus, in place: a disc, brighter at its edge."""
    x, y, reach = at[0] * picture.width, at[1] * picture.width, radius * picture.width
    layer = Image.new("RGB", picture.size)
    draw = ImageDraw.Draw(layer)
    inner = dimmed(colour, power * 0.75)
    draw.ellipse(
        (x - reach, y - reach, x + reach, y + reach), fill=inner, outline=dimmed(colour, power), width=2
    )
    box = (round(x - reach - 6), round(y - reach - 6), round(x + reach + 6), round(y + reach + 6))
    disc = layer.crop(box).filter(ImageFilter.GaussianBlur(1.6))
    picture.paste(ImageChops.screen(picture.crop(box), disc), box[:2])


def dimmed(colour: Colour, power: float) -> Colour:
    """The colour with that fraction of its light."""
    red, green, blue = (min(255, round(part * power)) for part in colour)
    return red, green, blue


def paint_box(picture: Image.Image, box: tuple[float, float, float, float], colour: Colour) -> None:
    """Fill a box given in fractions of the picture's width, in place."""
    left, top, right, bottom = (part * picture.width for part in box)
    ImageDraw.Draw(picture).rectangle((left, top, right, bottom), fill=colour)


def paint_bar(picture: Image.Image, one: Point, other: Point, width: float, colour: Colour) -> None:
    """Draw a bar between two places; everything in fractions of the picture's width; in place."""
    points = [(x * picture.width, y * picture.width) for x, y in (one, other)]
    ImageDraw.Draw(picture).line(points, fill=colour, width=max(1, round(width * picture.width)))


def soften(picture: Image.Image, radius: float) -> None:
    """Put what is painted so far out of focus, in place; the radius is a fraction of the width."""
    picture.paste(picture.filter(ImageFilter.GaussianBlur(radius * picture.width)))


def clouds_of(size: tuple[int, int], cell: Point, seed: str) -> Image.Image:
    """Soft noise around mid grey (mode L) whose lumps are about as large as the cell, in pixels."""
    small = max(2, round(size[0] / cell[0])), max(2, round(size[1] / cell[1]))
    noise = Image.frombytes("L", small, random.Random(seed).randbytes(small[0] * small[1]))
    return noise.resize(size, Image.Resampling.BICUBIC)
