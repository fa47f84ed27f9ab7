"""Sets the lights up: a key that makes the mood, a rim from behind, what little fills the shadows."""

from dataclasses import dataclass

from backstage.demo.drawing.geometry import Vector, normalised
from backstage.demo.drawing.sitter import Sitter

Tint = tuple[float, float, float]
WARM, COOL, TEAL = (1.08, 0.97, 0.84), (0.84, 0.97, 1.15), (0.76, 1.0, 1.06)


@dataclass(frozen=True)
class Rig:
    """Where lights are (x to the right, y upwards, z towards the camera), how strong, of what colour."""

    key: Vector
    soft: float  # how large the key's source is: larger gives softer shadows
    key_power: float
    key_tint: Tint
    rim: Vector
    rim_power: float
    rim_tint: Tint
    fill: float
    fill_tint: Tint


# For a key on the right: its direction, softness, power, and how strong rim and fill are beside it.
MOODS: dict[str, tuple[Vector, float, float, float, float]] = {
    "rembrandt": ((0.8, 0.6, 0.38), 0.22, 1.0, 0.5, 1.0),
    "split": ((1.0, 0.22, 0.1), 0.2, 1.1, 0.5, 0.9),
    "above": ((0.25, 1.0, 0.42), 0.2, 1.1, 0.7, 1.0),
    "rim": ((0.9, 0.45, -0.22), 0.3, 1.0, 1.0, 1.7),
    "window": ((0.95, 0.3, 0.32), 0.4, 0.9, 0.5, 1.0),
    "screen": ((0.85, -0.3, 0.42), 0.4, 0.75, 0.7, 1.3),
}
TINTS = {"screen": (COOL, WARM), "window": (COOL, WARM), "above": (WARM, TEAL), "rim": (WARM, COOL)}


def rig_of(sitter: Sitter) -> Rig:
    """The lights that the sitter has been given."""
    (x, y, z), soft, power, rim, fill = MOODS[sitter.mood]
    side = sitter.key_side
    key_tint, rim_tint = TINTS.get(sitter.mood, (WARM, COOL))
    return Rig(
        key=normalised((side * x, y, z)),
        soft=soft,
        key_power=2.0 * power * sitter.key_power,
        key_tint=key_tint,
        rim=normalised((-side * 0.85, 0.5, -0.95)),
        rim_power=2.3 * rim * sitter.rim_power,
        rim_tint=rim_tint,
        fill=1.6 * sitter.fill * fill,
        fill_tint=COOL,
    )
