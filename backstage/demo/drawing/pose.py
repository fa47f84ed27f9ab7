"""Draws the line from the sitter's own space to the camera: how they turn, nod, lean and are framed."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from backstage.demo.drawing.geometry import Point, Vector
from backstage.demo.drawing.sitter import Sitter
from backstage.demo.drawing.solids import Field, Points

Turn = tuple[Vector, Vector, Vector]  # three rows
NAPE: Vector = (0.0, -0.75, -0.22)  # the head turns about the top of the neck ...
SEAT: Vector = (0.0, -0.87, -0.17)  # ... which is here in the world
WAIST: Vector = (0.0, -1.9, -0.25)
DISTANCE = 11.0  # from the camera to the sitter


@dataclass(frozen=True)
class Pose:
    """How the sitter sits before the camera, and where that falls in a picture of `size` pixels."""

    sitter: Sitter
    size: tuple[int, int]

    @property
    def unit(self) -> float:
        """A decimetre, in pixels."""
        return self.sitter.unit * self.size[0]

    @cached_property
    def head(self) -> Turn:
        """How the head is turned."""
        s = self.sitter
        return _turn(s.yaw, s.pitch, s.roll)

    @cached_property
    def body(self) -> Turn:
        """How the body is turned."""
        return _turn(self.sitter.body_yaw, 0, self.sitter.roll * 0.25)

    @cached_property
    def centre(self) -> Point:
        """The place of the world, x and y, that the middle of the picture shows."""
        face = self.from_head((0, -0.25, 0.3))
        s = self.sitter
        return (
            face[0] + (0.5 - s.across) * self.size[0] / self.unit,
            face[1] - (0.5 - s.down) * self.size[1] / self.unit,
        )

    def to_head(self, p: Points) -> Points:
        """Places of the world as the head has them."""
        return _back(p, self.head, NAPE, SEAT)

    def to_body(self, p: Points) -> Points:
        """Places of the world as the body has them."""
        return _back(p, self.body, WAIST, WAIST)

    def from_head(self, place: Vector) -> Vector:
        """A place of the head in the world."""
        return _forth(place, self.head, NAPE, SEAT)

    def from_body(self, place: Vector) -> Vector:
        """A place of the body in the world."""
        return _forth(place, self.body, WAIST, WAIST)

    def rays(self) -> tuple[Vector, Points]:
        """The camera, and the direction from it through each pixel."""
        across = (np.arange(self.size[0], dtype=np.float32) - self.size[0] / 2) / self.unit
        down = (np.arange(self.size[1], dtype=np.float32) - self.size[1] / 2) / self.unit
        x, y = np.meshgrid(across, -down)
        length = np.sqrt(x * x + y * y + DISTANCE**2)
        return (*self.centre, DISTANCE), (x / length, y / length, -DISTANCE / length)

    def pixel(self, place: Vector) -> Point:
        """Where a place of the world is in the picture."""
        scale = DISTANCE / (DISTANCE - place[2]) * self.unit
        return (
            self.size[0] / 2 + (place[0] - self.centre[0]) * scale,
            self.size[1] / 2 - (place[1] - self.centre[1]) * scale,
        )


def turned(direction: Points, turn: Turn, *, back: bool = False) -> Points:
    """Directions after a turn, or before it."""
    rows = tuple(zip(*turn, strict=True)) if back else turn
    x, y, z = (sum(row[i] * direction[i] for i in range(3)) for row in rows)
    return _as_field(x), _as_field(y), _as_field(z)


def _as_field(value: object) -> Field:
    return np.asarray(value, dtype=np.float32)


def _turn(yaw: float, pitch: float, roll: float) -> Turn:
    """Turn about the upright axis first, then nod, then lean."""
    a, b, c = math.radians(yaw), math.radians(-pitch), math.radians(-roll)
    nod = ((1, 0, 0), (0, math.cos(b), -math.sin(b)), (0, math.sin(b), math.cos(b)))
    round_it = ((math.cos(a), 0, math.sin(a)), (0, 1, 0), (-math.sin(a), 0, math.cos(a)))
    lean = ((math.cos(c), -math.sin(c), 0), (math.sin(c), math.cos(c), 0), (0, 0, 1))
    rows = np.array(lean) @ np.array(round_it) @ np.array(nod)
    one, two, three = ((float(x), float(y), float(z)) for x, y, z in rows)
    return one, two, three


def _back(p: Points, turn: Turn, about: Vector, there: Vector) -> Points:
    """Places of the world before the turn about `about`, which is `there` in the world."""
    q = tuple(p[i] - there[i] for i in range(3))
    x, y, z = (turn[0][i] * q[0] + turn[1][i] * q[1] + turn[2][i] * q[2] + about[i] for i in range(3))
    return x, y, z


def _forth(place: Vector, turn: Turn, about: Vector, there: Vector) -> Vector:
    """The way back."""
    q = tuple(place[i] - about[i] for i in range(3))
    x, y, z = (turn[i][0] * q[0] + turn[i][1] * q[1] + turn[i][2] * q[2] + there[i] for i in range(3))
    return x, y, z
