"""Draws each subject of a scene, from the crane over the set to the empty theatre."""

import math
from collections.abc import Callable

from PIL import Image, ImageDraw

from backstage.demo.drawing.paint import DAYLIGHT, TUNGSTEN, bokeh, dimmed, glow, paint_bar, paint_box, soften
from backstage.demo.drawing.sets import Set, draw_beam, draw_crew, draw_ground, draw_lamp
from backstage.demo.drawing.silhouettes import draw_limb, draw_person, fill_box

# These have somebody, or something, large in the foreground already.
WITHOUT_HERO = frozenset({"clapper", "monitors", "dressing_room", "crowd"})


def _build_crane(stage: Set) -> None:
    """A camera crane over the set, its arm against the sky."""
    floor = stage.height - 0.09
    draw_ground(stage, floor)
    base, tip = (0.2, floor - 0.1), (0.74, 0.12)
    draw_limb(stage.near, [(base[0] - 0.1, floor - 0.06), base, tip], 0.012)
    draw_limb(stage.near, [(base[0], floor - 0.19), (0.5, 0.2), tip], 0.004)
    draw_limb(stage.near, [(base[0] - 0.12, floor - 0.08), (base[0] - 0.09, floor - 0.04)], 0.06)
    draw_limb(stage.near, [base, (base[0], floor)], 0.03)
    draw_limb(stage.near, [(base[0] - 0.08, floor), (base[0] + 0.08, floor)], 0.02)
    draw_limb(stage.near, [tip, (tip[0], tip[1] + 0.05), (tip[0] + 0.03, tip[1] + 0.05)], 0.02)
    draw_limb(stage.near, [(tip[0] - 0.015, tip[1] + 0.06), (tip[0] + 0.05, tip[1] + 0.06)], 0.032)
    draw_crew(stage, stage.far, 6, floor + 0.01, 0.15)
    draw_crew(stage, stage.near, 0 if stage.graphic else 3, floor + 0.05, 0.22)


def _build_lamps(stage: Set) -> None:
    """A line of lamps in the haze, and those who move them."""
    floor = stage.height - 0.08
    for place in range(4):
        at = (0.14 + place * 0.24 + stage.chance.uniform(-0.04, 0.04), stage.chance.uniform(0.1, 0.26))
        draw_beam(stage, at, (at[0] + stage.chance.uniform(-0.2, 0.2), stage.height), 0.12, 0.4)
        draw_lamp(stage, at, stage.chance.uniform(0.02, 0.036), stage.far, floor)
    draw_ground(stage, floor)
    draw_crew(stage, stage.far, 3, floor + 0.01, 0.2)
    draw_crew(stage, stage.near, 0 if stage.graphic else 2, floor + 0.07, 0.36)


def _build_monitors(stage: Set) -> None:
    """Backs of heads before a wall of monitors."""
    for row in range(2):
        for column in range(4):
            left, top = 0.12 + column * 0.195, 0.07 + row * 0.15
            hue = dimmed(stage.chance.choice((stage.look.light, DAYLIGHT)), stage.chance.uniform(0.35, 0.9))
            paint_box(stage.air, (left - 0.008, top - 0.008, left + 0.188, top + 0.138), (7, 7, 8))
            paint_box(stage.air, (left, top, left + 0.18, top + 0.13), hue)
            middle = left + stage.chance.uniform(0.05, 0.13)
            paint_bar(stage.air, (middle, top + 0.085), (middle, top + 0.13), 0.075, dimmed(hue, 0.3))
            bokeh(stage.air, (middle, top + 0.048), 0.02, dimmed(hue, 0.3), 1.0)
    soften(stage.air, 0.006)
    draw_ground(stage, stage.height - 0.16)
    draw_crew(stage, stage.near, 4, stage.height + 0.26, 0.52)


