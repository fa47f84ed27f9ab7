"""Models what is worn on the head: spectacles, a cap, headphones."""

import numpy as np

from backstage.demo.drawing.noise import lumps
from backstage.demo.drawing.sitter import Sitter
from backstage.demo.drawing.solids import Field, Points, common, egg, hoop, joined, limb


def spectacles(p: Points, sitter: Sitter) -> Field:
    """The distance to the frame of the spectacles, in the head's space."""
    x, y, z = np.abs(p[0]), p[1] + 0.035, p[2]
    beside = z - 0.9 + 0.25 * x + 0.06 * y
    if sitter.glasses == "round":
        rim = hoop(x - 0.315, y, beside, 0.2, 0.017)
    else:
        wide, tall = (x - 0.325) ** 2 / 0.05, y * y / 0.03
        outline = (np.sqrt(np.sqrt(wide * wide + tall * tall)) - 1) * 0.19
        rim = np.sqrt(outline * outline + beside * beside) - 0.024
    bow = limb((x, y, z), (0.53, 0.07, 0.78), (0.77, 0.08, -0.1), 0.018, 0.022)
    bridge = limb((x, y, z), (0.0, 0.055, 0.9), (0.14, 0.03, 0.86), 0.016, 0.016)
    return np.minimum(np.minimum(rim, bow), bridge)


def on_head(p: Points, sitter: Sitter) -> Field:
    """The distance to what sits on the head."""
    return WORN[sitter.wear](p, sitter)


def _cap(p: Points, sitter: Sitter) -> Field:
    """A cap with its peak."""
    x, y, z = p
    crown = egg(p, (0, 0.42, -0.1), (0.83, 0.84, 1.03)) + 0.006 * np.sin(np.arctan2(x, z) * 6)
    crown = common(crown, 0.36 - y - 0.12 * z + 0.01 * lumps(p, 0.3, 1.0), 0.05)
    peak = egg((x, y + 0.42 * x * x + 0.2 * (z - 0.9), z), (0, 0.45, 0.98), (0.56, 0.035, 0.52))
    return joined(crown, peak, 0.04)


def _beanie(p: Points, sitter: Sitter) -> Field:
    """A knitted hat with its turned-up edge."""
    y = p[1] + 0.16 * p[2]
    around = np.arctan2(p[0], p[2])
    knit = 0.008 * np.sin(around * 70) + 0.015 * lumps(p, 0.35, sitter.skew * 90)
    crown = common(egg(p, (0, 0.5, -0.13), (0.83, 0.88, 1.05)) - knit, 0.33 - y, 0.05)
    edge = np.maximum(egg(p, (0, 0.5, -0.12), (0.87, 1.0, 1.06)) - knit, np.abs(y - 0.46) - 0.16)
    return joined(crown, edge, 0.04)


def _headphones(p: Points, sitter: Sitter) -> Field:
    """Headphones that close around the ears."""
    x, y, z = np.abs(p[0]), p[1], p[2]
    band = hoop(x * 1.12, (y - 0.3) * 0.96, (z + 0.12) * 0.5, 1.0, 0.05)
    band = np.maximum(band, -0.02 - y)
    cup = egg((x, y, z), (0.88, -0.1, -0.12), (0.13, 0.31, 0.25))
    cup = joined(cup, egg((x, y, z), (0.78, -0.1, -0.12), (0.09, 0.34, 0.28)), 0.02)
    return joined(band, cup, 0.05)


def _headset(p: Points, sitter: Sitter) -> Field:
    """The headset of an intercom: its microphone before the mouth, on the side that the face shows."""
    side = -1 if sitter.yaw > 0 else 1
    q = (p[0] * side, p[1], p[2])
    arm = limb(q, (0.86, -0.25, 0.0), (0.56, -0.72, 0.72), 0.02, 0.016)
    foam = egg(q, (0.5, -0.74, 0.8), (0.09, 0.075, 0.09))
    return np.minimum(_headphones(p, sitter), joined(arm, foam, 0.03))


WORN = {"cap": _cap, "beanie": _beanie, "headphones": _headphones, "headset": _headset}
