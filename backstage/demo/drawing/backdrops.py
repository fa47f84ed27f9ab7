"""Draws what is behind the sitter, out of focus: the things of each department."""

import random
from collections.abc import Callable

from PIL import Image, ImageChops, ImageFilter

from backstage.demo.drawing.paint import (
    DAYLIGHT,
    EXIT_GREEN,
    STEEL,
    TUNGSTEN,
    bokeh,
    clouds_of,
    dimmed,
    glow,
    paint_bar,
    paint_box,
    soften,
)
from backstage.demo.drawing.sitter import Sitter

Painter = Callable[[Image.Image, random.Random], None]


def _paint_lamps(picture: Image.Image, chance: random.Random) -> None:
    """Lighting: a big lamp with its barn doors, flags on stands, points of light."""
    x = chance.choice((0.14, 0.84))
    paint_bar(picture, (x, 0.3), (x, 1.25), 0.02, (6, 6, 7))
    paint_box(picture, (x - 0.14, 0.12, x + 0.14, 0.36), (70, 58, 44))
    paint_box(picture, (1 - x - 0.16, 0.1, 1 - x + 0.14, 0.62), (5, 5, 6))
    soften(picture, 0.018)
    glow(picture, (x, 0.24), 0.5, TUNGSTEN, 170)
    bokeh(picture, (x, 0.24), 0.085, TUNGSTEN, 1.0)
    for _ in range(6):
        bokeh(
            picture, (chance.random(), chance.uniform(0.05, 0.7)), chance.uniform(0.02, 0.04), TUNGSTEN, 0.5
        )


def _paint_sound(picture: Image.Image, chance: random.Random) -> None:
    """Sound: a boom across the frame with its furry microphone, the meters of a mixer."""
    side = chance.choice((-1, 1))
    glow(picture, (0.5 - side * 0.3, 0.5), 0.6, DAYLIGHT, 60)
    tip = (0.5 - side * 0.14, 0.1)
    paint_bar(picture, (0.5 + side * 0.6, 0.34), tip, 0.014, (150, 150, 152))
    soften(picture, 0.006)
    paint_bar(picture, tip, (tip[0] - side * 0.26, 0.05), 0.085, (62, 60, 58))
    soften(picture, 0.013)
    for row in range(6):
        colour = EXIT_GREEN if row < 4 else TUNGSTEN
        bokeh(picture, (0.5 - side * (0.28 + row * 0.035), 0.86), 0.016, colour, 0.7)


def _paint_camera(picture: Image.Image, chance: random.Random) -> None:
    """Camera: body, matte box and lens on a head, with a monitor's glow."""
    side = chance.choice((-1, 1))
    x = 0.5 + side * 0.34
    glow(picture, (x, 0.45), 0.55, STEEL, 150)
    paint_bar(picture, (x, 0.7), (x - 0.16, 1.3), 0.03, (5, 5, 6))
    paint_bar(picture, (x, 0.7), (x + 0.16, 1.3), 0.03, (5, 5, 6))
    paint_box(picture, (x - 0.15, 0.36, x + 0.15, 0.64), (9, 9, 10))
    paint_box(picture, (x - 0.1, 0.26, x + 0.05, 0.36), (12, 12, 13))
    paint_box(picture, (x - side * 0.15 - 0.07, 0.32, x - side * 0.15 + 0.07, 0.68), (4, 4, 5))
    paint_bar(picture, (x - 0.15, 0.36), (x + 0.15, 0.36), 0.012, (190, 194, 200))
    paint_bar(picture, (x - side * 0.22, 0.32), (x - side * 0.22, 0.68), 0.008, (150, 154, 160))
    soften(picture, 0.012)
    bokeh(picture, (x - side * 0.15, 0.5), 0.045, DAYLIGHT, 0.35)
    bokeh(picture, (x + side * 0.1, 0.32), 0.012, (255, 70, 50), 0.9)


def _paint_construction(picture: Image.Image, chance: random.Random) -> None:
    """Construction: planks against a wall, a ladder, dust in the light."""
    glow(picture, (chance.uniform(0.1, 0.9), 0.2), 0.7, TUNGSTEN, 90)
    for plank in range(9):
        x, tone = plank * 0.12 + chance.uniform(-0.02, 0.02), chance.uniform(0.15, 0.42)
        paint_bar(
            picture, (x, 0.05 + chance.random() * 0.3), (x + 0.05, 1.3), 0.07, dimmed((180, 140, 96), tone)
        )
    x = chance.choice((0.08, 0.74))
    for rail in (x, x + 0.18):
        paint_bar(picture, (rail, 0.0), (rail + 0.02, 1.3), 0.024, (150, 140, 120))
    for rung in range(9):
        paint_bar(picture, (x, rung * 0.15), (x + 0.2, rung * 0.15), 0.018, (130, 120, 104))
    soften(picture, 0.013)