def _build_stage(stage: Set) -> None:
    """A concert stage from behind: beams, truss, hands at work."""
    floor = stage.height - 0.1
    draw_limb(stage.far, [(0, 0.05), (1, 0.05)], 0.008)
    draw_limb(stage.far, [(0, 0.09), (1, 0.09)], 0.008)
    for place in range(26):
        draw_limb(stage.far, [(place / 25, 0.05), (place / 25 + 0.02, 0.09)], 0.004)
    for place in range(7):
        at = (0.08 + place * 0.14, 0.1)
        draw_beam(stage, at, (at[0] + stage.chance.uniform(-0.3, 0.3), stage.height), 0.07, 0.55)
        glow(stage.air, at, 0.07, (255, 244, 230), 255)
    draw_ground(stage, floor)
    draw_crew(stage, stage.far, 5, floor + 0.01, 0.19)
    draw_crew(stage, stage.near, 0 if stage.graphic else 2, floor + 0.08, 0.34)


def _build_cables(stage: Set) -> None:
    """Cables along the floor towards a light, and somebody who coils them."""
    floor = stage.height * 0.55
    draw_lamp(stage, (stage.look.at[0], floor - 0.16), 0.03, stage.far, floor + 0.02)
    draw_ground(stage, floor)
    for _ in range(9):
        x, bend = stage.chance.random(), stage.chance.uniform(-0.25, 0.25)
        path = [
            (
                stage.look.at[0] + (x - stage.look.at[0]) * t * t + bend * math.sin(t * 5) * t * 0.4,
                floor + 0.02 + t * (stage.height - floor),
            )
            for t in (step / 24 for step in range(25))
        ]
        for index in range(24):
            draw_limb(stage.near, path[index : index + 2], 0.002 + 0.007 * index / 24)
    if not stage.graphic:
        draw_person(stage.near, 0.3, stage.height - 0.08, 0.34, "work", stage.chance)
    draw_crew(stage, stage.far, 4, floor + 0.03, 0.15)


def _build_clapper(stage: Set) -> None:
    """A slate held up before the lens, the set far behind it."""
    floor = stage.height - 0.1
    for _ in range(14):
        place = stage.chance.random(), stage.chance.uniform(0.04, 0.4)
        bokeh(
            stage.air,
            place,
            stage.chance.uniform(0.012, 0.03),
            stage.look.light,
            stage.chance.uniform(0.3, 0.8),
        )
    draw_ground(stage, floor)
    draw_crew(stage, stage.far, 5, floor, 0.24)
    x, y = 0.5, 0.26
    fill_box(stage.near, (x - 0.15, y, x + 0.15, y + 0.2))
    for raised in (0.0, 0.075):
        draw_limb(stage.near, [(x - 0.14, y - 0.02), (x + 0.14, y - 0.02 - raised)], 0.03)
    for stripe in range(4):
        _stripe(stage.near, x - 0.1 + stripe * 0.065, y)
    draw_limb(stage.near, [(x + 0.13, y + 0.13), (x + 0.2, y + 0.22), (x + 0.24, stage.height)], 0.07)


def _stripe(mask: Image.Image, left: float, y: float) -> None:
    """Let some light through the mask, in place, as a pale stripe of a slate's sticks does."""
    corners = (
        (left, y - 0.005),
        (left + 0.03, y - 0.005),
        (left + 0.045, y - 0.033),
        (left + 0.015, y - 0.033),
    )
    ImageDraw.Draw(mask).polygon([(a * mask.width, b * mask.width) for a, b in corners], fill=120)


def _build_crowd(stage: Set) -> None:
    """An audience with its hands up, and the light that it sees."""
    for place in range(5):
        at = (0.1 + place * 0.2, 0.04)
        draw_beam(stage, at, (stage.chance.random(), stage.height), 0.08, 0.5)
        glow(stage.air, at, 0.09, stage.look.light, 230)
    for _ in range(24):
        draw_person(
            stage.far,
            stage.chance.random(),
            stage.height + 0.06,
            0.22,
            stage.chance.choice(("arms_up", "stand")),
            stage.chance,
        )
    for _ in range(11):
        pose = stage.chance.choice(("arms_up", "stand", "film"))
        draw_person(
            stage.near,
            stage.chance.random(),
            stage.height + 0.25,
            stage.chance.uniform(0.34, 0.42),
            pose,
            stage.chance,
        )


