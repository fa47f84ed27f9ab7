"""Draws the line from a head's own space to the picture: how it turns, nods, leans and falls on it."""

import math
from dataclasses import dataclass

from backstage.demo.drawing.geometry import Point, Vector
from backstage.demo.drawing.sitter import Sitter

SKULL: Vector = (0.0, -0.42, -0.12)
SKULL_RADII: Vector = (1.0, 1.06, 1.18)


@dataclass(frozen=True)
class View:
    """How the head's space (half-widths of a head, y downwards, z to the camera) falls on the picture."""

    sitter: Sitter
    size: tuple[int, int]

    @property
    def unit(self) -> float:
        """Half the width of the head, in pixels."""
        return self.sitter.unit * self.size[0]

    def turned(self, point: Vector) -> Vector:
        """A point of the head after the head has turned and nodded."""
        yaw, pitch = math.radians(self.sitter.yaw), math.radians(self.sitter.pitch)
        x = point[0] * math.cos(yaw) + point[2] * math.sin(yaw)
        z = point[2] * math.cos(yaw) - point[0] * math.sin(yaw)
        return (
            x,
            point[1] * math.cos(pitch) - z * math.sin(pitch),
            z * math.cos(pitch) + point[1] * math.sin(pitch),
        )

    def pixel(self, x: float, y: float) -> Point:
        """Where a turned point is in the picture, the head's lean included."""
        roll = math.radians(self.sitter.roll)
        right = x * math.cos(roll) - y * math.sin(roll)
        below = x * math.sin(roll) + y * math.cos(roll)
        return (
            self.sitter.across * self.size[0] + right * self.unit,
            self.sitter.down * self.size[1] + below * self.unit,
        )

    def on_face(self, x: float, y: float, out: float = 0.0) -> Point:
        """Where a place of the face (as seen from the front) is in the picture; it stands `out` that far."""
        turned = self.turned((x, y, _face_depth(x, y) + out))
        return self.pixel(turned[0], turned[1])

    def narrowing(self, x: float, y: float) -> float:
        """How much narrower that place of the face looks because the head is turned; one from the front."""
        yaw = math.radians(self.sitter.yaw)
        slope = (_face_depth(x + 0.05, y) - _face_depth(x - 0.05, y)) / 0.1
        return min(1.25, max(0.3, math.cos(yaw) + slope * math.sin(yaw)))


def _face_depth(x: float, y: float) -> float:
    """How far towards the camera the front of the face is at that place."""
    return 0.08 + 0.98 * math.sqrt(max(0.08, 1 - (x / 0.98) ** 2 - ((y - 0.1) / 1.55) ** 2))