def _paint_mirror(picture: Image.Image, chance: random.Random) -> None:
    """Make-up and hair: the bulbs around a mirror."""
    left, right = chance.uniform(0.02, 0.1), chance.uniform(0.9, 0.98)
    paint_box(picture, (left, 0.08, right, 0.95), (44, 38, 34))
    soften(picture, 0.03)
    for row in range(6):
        for x in (left, right):
            glow(picture, (x, 0.08 + row * 0.18), 0.16, TUNGSTEN, 110)
            bokeh(picture, (x, 0.08 + row * 0.18), 0.042, TUNGSTEN, 0.95)
    for column in range(1, 5):
        bokeh(picture, (left + (right - left) * column / 5, 0.08), 0.04, TUNGSTEN, 0.9)


def _paint_office(picture: Image.Image, chance: random.Random) -> None:
    """Production: a corridor, a window or a desk at night; call sheets on the wall; radios that charge."""
    x = chance.choice((0.14, 0.22, 0.8, 0.88))
    chance.choice((_paint_corridor, _paint_window, _paint_desk))(picture, x)
    for _ in range(chance.randint(3, 8)):
        left, top = (1 - x) + chance.uniform(-0.26, 0.12), chance.uniform(0.06, 0.5)
        paint_box(picture, (left, top, left + 0.08, top + 0.11), (chance.randint(50, 110),) * 3)
    soften(picture, 0.012)
    for place in range(4):
        bokeh(
            picture,
            (1 - x + place * 0.06 - 0.08, 0.8),
            0.012,
            chance.choice(((255, 80, 60), EXIT_GREEN)),
            0.7,
        )


def _paint_corridor(picture: Image.Image, x: float) -> None:
    """A corridor with a door open at its end."""
    for depth, tone in ((0.42, 20), (0.3, 30), (0.2, 44)):
        paint_box(picture, (x - depth, 0.42 - depth, x + depth, 0.5 + depth * 2), (tone, tone, tone + 2))
    for depth in (0.1, 0.2, 0.32):
        paint_bar(
            picture,
            (x - depth / 2, 0.34 - depth),
            (x + depth / 2, 0.34 - depth),
            0.02 + depth / 20,
            (200, 206, 204),
        )
    paint_box(picture, (x - 0.09, 0.34, x + 0.09, 0.78), (150, 158, 160))
    soften(picture, 0.014)
    glow(picture, (x, 0.5), 0.45, DAYLIGHT, 70)


def _paint_window(picture: Image.Image, x: float) -> None:
    """A window behind blinds."""
    for slat in range(13):
        paint_bar(
            picture, (x - 0.24, 0.1 + slat * 0.055), (x + 0.24, 0.1 + slat * 0.055), 0.026, (140, 150, 160)
        )
    soften(picture, 0.011)
    glow(picture, (x, 0.4), 0.5, DAYLIGHT, 60)


def _paint_desk(picture: Image.Image, x: float) -> None:
    """A desk lamp among shelves."""
    for shelf in range(4):
        paint_bar(picture, (0, 0.12 + shelf * 0.2), (1, 0.12 + shelf * 0.2), 0.014, (52, 48, 44))
        for binder in range(12):
            tone = 26 + (binder * 37 + shelf * 53) % 50
            paint_bar(
                picture,
                (binder * 0.09, 0.02 + shelf * 0.2),
                (binder * 0.09, 0.1 + shelf * 0.2),
                0.05,
                (tone, tone, tone),
            )
    soften(picture, 0.012)
    glow(picture, (x, 0.62), 0.5, TUNGSTEN, 190)
    bokeh(picture, (x, 0.6), 0.05, TUNGSTEN, 0.9)


def _paint_monitors(picture: Image.Image, chance: random.Random) -> None:
    """Direction: the monitors of the video village, a slate on its stand."""
    side = chance.choice((-1, 1))
    for index in range(3):
        x, y = 0.5 + side * (0.18 + index * 0.17), 0.3 + index * 0.14
        paint_box(picture, (x - 0.14, y - 0.1, x + 0.14, y + 0.1), (6, 6, 7))
        paint_box(
            picture, (x - 0.12, y - 0.08, x + 0.12, y + 0.08), dimmed(DAYLIGHT, chance.uniform(0.5, 0.95))
        )
        paint_box(picture, (x - 0.05, y - 0.02, x + 0.04, y + 0.08), (30, 34, 40))
    soften(picture, 0.013)
    glow(picture, (0.5 + side * 0.35, 0.42), 0.5, DAYLIGHT, 70)
    for step in range(5):
        x = 0.5 - side * (0.24 + step * 0.05)
        paint_bar(picture, (x, 0.7), (x - 0.03, 0.78), 0.026, (120, 118, 112) if step % 2 else (14, 14, 14))
    soften(picture, 0.009)