def _build_dressing_room(stage: Set) -> None:
    """A mirror with its bulbs, and two who are getting ready."""
    left, right, top, bottom = 0.2, 0.8, 0.08, stage.height - 0.2
    paint_box(stage.air, (left, top, right, bottom), dimmed(stage.look.light, 0.22))
    soften(stage.air, 0.012)
    for step in range(9):
        for at in (
            (left + (right - left) * step / 8, top),
            (left if step % 2 else right, top + (bottom - top) * step / 8),
        ):
            glow(stage.air, at, 0.07, TUNGSTEN, 160)
            bokeh(stage.air, at, 0.013, (255, 232, 196), 1.0)
    draw_ground(stage, bottom + 0.06)
    fill_box(stage.near, (0, stage.height - 0.06, 1, stage.height))
    draw_person(stage.near, 0.4, stage.height + 0.18, 0.5, "stand", stage.chance)
    draw_person(stage.near, 0.56, stage.height + 0.1, 0.56, "work", stage.chance)


def _build_truck(stage: Set) -> None:
    """A lorry being unloaded in the first light."""
    floor = stage.height - 0.09
    draw_ground(stage, floor)
    fill_box(stage.far, (0.5, 0.12, 0.98, floor - 0.04))
    fill_box(stage.far, (0.36, 0.24, 0.49, floor - 0.04))
    for x in (0.42, 0.78, 0.88):
        draw_limb(stage.far, [(x, floor - 0.025), (x + 0.001, floor - 0.025)], 0.06)
    glow(stage.air, (0.36, floor - 0.1), 0.16, TUNGSTEN, 220)
    draw_limb(stage.near, [(0.5, floor - 0.05), (0.3, floor + 0.03)], 0.008)
    for place in range(4):
        left, tall = 0.05 + place * 0.075, stage.chance.uniform(0.06, 0.11)
        fill_box(stage.near, (left, floor + 0.03 - tall, left + 0.068, floor + 0.03))
    draw_crew(stage, stage.far, 4, floor + 0.01, 0.19)
    draw_crew(stage, stage.near, 0 if stage.graphic else 3, floor + 0.06, 0.27)


def _build_theatre(stage: Set) -> None:
    """An empty house seen from the stage: balconies of small lights, a ghost light, somebody looking."""
    for tier in range(3):
        depth, count = 0.1 + tier * 0.075, 15 - tier * 2
        for place in range(count):
            x = 0.08 + 0.84 * place / (count - 1)
            curve = 0.07 * (1 - (2 * x - 1) ** 2)
            glow(stage.air, (x, depth + curve), 0.035, TUNGSTEN, 190)
            bokeh(stage.air, (x, depth + curve), 0.007, (255, 226, 180), 0.9)
    floor = stage.height - 0.12
    draw_ground(stage, floor)
    for row in range(3):
        for place in range(22):
            draw_limb(stage.far, [(place / 21, floor - 0.01 + row * 0.02), (place / 21, floor + 0.03)], 0.03)
    draw_lamp(stage, (0.64, floor - 0.17), 0.016, stage.near, floor + 0.06)
    if not stage.graphic:
        draw_person(stage.near, 0.36, floor + 0.08, 0.33, "pockets", stage.chance)
    for side in (0.0, 1.0):
        draw_limb(stage.near, [(side, 0), (side, stage.height)], 0.12)


def draw_hero(stage: Set) -> None:
    """What makes a poster of a scene: one person, large, before one light."""
    x = stage.chance.choice((0.3, 0.68))
    glow(stage.air, (x, stage.height * 0.45), 0.4, stage.look.light, 210)
    glow(stage.air, (x, stage.height * 0.42), 0.14, (255, 244, 226), 255)
    pose = stage.chance.choice(("pockets", "folded", "radio", "work"))
    draw_person(stage.near, x, stage.height + 0.16, 0.62, pose, stage.chance)


BUILDERS: dict[str, Callable[[Set], None]] = {
    "crane": _build_crane,
    "lamps": _build_lamps,
    "monitors": _build_monitors,
    "stage": _build_stage,
    "cables": _build_cables,
    "clapper": _build_clapper,
    "crowd": _build_crowd,
    "dressing_room": _build_dressing_room,
    "truck": _build_truck,
    "theatre": _build_theatre,
}
SUBJECTS = tuple(BUILDERS)
