"""Draws people as silhouettes: limbs, heads, poses, what their hands hold."""

import math
import random

from PIL import Image, ImageDraw

from backstage.demo.drawing.geometry import Point

# A pose: elbow and hand of the left arm, then of the right one, from the middle of the shoulders, in heights.
POSES: dict[str, tuple[Point, Point, Point, Point]] = {
    "stand": ((-0.122, 0.155), (-0.108, 0.31), (0.122, 0.155), (0.112, 0.31)),
    "pockets": ((-0.145, 0.15), (-0.09, 0.27), (0.145, 0.15), (0.09, 0.27)),
    "folded": ((-0.125, 0.15), (0.03, 0.13), (0.125, 0.15), (-0.03, 0.15)),
    "boom": ((-0.15, -0.07), (-0.1, -0.2), (0.17, -0.04), (0.15, -0.26)),
    "point": ((-0.122, 0.155), (-0.1, 0.3), (0.19, 0.08), (0.33, 0.03)),
    "film": ((-0.08, 0.14), (0.1, 0.05), (0.13, 0.12), (0.17, -0.01)),
    "work": ((-0.12, 0.15), (0.06, 0.2), (0.15, 0.13), (0.21, 0.06)),
    "radio": ((-0.122, 0.155), (-0.11, 0.31), (0.15, 0.13), (0.06, 0.0)),
    "carry": ((-0.13, 0.15), (-0.11, 0.27), (0.13, 0.15), (0.11, 0.27)),
    "arms_up": ((-0.15, -0.08), (-0.17, -0.26), (0.15, -0.1), (0.2, -0.25)),
}


def draw_person(
    mask: Image.Image, x: float, foot: float, tall: float, pose: str, chance: random.Random
) -> None:
    """Draw the silhouette of one of the crew, in place; feet at x, foot; fractions of the width."""
    shoulder, flip = foot - tall * 0.82, chance.choice((-1, 1))
    broad = tall * chance.uniform(0.92, 1.08)
    _draw_legs(mask, x, foot, tall, flip, chance)
    half = [(0.02, -0.03), (0.055, -0.005), (0.1, 0.025), (0.115, 0.08), (0.092, 0.22), (0.098, 0.34)]
    half.append((0.1 + chance.choice((0.0, 0.004, 0.014)), chance.choice((0.37, 0.39, 0.5))))
    right = [(x + dx * broad, shoulder + dy * tall) for dx, dy in half]
    left = [(x - dx * broad, shoulder + dy * tall) for dx, dy in reversed(half)]
    ImageDraw.Draw(mask).polygon([(a * mask.width, b * mask.width) for a, b in right + left], fill=255)
    arms = [(x + dx * tall * flip, shoulder + tall * 0.04 + dy * tall) for dx, dy in POSES[pose]]
    for side, hand in ((-1, arms[:2]), (1, arms[2:])):
        draw_limb(
            mask, [(x + side * flip * broad * 0.088, shoulder + tall * 0.055), *hand], tall * 0.068, 0.55
        )
        draw_limb(mask, [hand[1], (hand[1][0], hand[1][1] + tall * 0.012)], tall * 0.036)
    _draw_head(mask, x + flip * tall * 0.014, shoulder, tall, chance)
    _draw_tool(mask, pose, arms, tall, flip)


def _draw_legs(
    mask: Image.Image, x: float, foot: float, tall: float, flip: int, chance: random.Random
) -> None:
    """Draw the legs and shoes of a silhouette, its weight on one of them, in place."""
    for side in (-1, 1):
        stride = side * tall * (0.04 if side == flip else chance.uniform(0.05, 0.085))
        knee = (x + stride * 0.95 + flip * tall * 0.008, foot - tall * 0.26)
        draw_limb(
            mask, [(x + side * tall * 0.046, foot - tall * 0.5), knee, (x + stride, foot)], tall * 0.1, 0.5
        )
        draw_limb(
            mask,
            [(x + stride, foot), (x + stride + (flip * 0.03 + side * 0.012) * tall, foot + tall * 0.006)],
            tall * 0.036,
        )


