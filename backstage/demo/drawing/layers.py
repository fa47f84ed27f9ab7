"""Works out, for every pixel, what there is and what light reaches it, before anything has a colour."""

import numpy as np
from PIL import Image

from backstage.demo.drawing.body import Body
from backstage.demo.drawing.march import Hits, hits_of, open_to, openness, resized
from backstage.demo.drawing.pose import Pose
from backstage.demo.drawing.rig import Rig
from backstage.demo.drawing.runs import run_of
from backstage.demo.drawing.solids import Field, ramp

KINDS = ("skin", "eye", "hair", "cloth", "worn")
PLACES = ("x", "y", "z", "nx", "ny", "nz", "wx", "wy", "wz", "rx", "ry", "rz")
LIGHTS = ("key", "seen", "rim", "fill", "free")
Layers = dict[str, Field]


def layers_of(pose: Pose, rig: Rig) -> Layers:
    """Everything that shading asks for, each a field of the pose's picture; `cover` is one on the sitter."""
    body = Body(pose)
    hits = hits_of(body)
    kind = np.argmin(np.stack(hits.parts), 0)
    found: Layers = {name: (kind == index).astype(np.float32) for index, name in enumerate(KINDS)}
    found |= _places(hits, pose) | _lights(body, hits, rig)
    layers = {name: hits.picture(field) for name, field in found.items()}
    layers["key"] = _through_skin(layers["key"], layers["skin"], pose.unit)
    return layers | {"cover": hits.cover}


def blurred(field: Field, step: int) -> Field:
    """The field out of focus: averaged over squares of `step` pixels, and smoothly drawn up again."""
    small = (-(-field.shape[0] // step), -(-field.shape[1] // step))
    return resized(resized(field, small, Image.Resampling.BOX), field.shape, Image.Resampling.BICUBIC)


def _places(hits: Hits, pose: Pose) -> Layers:
    """Where on the head and in the world each hit is, which way it faces, which way hair runs there."""
    x, y, z = pose.to_head(hits.places)
    run = run_of(pose, (x, y, z), hits.normals)
    fields = (x, y, z, *hits.normals, *hits.places, *run)
    return dict(zip(PLACES, fields, strict=True))


def _lights(body: Body, hits: Hits, rig: Rig) -> Layers:
    """How much of each light arrives, its angle included."""
    seen = open_to(body, hits, rig.key, rig.soft, 14)
    n = hits.normals
    facing = sum(n[i] * rig.key[i] for i in range(3))
    rim = np.clip(sum(n[i] * rig.rim[i] for i in range(3)), 0, 1) * ramp(0.8, 0.2, n[2])
    free = openness(body, hits)
    return {
        "key": np.clip((facing + 0.06) / 1.06, 0, 1) * seen,
        "seen": seen,
        "rim": rim * open_to(body, hits, rig.rim, 0.4, 7) * free,
        "fill": free * (0.65 + 0.35 * n[1]) * (0.7 + 0.3 * n[2]),
        "free": free,
    }


def _through_skin(key: Field, skin: Field, unit: float) -> Field:
    """The key as skin passes it on: it goes in and comes out a little further, so shadows have soft edges."""
    step = max(2, round(unit * 0.045))
    share = blurred(skin, step)
    soft = blurred(key * skin, step) / np.maximum(share, 1e-3)
    return np.maximum(key + skin * (soft - key) * 0.7, 0)
