"""Finds which way hair runs, and combs it: strands are noise drawn out along the run."""

import numpy as np

from backstage.demo.drawing.noise import lumps
from backstage.demo.drawing.pose import Pose, turned
from backstage.demo.drawing.sitter import Sitter
from backstage.demo.drawing.solids import Field, Points, ramp


def run_of(pose: Pose, p: Points, normals: Points) -> Points:
    """The direction in which hair runs at those places of the head, along the surface, in the world."""
    x, y, z = turned(_combed(p, pose.sitter), pose.head)
    off = x * normals[0] + y * normals[1] + z * normals[2]
    x, y, z = x - off * normals[0], y - off * normals[1], z - off * normals[2]
    length = np.sqrt(x * x + y * y + z * z) + 1e-4
    return x / length, y / length, z / length


def _combed(p: Points, sitter: Sitter) -> Points:
    """Which way the comb went, in the head's space; a beard hangs."""
    x, y, z = COMBS.get(sitter.hair, _forward)(p, sitter)
    face = ramp(0.12, -0.05, p[1]) * ramp(-0.05, 0.15, p[2])
    bend = 0.35 * lumps(p, 0.3, sitter.skew * 250)
    return x * (1 - face) + (0.3 * np.sign(p[0]) + bend) * face, y * (1 - face) - face, z * (1 - face)


def _forward(p: Points, sitter: Sitter) -> Points:
    """Short hair: from the crown outwards and down."""
    bend = 0.5 * lumps(p, 0.35, sitter.skew * 250)
    return p[0] * 1.2 + bend, p[1] - 1.2 + 0 * bend, p[2] + 0.35 - bend


def _sideways(p: Points, sitter: Sitter) -> Points:
    """From the parting to the side and a little back."""
    bend = 0.35 * lumps(p, 0.4, sitter.skew * 250)
    low = ramp(0.75, 0.3, p[1])
    return np.where(p[0] > 0.38, 0.3, -1.0) * (1 - low) + bend, -0.1 - 1.1 * low, -0.5 + bend


def _back(p: Points, sitter: Sitter) -> Points:
    """Back from the forehead."""
    bend = 0.3 * lumps(p, 0.4, sitter.skew * 250)
    return bend, 0.25 - 0.9 * ramp(0.2, -0.9, p[2]) + bend, np.full_like(bend, -1.0)


def _down(p: Points, sitter: Sitter) -> Points:
    """From the parting to the sides and down, in waves where there are any."""
    high = ramp(0.55, 1.0, p[1])
    wave = (0.7 if sitter.hair == "waves" else 0.16) * np.sin(p[1] * 6.5 + 2 * lumps(p, 0.6, 1.0))
    return np.sign(p[0] - 0.12) * high + wave, -1.0 + 0.5 * high, wave * 0.6 - 0.25 * high


def _curling(p: Points, sitter: Sitter) -> Points:
    """Every way, in rings."""
    a = 4.5 * lumps(p, 0.28, sitter.skew * 250) + 2 * lumps(p, 0.12, 2.0)
    return np.cos(a), np.sin(a), 0.6 * np.cos(a * 1.3 + 1)


COMBS = {
    "side": _sideways,
    "swept": _back,
    "tied": _back,
    "long": _down,
    "bob": _down,
    "waves": _down,
    "curls": _curling,
    "mop": _curling,
}


def strands_of(right: Field, down: Field, where: Field, seed: str, length: int) -> Field:
    """Strands where `where` is not nothing: noise drawn out along the run, about 0.5 with spread 0.2."""
    tall, wide = right.shape
    noise = _noise((tall, wide), seed)
    ys, xs = np.nonzero(where > 0.02)
    total = noise[ys, xs]
    for way in (1.0, -1.0):
        x, y = xs.astype(np.float32), ys.astype(np.float32)
        for _ in range(length):
            row, column = np.clip(y, 0, tall - 1).astype(np.int32), np.clip(x, 0, wide - 1).astype(np.int32)
            x, y = x + way * 1.4 * right[row, column], y + way * 1.4 * down[row, column]
            row, column = np.clip(y, 0, tall - 1).astype(np.int32), np.clip(x, 0, wide - 1).astype(np.int32)
            total = total + noise[row, column]
    mean = total / (2 * length + 1)
    result = np.full((tall, wide), 0.5, np.float32)
    result[ys, xs] = np.clip(0.5 + (mean - mean.mean()) / (mean.std() + 1e-5) * 0.2, 0, 1)
    return result


def _noise(shape: tuple[int, int], seed: str) -> Field:
    chance = np.random.default_rng(list(seed.encode()))
    return chance.random(shape, dtype=np.float32)