def _draw_head(mask: Image.Image, x: float, shoulder: float, tall: float, chance: random.Random) -> None:
    """Draw the head of a silhouette, sometimes with hair, a cap or headphones, in place."""
    draw, scale = ImageDraw.Draw(mask), mask.width
    centre, way = shoulder - tall * 0.098, chance.choice((-1, 1))
    draw_limb(mask, [(x, shoulder + tall * 0.01), (x, centre)], tall * 0.066, 0.8)
    box = (x - tall * 0.043, centre - tall * 0.064, x + tall * 0.043, centre + tall * 0.06)
    draw.ellipse([part * scale for part in box], fill=255)
    kind = chance.choice(("plain", "plain", "hair", "short", "bun", "cap", "phones"))
    if kind == "hair":
        draw_limb(
            mask,
            [(x, centre - tall * 0.016), (x - way * tall * 0.008, centre + tall * 0.06)],
            tall * 0.104,
            0.95,
        )
    if kind == "short":
        draw_limb(mask, [(x - way * tall * 0.01, centre - tall * 0.02)], tall * 0.104)
    if kind == "bun":
        draw_limb(mask, [(x - way * tall * 0.03, centre - tall * 0.062)], tall * 0.044)
    if kind == "cap":
        draw_limb(
            mask,
            [(x, centre - tall * 0.024), (x + way * tall * 0.068, centre - tall * 0.02)],
            tall * 0.03,
            0.3,
        )
    if kind == "phones":
        for side in (-1, 1):
            draw_limb(
                mask,
                [
                    (x + side * tall * 0.043, centre - tall * 0.014),
                    (x + side * tall * 0.043, centre + tall * 0.016),
                ],
                tall * 0.022,
            )


def _draw_tool(mask: Image.Image, pose: str, arms: list[Point], tall: float, flip: int) -> None:
    """Draw what the hands hold, in place."""
    hand = arms[3]
    if pose == "boom":
        tip = (hand[0] + flip * tall * 0.85, hand[1] - tall * 0.2)
        draw_limb(mask, [(hand[0] - flip * tall * 0.6, hand[1] + tall * 0.11), tip], tall * 0.013, 0.6)
        draw_limb(mask, [tip, (tip[0] + flip * tall * 0.11, tip[1] + tall * 0.025)], tall * 0.045)
    if pose == "film":
        x, y = hand[0] - flip * tall * 0.02, hand[1] - tall * 0.045
        fill_box(
            mask,
            (
                min(x, x - flip * tall * 0.16),
                y - tall * 0.05,
                max(x, x - flip * tall * 0.16),
                y + tall * 0.03,
            ),
        )
        draw_limb(mask, [(x, y - tall * 0.01), (x + flip * tall * 0.07, y - tall * 0.01)], tall * 0.05)
        fill_box(
            mask,
            (
                x + flip * tall * 0.075 - tall * 0.02,
                y - tall * 0.055,
                x + flip * tall * 0.075 + tall * 0.02,
                y + tall * 0.035,
            ),
        )
    if pose == "carry":
        low = max(arms[1][1], hand[1])
        fill_box(
            mask, (min(arms[1][0], hand[0]), low - tall * 0.02, max(arms[1][0], hand[0]), low + tall * 0.14)
        )


def draw_limb(mask: Image.Image, points: list[Point], width: float, taper: float = 1.0) -> None:
    """Draw a limb with round joints on a mask, in place; fractions of its width; `taper` thins its end."""
    draw, scale = ImageDraw.Draw(mask), mask.width
    last = max(1, len(points) - 1)
    radii = [width * scale / 2 * (1 + (taper - 1) * place / last) for place in range(len(points))]
    places = [(x * scale, y * scale) for x, y in points]
    for (x, y), radius in zip(places, radii, strict=True):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    for place in range(len(points) - 1):
        draw.polygon(_between(places[place], radii[place], places[place + 1], radii[place + 1]), fill=255)


def _between(one: Point, radius: float, other: Point, end: float) -> list[Point]:
    """The corners of the straight part between two round joints."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    length = math.hypot(dx, dy) or 1.0
    x, y = -dy / length, dx / length
    return [
        (one[0] + x * radius, one[1] + y * radius),
        (other[0] + x * end, other[1] + y * end),
        (other[0] - x * end, other[1] - y * end),
        (one[0] - x * radius, one[1] - y * radius),
    ]


def fill_box(mask: Image.Image, box: tuple[float, float, float, float]) -> None:
    """Fill a box of a mask, in place; fractions of its width."""
    left, top, right, bottom = (part * mask.width for part in box)
    ImageDraw.Draw(mask).rectangle((left, top, right, bottom), fill=255)
