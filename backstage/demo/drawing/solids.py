"""Distances to simple solids, by which bodies are built: negative within, lengths in decimetres."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from backstage.demo.drawing.geometry import Vector

Field = NDArray[np.floating[Any]]  # of 32 bits, for speed
Points = tuple[Field, Field, Field]  # x to the right, y upwards, z towards the camera


def ball(p: Points, centre: Vector, radius: float) -> Field:
    """The distance to a ball."""
    return _length(p[0] - centre[0], p[1] - centre[1], p[2] - centre[2]) - radius


def egg(p: Points, centre: Vector, radii: Vector) -> Field:
    """The distance, nearly, to an ellipsoid along the axes."""
    x, y, z = (p[i] - centre[i] for i in range(3))
    x, y, z = x * (1 / radii[0]), y * (1 / radii[1]), z * (1 / radii[2])
    within = _length(x, y, z)
    slope = _length(x * (1 / radii[0]), y * (1 / radii[1]), z * (1 / radii[2])) + 1e-6
    return within * (within - 1) / slope


def limb(p: Points, one: Vector, other: Vector, thick: float, thin: float) -> Field:
    """The distance, nearly, to a rounded bar from `one` (so `thick`) to `other` (so `thin`)."""
    x, y, z = (p[i] - one[i] for i in range(3))
    a, b, c = (other[i] - one[i] for i in range(3))
    along = np.clip((x * a + y * b + z * c) * (1 / (a * a + b * b + c * c)), 0, 1)
    return _length(x - along * a, y - along * b, z - along * c) - (thick + along * (thin - thick))


def hoop(across: Field, along: Field, beside: Field, radius: float, thick: float) -> Field:
    """The distance to a hoop around the origin, in the plane of the first two fields."""
    round_it = np.sqrt(across * across + along * along) - radius
    return np.sqrt(round_it * round_it + beside * beside) - thick


def joined(one: Field, other: Field, soft: float) -> Field:
    """Both solids, with the crease between them filled as flesh fills it."""
    near = np.maximum(soft - np.abs(one - other), 0)
    return np.minimum(one, other) - near * near * (0.25 / soft)


def common(one: Field, other: Field, soft: float) -> Field:
    """What both solids share, its edge rounded."""
    return -joined(-one, -other, soft)


def carved(one: Field, other: Field, soft: float) -> Field:
    """The first solid without the second, its edge rounded."""
    return -joined(-one, other, soft)


def ramp(low: float, high: float, value: Field) -> Field:
    """From nothing at `low` to one at `high`, smoothly."""
    t = np.clip((value - low) * (1 / (high - low)), 0, 1)
    return t * t * (3 - 2 * t)


def bell(value: Field, width: float | Field) -> Field:
    """One at nothing, falling off like a bell of that width."""
    near = np.maximum(1 - value * value * (1 / (6 * width * width)), 0)
    return near * near * near


def _length(x: Field, y: Field, z: Field) -> Field:
    return np.sqrt(x * x + y * y + z * z)
