"""Models neck, shoulders and what is worn on them."""

import numpy as np

from backstage.demo.drawing.noise import lumps
from backstage.demo.drawing.pose import Pose
from backstage.demo.drawing.sitter import Sitter
from backstage.demo.drawing.solids import Field, Points, ball, carved, common, egg, hoop, joined, limb, ramp


def neck(p: Points, pose: Pose) -> Field:
    """The distance to the neck: a column, the two muscles that turn the head, the larynx of a man."""
    s = pose.sitter
    top, low = pose.from_head((0, -0.5, -0.27)), pose.from_body((0, -2.05, -0.38))
    d = limb(p, top, low, s.neck * 0.97, s.neck * 1.06)
    for side in (-1, 1):
        behind, pit = pose.from_head((side * 0.45, -0.42, -0.22)), pose.from_body((side * 0.09, -2.02, 0.14))
        d = joined(d, limb(p, behind, pit, 0.075, 0.045), 0.28)
    if not s.feminine:
        d = joined(d, ball(p, pose.from_body((0, -1.38, 0.22)), 0.07), 0.16)
    return d


def trunk(q: Points, sitter: Sitter) -> Field:
    """The distance to shoulders and chest, in the body's own space."""
    p, wide = (np.abs(q[0]), q[1], q[2]), sitter.shoulders
    d = limb(p, (0.1, -1.35, -0.6), (wide - 0.45, -2.2, -0.45), 0.3, 0.2)
    d = joined(d, egg(p, (0, -3.15, -0.38), (wide - 0.32, 1.2, 0.72)), 0.25)
    return joined(d, limb(p, (wide - 0.3, -2.52, -0.42), (wide - 0.12, -4.4, -0.4), 0.4, 0.35), 0.2)


def clothes(p: Points, q: Points, shoulders: Field, pose: Pose) -> Field:
    """The distance to the clothes on those shoulders; `p` are places of the world, `q` the body's own."""
    s = pose.sitter
    d = shoulders - 0.07 - _folds(q, s)
    return _CUTS[s.collar](p, q, d, pose)


def _folds(q: Points, sitter: Sitter) -> Field:
    """How far the cloth stands off in folds: they hang from the shoulders and gather at the arms."""
    x, y, z = q
    run = (x * 1.5 + y * 0.5, y * 0.4 - np.abs(x) * 0.5, z)
    return 0.035 * lumps(run, 0.5, sitter.skew * 300) + 0.016 * lumps(run, 0.2, sitter.age * 9)


def _round(p: Points, q: Points, d: Field, pose: Pose) -> Field:
    """A T-shirt or a jersey, with the band of its neck."""
    del p
    wide = pose.sitter.neck + 0.2
    d = carved(d, egg(q, (0, -1.8, -0.1), (wide, 0.42, 0.62)), 0.03)
    band = hoop(q[0] * (0.62 / wide), q[2] + 0.1, (q[1] + 2.02 - 0.28 * (-q[2] - 0.1)) * 1.0, 0.6, 0.045)
    return joined(d, band, 0.04)


def _high(p: Points, q: Points, d: Field, pose: Pose) -> Field:
    """A roll-neck: it follows the neck and folds over."""
    top, low = pose.from_head((0, -0.8, -0.22)), pose.from_body((0, -2.1, -0.3))
    roll = limb(p, top, low, pose.sitter.neck + 0.1, pose.sitter.neck + 0.16)
    roll = roll - 0.02 * np.sin(q[1] * 22 + 2 * q[0]) - 0.02 * lumps(q, 0.3, 1.0)
    return joined(d, common(roll, q[1] + 1.35 - 0.2 * q[2], 0.08), 0.1)


def _shirt(p: Points, q: Points, d: Field, pose: Pose) -> Field:
    """A shirt, open at the neck: the stand of its collar, and the two leaves folded down."""
    del p
    x = np.abs(q[0])
    d = carved(d, _opening(x, q, 2.65), 0.02)
    return np.minimum(d, _leaves(x, q, pose.sitter, 2.42))


def _jacket(p: Points, q: Points, d: Field, pose: Pose) -> Field:
    """A work jacket over a T-shirt: a deep opening with its lapels."""
    shirt = _round(p, q, d, pose)
    x = np.abs(q[0])
    coat = carved(d - 0.09, _opening(x, q, 3.7), 0.04)
    edge = x - 0.62 * ramp(-3.7, -2.0, q[1]) - 0.02
    lapel = common(d - 0.15, np.maximum(np.abs(edge - 0.16) - 0.17, np.abs(q[1] + 2.6) - 0.55), 0.04)
    return np.minimum(shirt, np.minimum(np.minimum(coat, lapel), _leaves(x * 0.86, q, pose.sitter, 2.3)))


def _hood(p: Points, q: Points, d: Field, pose: Pose) -> Field:
    """A hooded jersey: the hood lies in folds around the neck."""
    d = _round(p, q, d, pose)
    tilt = q[1] + 1.72 + 0.5 * (q[2] + 0.1)
    hood = hoop(q[0] * 0.95, q[2] + 0.32, tilt * 0.75, 0.68, 0.2)
    hood = hood - 0.02 * lumps(q, 0.5, pose.sitter.age * 7) - 0.012 * np.sin(q[0] * 9 + q[1] * 14)
    strings = limb((np.abs(q[0]), q[1], q[2]), (0.22, -2.05, 0.5), (0.27, -3.0, 0.5), 0.025, 0.025)
    return np.minimum(joined(d, carved(hood, egg(q, (0, -2.0, 0.85), (0.2, 0.6, 0.5)), 0.1), 0.08), strings)


def _opening(x: Field, q: Points, low: float) -> Field:
    """The distance, nearly, to a V open in front from the neck down to `low`."""
    side = x - 0.6 * ramp(-low, -1.75, q[1]) - 0.03
    return np.maximum(np.maximum(side, -low - q[1]), -0.35 - q[2])


def _leaves(x: Field, q: Points, sitter: Sitter, tip: float) -> Field:
    """The leaves of a collar: around the neck from behind, folded down to a tip on each side in front."""
    wide = sitter.neck + 0.12
    back = hoop(x * (0.6 / wide), q[2] + 0.24, (q[1] + 1.72 + 0.42 * (q[2] + 0.2)) * 0.4, 0.6, 0.06)
    back = np.maximum(back, q[2] - 0.12)
    flat = (x, q[1], q[2] * 1.9)  # thinner than wide
    leaf = limb(flat, (wide - 0.02, -1.86, 0.06 * 1.9), (0.36, -tip, 0.4 * 1.9), 0.16, 0.1) * 0.7
    return joined(back, np.maximum(leaf, 0.04 - x), 0.08)


_CUTS = {"round": _round, "high": _high, "shirt": _shirt, "jacket": _jacket, "hood": _hood}
