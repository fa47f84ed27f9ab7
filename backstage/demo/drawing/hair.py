"""Models hair as masses: how thick it lies on the head, what hangs from it, where a beard grows."""

import numpy as np

from backstage.demo.drawing.face import skull
from backstage.demo.drawing.noise import lumps
from backstage.demo.drawing.sitter import Sitter
from backstage.demo.drawing.solids import Field, Points, ball, bell, carved, egg, joined, limb, ramp

# The hairline: how far from the back of the head (z), and how low the hair reaches there (y).
LINE_Z = (-1.1, -0.5, -0.33, -0.22, 0.0, 0.07, 0.15, 0.21, 0.36, 0.5, 0.66, 1.0)
LINE_Y = (-0.74, -0.66, -0.45, 0.1, 0.14, -0.05, -0.14, 0.12, 0.4, 0.5, 0.58, 0.62)
HATS = frozenset({"cap", "beanie"})
FLAT = frozenset({"crop", "receding", "tied"})
# How thick it lies: at the sides, on top, and how lumpy it is.
THICK = {
    "crop": (0.03, 0.065, 0.012),
    "receding": (0.035, 0.05, 0.012),
    "side": (0.05, 0.15, 0.02),
    "swept": (0.06, 0.15, 0.015),
    "mop": (0.1, 0.19, 0.04),
    "curls": (0.15, 0.22, 0.045),
    "long": (0.1, 0.1, 0.015),
    "waves": (0.12, 0.13, 0.03),
    "bob": (0.12, 0.12, 0.015),
    "tied": (0.04, 0.055, 0.008),
}


def hair(p: Points, sitter: Sitter) -> Field:
    """The distance to the hair of the head, in the head's space; far away for a bald one."""
    if sitter.hair == "bald":
        return np.full_like(p[0], 9.0)
    d = _cap(p, sitter)
    hanging = HANGING.get(sitter.hair)
    if hanging:
        d = joined(d, hanging((np.abs(p[0]), p[1], p[2]), p, sitter), 0.12)
    return d


def grown(p: Points, sitter: Sitter) -> Field:
    """How densely hair covers that place of the skin, from 0 to 1; the line of its edge is irregular."""
    return _grown_above(_hairline(p, sitter), p)


def _hairline(p: Points, sitter: Sitter) -> Field:
    """How low hair reaches on the part of the head where the place is."""
    line = np.interp(p[2], LINE_Z, LINE_Y).astype(np.float32)
    if sitter.hair == "receding":
        line = line + 0.22 * ramp(0.25, 0.55, p[2]) * (0.4 + bell(np.abs(p[0]) - 0.4, 0.15))
    return line


def _grown_above(line: Field, p: Points) -> Field:
    ragged = 0.045 * lumps(p, 0.16, 3.0) - 0.05 * bell(p[0], 0.12) * ramp(0.2, 0.5, p[2])
    return ramp(-0.13, 0.12, p[1] - line + ragged)


def beard(p: Points, sitter: Sitter) -> Field:
    """How densely a beard covers that place of the skin, from 0 to 1."""
    x, y, z = np.abs(p[0]), p[1], p[2]
    lip = bell(y + 0.585 + 0.25 * x * x, 0.05) * ramp(0.36, 0.27, x) * ramp(0.5, 0.65, z)
    if sitter.beard == "moustache":
        return lip
    # From the sideburn along the cheek to the corner of the mouth; below, to the throat.
    edge = -0.16 - 0.62 * ramp(0.1, 0.75, z)
    cheek = ramp(0.1, -0.16, y - edge + 0.03 * lumps(p, 0.15, 1.0)) * ramp(-0.2, 0.16, z + 0.1 * y)
    mouth = bell(x, 0.24) ** 2 * bell(y + 0.75, 0.08)
    return np.maximum(lip * 0.95, cheek * (1 - ramp(0.3, 0.7, mouth))) * ramp(-1.45, -1.2, y)


def _cap(p: Points, sitter: Sitter) -> Field:
    """The hair that lies on the head."""
    sides, top, rough = THICK[sitter.hair]
    high = ramp(0.3, 1.0, p[1])
    thick = sides + (top - sides) * high + _styled(p, sitter) * high
    if sitter.wear in HATS:
        thick = np.minimum(thick, 0.05)
    size = 0.13 if sitter.hair == "curls" else 0.3
    thick = thick + rough * (lumps(p, size, sitter.skew * 200) + 0.25 * lumps(p, size / 3, 2.0))
    line = _hairline(p, sitter)
    rise = ramp(-0.06, 0.3 if sitter.hair in FLAT else 0.45, p[1] - line)  # it rises slowly from its line
    return skull(p) + 0.008 - (thick * rise + 0.016) * _grown_above(line, p)


