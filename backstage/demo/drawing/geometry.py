"""Draws nothing itself: the points and directions that every drawing is measured with."""

import math

Point = tuple[float, float]
Vector = tuple[float, float, float]


def normalised(vector: Vector) -> Vector:
    """The vector made one long."""
    length = math.hypot(*vector)
    return vector[0] / length, vector[1] / length, vector[2] / length
