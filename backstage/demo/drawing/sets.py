"""Draws the set of a scene: its air and its light, the floor, the lamps, the crew scattered on it."""

import random
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from backstage.demo.drawing.geometry import Point
from backstage.demo.drawing.paint import Colour, bokeh, clouds_of, dimmed, glow
from backstage.demo.drawing.silhouettes import draw_limb, draw_person


@dataclass(frozen=True)
class Look:
    """The light of a scene."""

    haze: Colour  # the air
    light: Colour
    at: Point  # where the light comes from, in fractions of the width


@dataclass(frozen=True)
class Set:
    """A scene while it is being built; places are fractions of its width."""

    look: Look
    chance: random.Random
    air: Image.Image  # mode RGB, coarse: whatever shines
    far: Image.Image  # mode L, fine: silhouettes veiled by the haze
    near: Image.Image  # mode L, fine: silhouettes before everything
    graphic: bool

    @property
    def height(self) -> float:
        """The height of the picture as a fraction of its width."""
        return self.air.height / self.air.width


LOOKS = (
    Look((46, 58, 72), (255, 206, 150), (0.62, 0.2)),
    Look((62, 50, 42), (255, 190, 120), (0.34, 0.22)),
    Look((38, 56, 60), (186, 220, 236), (0.7, 0.16)),
    Look((54, 46, 58), (255, 178, 150), (0.42, 0.18)),
)
AT_WORK = ("stand", "stand", "pockets", "folded", "boom", "point", "film", "work", "radio", "carry")


def hazy_air(look: Look, size: tuple[int, int], chance: random.Random) -> Image.Image:
    """Haze, thickest around the light, and a floor darker than it."""
    air = Image.new("RGB", size, dimmed(look.haze, 0.6))
    glow(air, look.at, 0.85, look.haze, 255)
    glow(air, look.at, 0.6, look.light, 70)
    glow(air, look.at, 0.36, look.light, 120)
    clouds = clouds_of(size, (size[0] / 7, size[0] / 16), f"{chance.random()}").point(
        [150 + v * 105 // 255 for v in range(256)]
    )
    return ImageChops.multiply(air, Image.merge("RGB", (clouds, clouds, clouds)))


def shot(stage: Set) -> Image.Image:
    """Everything put together, from the farthest to the nearest."""
    look, size = stage.look, stage.far.size
    picture = stage.air.filter(ImageFilter.GaussianBlur(1.2)).resize(size, Image.Resampling.BICUBIC)
    far = stage.far.filter(ImageFilter.GaussianBlur(3.0))
    picture.paste(dimmed(look.haze, 0.42), (0, 0), far)
    _edge_light(picture, far, stage, 0.16)
    near = stage.near.filter(ImageFilter.GaussianBlur(1.3))
    picture.paste((5, 5, 7), (0, 0), near)
    _edge_light(picture, near, stage, 0.4)
    return picture


def _edge_light(picture: Image.Image, mask: Image.Image, stage: Set, power: float) -> None:
    """Light the edges of the silhouettes that face the light, in place."""
    aside = round(picture.width * 0.0018)
    edge = Image.new("L", mask.size)
    middle = round(stage.look.at[0] * picture.width)
    # What stands to the left of the light is lit from its right, and from above; and the other way round.
    for left, right, shift in ((0, middle, -aside), (middle, picture.width, aside)):
        box = (left, 0, right, picture.height)
        edge.paste(ImageChops.subtract(mask, ImageChops.offset(mask, shift, aside)).crop(box), box[:2])
    soft = edge.filter(ImageFilter.GaussianBlur(1.2)).point([round(v * power) for v in range(256)])
    picture.paste(stage.look.light, (0, 0), soft)


def draw_ground(stage: Set, top: float) -> None:
    """A dark floor from that height down, with the light lying on it."""
    picture = stage.air
    line = round(top * picture.width)
    mirrored = picture.crop((0, max(0, 2 * line - picture.height), picture.width, line)).transpose(
        Image.Transpose.FLIP_TOP_BOTTOM
    )
    blurred = mirrored.filter(ImageFilter.BoxBlur((2, 14))).point(lambda value: value * 0.42)
    rows = bytes(min(255, row * 255 // 14) for row in range(blurred.height))
    soft = Image.frombytes("L", (1, blurred.height), rows).resize(blurred.size)
    picture.paste(blurred, (0, line), soft)


def draw_beam(stage: Set, at: Point, to: Point, spread: float, power: float) -> None:
    """A beam of light through the haze, in place."""
    picture, width = stage.air, stage.air.width
    sheet = Image.new("RGB", picture.size)
    (x, y), (far_x, far_y) = at, to
    corners = ((x - 0.008, y), (x + 0.008, y), (far_x + spread, far_y), (far_x - spread, far_y))
    ImageDraw.Draw(sheet).polygon(
        [(a * width, b * width) for a, b in corners], fill=dimmed(stage.look.light, power)
    )
    fade = (
        Image.linear_gradient("L").point([255 - value * 7 // 8 for value in range(256)]).resize(picture.size)
    )
    sheet = ImageChops.multiply(
        sheet.filter(ImageFilter.GaussianBlur(width / 110)), Image.merge("RGB", (fade,) * 3)
    )
    picture.paste(ImageChops.screen(picture, sheet))


def draw_lamp(stage: Set, at: Point, size: float, mask: Image.Image, foot: float) -> None:
    """A film lamp on its stand, shining towards us."""
    glow(stage.air, at, size * 5, stage.look.light, 200)
    bokeh(stage.air, at, size, (255, 240, 220), 1.0)
    draw_limb(mask, [(at[0], at[1] + size * 1.3), (at[0], foot)], size * 0.14)
    for side in (-1, 1):
        draw_limb(mask, [(at[0], foot - size * 1.6), (at[0] + side * size * 1.1, foot)], size * 0.12)
        draw_limb(
            mask,
            [(at[0] + side * size * 1.15, at[1] - size), (at[0] + side * size * 1.5, at[1] + size)],
            size * 0.1,
        )


def draw_crew(stage: Set, mask: Image.Image, count: int, foot: float, tall: float) -> None:
    """Scatter some crew, none quite alike, in place."""
    for place in range(count):
        x = (place + stage.chance.uniform(0.25, 0.75)) / count
        pose = stage.chance.choice(AT_WORK)
        draw_person(
            mask,
            x,
            foot + stage.chance.uniform(0, 0.02),
            tall * stage.chance.uniform(0.9, 1.08),
            pose,
            stage.chance,
        )