def _paint_clothes(picture: Image.Image, chance: random.Random) -> None:
    """Costume: a rail of clothes."""
    paint_bar(picture, (0, 0.2), (1, 0.18), 0.012, (160, 160, 158))
    for place in range(14):
        x, tone = place * 0.08 + chance.uniform(-0.02, 0.02), chance.uniform(0.1, 0.6)
        hue = chance.choice(((170, 120, 100), (120, 130, 150), (150, 150, 140)))
        paint_bar(
            picture,
            (x, 0.22),
            (x + chance.uniform(-0.03, 0.03), chance.uniform(0.8, 1.2)),
            0.07,
            dimmed(hue, tone),
        )
    soften(picture, 0.016)


def _paint_stage(picture: Image.Image, chance: random.Random) -> None:
    """Live shows: moving heads and their beams in the haze."""
    for _ in range(5):
        x, tip = chance.random(), chance.uniform(-0.2, 1.2)
        hue = chance.choice((DAYLIGHT, TUNGSTEN, (190, 120, 170)))
        paint_bar(picture, (x, 0.06), (tip, 1.3), 0.06, dimmed(hue, 0.22))
        soften(picture, 0.012)
        glow(picture, (x, 0.06), 0.16, hue, 200)
    for place in range(8):
        bokeh(picture, (0.06 + place * 0.13, 0.05), 0.018, TUNGSTEN, 0.7)


def _paint_exit(picture: Image.Image, chance: random.Random) -> None:
    """Health and safety, security: a fire door, its lit sign, a high-visibility jacket on a hook."""
    x = chance.choice((0.2, 0.8))
    paint_box(picture, (x - 0.2, 0.25, x + 0.2, 1.3), (34, 36, 36))
    paint_bar(picture, (x - 0.16, 0.75), (x + 0.16, 0.75), 0.02, (110, 112, 112))
    paint_bar(picture, (1 - x, 0.35), (1 - x + 0.02, 0.75), 0.13, (112, 108, 66))
    soften(picture, 0.014)
    paint_box(picture, (x - 0.1, 0.12, x + 0.1, 0.2), (170, 230, 200))
    soften(picture, 0.01)
    glow(picture, (x, 0.16), 0.4, EXIT_GREEN, 90)


def _paint_wall(picture: Image.Image, chance: random.Random) -> None:
    """A studio's painted cloth: uneven, lit from one side."""
    clouds = clouds_of(picture.size, (picture.width / 5, picture.width / 5), f"{chance.random()}").point(
        [value // 5 for value in range(256)]
    )
    picture.paste(ImageChops.add(picture, Image.merge("RGB", (clouds, clouds, clouds))))
    glow(picture, (chance.uniform(0.1, 0.9), chance.uniform(0.2, 0.6)), 0.7, (200, 190, 180), 80)


BACKDROPS: dict[str, Painter] = {
    "direction": _paint_monitors,
    "production": _paint_office,
    "producers": _paint_office,
    "unit-services": _paint_office,
    "management-agencies": _paint_office,
    "live-production": _paint_office,
    "camera": _paint_camera,
    "publicity": _paint_camera,
    "grip": _paint_lamps,
    "lighting": _paint_lamps,
    "special-effects": _paint_lamps,
    "sound": _paint_sound,
    "live-audio": _paint_sound,
    "art": _paint_construction,
    "construction": _paint_construction,
    "costume": _paint_clothes,
    "makeup-hair": _paint_mirror,
    "cast": _paint_mirror,
    "health-safety": _paint_exit,
    "security": _paint_exit,
    "stunts": _paint_exit,
    "post-production": _paint_monitors,
    "visual-effects": _paint_monitors,
    "live-video": _paint_monitors,
    "music": _paint_stage,
    "live-lighting": _paint_stage,
    "rigging-staging": _paint_stage,
}


def backdrop(sitter: Sitter, department: str, seed: str, size: tuple[int, int]) -> Image.Image:
    """The room behind the sitter (mode RGB): the department's things, far out of focus."""
    chance = random.Random(f"{seed}/backdrop")
    room = Image.new("RGB", size, dimmed((70, 72, 78), chance.uniform(0.15, 0.6)))
    glow(room, (0.5 - sitter.key_side * 0.3, 0.5), 0.8, (190, 186, 180), chance.uniform(30, 110))
    BACKDROPS.get(department, _paint_wall)(room, chance)
    return room.filter(ImageFilter.GaussianBlur(size[0] / 170))
