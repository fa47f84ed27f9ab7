"""Follows rays to a body, and light from it: where it is, which way it faces, what lies in shadow."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from backstage.demo.drawing.body import Body
from backstage.demo.drawing.geometry import Vector
from backstage.demo.drawing.pose import DISTANCE, Pose
from backstage.demo.drawing.solids import Field, Points

BATCH = 8192  # places at a time: as many as a processor's cache holds
NEAR, BEYOND = DISTANCE - 1.8, DISTANCE + 2.2
CARE = 0.85  # distances are nearly right: steps are that much shorter


@dataclass(frozen=True)
class Hits:
    """What the rays met. `Points` and `parts` are of the hits alone, all else of the picture's size."""

    where: NDArray[np.bool_]
    cover: Field  # how much of each pixel the body covers
    depth: Field
    places: Points
    normals: Points
    parts: list[Field]

    def picture(self, values: Field) -> Field:
        """Values of the hits as a picture; around the body they run on, so that its edges keep their own."""
        return values[self._nearest]

    def every_second(self) -> "Hits":
        """The hits of every second pixel of every second row."""
        chosen = np.zeros_like(self.where)
        chosen[::2, ::2] = True
        keep = chosen[self.where]
        places, normals = _taken(self.places, keep), _taken(self.normals, keep)
        return Hits(self.where[::2, ::2], self.cover[::2, ::2], self.depth[::2, ::2], places, normals, [])

    @cached_property
    def _nearest(self) -> NDArray[np.int32]:
        """For each pixel which hit is next to it, looking no further than a few pixels."""
        index = np.zeros(self.where.shape, np.int32)
        index[self.where] = np.arange(1, np.count_nonzero(self.where) + 1)
        for _ in range(4):
            for axis, way in ((0, 1), (0, -1), (1, 1), (1, -1)):
                index = np.where(index == 0, np.roll(index, way, axis), index)
        return np.maximum(index - 1, 0)


def hits_of(body: Body) -> Hits:
    """What the rays of the body's picture meet."""
    camera, rays = body.pose.rays()
    depth, cover = _marched(body, camera, rays, _start(body))
    where = depth < BEYOND
    places = _along(camera, _taken(rays, where), depth[where])
    parts = _stacked(body.parts, places)
    normals = _normals(body, places, np.min(parts, 0))
    return Hits(where, cover, depth, places, normals, parts)


def open_to(body: Body, hits: Hits, towards: Vector, soft: float, steps: int) -> Field:
    """How much of a light from there reaches each hit, 0 to 1; a larger `soft` gives softer shadows.

    It is asked at every second pixel of every second row; between them, light hardly changes.
    """
    few = hits.every_second()
    facing = sum(few.normals[i] * towards[i] for i in range(3))
    seen = np.zeros(len(few.places[0]), np.float32)
    ask = np.flatnonzero(facing > -0.15)
    start = tuple(few.places[i][ask] + few.normals[i][ask] * 0.025 for i in range(3))
    seen[ask] = _batched(lambda p: _unshadowed(body, p, towards, soft, steps), start)
    return _between(few, seen, hits)


def _between(few: Hits, values: Field, hits: Hits) -> Field:
    """What is known of few hits, for all."""
    return resized(few.picture(values), hits.where.shape, Image.Resampling.BILINEAR)[hits.where]


def resized(field: Field, shape: tuple[int, ...], how: Image.Resampling) -> Field:
    """The field with another number of rows and columns."""
    return np.asarray(Image.fromarray(field).resize((shape[1], shape[0]), how))


def openness(body: Body, hits: Hits) -> Field:
    """How open to its surroundings each hit is, 0 to 1: little in folds and hollows."""
    few = hits.every_second()
    free = _batched(lambda pn: _open(body, pn[:3], pn[3:]), (*few.places, *few.normals))
    return _between(few, free, hits)


def _open(body: Body, p: Points, n: Points) -> Field:
    blocked = np.zeros_like(p[0])
    for reach, weight in ((0.07, 2.2), (0.22, 0.9), (0.5, 0.45)):
        d = body.distance(_moved(p, n, reach))
        blocked += np.maximum(reach - d, 0) * weight
    return np.clip(1 - 1.25 * blocked, 0, 1)