def strands(p: Points, sitter: Sitter) -> Field:
    """Waves around the head, between -1 and 1: the locks that long hair falls into."""
    bent = 1.1 * lumps(p, 0.5, sitter.skew * 100)
    around = np.arctan2(p[0], p[2] + 0.25)
    return np.sin(around * 30 + 3 * bent) * 0.7 + np.sin(around * 67 + 5 * bent) * 0.4


def _styled(p: Points, sitter: Sitter) -> Field:
    """What the comb does: a parting, a quiff."""
    x, _, z = p
    if sitter.hair in {"long", "bob", "waves"}:
        return -0.03 * bell(x - 0.12, 0.05) * ramp(-0.2, 0.3, z)
    if sitter.hair == "side":
        return -0.015 * bell(x - 0.38, 0.05) + 0.09 * bell(z - 0.6, 0.2) * ramp(0.3, -0.3, x)
    if sitter.hair == "swept":
        return 0.1 * bell(z - 0.55, 0.2)
    return np.zeros_like(x)


def _long(p: Points, q: Points, sitter: Sitter) -> Field:
    """Hair down to the shoulders, over the ears, the face left free."""
    sway = 0.06 * np.sin(q[1] * 3 + 1) + 0.04 * lumps(q, 0.5, sitter.skew * 90)
    p = (p[0] + sway, p[1], p[2])
    d = joined(limb(p, (0.56, 0.3, -0.12), (0.68, -1.75, 0.05), 0.3, 0.2), _behind(p, -0.6, 1.35), 0.3)
    d = joined(carved(d, _face(p), 0.1), _fringe((q[0], q[1], q[2] + 0.06)), 0.1)
    return d - 0.004 * strands(q, sitter)


def _waves(p: Points, q: Points, sitter: Sitter) -> Field:
    """The same in waves."""
    wave = 0.09 * np.sin(q[1] * 6.5 + 2 * lumps(q, 0.6, 1.0)) * ramp(0.5, -0.3, q[1])
    p = (p[0] + wave, p[1], p[2] + wave * 0.6)
    d = joined(limb(p, (0.6, 0.3, -0.1), (0.8, -1.45, 0.0), 0.32, 0.3), _behind(p, -0.5, 1.2), 0.3)
    return carved(d - 0.006 * strands(q, sitter), _face(p), 0.1)


def _bob(p: Points, q: Points, sitter: Sitter) -> Field:
    """Hair to the jaw."""
    d = joined(limb(p, (0.58, 0.25, -0.1), (0.68, -0.72, 0.08), 0.3, 0.2), _behind(p, -0.1, 0.85), 0.3)
    d = carved(d, _face(p), 0.08)
    return joined(d, _fringe(q), 0.12) - 0.004 * strands(q, sitter)


def _tied(p: Points, q: Points, sitter: Sitter) -> Field:
    """A knot behind."""
    knot = egg(p, (0, 0.42, -1.18), (0.3, 0.3, 0.27))
    return knot - 0.02 * np.sin(12 * q[1] + 9 * q[0]) - 0.02 * lumps(q, 0.15, 2.0)


def _curls(p: Points, q: Points, sitter: Sitter) -> Field:
    """A cloud of curls; a woman's is the larger."""
    if not sitter.feminine:
        return np.full_like(q[0], 9.0)
    d = joined(egg(p, (0, 0.32, -0.22), (1.02, 1.0, 1.05)), ball(p, (0.62, -0.35, -0.25), 0.5), 0.3)
    d = d - 0.05 * lumps(q, 0.24, 1.0) - 0.02 * lumps(q, 0.09, 2.0)
    return carved(d, _face(p), 0.1)


def _fringe(q: Points) -> Field:
    """Hair that falls from the parting to one side across the forehead."""
    d = limb(q, (0.2, 0.92, 0.42), (-0.34, 0.62, 0.58), 0.1, 0.1)
    d = joined(d, limb(q, (-0.34, 0.62, 0.58), (-0.62, 0.22, 0.46), 0.1, 0.08), 0.08)
    return joined(d, limb(q, (-0.62, 0.22, 0.46), (-0.74, -0.4, 0.26), 0.08, 0.07), 0.08)


def _behind(p: Points, middle: float, tall: float) -> Field:
    return egg(p, (0, middle, -0.52), (0.7, tall, 0.5))


def _face(p: Points) -> Field:
    """The space before the face that hair leaves free."""
    return egg(p, (0, -0.35, 0.85), (0.6, 1.05, 0.78))


HANGING = {"long": _long, "waves": _waves, "bob": _bob, "tied": _tied, "curls": _curls}
