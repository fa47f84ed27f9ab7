"""Draws portraits: the sitter, lit, before a room that is out of focus."""

import numpy as np
from PIL import Image, ImageFilter

from backstage.demo.drawing.backdrops import backdrop
from backstage.demo.drawing.file import encoded
from backstage.demo.drawing.film import COARSE, FINE, developed, finished
from backstage.demo.drawing.layers import KINDS, LIGHTS, PLACES, Layers, blurred, layers_of
from backstage.demo.drawing.march import BATCH, resized
from backstage.demo.drawing.pose import Pose
from backstage.demo.drawing.rig import rig_of
from backstage.demo.drawing.runs import strands_of
from backstage.demo.drawing.shading import Shading
from backstage.demo.drawing.sitter import Sitter, sitter_of
from backstage.demo.drawing.solids import Field, ramp
from backstage.demo.drawing.words import PictureWords

PORTRAIT_SIZE = (2192, 2740)
SCULPTED = (440, 550)  # what rays are followed for; skin and hair are drawn finer


def portrait(
    seed: str, *, department: str = "", colour: bool = False, words: PictureWords | None = None
) -> bytes:
    """Draw the head and shoulders of somebody who does not exist; return a JPEG of 2192 x 2740 pixels (4:5).

    `department` is a department's slug and chooses what is out of focus behind; an unknown or empty one gets
    a painted studio wall. The same arguments always give the same bytes.
    """
    sitter = sitter_of(seed)
    size = PORTRAIT_SIZE[0] // FINE, PORTRAIT_SIZE[1] // FINE
    room = backdrop(sitter, department, seed, (PORTRAIT_SIZE[0] // COARSE, PORTRAIT_SIZE[1] // COARSE))
    room = (room if colour else room.convert("L")).point(lambda value: value * 1.3)
    picture = _seated(sitter, room.resize(size, Image.Resampling.BICUBIC), seed)
    return encoded(finished(developed(picture), PORTRAIT_SIZE, seed), seed, words)


def _seated(sitter: Sitter, room: Image.Image, seed: str) -> Image.Image:
    """The sitter in the room, both of the room's mode and size."""
    rig = rig_of(sitter)
    small = layers_of(Pose(sitter, SCULPTED), rig)
    pose = Pose(sitter, room.size)
    layers = _enlarged(small, room.size)
    layers |= _fine(layers, seed)
    layers["pool"] = _pool(layers, pose)
    shading = Shading(pose, rig, len(room.getbands()))
    figure = _toned(_shaded(shading, layers))
    where = Image.fromarray(np.uint8(255 * _edge(layers)))
    picture = Image.composite(figure, room, where)
    return _focused(picture, layers, pose)


def _enlarged(layers: Layers, size: tuple[int, int]) -> Layers:
    """The layers with more pixels; where one thing ends and another begins, the line stays a line."""
    shape = (size[1], size[0])
    large = {name: resized(layers[name], shape, Image.Resampling.BICUBIC) for name in PLACES}
    large |= {name: resized(layers[name], shape, Image.Resampling.BILINEAR) for name in LIGHTS}
    large |= {name: _outlined(layers[name], shape) for name in (*KINDS, "cover")}
    total = sum(large[name] for name in KINDS) + 1e-3
    return large | {name: large[name] / total for name in KINDS}


def _outlined(mask: Field, shape: tuple[int, int]) -> Field:
    """A mask with more pixels, its outline smooth rather than in steps."""
    for axis in (0, 1):
        mask = (np.roll(mask, 1, axis) + 2 * mask + np.roll(mask, -1, axis)) / 4
    return ramp(0.28, 0.72, resized(mask.astype(np.float32), shape, Image.Resampling.BICUBIC))


def _fine_noise(shape: tuple[int, ...], chance: np.random.Generator) -> Field:
    """Noise a little soft, between 0 and 1."""
    noise = chance.random(shape, dtype=np.float32)
    return (noise + np.roll(noise, 1, 0) + np.roll(noise, 1, 1) + np.roll(noise, (1, 1), (0, 1))) / 4


def _fine(layers: Layers, seed: str) -> Layers:
    """What is finer than the sculpture: pores (and the weave of cloth), strands of hair."""
    chance = np.random.default_rng(list(f"{seed}/pores".encode()))
    pores = _fine_noise(layers["x"].shape, chance)
    pores = np.clip(0.5 + (pores - 0.5) * 3.2, 0, 1)
    hairy = layers["hair"] + layers["skin"] * (layers["y"] > -1.6)
    strand = strands_of(layers["rx"], -layers["ry"], hairy, seed, 13)
    return {"pores": pores, "strand": strand}


def _pool(layers: Layers, pose: Pose) -> Field:
    """How much of the light reaches each place: most on the face, little on the chest (it has flags)."""
    x, y, _ = pose.from_head((0.1, 0.0, 0.3))
    far = (layers["wx"] - x - 0.4 * pose.sitter.key_side) ** 2 + (layers["wy"] - y - 0.1) ** 2 * 0.9
    return np.exp(far * (-1 / (2 * 1.35**2))) + 0.04


def _shaded(shading: Shading, layers: Layers) -> list[Field]:
    """The light of every pixel that the sitter may cover, worked out a batch at a time."""
    there = blurred(layers["cover"], 12) > 0.01
    flat = {name: field[there] for name, field in layers.items()}
    count = np.count_nonzero(there)
    parts = [
        shading.lit({name: field[first : first + BATCH] for name, field in flat.items()})
        for first in range(0, count, BATCH)
    ]
    bands = [np.zeros(there.shape, np.float32) for _ in range(shading.bands)]
    for band, pieces in zip(bands, zip(*parts, strict=True), strict=True):
        band[there] = np.concatenate(pieces)
    return bands


def _toned(bands: list[Field]) -> Image.Image:
    """Linear light as film shows it: deep blacks, a long shoulder."""
    shown = []
    for light in bands:
        v = np.maximum(light - 0.004, 0) * 0.95
        v = (v * (2.51 * v + 0.03)) / (v * (2.43 * v + 0.59) + 0.14)
        shown.append(Image.fromarray(np.uint8(255 * np.clip(v, 0, 1) ** (1 / 2.2))))
    return shown[0] if len(shown) == 1 else Image.merge("RGB", shown)


def _edge(layers: Layers) -> Field:
    """How much of each pixel the sitter hides; the edge of hair frays into its strands."""
    cover = np.clip(layers["cover"], 0, 1)
    hair = np.clip(layers["hair"], 0, 1)
    near = blurred(cover, 22)
    frayed = np.clip((near - 0.45 + (layers["strand"] - 0.5) * 1.5) * 2.4 + 0.5, 0, 1) * ramp(
        0.04, 0.35, near
    )
    return cover + (frayed - cover) * hair


def _focused(picture: Image.Image, layers: Layers, pose: Pose) -> Image.Image:
    """The picture with only the eyes in focus; what is nearer or further is softer."""
    plane = pose.from_head((0.3 if pose.sitter.yaw < 0 else -0.3, 0, 0.7))[2]
    off = np.abs(layers["wz"] - plane)
    for radius, near, far in ((1.6, 0.35, 0.8), (3.5, 0.7, 1.5)):
        mask = Image.fromarray(np.uint8(255 * ramp(near, far, off)))
        picture = Image.composite(picture.filter(ImageFilter.GaussianBlur(radius)), picture, mask)
    return picture
