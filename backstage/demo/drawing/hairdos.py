"""Draws the path of every hair: where it is rooted, how it is combed, how it falls."""

import math
import random
from dataclasses import dataclass

from backstage.demo.drawing.geometry import Vector, normalised
from backstage.demo.drawing.view import SKULL, SKULL_RADII


@dataclass(frozen=True)
class Hairdo:
    """How one kind of hair grows; lengths in half-widths of a head."""

    strands: int
    length: float
    lift: float  # how far it stands off the skull
    gravity: float
    flow: Vector  # which way it is combed; x is away from the parting
    curl: float = 0.0
    turns: float = 0.0
    parting: float = 0.0
    hairline: float = 0.0  # how far the hairline has gone up
    wild: float = 0.08
    clings: bool = False  # combed flat, all the way round the skull


HAIRDOS = {
    "long": Hairdo(430, 3.3, 0.13, 0.45, (1.0, 0.25, -0.35), 0.03, 1.2, parting=0.12),
    "waves": Hairdo(430, 2.5, 0.2, 0.4, (1.0, 0.1, -0.2), 0.1, 1.6, parting=-0.25, wild=0.1),
    "bob": Hairdo(430, 1.75, 0.2, 0.45, (1.0, 0.2, -0.1), 0.015, 2, parting=0.3),
    "fringe": Hairdo(480, 1.35, 0.16, 0.4, (0.35, 0.5, 0.55), 0.015, 2),
    "tied": Hairdo(430, 1.2, 0.05, 0.0, (0.2, -0.1, -1.0), wild=0.05, clings=True),
    "curls": Hairdo(430, 0.85, 0.3, 0.12, (0.5, -0.2, -0.2), 0.075, 1.6, wild=0.4),
    "crop": Hairdo(800, 0.11, 0.035, 0.0, (0.3, -0.1, 0.2), wild=0.4),
    "receding": Hairdo(800, 0.13, 0.035, 0.0, (0.5, 0.0, -0.5), hairline=0.32, wild=0.3),
    "side": Hairdo(430, 0.85, 0.15, 0.1, (1.0, -0.1, -0.25), 0.01, 1, parting=-0.45, clings=True),
    "swept": Hairdo(430, 1.0, 0.13, 0.1, (0.15, -0.2, -1.0), 0.03, 1, wild=0.12, clings=True),
    "mop": Hairdo(430, 0.8, 0.2, 0.3, (0.5, 0.2, 0.5), 0.05, 1.5, parting=0.2, wild=0.35),
}


def rooted_in(chance: random.Random, hairdo: Hairdo, *, covered: bool) -> Vector:
    """A random place of the scalp, as a direction from the middle of the skull."""
    while True:
        place = normalised((chance.gauss(0, 1), chance.gauss(0, 1), chance.gauss(0, 1)))
        if grows(place, hairdo, covered=covered):
            return place


def grows(place: Vector, hairdo: Hairdo, *, covered: bool) -> bool:
    """Whether hair grows, and shows, at that place of the scalp; a hat covers the upper half."""
    line = _hairline(place[2], place[0]) - hairdo.hairline * max(0.0, place[2])
    return place[1] < line and not (covered and place[1] < 0.0)


def _hairline(z: float, x: float) -> float:
    """How far down the scalp goes at that depth: high over the face, low behind the ears."""
    if z > 0.45:
        return -0.52 + 0.12 * x * x
    if z > 0.0:
        return -0.52 + (0.45 - z) / 0.45 * 0.45
    return -0.07 if z > -0.4 else min(0.75, -0.07 - (z + 0.4) * 2.5)


def strand_path(root: Vector, hairdo: Hairdo, chance: random.Random) -> list[Vector]:
    """The path of one hair in the head's own space: combed over the skull, then falling."""
    steps = max(3, min(13, round(hairdo.length / 0.16 + hairdo.curl * 60)))
    side = 1.0 if root[0] > hairdo.parting else -1.0
    wild = hairdo.wild
    heading = (hairdo.flow[0] * side, hairdo.flow[1], hairdo.flow[2])
    heading = normalised(
        (
            heading[0] + chance.gauss(0, wild),
            heading[1] + chance.gauss(0, wild),
            heading[2] + chance.gauss(0, wild),
        )
    )
    shell = 1 + hairdo.lift * chance.uniform(0.15, 1)
    reach = hairdo.length * chance.uniform(0.75, 1.0) / steps
    place = (
        SKULL[0] + root[0] * SKULL_RADII[0],
        SKULL[1] + root[1] * SKULL_RADII[1],
        SKULL[2] + root[2] * SKULL_RADII[2],
    )
    path = [place]
    for step in range(steps):
        place = (place[0] + heading[0] * reach, place[1] + heading[1] * reach, place[2] + heading[2] * reach)
        place = _off_the_skull(place, 1 + (shell - 1) * min(1.0, (step + 1) / 3), clings=hairdo.clings)
        inward = 0.16 if place[1] > 0.1 and abs(place[0]) > 0.8 else 0.0
        heading = normalised(
            (
                heading[0] * 0.86 - math.copysign(inward, place[0]),
                heading[1] + hairdo.gravity,
                heading[2] * 0.9,
            )
        )
        path.append(place)
    return path


def bun_path(chance: random.Random) -> list[Vector]:
    """One hair of the knot at the back of the head: an arc around it."""
    start, wide = chance.uniform(0, math.tau), chance.uniform(0.1, 0.4)
    depth = -1.35 - math.sqrt(0.17 - wide * wide)
    return [
        (wide * math.cos(start + step * 0.3), -0.62 + wide * math.sin(start + step * 0.3), depth)
        for step in range(6)
    ]


def _off_the_skull(place: Vector, shell: float, *, clings: bool) -> Vector:
    """The place, pushed out of the hair beneath it, or aside where it would hide the face."""
    x, y, z = (
        (place[0] - SKULL[0]) / SKULL_RADII[0],
        (place[1] - SKULL[1]) / SKULL_RADII[1],
        (place[2] - SKULL[2]) / SKULL_RADII[2],
    )
    distance = math.sqrt(x * x + y * y + z * z)
    if (clings or distance < shell) and place[1] < 0.7:
        far = shell / max(distance, 0.01)
        place = (
            SKULL[0] + x * far * SKULL_RADII[0],
            SKULL[1] + y * far * SKULL_RADII[1],
            SKULL[2] + z * far * SKULL_RADII[2],
        )
    if place[1] > -0.3 and place[2] > -0.2 and abs(place[0]) < 0.93:
        return math.copysign(0.93, place[0]), place[1], place[2]
    return place