def _unshadowed(body: Body, p: Points, towards: Vector, soft: float, steps: int) -> Field:
    seen, gone = np.ones_like(p[0]), np.full_like(p[0], 0.02)
    for _ in range(steps):
        x, y, z = (p[i] + gone * towards[i] for i in range(3))
        d = body.distance((x, y, z))
        seen = np.minimum(seen, d / (gone * soft))
        gone = gone + np.clip(d * 0.9, 0.03, 0.4)
    seen = np.clip(seen * 0.5 + 0.5, 0, 1)
    return seen * seen * (3 - 2 * seen) * 1.0


def _start(body: Body) -> Field:
    """How far each ray may go at once: found with few rays, kept on the safe side."""
    size = body.pose.size
    small = Pose(body.pose.sitter, (-(-size[0] // 5), -(-size[1] // 5)))
    camera, rays = small.rays()
    depth, cover = _marched(Body(small), camera, rays, np.full(rays[0].shape, NEAR, np.float32))
    depth = np.where(cover > 0, depth, BEYOND)
    padded = np.pad(depth, 1, mode="edge")
    near = np.min(
        [padded[y : y + depth.shape[0], x : x + depth.shape[1]] for x in range(3) for y in range(3)], 0
    )
    large = np.repeat(np.repeat(near, 5, 0), 5, 1)[: size[1], : size[0]]
    return np.where(large < BEYOND, large - 0.12, BEYOND).astype(np.float32)


def _marched(body: Body, camera: Vector, rays: Points, start: Field) -> tuple[Field, Field]:
    """How far each ray goes (BEYOND, if it meets nothing), and how much of its pixel is covered."""
    t, closest = start.copy().ravel(), np.full(start.size, 9.0, np.float32)
    x, y, z = (ray.ravel() for ray in rays)
    going = np.flatnonzero(t < BEYOND)
    for _ in range(48):
        d = _batched(body.distance, _along(camera, (x[going], y[going], z[going]), t[going]))
        closest[going] = np.minimum(closest[going], d)
        t[going] += d * CARE
        going = going[(d > 0.005) & (t[going] < BEYOND)]
        if not len(going):
            break
    t[going] = np.where(closest[going] < 0.02, t[going], BEYOND)
    pixel = 1 / body.pose.unit
    cover = np.clip(1 - (closest - 0.0055) / pixel, 0, 1)
    t = np.minimum(t, BEYOND)
    return t.reshape(start.shape), np.where(t < BEYOND, 1, cover).reshape(start.shape).astype(np.float32)


def _normals(body: Body, p: Points, here: Field) -> Points:
    """Which way the surface faces there, where the distances are those of `here`."""
    x, y, z = _stacked(lambda q: _slope(body, q[:3], q[3]), (*p, here))
    return x, y, z


def _slope(body: Body, p: Points, here: Field) -> list[Field]:
    """The direction away from the body, one long."""
    e = 0.005
    x = body.distance((p[0] + e, p[1], p[2])) - here
    y = body.distance((p[0], p[1] + e, p[2])) - here
    z = body.distance((p[0], p[1], p[2] + e)) - here
    length = np.sqrt(x * x + y * y + z * z) + 1e-9
    return [x / length, y / length, z / length]


def _moved(p: Points, n: Points, by: float) -> Points:
    return p[0] + n[0] * by, p[1] + n[1] * by, p[2] + n[2] * by


def _along(camera: Vector, rays: Points, t: Field) -> Points:
    x, y, z = (camera[i] + rays[i] * t for i in range(3))
    return x, y, z


def _taken(p: Points, where: NDArray[np.bool_]) -> Points:
    return p[0][where], p[1][where], p[2][where]


def _batched(rule: Callable[..., Field], p: tuple[Field, ...]) -> Field:
    """The rule's result for all places, worked out a batch at a time."""
    result = np.empty(len(p[0]), np.float32)
    for first in range(0, len(result), BATCH):
        batch = slice(first, first + BATCH)
        result[batch] = rule(tuple(field[batch] for field in p))
    return result


def _stacked(rule: Callable[[Any], list[Field]], p: tuple[Field, ...]) -> list[Field]:
    """The same for a rule with several results."""
    pieces = [
        rule(tuple(field[first : first + BATCH] for field in p)) for first in range(0, len(p[0]), BATCH)
    ]
    return [np.concatenate(column) for column in zip(*pieces, strict=True)]
