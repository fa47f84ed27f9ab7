"""The demo's pictures, drawn by code with Pillow alone: portraits of nobody, sets that never were.

They stand in for photographs, so they are built as a photographer would build them. A head is a small
relief sculpted out of soft bumps, lit by a key that casts real shadows on it and by a rim light; hair is
drawn strand by strand; what is behind is out of focus; grain and a vignette come last. The seed decides
everything: the same arguments give the same bytes. (Another Pillow, or another processor's arithmetic, may
differ in a last bit.)
"""

from __future__ import annotations

import math
import random
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageFilter, ImageMath

PORTRAIT_SIZE = (2192, 2740)
SCENE_SIZE = (3000, 2000)
POSTER_SIZE = (3264, 1836)
SUBJECTS = (
    "crane",
    "lamps",
    "monitors",
    "stage",
    "cables",
    "clapper",
    "crowd",
    "dressing_room",
    "truck",
    "theatre",
)

Point = tuple[float, float]

# Pictures are composed this many times smaller than they are in the end; what has strokes, half as small.
COARSE = 4
FINE = 2

JPEG_QUALITY = 88
DRAWN = "A drawing made by code, not a photograph: nobody real is depicted."

# The EXIF tags that are written, by their numbers in the standard.
IMAGE_DESCRIPTION, MAKE, MODEL, SOFTWARE, ARTIST, COPYRIGHT = 0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298
EXIF_IFD, DATE_TIME_ORIGINAL = 0x8769, 0x9003

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NAMESPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}
for _prefix, _uri in NAMESPACES.items():
    ElementTree.register_namespace(_prefix, _uri)


@dataclass(frozen=True)
class PictureWords:
    """The words that travel inside a picture's file, as XMP; whatever is empty is left out.

    `alt` maps a language ("it", "en") to the alternative text in that language.
    """

    title: str = ""
    caption: str = ""
    creator: str = ""
    credit: str = ""
    copyright_notice: str = ""
    person: str = ""
    alt: dict[str, str] = field(default_factory=dict)


# --- The public drawings --------------------------------------------------------------------------


def portrait(
    seed: str, *, department: str = "", colour: bool = False, words: PictureWords | None = None
) -> bytes:
    """Draw the head and shoulders of somebody who does not exist; return a JPEG of 2192 x 2740 pixels (4:5).

    `department` is a department's slug and chooses what is out of focus behind; an unknown or empty one gets
    a painted studio wall. The same arguments always give the same bytes.
    """
    picture = _portrait(seed, department, colour=colour)
    return _encoded(_finished(picture, PORTRAIT_SIZE, seed), seed, words)


def backstage_scene(
    seed: str, *, subject: str, colour: bool = True, words: PictureWords | None = None
) -> bytes:
    """Draw crew at work, seen against the light; return a JPEG of 3000 x 2000 pixels (3:2).

    `subject` is one of SUBJECTS, or ValueError names them. The same arguments always give the same bytes.
    """
    _require_known(subject)
    picture = _scene(seed, subject, SCENE_SIZE, colour=colour, graphic=False)
    return _encoded(_finished(picture, SCENE_SIZE, seed), seed, words)


def poster(seed: str, *, subject: str, colour: bool = True, words: PictureWords | None = None) -> bytes:
    """Draw a frame of a film that was never shot; return a JPEG of 3264 x 1836 pixels (16:9), with no text.

    `subject` is one of SUBJECTS, or ValueError names them. The same arguments always give the same bytes.
    """
    _require_known(subject)
    picture = _scene(seed, subject, POSTER_SIZE, colour=colour, graphic=True)
    return _encoded(_finished(picture, POSTER_SIZE, seed), seed, words)


def _require_known(subject: str) -> None:
    """Refuse a subject that nobody has drawn, naming those that somebody has."""
    if subject not in SUBJECTS:
        raise ValueError(f"Unknown subject {subject!r}; the known ones are: {', '.join(SUBJECTS)}.")


# --- Fields: arithmetic on pictures of floating point numbers -------------------------------------

Rule = Callable[[dict[str, Any]], Any]
EXPOSURE, GAMMA = 2.7, 0.7
FLOOR = -9.0  # the height of what is nowhere: far behind everything


def _field(rule: Rule, **fields: Image.Image) -> Image.Image:
    """The picture of floats that the rule makes of those pictures, pixel by pixel."""
    result: Image.Image = ImageMath.lambda_eval(lambda given: given["convert"](rule(given), "F"), **fields)
    return result


@cache
def _axes(size: tuple[int, int]) -> tuple[Image.Image, Image.Image]:
    """Two fields of that size: each pixel's x, and each pixel's y."""
    across = Image.frombytes("F", (size[0], 1), array("f", range(size[0])).tobytes())
    down = Image.frombytes("F", (1, size[1]), array("f", range(size[1])).tobytes())
    return across.resize(size, Image.Resampling.NEAREST), down.resize(size, Image.Resampling.NEAREST)


@cache
def _soft_spot() -> Image.Image:
    """A bell curve out to three standard deviations, one high: the thumb that everything is sculpted with."""
    x, y = _axes((97, 97))
    return _field(lambda f: math.e ** (((f["x"] - 48) ** 2 + (f["y"] - 48) ** 2) / -512.0), x=x, y=y)


def _press(clay: Image.Image, at: Point, sigma: Point, height: float, angle: float = 0.0) -> None:
    """Add a bell-shaped bump (a hollow, if the height is negative) to the clay, in place; pixels, degrees."""
    size = max(2, round(sigma[0] * 6)), max(2, round(sigma[1] * 6))
    spot = _soft_spot().resize(size, Image.Resampling.BILINEAR)
    if angle:
        spot = spot.rotate(angle, Image.Resampling.BILINEAR, expand=True)
    left, top = round(at[0] - spot.width / 2), round(at[1] - spot.height / 2)
    box = (left, top, left + spot.width, top + spot.height)
    clay.paste(_field(lambda f: f["under"] + f["spot"] * height, under=clay.crop(box), spot=spot), box[:2])


def _joined(one: Image.Image, other: Image.Image, softness: float) -> Image.Image:
    """The higher of two reliefs, with the crease between them filled as flesh fills it."""

    def rule(f: dict[str, Any]) -> Any:
        near = f["max"](softness - abs(f["one"] - f["other"]), 0.0)
        return f["max"](f["one"], f["other"]) + near * near / (4 * softness)

    return _field(rule, one=one, other=other)


def _shifted(clay: Image.Image, dx: float, dy: float) -> Image.Image:
    """The field seen from a place dx, dy pixels further on."""
    move = (1, 0, round(dx), 0, 1, round(dy))
    return clay.transform(clay.size, Image.Transform.AFFINE, move, fillcolor=FLOOR)


def _clouds(size: tuple[int, int], cell: Point, seed: str) -> Image.Image:
    """Soft noise around mid grey (mode L) whose lumps are about as large as the cell, in pixels."""
    small = max(2, round(size[0] / cell[0])), max(2, round(size[1] / cell[1]))
    noise = Image.frombytes("L", small, random.Random(seed).randbytes(small[0] * small[1]))
    return noise.resize(size, Image.Resampling.BICUBIC)


def _grey(light: Image.Image) -> Image.Image:
    """Linear light (1 is white) as the grey levels that a screen wants, with a shoulder as film has."""
    return _field(lambda f: 255 * (1 - math.e ** (f["light"] * -EXPOSURE)) ** GAMMA, light=light).convert("L")


def _grey_of(light: float) -> int:
    """The same for one number."""
    shown: float = (1 - math.exp(-EXPOSURE * max(0.0, light))) ** GAMMA
    return round(255 * shown)


# --- Who sits: the traits that the seed decides ---------------------------------------------------


@dataclass(frozen=True)
class Sitter:
    """Everything about one invented person and how they are lit; lengths are in half-widths of a head."""

    yaw: float  # degrees, positive turns the face to the right of the picture
    pitch: float  # degrees, positive looks up
    roll: float  # degrees, positive leans clockwise
    across: float  # where the head is, as a fraction of the picture's width
    down: float  # where the eyes are, as a fraction of its height
    unit: float  # half the width of the head, as a fraction of the picture's width
    broad: float
    jaw: float
    chin: float
    nose: float
    lips: float
    brow: float
    cheek: float
    age: float
    lids: float  # how open the eyes are; 1 is wide
    gaze: float  # where they look: to the right of where the face does, in half-widths of a head
    skin: float  # how much light the skin gives back
    hair: str
    hair_tone: float
    beard: str
    glasses: str
    wear: str
    cloth: float  # how much light the clothes give back
    collar: str
    key_side: int  # 1: the key light comes from the right of the picture
    key_height: float
    key_front: float  # how far in front of the sitter the key stands
    key_power: float
    rim_power: float
    fill: float
    feminine: bool


# Names that end in a, and yet are men's in Italian; only the drawing depends on it.
MENS_NAMES_IN_A = frozenset({"andrea", "luca", "nicola", "mattia", "elia", "gianluca", "battista", "tobia"})
WOMENS_HAIR = ("long", "bob", "curls", "tied", "waves", "fringe")
MENS_HAIR = ("crop", "side", "curls", "bald", "swept", "receding", "mop")

# Chosen by hand, so that the people of the demo's wall do not resemble one another.
PLAIN = {"glasses": "", "wear": "", "beard": ""}
CHOSEN: dict[str, dict[str, Any]] = {
    "alessia-1": PLAIN | {"hair": "long", "hair_tone": 0.05, "key_side": -1, "yaw": 18.0},
    "roberta-1": PLAIN | {"hair": "bob", "hair_tone": 0.4, "glasses": "round", "key_side": 1, "yaw": -14.0},
    "claudio-1": PLAIN | {"hair": "receding", "hair_tone": 0.5, "beard": "short", "age": 0.8},
    "alessio-1": PLAIN | {"hair": "crop", "hair_tone": 0.03, "beard": "stubble", "wear": "cap", "yaw": 24.0},
    "gabriele-1": PLAIN | {"hair": "mop", "hair_tone": 0.06, "wear": "headphones", "yaw": -22.0},
    "daniele-1": PLAIN | {"hair": "bald", "beard": "full", "hair_tone": 0.1, "glasses": "square"},
    "matteo-1": PLAIN | {"hair": "side", "hair_tone": 0.14, "wear": "headset", "yaw": 12.0, "age": 0.1},
    "mario-1": PLAIN | {"hair": "swept", "hair_tone": 0.75, "beard": "moustache", "age": 1.0, "yaw": -28.0},
    "alessio-2": PLAIN | {"hair": "curls", "hair_tone": 0.04, "beard": "short", "yaw": 8.0},
    "claudia-1": PLAIN | {"hair": "tied", "hair_tone": 0.12, "yaw": -32.0, "key_side": -1},
    "cristiano-1": PLAIN
    | {"hair": "crop", "wear": "beanie", "beard": "full", "hair_tone": 0.08, "yaw": 20.0},
    "alessandro-1": PLAIN | {"hair": "crop", "hair_tone": 0.4, "beard": "stubble", "age": 0.7, "yaw": -8.0},
    "pamela-1": PLAIN | {"hair": "waves", "hair_tone": 0.45, "yaw": 26.0},
    "goffredo-1": PLAIN | {"hair": "mop", "hair_tone": 0.8, "beard": "full", "glasses": "round", "age": 0.9},
    "ramzi-1": PLAIN | {"hair": "crop", "hair_tone": 0.02, "skin": 0.14, "beard": "short", "yaw": -20.0},
    "andrea-1": PLAIN | {"hair": "swept", "hair_tone": 0.2, "beard": "stubble", "yaw": -16.0},
    "federico-1": PLAIN | {"hair": "receding", "hair_tone": 0.07, "beard": "moustache", "yaw": 30.0},
    "antonella-1": PLAIN | {"hair": "fringe", "hair_tone": 0.22, "age": 0.6, "glasses": "square"},
    "nadia-1": PLAIN | {"hair": "curls", "hair_tone": 0.09, "skin": 0.2, "yaw": -18.0},
}


def _sitter(seed: str) -> Sitter:
    """Whom the seed describes."""
    chance = random.Random(f"{seed}/sitter")
    first_name = seed.partition("-")[0].lower()
    feminine = first_name.endswith("a") and first_name not in MENS_NAMES_IN_A
    traits = _pose(chance) | _bones(chance, feminine=feminine)
    traits |= _looks(chance, feminine=feminine) | _lights(chance)
    return Sitter(**(traits | CHOSEN.get(seed, {})), feminine=feminine)


def _pose(chance: random.Random) -> dict[str, Any]:
    """Where the head is and which way it is turned."""
    yaw = chance.choice((-1, 1)) * chance.uniform(4, 30)
    return {
        "yaw": yaw,
        "pitch": chance.uniform(-7, 6),
        "roll": chance.uniform(-6, 6),
        "across": 0.5 - yaw / 400 + chance.uniform(-0.03, 0.03),
        "down": chance.uniform(0.4, 0.44),
        "unit": chance.choice((0.2, 0.215, 0.23, 0.265)),
    }


def _bones(chance: random.Random, *, feminine: bool) -> dict[str, Any]:
    """The shape of the face, and its years."""
    return {
        "broad": chance.uniform(0.85, 0.98) if feminine else chance.uniform(0.88, 1.06),
        "jaw": chance.uniform(0.56, 0.66) if feminine else chance.uniform(0.64, 0.78),
        "chin": chance.uniform(1.34, 1.56),
        "nose": chance.uniform(0.75, 1.0) if feminine else chance.uniform(0.9, 1.3),
        "lips": chance.uniform(0.9, 1.4) if feminine else chance.uniform(0.6, 1.1),
        "brow": chance.uniform(0.3, 0.6) if feminine else chance.uniform(0.8, 1.4),
        "cheek": chance.uniform(0.5, 1.2),
        "age": chance.uniform(0, 0.8),
        "lids": chance.uniform(0.62, 1.0),
        "gaze": chance.uniform(-0.05, 0.05),
        "skin": chance.uniform(0.26, 0.48),
    }


def _looks(chance: random.Random, *, feminine: bool) -> dict[str, Any]:
    """Hair, beard and what is worn."""
    return {
        "hair": chance.choice(WOMENS_HAIR if feminine else MENS_HAIR),
        "hair_tone": chance.choice((0.03, 0.05, 0.08, 0.15, 0.3, 0.7)),
        "beard": "" if feminine else chance.choice(("", "stubble", "short", "full", "moustache")),
        "glasses": chance.choice(("", "", "", "round", "square")),
        "wear": chance.choice(("", "", "", "", "cap", "beanie", "headphones", "headset")),
        "cloth": chance.choice((0.02, 0.03, 0.06, 0.12, 0.3)),
        "collar": chance.choice(("round", "shirt", "jacket", "high", "hood")),
    }


def _lights(chance: random.Random) -> dict[str, Any]:
    """The key, the rim and the little that fills the shadows."""
    return {
        "key_side": chance.choice((-1, 1)),
        "key_height": chance.uniform(0.22, 0.45),
        "key_front": chance.uniform(-0.05, 0.4),
        "key_power": chance.uniform(1.0, 1.4),
        "rim_power": chance.uniform(0.5, 1.3),
        "fill": chance.uniform(0.03, 0.075),
    }


# --- The relief: skull, face, neck, shoulders -----------------------------------------------------

Vector = tuple[float, float, float]
SKULL: Vector = (0.0, -0.42, -0.12)
SKULL_RADII: Vector = (1.0, 1.06, 1.18)
FACE: Vector = (0.0, 0.1, 0.08)


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


@dataclass(frozen=True)
class Bump:
    """One press of the thumb on the face; `trait` names what in the sitter makes it stronger or weaker."""

    x: float
    y: float
    wide: float
    tall: float
    height: float
    trait: str = ""
    out: float = 0.0
    angle: float = 0.0
    both_sides: bool = False


BUMPS = (
    Bump(0.41, 0.0, 0.22, 0.13, -0.17, both_sides=True),  # the sockets
    Bump(0.2, -0.04, 0.09, 0.1, -0.035, both_sides=True),
    Bump(0.41, 0.02, 0.14, 0.095, 0.13, both_sides=True),  # the eyes in them
    Bump(0.42, -0.07, 0.17, 0.035, 0.035, angle=-4, both_sides=True),  # the upper lids
    Bump(0.4, 0.2, 0.17, 0.04, -0.035, trait="age", angle=8, both_sides=True),
    Bump(0.38, -0.26, 0.26, 0.1, 0.06, trait="brow", angle=6, both_sides=True),
    Bump(0.0, -0.62, 0.5, 0.25, 0.06),  # the forehead
    Bump(0.78, -0.3, 0.14, 0.3, -0.07, both_sides=True),  # the temples
    Bump(0.0, 0.14, 0.12, 0.26, 0.13, trait="nose", out=0.1),
    Bump(0.0, 0.38, 0.13, 0.15, 0.11, trait="nose", out=0.18),
    Bump(0.0, 0.53, 0.14, 0.15, 0.13, trait="nose", out=0.24),
    Bump(0.16, 0.6, 0.075, 0.08, 0.09, trait="nose", out=0.1, both_sides=True),
    Bump(0.09, 0.685, 0.045, 0.025, -0.03, out=0.16, both_sides=True),  # the nostrils
    Bump(0.6, 0.32, 0.22, 0.15, 0.1, trait="cheek", angle=24, both_sides=True),
    Bump(0.56, 0.82, 0.17, 0.26, -0.09, trait="cheek", angle=-16, both_sides=True),
    Bump(0.34, 0.74, 0.045, 0.18, -0.05, trait="age", angle=24, both_sides=True),  # from nose to mouth
    Bump(0.0, 0.93, 0.3, 0.22, 0.12),
    Bump(0.0, 0.925, 0.2, 0.045, 0.06, trait="lips", out=0.08),
    Bump(0.0, 1.065, 0.17, 0.055, 0.085, trait="lips", out=0.08),
    Bump(0.0, 0.995, 0.13, 0.016, -0.04, out=0.08),  # the line of the mouth
    Bump(0.19, 0.98, 0.1, 0.016, -0.04, out=0.06, angle=-11, both_sides=True),
    Bump(0.33, 0.95, 0.05, 0.05, -0.035, both_sides=True),
    Bump(0.0, 1.18, 0.17, 0.05, -0.07),
    Bump(0.0, 1.34, 0.2, 0.13, 0.12),  # the chin
    Bump(0.0, -0.72, 0.36, 0.025, -0.014, trait="age"),  # the years on the forehead
    Bump(0.03, -0.56, 0.34, 0.025, -0.014, trait="age"),
)


def _head_axes(view: View) -> tuple[Image.Image, Image.Image]:
    """Each pixel's place in the head's own space, before any turning: x, then y."""
    x, y = _axes(view.size)
    roll = math.radians(view.sitter.roll)
    left, top = view.sitter.across * view.size[0], view.sitter.down * view.size[1]
    cosine, sine, unit = math.cos(roll), math.sin(roll), view.unit
    return (
        _field(lambda f: ((f["x"] - left) * cosine + (f["y"] - top) * sine) / unit, x=x, y=y),
        _field(lambda f: ((f["y"] - top) * cosine - (f["x"] - left) * sine) / unit, x=x, y=y),
    )


def _dome(
    axes: tuple[Image.Image, Image.Image], at: Vector, radii: Vector, power: float = 2.0
) -> Image.Image:
    """The camera's side of an ellipsoid (boxier for powers above 2): its height, or the floor around it."""

    def rule(f: dict[str, Any]) -> Any:
        left = 1 - abs((f["x"] - at[0]) / radii[0]) ** power - abs((f["y"] - at[1]) / radii[1]) ** power
        inside = f["max"](left, 0.0)
        return inside**0.5 * radii[2] + at[2] + f["min"](left, 0.0) * 40.0

    return _field(lambda f: f["max"](rule(f), FLOOR), x=axes[0], y=axes[1])


def _head_relief(view: View) -> Image.Image:
    """The head without hair: skull, face and ears, then every bump pressed on."""
    sitter, axes = view.sitter, _head_axes(view)
    deeper = 1 + 0.16 * abs(math.sin(math.radians(sitter.yaw)))
    skull = _dome(axes, view.turned(SKULL), (SKULL_RADII[0] * sitter.broad * deeper, *SKULL_RADII[1:]))
    face = _dome(axes, view.turned(FACE), (0.93 * sitter.broad, sitter.chin - 0.06, 0.96), 2.15)
    chin = _dome(axes, view.turned((0, 0.72, 0.16)), (sitter.jaw * sitter.broad, sitter.chin - 0.7, 0.7), 2.3)
    head = _joined(_joined(skull, face, 0.2), chin, 0.25)
    for side in (-1, 1):
        ear = view.turned((side * 0.98 * sitter.broad, 0.12, -0.1))
        head = _joined(head, _dome(axes, ear, (0.15, 0.33, 0.16)), 0.08)
        _press(head, view.pixel(ear[0] + side * 0.02, ear[1]), (view.unit * 0.05, view.unit * 0.14), -0.1)
    for bump in BUMPS:
        _press_bump(head, view, bump)
    return _joined(head, _hat_relief(view, axes), 0.02) if sitter.wear in HATS else head


def _press_bump(head: Image.Image, view: View, bump: Bump) -> None:
    """Press one bump on the face, on its mirrored side as well where it has one."""
    strength = float(getattr(view.sitter, bump.trait)) if bump.trait else 1.0
    for side in (-1, 1) if bump.both_sides else (1,):
        x = bump.x * side
        sigma = bump.wide * view.unit * view.narrowing(x, bump.y), bump.tall * view.unit
        angle = -bump.angle * side - view.sitter.roll
        _press(head, view.on_face(x, bump.y, bump.out), sigma, bump.height * strength, angle)


def _body_relief(view: View) -> Image.Image:
    """Neck and shoulders, half turned after the head."""
    x, y = _axes(view.size)
    left, top = view.sitter.across * view.size[0], view.sitter.down * view.size[1]
    unit = view.unit
    axes = (
        _field(lambda f: (f["x"] - left) / unit, x=x),
        _field(lambda f: (f["y"] - top) / unit, y=y),
    )
    lean = -view.sitter.yaw / 130  # a turned head stands in front of its neck
    thin = 0.86 if view.sitter.feminine else 1.0
    neck = _dome(axes, (lean * 0.6, 1.1, -0.62), (0.66 * thin, 1.6, 0.62), 2.2)
    slope = _dome(axes, (lean, 2.5, -0.75), (1.8 * thin, 0.95, 0.75), 1.7)
    shoulders = _dome(axes, (lean, 3.75, -0.75), (2.4 * thin, 1.9, 1.05), 2.3)
    return _joined(_joined(neck, slope, 1.1), shoulders, 0.7)


def _smoothed(relief: Image.Image) -> Image.Image:
    """The relief without its creases, and with an edge that rounds off instead of falling to the floor."""
    kept = _field(lambda f: f["max"](f["relief"], -1.7), relief=relief)
    small = kept.resize((relief.width // 14, relief.height // 14), Image.Resampling.BOX)
    return small.resize(relief.size, Image.Resampling.BICUBIC)


# --- Light ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Light:
    """A light: where it comes from (x to the right, y downwards, z towards the camera), and its power."""

    towards: Vector
    power: float


def _key(sitter: Sitter) -> Light:
    """The key: from one side, above, a little in front."""
    return Light(_unit((sitter.key_side * 0.8, -sitter.key_height, sitter.key_front)), sitter.key_power)


def _rim(sitter: Sitter) -> Light:
    """The light behind the other shoulder."""
    return Light(_unit((-sitter.key_side * 0.9, -0.35, -0.45)), sitter.rim_power)


def _unit(vector: Vector) -> Vector:
    """The vector made one long."""
    length = math.hypot(*vector)
    return vector[0] / length, vector[1] / length, vector[2] / length


def _slopes(relief: Image.Image, unit: float) -> tuple[Image.Image, Image.Image]:
    """How steeply the relief rises to the right and downwards, kept within what an edge needs."""

    def rule(f: dict[str, Any]) -> Any:
        return f["max"](f["min"]((f["after"] - f["before"]) * (unit / 2), 6.0), -6.0)

    return (
        _field(rule, after=_shifted(relief, 1, 0), before=_shifted(relief, -1, 0)),
        _field(rule, after=_shifted(relief, 0, 1), before=_shifted(relief, 0, -1)),
    )


def _deeper(hidden: Image.Image, ahead: Image.Image, here: Image.Image, rise: float) -> Image.Image:
    """How deep each place lies in shadow, with what stands `ahead` of it towards the light."""
    return _field(
        lambda f: f["max"](f["hidden"], f["ahead"] - f["here"] - rise), hidden=hidden, ahead=ahead, here=here
    )


def _shadow(relief: Image.Image, unit: float, light: Light) -> Image.Image:
    """Where the relief stands in its own light (mode L, 255 is full shadow)."""
    x, y, z = light.towards
    flat = math.hypot(x, y)
    hidden = Image.new("F", relief.size, 0.0)
    for step in (2, 4, 6, 9, 12, 16, 21, 27, 34, 43, 54, 68, 85):
        rise = step / unit * z / flat
        ahead = _shifted(relief, x / flat * step, y / flat * step)
        hidden = _deeper(hidden, ahead, relief, rise)
    hard = _field(
        lambda f: f["min"](f["max"](f["hidden"] - 0.025, 0.0) * 1500.0, 255.0), hidden=hidden
    ).convert("L")
    return hard.filter(ImageFilter.GaussianBlur(unit / 18))


def _lit(relief: Image.Image, albedo: Image.Image, where: Image.Image, view: View) -> Image.Image:
    """The relief as light (1 is white): key with its shadows, rim, fill from above, a little shine."""
    sitter = view.sitter
    key, rim = _key(sitter), _rim(sitter)
    across, down = _slopes(relief, view.unit)
    shine = _unit((key.towards[0], key.towards[1], key.towards[2] + 1))

    def facing(f: dict[str, Any], towards: Vector) -> Any:
        return (towards[2] - f["across"] * towards[0] - f["down"] * towards[1]) * f["upright"]

    def rule(f: dict[str, Any]) -> Any:
        open_to_key = 1 - f["shadow"] / 290.0  # the key is a large soft source
        soft = f["max"](facing(f, key.towards) * 0.94 + 0.06, 0.0)
        gloss = f["max"](facing(f, shine), 0.0) ** 14 * 0.16
        edge = f["max"](facing(f, rim.towards), 0.0) * (1 - f["upright"]) ** 2 * f["outer"]
        fill = sitter.fill * (0.75 - f["down"] * f["upright"] * 0.45)
        diffuse = f["albedo"] / 255.0 * (soft * open_to_key * key.power + fill + edge * rim.power * 3)
        return (
            diffuse
            + (gloss * open_to_key * key.power + edge * rim.power * 0.3) * (f["albedo"] / 255.0 + 0.03)
        ) * f["pool"]

    upright = _field(lambda f: (f["a"] * f["a"] + f["d"] * f["d"] + 1) ** -0.5, a=across, d=down)
    return _field(
        rule,
        across=across,
        down=down,
        upright=upright,
        shadow=_shadow(relief, view.unit, key).convert("F"),
        albedo=albedo.convert("F"),
        pool=_pool(view),
        outer=_outline(where, view.unit),
    )


def _outline(where: Image.Image, unit: float) -> Image.Image:
    """One at the figure's outline, nothing within: a light from behind does not reach the edge of a jaw."""
    inside = where.filter(ImageFilter.GaussianBlur(unit * 0.09)).convert("F")
    return _field(lambda f: f["min"]((255.0 - f["inside"]) / 90.0, 1.0), inside=inside)


def _pool(view: View) -> Image.Image:
    """How much of the light reaches each place: most on the face, little on the chest (it has flags)."""
    x, y = _axes(view.size)
    left, top = view.pixel(0.5 * view.sitter.key_side, 0.1)
    reach = -2 * (1.9 * view.unit) ** 2
    return _field(lambda f: math.e ** (((f["x"] - left) ** 2 + (f["y"] - top) ** 2) / reach), x=x, y=y)


# --- The figure: relief, skin and cloth together --------------------------------------------------

HATS = frozenset({"cap", "beanie"})
NECKLINES = {"round": 2.0, "shirt": 1.95, "jacket": 2.1, "high": 1.85, "hood": 1.95}


def _hat_relief(view: View, axes: tuple[Image.Image, Image.Image]) -> Image.Image:
    """A cap with its peak, or a woollen hat."""
    turned = view.turned((0, -0.5, -0.08))
    broad = view.sitter.broad
    edge = -0.42 if view.sitter.wear == "cap" else -0.4
    dome = _dome(axes, turned, (1.03 * broad, 1.06, 1.26), 2.1)
    hat = _field(lambda f: f["dome"] - f["max"](f["y"] - edge, 0.0) * 40.0, dome=dome, y=axes[1])
    if view.sitter.wear == "cap":
        return _joined(hat, _dome(axes, view.turned((0, -0.5, 0.95)), (0.78 * broad, 0.15, 0.7), 2.2), 0.06)
    brim = _dome(axes, view.turned((0, -0.5, 0.1)), (1.06 * broad, 0.2, 1.22), 2.6)
    return _joined(hat, brim, 0.03)


def _mask(relief: Image.Image) -> Image.Image:
    """Where there is something rather than nothing (mode L)."""
    hard = relief.point(lambda height: height * 90 + 320).convert("L")
    return hard.filter(ImageFilter.GaussianBlur(0.7))


@dataclass(frozen=True)
class Figure:
    """Head and shoulders, lit; all of one size."""

    grey: Image.Image  # mode L
    mask: Image.Image  # mode L: where the figure is
    skin: Image.Image  # mode L: where it is skin


def _figure(view: View) -> Figure:
    """Sculpt, dress and light the sitter."""
    head, trunk = _head_relief(view), _body_relief(view)
    cloth, body = _cloth_mask(view), _smoothed(trunk)
    _dress(body, cloth, view)
    relief = _joined(head, body, 0.05)
    where = ImageChops.lighter(_mask(head), _mask(trunk))
    bare = ImageChops.lighter(_mask(head), ImageChops.invert(cloth))
    if view.sitter.wear in HATS:
        bare = ImageChops.subtract(bare, _hat_mask(view))
    return Figure(_grey(_lit(relief, _albedo(view, bare), where, view)), where, bare)


def _hat_mask(view: View) -> Image.Image:
    """Where the hat is."""
    return _mask(_hat_relief(view, _head_axes(view)))


def _cloth_mask(view: View) -> Image.Image:
    """Where the clothes are, whatever covers them."""
    mask = Image.new("L", view.size, 0)
    draw = ImageDraw.Draw(mask)
    centre = view.sitter.across * view.size[0] - view.sitter.yaw / 130 * view.unit
    top, depth = view.sitter.down * view.size[1], NECKLINES[view.sitter.collar]
    edge, half = top + view.unit * (depth - 0.32), view.unit * 0.6
    draw.rectangle((0, edge, *view.size), fill=255)
    if view.sitter.collar in {"shirt", "jacket"}:
        draw.polygon(((centre - half, edge), (centre + half, edge), (centre, edge + view.unit * 0.6)), fill=0)
    elif view.sitter.collar != "high":
        reach = view.unit * 0.32
        draw.ellipse((centre - half, edge - reach, centre + half, edge + reach), fill=0)
    return mask.filter(ImageFilter.GaussianBlur(1.2))


def _dress(body: Image.Image, cloth: Image.Image, view: View) -> None:
    """Give the clothes their thickness and their folds, in place."""
    unit = view.unit
    folds = _clouds(view.size, (unit * 0.9, unit * 0.3), f"{view.sitter}folds")
    folds = folds.rotate(32 * view.sitter.key_side, Image.Resampling.BILINEAR, fillcolor=128)
    thick = Image.composite(folds.point(lambda v: 90 + v // 3), Image.new("L", view.size, 0), cloth)
    if view.sitter.collar in {"jacket", "shirt", "hood"}:
        thick = ImageChops.add(thick, _lapels(view))
    relief = thick.filter(ImageFilter.GaussianBlur(2.6)).convert("F")
    body.paste(_field(lambda f: f["body"] + f["relief"] * 0.0013, body=body, relief=relief), (0, 0))


def _lapels(view: View) -> Image.Image:
    """The folded edges of a collar, as thickness (mode L)."""
    sheet = Image.new("L", view.size, 0)
    draw = ImageDraw.Draw(sheet)
    centre = view.sitter.across * view.size[0] - view.sitter.yaw / 130 * view.unit
    top, unit = view.sitter.down * view.size[1], view.unit
    deep = {"jacket": 3.4, "shirt": 2.5, "hood": 2.35}[view.sitter.collar]
    for side in (-1, 1):
        places = ((0.5, 1.62), (0.72, 1.7), (0.78, 2.2), (0.42, deep - 0.35), (0.08, deep), (0.2, 2.1))
        draw.polygon([(centre + side * x * unit, top + y * unit) for x, y in places], fill=60)
    return sheet


def _albedo(view: View, bare: Image.Image) -> Image.Image:
    """How much light each place gives back (mode L)."""
    sitter = view.sitter
    skin = Image.new("L", view.size, round(255 * sitter.skin))
    mottled = _clouds(view.size, (7, 7), f"{sitter}skin").point([228 + value // 10 for value in range(256)])
    skin = ImageChops.multiply(ImageChops.multiply(skin, mottled), _markings(view))
    weave = _clouds(view.size, (2, 2), f"{sitter}weave").point([200 + value // 5 for value in range(256)])
    cloth = ImageChops.multiply(Image.new("L", view.size, round(255 * sitter.cloth)), weave)
    return Image.composite(skin, cloth, bare)


def _markings(view: View) -> Image.Image:
    """What is darker on a face whatever the light: lips, lids, nostrils, the shade of a beard (mode L)."""
    sheet = Image.new("L", view.size, 255)
    draw = ImageDraw.Draw(sheet)
    lips = ((-0.32, 0.965), (-0.12, 0.9), (0, 0.92), (0.12, 0.9), (0.32, 0.965), (0.16, 1.11), (-0.16, 1.11))
    _shade_beard(sheet, view)
    for side in (-1, 1):
        brow = ((0.15, -0.22), (0.3, -0.31), (0.5, -0.32), (0.68, -0.23), (0.5, -0.26), (0.17, -0.16))
        draw.polygon(
            [view.on_face(side * x, y, 0.05) for x, y in brow], fill=round(70 + 130 * view.sitter.hair_tone)
        )
    draw.polygon([view.on_face(x, y, 0.08) for x, y in lips], fill=178)
    for side in (-1, 1):
        lids = [
            view.on_face(side * x, y)
            for x, y in ((0.2, 0.05), (0.3, -0.1), (0.5, -0.1), (0.64, 0.03), (0.42, 0.14))
        ]
        draw.polygon(lids, fill=190)
    return sheet.filter(ImageFilter.GaussianBlur(view.unit * 0.03))


def _shade_beard(sheet: Image.Image, view: View) -> None:
    """Darken the skin (mode L, 255 is bare) where a beard grows, in place."""
    sitter = view.sitter
    if sitter.beard in {"", "moustache"}:
        return
    jaw = (
        (-0.9, 0.25),
        (-0.62, 0.8),
        (-0.32, 0.77),
        (0.32, 0.77),
        (0.62, 0.8),
        (0.9, 0.25),
        (0.7, 1.6),
        (-0.7, 1.6),
    )
    thick = {"stubble": 0.45, "short": 0.75, "full": 0.9}[sitter.beard]
    dark = 1 - thick * (1 - min(1.0, sitter.hair_tone / sitter.skin))
    ImageDraw.Draw(sheet).polygon([view.on_face(x, y) for x, y in jaw], fill=round(255 * dark))
    sheet.paste(sheet.filter(ImageFilter.GaussianBlur(view.unit * 0.1)))


# --- Strokes: hair, beard, brows, eyes, spectacles ------------------------------------------------


@dataclass(frozen=True)
class Hairdo:
    """How one kind of hair grows; lengths in half-widths of a head."""

    strands: int
    length: float
    lift: float  # how far it stands off the skull
    gravity: float
    flow: Vector  # which way it is combed; x is away from the parting
    curl: float = 0.0
    turns: float = 0.0
    parting: float = 0.0
    hairline: float = 0.0  # how far the hairline has gone up
    wild: float = 0.08
    clings: bool = False  # combed flat, all the way round the skull


HAIRDOS = {
    "long": Hairdo(430, 3.3, 0.13, 0.45, (1.0, 0.25, -0.35), 0.03, 1.2, parting=0.12),
    "waves": Hairdo(430, 2.5, 0.2, 0.4, (1.0, 0.1, -0.2), 0.1, 1.6, parting=-0.25, wild=0.1),
    "bob": Hairdo(430, 1.75, 0.2, 0.45, (1.0, 0.2, -0.1), 0.015, 2, parting=0.3),
    "fringe": Hairdo(480, 1.35, 0.16, 0.4, (0.35, 0.5, 0.55), 0.015, 2),
    "tied": Hairdo(430, 1.2, 0.05, 0.0, (0.2, -0.1, -1.0), wild=0.05, clings=True),
    "curls": Hairdo(430, 0.85, 0.3, 0.12, (0.5, -0.2, -0.2), 0.075, 1.6, wild=0.4),
    "crop": Hairdo(800, 0.11, 0.035, 0.0, (0.3, -0.1, 0.2), wild=0.4),
    "receding": Hairdo(800, 0.13, 0.035, 0.0, (0.5, 0.0, -0.5), hairline=0.32, wild=0.3),
    "side": Hairdo(430, 0.85, 0.15, 0.1, (1.0, -0.1, -0.25), 0.01, 1, parting=-0.45, clings=True),
    "swept": Hairdo(430, 1.0, 0.13, 0.1, (0.15, -0.2, -1.0), 0.03, 1, wild=0.12, clings=True),
    "mop": Hairdo(430, 0.8, 0.2, 0.3, (0.5, 0.2, 0.5), 0.05, 1.5, parting=0.2, wild=0.35),
}


def _rooted(chance: random.Random, hairdo: Hairdo, *, covered: bool) -> Vector:
    """A random place of the scalp, as a direction from the middle of the skull."""
    while True:
        place = _unit((chance.gauss(0, 1), chance.gauss(0, 1), chance.gauss(0, 1)))
        if _grows(place, hairdo, covered=covered):
            return place


def _grows(place: Vector, hairdo: Hairdo, *, covered: bool) -> bool:
    """Whether hair grows, and shows, at that place of the scalp; a hat covers the upper half."""
    line = _hairline(place[2], place[0]) - hairdo.hairline * max(0.0, place[2])
    return place[1] < line and not (covered and place[1] < 0.0)


def _hairline(z: float, x: float) -> float:
    """How far down the scalp goes at that depth: high over the face, low behind the ears."""
    if z > 0.45:
        return -0.52 + 0.12 * x * x
    if z > 0.0:
        return -0.52 + (0.45 - z) / 0.45 * 0.45
    return -0.07 if z > -0.4 else min(0.75, -0.07 - (z + 0.4) * 2.5)


def _strand(root: Vector, hairdo: Hairdo, chance: random.Random) -> list[Vector]:
    """The path of one hair in the head's own space: combed over the skull, then falling."""
    steps = max(3, min(13, round(hairdo.length / 0.16 + hairdo.curl * 60)))
    side = 1.0 if root[0] > hairdo.parting else -1.0
    wild = hairdo.wild
    heading = (hairdo.flow[0] * side, hairdo.flow[1], hairdo.flow[2])
    heading = _unit(
        (
            heading[0] + chance.gauss(0, wild),
            heading[1] + chance.gauss(0, wild),
            heading[2] + chance.gauss(0, wild),
        )
    )
    shell = 1 + hairdo.lift * chance.uniform(0.15, 1)
    reach = hairdo.length * chance.uniform(0.75, 1.0) / steps
    place = (
        SKULL[0] + root[0] * SKULL_RADII[0],
        SKULL[1] + root[1] * SKULL_RADII[1],
        SKULL[2] + root[2] * SKULL_RADII[2],
    )
    path = [place]
    for step in range(steps):
        place = (place[0] + heading[0] * reach, place[1] + heading[1] * reach, place[2] + heading[2] * reach)
        place = _off_the_skull(place, 1 + (shell - 1) * min(1.0, (step + 1) / 3), clings=hairdo.clings)
        inward = 0.16 if place[1] > 0.1 and abs(place[0]) > 0.8 else 0.0
        heading = _unit(
            (
                heading[0] * 0.86 - math.copysign(inward, place[0]),
                heading[1] + hairdo.gravity,
                heading[2] * 0.9,
            )
        )
        path.append(place)
    return path


def _bun_strand(chance: random.Random) -> list[Vector]:
    """One hair of the knot at the back of the head: an arc around it."""
    start, wide = chance.uniform(0, math.tau), chance.uniform(0.1, 0.4)
    depth = -1.35 - math.sqrt(0.17 - wide * wide) if wide < 0.41 else -1.35
    return [
        (wide * math.cos(start + step * 0.3), -0.62 + wide * math.sin(start + step * 0.3), depth)
        for step in range(6)
    ]


def _off_the_skull(place: Vector, shell: float, *, clings: bool) -> Vector:
    """The place, pushed out of the hair beneath it, or aside where it would hide the face."""
    x, y, z = (
        (place[0] - SKULL[0]) / SKULL_RADII[0],
        (place[1] - SKULL[1]) / SKULL_RADII[1],
        (place[2] - SKULL[2]) / SKULL_RADII[2],
    )
    distance = math.sqrt(x * x + y * y + z * z)
    if (clings or distance < shell) and place[1] < 0.7:
        far = shell / max(distance, 0.01)
        place = (
            SKULL[0] + x * far * SKULL_RADII[0],
            SKULL[1] + y * far * SKULL_RADII[1],
            SKULL[2] + z * far * SKULL_RADII[2],
        )
    if place[1] > -0.3 and place[2] > -0.2 and abs(place[0]) < 0.93:
        return math.copysign(0.93, place[0]), place[1], place[2]
    return place


SHORT = 0.3
BEHIND = -0.3  # the depth from which a hair is behind the face
PIECE = 3  # hairs change their light slowly: one level for so many segments


@dataclass(frozen=True)
class Stroke:
    """One hair on the picture: its points, and its grey levels, one for every PIECE of its length."""

    points: list[Point]
    greys: list[int]
    depth: float

    @property
    def grey(self) -> int:
        """Its grey level, taken as a whole."""
        return sum(self.greys) // len(self.greys)

    def pieces(self) -> Iterator[tuple[int, list[Point]]]:
        """Each grey level with the points that it is drawn through."""
        for place, grey in enumerate(self.greys):
            yield grey, self.points[place * PIECE : place * PIECE + PIECE + 1]


def _hair(view: View) -> list[Stroke]:
    """All the hair, from the farthest strand to the nearest."""
    hairdo = HAIRDOS.get(view.sitter.hair)
    if hairdo is None:
        return []
    chance = random.Random(f"{view.sitter}hair")
    covered = view.sitter.wear in HATS
    strokes: list[Stroke] = []
    for _ in range(hairdo.strands // (2 if covered else 1)):
        root = _rooted(chance, hairdo, covered=covered)
        if hairdo.length > SHORT or view.turned(root)[2] > BEHIND:  # short hair behind the head is never seen
            strokes.append(_stroke(view, _strand(root, hairdo, chance), hairdo, chance))
    if view.sitter.hair == "tied":
        strokes += [_stroke(view, _bun_strand(chance), hairdo, chance) for _ in range(90)]
    return sorted(strokes, key=lambda stroke: stroke.depth)


def _stroke(view: View, path: list[Vector], hairdo: Hairdo, chance: random.Random) -> Stroke:
    """One strand as it looks: projected, curled, and lit as hair is, brightest across the light."""
    turned = [view.turned(place) for place in path]
    # Neighbours swing together: that is what makes locks of hair.
    phase = path[0][0] * 5 + path[0][1] * 3 + path[0][2] * 4 + chance.gauss(0, 0.5)
    tone = view.sitter.hair_tone * chance.uniform(0.5, 1.4)
    points = []
    for index, place in enumerate(turned):
        swing = hairdo.curl * math.sin(phase + hairdo.turns * math.tau * index / len(turned))
        points.append(view.pixel(place[0] + swing, place[1] + swing * 0.5))
    key, rim = _key(view.sitter), _rim(view.sitter)
    centre = view.turned(SKULL)
    greys = []
    for start in range(0, len(turned) - 1, PIECE):
        one, other = turned[start], turned[min(start + PIECE, len(turned) - 1)]
        along = _unit((other[0] - one[0], other[1] - one[1], other[2] - one[2] + 1e-6))
        out = _unit((one[0] - centre[0], (one[1] - centre[1]) * 0.7, one[2] - centre[2] + 0.15))
        greys.append(_grey_of(_strand_light(along, out, key, rim, tone, view.sitter.fill)))
    return Stroke(points, greys, sum(place[2] for place in turned) / len(turned))


def _strand_light(along: Vector, out: Vector, key: Light, rim: Light, tone: float, fill: float) -> float:
    """The light that a piece of hair gives back: Kajiya and Kay's cylinder, shaded by its own head."""
    across_key = math.sqrt(max(0.0, 1 - _dot(along, key.towards) ** 2))
    halfway = _unit((key.towards[0], key.towards[1], key.towards[2] + 1))
    across_eye = math.sqrt(max(0.0, 1 - _dot(along, halfway) ** 2))
    open_to_key: float = max(0.0, _dot(out, key.towards) * 0.85 + 0.15) ** 1.3
    edge = max(0.0, _dot(out, rim.towards)) ** 2
    shine = across_eye**40 * (0.12 + tone * 0.4)
    light = key.power * open_to_key * (tone * across_key * 0.8 + shine)
    return light + edge * rim.power * (tone + 0.16) + fill * tone


def _dot(one: Vector, other: Vector) -> float:
    """The cosine between two directions."""
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def _scalp(view: View) -> list[Stroke]:
    """The roots of the hair, evenly over the scalp's near side, as short strokes: no skin shows through."""
    hairdo = HAIRDOS.get(view.sitter.hair)
    if hairdo is None:
        return []
    chance, strokes = random.Random(0), []
    for index in range(700):
        y = 1 - 2 * (index + 0.5) / 700
        around = math.sqrt(1 - y * y)
        place = (around * math.cos(index * 2.39996), y, around * math.sin(index * 2.39996))
        if _grows(place, hairdo, covered=view.sitter.wear in HATS) and view.turned(place)[2] > -0.3:
            path = _strand(place, replace(hairdo, length=0.06, lift=0.02), chance)[:2]
            strokes.append(_stroke(view, path, hairdo, chance))
    return strokes


def _draw_hair(picture: Image.Image, strokes: list[Stroke], view: View, scalp: list[Stroke]) -> Image.Image:
    """Draw that hair on the picture (mode L), in place, its ends a little soft; return where it is."""
    mask = Image.new("L", picture.size, 0)
    if not strokes:
        return mask
    layer = picture.filter(ImageFilter.BoxBlur(6))
    outline, draw = ImageDraw.Draw(mask), ImageDraw.Draw(layer)
    _cover(mask, draw, scalp, view.unit)
    for stroke in strokes:
        rooted = stroke.points[: max(2, round(len(stroke.points) * 0.7))]
        outline.line(rooted, fill=255, width=round(view.unit * 0.08))
        draw.line(rooted, fill=stroke.grey // 2, width=round(view.unit * 0.1))
    layer.paste(layer.filter(ImageFilter.BoxBlur(view.unit * 0.04)))
    mask.paste(mask.filter(ImageFilter.BoxBlur(view.unit * 0.03)))
    _comb(draw, outline, strokes, view)
    soft = mask.filter(ImageFilter.BoxBlur(2))
    picture.paste(layer.filter(ImageFilter.BoxBlur(1)), (0, 0), soft)
    return soft


def _comb(draw: ImageDraw.ImageDraw, outline: ImageDraw.ImageDraw, strokes: list[Stroke], view: View) -> None:
    """Draw every hair on the picture and on the mask, with two neighbours that cost no thought."""
    chance = random.Random(f"{view.sitter}comb")
    for stroke in strokes:
        for fainter in (0.6, 0.8):
            aside = chance.gauss(0, 0.035) * view.unit
            beside = [(x + aside, y + aside / 2) for x, y in stroke.points]
            outline.line(beside, fill=215, width=3)
            draw.line(beside, fill=round(stroke.grey * fainter), width=2)
        outline.line(stroke.points, fill=215, width=3)
        for grey, points in stroke.pieces():
            draw.line(points, fill=grey, width=2)


def _cover(mask: Image.Image, draw: ImageDraw.ImageDraw, scalp: list[Stroke], unit: float) -> None:
    """Lay the scalp's shade, with a soft hairline on the mask, both in place."""
    outline, reach = ImageDraw.Draw(mask), unit * 0.085
    for stroke in scalp:
        (x, y), *_ = stroke.points
        box = (x - reach, y - reach, x + reach, y + reach)
        outline.ellipse(box, fill=255)
        draw.ellipse((box[0] - 4, box[1] - 4, box[2] + 4, box[3] + 4), fill=round(stroke.grey * 0.7))
    mask.paste(mask.filter(ImageFilter.BoxBlur(unit * 0.06)))


def _lay(picture: Image.Image, layer: Image.Image, view: View, blur: int, strength: float) -> None:
    """Lay what was drawn on a copy over the picture, in place: a little out of focus and not quite opaque."""
    x, y = view.pixel(0.0, 0.3)
    reach = view.unit * 1.5
    box = (round(x - reach), round(y - reach), round(x + reach), round(y + reach))
    soft = layer.crop(box).filter(ImageFilter.BoxBlur(blur))
    picture.paste(Image.blend(picture.crop(box), soft, strength), box[:2])


def _bristles(
    picture: Image.Image, view: View, roots: list[Point], length: float, chance: random.Random
) -> None:
    """Grow short hairs out of those places of the face, in place, lit as the skin there is."""
    layer = picture.copy()
    draw = ImageDraw.Draw(layer)
    ratio = (view.sitter.hair_tone / view.sitter.skin) ** GAMMA
    for x, y in roots:
        start = view.on_face(x, y, 0.04)
        here = _level(picture, start)
        tip = view.on_face(x + chance.gauss(x * 0.2, 0.4) * length, y + chance.uniform(0.5, 1) * length, 0.04)
        grey = round(here * min(1.15, max(0.3, ratio)) * chance.uniform(0.5, 1.35))
        draw.line((start, tip), fill=min(255, grey), width=chance.choice((1, 2)))
    _lay(picture, layer, view, 1, 0.6)


def _level(picture: Image.Image, at: Point) -> int:
    """The grey level at a place, at the nearest edge for what lies outside."""
    x = min(max(round(at[0]), 0), picture.width - 1)
    y = min(max(round(at[1]), 0), picture.height - 1)
    level = picture.getpixel((x, y))
    return level if isinstance(level, int) else 0


def _bearded(x: float, y: float, beard: str) -> bool:
    """Whether that kind of beard grows at that place of the face."""
    lip = abs(x) < 0.36 and 0.78 < y < 0.92
    if beard == "moustache":
        return lip
    mouth = (x / 0.34) ** 2 + ((y - 1.0) / 0.13) ** 2 < 1
    jaw = y > 0.82 - 0.9 * max(0.0, abs(x) - 0.38) and not (abs(x) < 0.7 and y < 0.74)
    return lip or (jaw and not mouth and y > 0.15)


def _beard(picture: Image.Image, view: View) -> None:
    """Grow the sitter's beard, in place."""
    beard = view.sitter.beard
    if not beard:
        return
    chance = random.Random(f"{view.sitter}beard")
    count = {"stubble": 1100, "moustache": 600, "short": 1900, "full": 1900}[beard]
    length = {"stubble": 0.02, "moustache": 0.13, "short": 0.07, "full": 0.24}[beard]
    roots = [(chance.uniform(-0.92, 0.92), chance.uniform(0.1, 1.42)) for _ in range(count * 3)]
    roots = [root for root in roots if _bearded(*root, beard)][:count]
    _bristles(picture, view, sorted(roots, key=lambda root: root[1]), length, chance)


def _brows(picture: Image.Image, view: View) -> None:
    """Draw the eyebrows hair by hair, in place."""
    chance = random.Random(f"{view.sitter}brows")
    layer = picture.copy()
    draw = ImageDraw.Draw(layer)
    thick = 0.028 + 0.022 * view.sitter.brow
    for side in (-1, 1):
        for _ in range(70):
            along = chance.random()
            x = 0.16 + along * 0.5
            y = -0.235 - 0.1 * math.sin(along * 2.4) + 0.06 * along + chance.gauss(0, thick * (1.1 - along))
            start = view.on_face(side * x, y, 0.05)
            tip = view.on_face(side * (x + 0.07), y - 0.05 + 0.09 * along, 0.05)
            grey = _level(picture, start) * (0.4 + 0.5 * view.sitter.hair_tone) * chance.uniform(0.6, 1.1)
            draw.line((start, tip), fill=round(grey), width=2)
    _lay(picture, layer, view, 1, 0.55)


def _eyes(picture: Image.Image, view: View) -> None:
    """Draw both eyes, in place: lids' line, iris, the key light caught in them."""
    for side in (-1, 1):
        patch = picture.copy()
        _eye(ImageDraw.Draw(patch), picture, view, side)
        x, y = view.on_face(side * 0.41, 0.03)
        reach = view.unit * 0.32
        box = (round(x - reach), round(y - reach), round(x + reach), round(y + reach))
        picture.paste(patch.crop(box).filter(ImageFilter.GaussianBlur(view.unit / 110)), box[:2])


def _eye(draw: ImageDraw.ImageDraw, picture: Image.Image, view: View, side: int) -> None:
    """Draw one eye, sharp."""
    unit = view.unit
    level = _level(picture, view.on_face(side * 0.41, 0.1))
    lid = ((0.2, 0.06), (0.27, -0.015), (0.38, -0.06), (0.5, -0.05), (0.63, 0.03))
    upper = [view.on_face(side * x, 0.05 + (y - 0.05) * view.sitter.lids) for x, y in lid]
    lower = [view.on_face(side * x, y) for x, y in ((0.55, 0.075), (0.43, 0.1), (0.3, 0.09))]
    draw.polygon(upper + lower, fill=round(level * 0.92))
    x, y = view.on_face(side * 0.405 + view.sitter.gaze - view.sitter.yaw / 500, 0.02)
    wide = unit * 0.095 * max(0.75, view.narrowing(side * 0.41, 0))
    draw.ellipse(
        (x - wide, y - unit * 0.1 * view.sitter.lids, x + wide, y + unit * 0.08), fill=round(level * 0.3)
    )
    draw.ellipse(
        (x - wide * 0.4, y - unit * 0.045, x + wide * 0.4, y + unit * 0.035), fill=round(level * 0.08)
    )
    draw.line(upper, fill=round(level * 0.22), width=max(2, round(unit * 0.03)))
    draw.line([upper[-1], *lower, upper[0]], fill=round(level * 0.6), width=max(1, round(unit * 0.012)))
    spot = unit * 0.022
    x, y = x + view.sitter.key_side * wide * 0.4, y - unit * 0.04
    draw.ellipse((x - spot, y - spot, x + spot, y + spot), fill=min(255, round(level * 1.2 + 60)))


def _spectacles(picture: Image.Image, view: View) -> None:
    """Put the sitter's glasses on, in place: a dark frame with a line of light along its top."""
    if not view.sitter.glasses:
        return
    layer = picture.copy()
    draw = ImageDraw.Draw(layer)
    width = max(3, round(view.unit * 0.026))
    power = 2.0 if view.sitter.glasses == "round" else 4.5
    for side in (-1, 1):
        rim = [_on_lens(view, side, step / 40 * math.tau, power) for step in range(41)]
        draw.line(rim, fill=14, width=width)
        draw.line(rim[24:34], fill=90, width=2)
        if side * view.sitter.yaw < 0:
            draw.line(
                (rim[0 if side > 0 else 20], view.pixel(*view.turned((side, 0.0, -0.1))[:2])),
                fill=14,
                width=width,
            )
    draw.line(
        (view.on_face(-0.13, 0.0, 0.2), view.on_face(0, -0.03, 0.24), view.on_face(0.13, 0.0, 0.2)),
        fill=16,
        width=width,
    )
    _lay(picture, layer, view, 2, 0.85)


def _on_lens(view: View, side: int, angle: float, power: float) -> Point:
    """A point of a lens's rim."""
    cosine, sine = math.cos(angle), math.sin(angle)
    x = math.copysign(abs(cosine) ** (2 / power), cosine) * 0.31
    y = math.copysign(abs(sine) ** (2 / power), sine) * 0.25
    turned = view.turned((side * 0.43 + x, 0.05 + y, 0.98 - 0.3 * abs(side * 0.43 + x)))
    return view.pixel(turned[0], turned[1])


def _phones(picture: Image.Image, view: View) -> None:
    """Put headphones (two cups) or a headset (one, and a microphone) on, in place."""
    if view.sitter.wear not in {"headphones", "headset"}:
        return
    draw = ImageDraw.Draw(picture)
    heavy = view.sitter.wear == "headphones"
    arc = [math.radians(angle) for angle in range(-88, 89, 8)]
    band = [view.turned((1.17 * math.sin(a), -0.3 - 1.34 * math.cos(a), -0.05)) for a in arc]
    points = [view.pixel(x, y) for x, y, _ in band]
    draw.line(points, fill=14, width=round(view.unit * (0.13 if heavy else 0.07)))
    bright = points[:9] if view.sitter.key_side < 0 else points[-9:]
    draw.line(bright, fill=70, width=max(2, round(view.unit * 0.02)))
    for side in (-1, 1) if heavy else (-view.sitter.key_side,):
        _cup(draw, view, side)


def _cup(draw: ImageDraw.ImageDraw, view: View, side: int) -> None:
    """Draw one cup of the headphones."""
    x, y, z = view.turned((side * 1.12, 0.12, -0.05))
    at, unit = view.pixel(x, y), view.unit
    wide = unit * (0.17 + 0.2 * abs(math.sin(math.radians(view.sitter.yaw))) * (1 if z > 0 else 0.3))
    box = (at[0] - wide, at[1] - unit * 0.38, at[0] + wide, at[1] + unit * 0.38)
    draw.rounded_rectangle(box, radius=wide * 0.8, fill=13)
    lit = 95 if side == view.sitter.key_side else 60
    start = 300 if side > 0 else 130
    draw.arc(box, start, start + 110, fill=lit, width=max(2, round(unit * 0.022)))


# --- What is behind the sitter, out of focus ------------------------------------------------------

Colour = tuple[int, int, int]
Painter = Callable[[Image.Image, random.Random], None]
TUNGSTEN, DAYLIGHT, EXIT_GREEN, STEEL = (255, 196, 128), (150, 186, 226), (90, 190, 140), (96, 104, 116)


def _glow(picture: Image.Image, at: Point, radius: float, colour: Colour, power: float) -> None:
    """Add a round glow to the picture (mode RGB), in place; place and radius are fractions of its width."""
    spot = Image.radial_gradient("L").point([round(max(0.0, 1 - v / 180) ** 1.7 * power) for v in range(256)])
    side = max(2, round(2 * radius * picture.width))
    spot = spot.resize((side, side), Image.Resampling.BILINEAR)
    left, top = round(at[0] * picture.width - side / 2), round(at[1] * picture.width - side / 2)
    box = (left, top, left + side, top + side)
    light = Image.merge("RGB", [spot.point([round(v * part / 255) for v in range(256)]) for part in colour])
    picture.paste(ImageChops.add(picture.crop(box), light), box[:2])


def _bokeh(picture: Image.Image, at: Point, radius: float, colour: Colour, power: float) -> None:
    """Add a point of light as a lens draws it out of focus, in place: a disc, brighter at its edge."""
    x, y, reach = at[0] * picture.width, at[1] * picture.width, radius * picture.width
    layer = Image.new("RGB", picture.size)
    draw = ImageDraw.Draw(layer)
    inner = _dimmed(colour, power * 0.75)
    draw.ellipse(
        (x - reach, y - reach, x + reach, y + reach), fill=inner, outline=_dimmed(colour, power), width=2
    )
    box = (round(x - reach - 6), round(y - reach - 6), round(x + reach + 6), round(y + reach + 6))
    disc = layer.crop(box).filter(ImageFilter.GaussianBlur(1.6))
    picture.paste(ImageChops.screen(picture.crop(box), disc), box[:2])


def _dimmed(colour: Colour, power: float) -> Colour:
    """The colour with that fraction of its light."""
    red, green, blue = (min(255, round(part * power)) for part in colour)
    return red, green, blue


def _box(picture: Image.Image, box: tuple[float, float, float, float], colour: Colour) -> None:
    """Fill a box given in fractions of the picture's width, in place."""
    left, top, right, bottom = (part * picture.width for part in box)
    ImageDraw.Draw(picture).rectangle((left, top, right, bottom), fill=colour)


def _bar(picture: Image.Image, one: Point, other: Point, width: float, colour: Colour) -> None:
    """Draw a bar between two places; everything in fractions of the picture's width; in place."""
    points = [(x * picture.width, y * picture.width) for x, y in (one, other)]
    ImageDraw.Draw(picture).line(points, fill=colour, width=max(1, round(width * picture.width)))


def _soften(picture: Image.Image, radius: float) -> None:
    """Put what is painted so far out of focus, in place; the radius is a fraction of the width."""
    picture.paste(picture.filter(ImageFilter.GaussianBlur(radius * picture.width)))


def _paint_lamps(picture: Image.Image, chance: random.Random) -> None:
    """Lighting: a big lamp with its barn doors, flags on stands, points of light."""
    x = chance.choice((0.14, 0.84))
    _bar(picture, (x, 0.3), (x, 1.25), 0.02, (6, 6, 7))
    _box(picture, (x - 0.14, 0.12, x + 0.14, 0.36), (70, 58, 44))
    _box(picture, (1 - x - 0.16, 0.1, 1 - x + 0.14, 0.62), (5, 5, 6))
    _soften(picture, 0.018)
    _glow(picture, (x, 0.24), 0.5, TUNGSTEN, 170)
    _bokeh(picture, (x, 0.24), 0.085, TUNGSTEN, 1.0)
    for _ in range(6):
        _bokeh(
            picture, (chance.random(), chance.uniform(0.05, 0.7)), chance.uniform(0.02, 0.04), TUNGSTEN, 0.5
        )


def _paint_sound(picture: Image.Image, chance: random.Random) -> None:
    """Sound: a boom across the frame with its furry microphone, the meters of a mixer."""
    side = chance.choice((-1, 1))
    _glow(picture, (0.5 - side * 0.3, 0.5), 0.6, DAYLIGHT, 60)
    tip = (0.5 - side * 0.14, 0.1)
    _bar(picture, (0.5 + side * 0.6, 0.34), tip, 0.014, (150, 150, 152))
    _soften(picture, 0.006)
    _bar(picture, tip, (tip[0] - side * 0.26, 0.05), 0.085, (62, 60, 58))
    _soften(picture, 0.013)
    for row in range(6):
        colour = EXIT_GREEN if row < 4 else TUNGSTEN
        _bokeh(picture, (0.5 - side * (0.28 + row * 0.035), 0.86), 0.016, colour, 0.7)


def _paint_camera(picture: Image.Image, chance: random.Random) -> None:
    """Camera: body, matte box and lens on a head, with a monitor's glow."""
    side = chance.choice((-1, 1))
    x = 0.5 + side * 0.34
    _glow(picture, (x, 0.45), 0.55, STEEL, 150)
    _bar(picture, (x, 0.7), (x - 0.16, 1.3), 0.03, (5, 5, 6))
    _bar(picture, (x, 0.7), (x + 0.16, 1.3), 0.03, (5, 5, 6))
    _box(picture, (x - 0.15, 0.36, x + 0.15, 0.64), (9, 9, 10))
    _box(picture, (x - 0.1, 0.26, x + 0.05, 0.36), (12, 12, 13))
    _box(picture, (x - side * 0.15 - 0.07, 0.32, x - side * 0.15 + 0.07, 0.68), (4, 4, 5))
    _bar(picture, (x - 0.15, 0.36), (x + 0.15, 0.36), 0.012, (190, 194, 200))
    _bar(picture, (x - side * 0.22, 0.32), (x - side * 0.22, 0.68), 0.008, (150, 154, 160))
    _soften(picture, 0.012)
    _bokeh(picture, (x - side * 0.15, 0.5), 0.045, DAYLIGHT, 0.35)
    _bokeh(picture, (x + side * 0.1, 0.32), 0.012, (255, 70, 50), 0.9)


def _paint_construction(picture: Image.Image, chance: random.Random) -> None:
    """Construction: planks against a wall, a ladder, dust in the light."""
    _glow(picture, (chance.uniform(0.1, 0.9), 0.2), 0.7, TUNGSTEN, 90)
    for plank in range(9):
        x, tone = plank * 0.12 + chance.uniform(-0.02, 0.02), chance.uniform(0.15, 0.42)
        _bar(picture, (x, 0.05 + chance.random() * 0.3), (x + 0.05, 1.3), 0.07, _dimmed((180, 140, 96), tone))
    x = chance.choice((0.08, 0.74))
    for rail in (x, x + 0.18):
        _bar(picture, (rail, 0.0), (rail + 0.02, 1.3), 0.024, (150, 140, 120))
    for rung in range(9):
        _bar(picture, (x, rung * 0.15), (x + 0.2, rung * 0.15), 0.018, (130, 120, 104))
    _soften(picture, 0.013)


def _paint_mirror(picture: Image.Image, chance: random.Random) -> None:
    """Make-up and hair: the bulbs around a mirror."""
    left, right = chance.uniform(0.02, 0.1), chance.uniform(0.9, 0.98)
    _box(picture, (left, 0.08, right, 0.95), (44, 38, 34))
    _soften(picture, 0.03)
    for row in range(6):
        for x in (left, right):
            _glow(picture, (x, 0.08 + row * 0.18), 0.16, TUNGSTEN, 110)
            _bokeh(picture, (x, 0.08 + row * 0.18), 0.042, TUNGSTEN, 0.95)
    for column in range(1, 5):
        _bokeh(picture, (left + (right - left) * column / 5, 0.08), 0.04, TUNGSTEN, 0.9)


def _paint_office(picture: Image.Image, chance: random.Random) -> None:
    """Production: a corridor, a window or a desk at night; call sheets on the wall; radios that charge."""
    x = chance.choice((0.14, 0.22, 0.8, 0.88))
    chance.choice((_paint_corridor, _paint_window, _paint_desk))(picture, x)
    for _ in range(chance.randint(3, 8)):
        left, top = (1 - x) + chance.uniform(-0.26, 0.12), chance.uniform(0.06, 0.5)
        _box(picture, (left, top, left + 0.08, top + 0.11), (chance.randint(50, 110),) * 3)
    _soften(picture, 0.012)
    for place in range(4):
        _bokeh(
            picture,
            (1 - x + place * 0.06 - 0.08, 0.8),
            0.012,
            chance.choice(((255, 80, 60), EXIT_GREEN)),
            0.7,
        )


def _paint_corridor(picture: Image.Image, x: float) -> None:
    """A corridor with a door open at its end."""
    for depth, tone in ((0.42, 20), (0.3, 30), (0.2, 44)):
        _box(picture, (x - depth, 0.42 - depth, x + depth, 0.5 + depth * 2), (tone, tone, tone + 2))
    for depth in (0.1, 0.2, 0.32):
        _bar(
            picture,
            (x - depth / 2, 0.34 - depth),
            (x + depth / 2, 0.34 - depth),
            0.02 + depth / 20,
            (200, 206, 204),
        )
    _box(picture, (x - 0.09, 0.34, x + 0.09, 0.78), (150, 158, 160))
    _soften(picture, 0.014)
    _glow(picture, (x, 0.5), 0.45, DAYLIGHT, 70)


def _paint_window(picture: Image.Image, x: float) -> None:
    """A window behind blinds."""
    for slat in range(13):
        _bar(picture, (x - 0.24, 0.1 + slat * 0.055), (x + 0.24, 0.1 + slat * 0.055), 0.026, (140, 150, 160))
    _soften(picture, 0.011)
    _glow(picture, (x, 0.4), 0.5, DAYLIGHT, 60)


def _paint_desk(picture: Image.Image, x: float) -> None:
    """A desk lamp among shelves."""
    for shelf in range(4):
        _bar(picture, (0, 0.12 + shelf * 0.2), (1, 0.12 + shelf * 0.2), 0.014, (52, 48, 44))
        for binder in range(12):
            tone = 26 + (binder * 37 + shelf * 53) % 50
            _bar(
                picture,
                (binder * 0.09, 0.02 + shelf * 0.2),
                (binder * 0.09, 0.1 + shelf * 0.2),
                0.05,
                (tone, tone, tone),
            )
    _soften(picture, 0.012)
    _glow(picture, (x, 0.62), 0.5, TUNGSTEN, 190)
    _bokeh(picture, (x, 0.6), 0.05, TUNGSTEN, 0.9)


def _paint_monitors(picture: Image.Image, chance: random.Random) -> None:
    """Direction: the monitors of the video village, a slate on its stand."""
    side = chance.choice((-1, 1))
    for index in range(3):
        x, y = 0.5 + side * (0.18 + index * 0.17), 0.3 + index * 0.14
        _box(picture, (x - 0.14, y - 0.1, x + 0.14, y + 0.1), (6, 6, 7))
        _box(picture, (x - 0.12, y - 0.08, x + 0.12, y + 0.08), _dimmed(DAYLIGHT, chance.uniform(0.5, 0.95)))
        _box(picture, (x - 0.05, y - 0.02, x + 0.04, y + 0.08), (30, 34, 40))
    _soften(picture, 0.013)
    _glow(picture, (0.5 + side * 0.35, 0.42), 0.5, DAYLIGHT, 70)
    for step in range(5):
        x = 0.5 - side * (0.24 + step * 0.05)
        _bar(picture, (x, 0.7), (x - 0.03, 0.78), 0.026, (120, 118, 112) if step % 2 else (14, 14, 14))
    _soften(picture, 0.009)


def _paint_clothes(picture: Image.Image, chance: random.Random) -> None:
    """Costume: a rail of clothes."""
    _bar(picture, (0, 0.2), (1, 0.18), 0.012, (160, 160, 158))
    for place in range(14):
        x, tone = place * 0.08 + chance.uniform(-0.02, 0.02), chance.uniform(0.1, 0.6)
        hue = chance.choice(((170, 120, 100), (120, 130, 150), (150, 150, 140)))
        _bar(
            picture,
            (x, 0.22),
            (x + chance.uniform(-0.03, 0.03), chance.uniform(0.8, 1.2)),
            0.07,
            _dimmed(hue, tone),
        )
    _soften(picture, 0.016)


def _paint_stage(picture: Image.Image, chance: random.Random) -> None:
    """Live shows: moving heads and their beams in the haze."""
    for _ in range(5):
        x, tip = chance.random(), chance.uniform(-0.2, 1.2)
        hue = chance.choice((DAYLIGHT, TUNGSTEN, (190, 120, 170)))
        _bar(picture, (x, 0.06), (tip, 1.3), 0.06, _dimmed(hue, 0.22))
        _soften(picture, 0.012)
        _glow(picture, (x, 0.06), 0.16, hue, 200)
    for place in range(8):
        _bokeh(picture, (0.06 + place * 0.13, 0.05), 0.018, TUNGSTEN, 0.7)


def _paint_exit(picture: Image.Image, chance: random.Random) -> None:
    """Health and safety, security: a fire door, its lit sign, a high-visibility jacket on a hook."""
    x = chance.choice((0.2, 0.8))
    _box(picture, (x - 0.2, 0.25, x + 0.2, 1.3), (34, 36, 36))
    _bar(picture, (x - 0.16, 0.75), (x + 0.16, 0.75), 0.02, (110, 112, 112))
    _bar(picture, (1 - x, 0.35), (1 - x + 0.02, 0.75), 0.13, (112, 108, 66))
    _soften(picture, 0.014)
    _box(picture, (x - 0.1, 0.12, x + 0.1, 0.2), (170, 230, 200))
    _soften(picture, 0.01)
    _glow(picture, (x, 0.16), 0.4, EXIT_GREEN, 90)


def _paint_wall(picture: Image.Image, chance: random.Random) -> None:
    """A studio's painted cloth: uneven, lit from one side."""
    clouds = _clouds(picture.size, (picture.width / 5, picture.width / 5), f"{chance.random()}").point(
        [value // 5 for value in range(256)]
    )
    picture.paste(ImageChops.add(picture, Image.merge("RGB", (clouds, clouds, clouds))))
    _glow(picture, (chance.uniform(0.1, 0.9), chance.uniform(0.2, 0.6)), 0.7, (200, 190, 180), 80)


BACKDROPS: dict[str, Painter] = {
    "direction": _paint_monitors,
    "production": _paint_office,
    "producers": _paint_office,
    "unit-services": _paint_office,
    "management-agencies": _paint_office,
    "live-production": _paint_office,
    "camera": _paint_camera,
    "publicity": _paint_camera,
    "grip": _paint_lamps,
    "lighting": _paint_lamps,
    "special-effects": _paint_lamps,
    "sound": _paint_sound,
    "live-audio": _paint_sound,
    "art": _paint_construction,
    "construction": _paint_construction,
    "costume": _paint_clothes,
    "makeup-hair": _paint_mirror,
    "cast": _paint_mirror,
    "health-safety": _paint_exit,
    "security": _paint_exit,
    "stunts": _paint_exit,
    "post-production": _paint_monitors,
    "visual-effects": _paint_monitors,
    "live-video": _paint_monitors,
    "music": _paint_stage,
    "live-lighting": _paint_stage,
    "rigging-staging": _paint_stage,
}


def _backdrop(sitter: Sitter, department: str, seed: str, size: tuple[int, int]) -> Image.Image:
    """The room behind the sitter (mode RGB): the department's things, far out of focus."""
    chance = random.Random(f"{seed}/backdrop")
    room = Image.new("RGB", size, _dimmed((70, 72, 78), chance.uniform(0.15, 0.6)))
    _glow(room, (0.5 - sitter.key_side * 0.3, 0.5), 0.8, (190, 186, 180), chance.uniform(30, 110))
    BACKDROPS.get(department, _paint_wall)(room, chance)
    return room.filter(ImageFilter.GaussianBlur(size[0] / 170))


# --- The portrait ---------------------------------------------------------------------------------

SKIN_TINT, HAIR_TINT = (255, 205, 172), (255, 222, 190)


def _portrait(seed: str, department: str, *, colour: bool) -> Image.Image:
    """The portrait before its enlargement: mode L, or RGB in colour."""
    sitter = _sitter(seed)
    view = View(sitter, (PORTRAIT_SIZE[0] // FINE, PORTRAIT_SIZE[1] // FINE))
    small = (PORTRAIT_SIZE[0] // COARSE, PORTRAIT_SIZE[1] // COARSE)
    room = _backdrop(sitter, department, seed, small)
    if not colour:
        grey = room.convert("L").resize(view.size, Image.Resampling.BICUBIC)
        _seat(grey, _figure(View(sitter, small)), view)
        return _developed(grey)
    return _developed(_in_colour(room, view, small, seed))


def _in_colour(room: Image.Image, view: View, small: tuple[int, int], seed: str) -> Image.Image:
    """The portrait in restrained colour: the same greys, tinted by what they lie on."""
    figure = _figure(View(view.sitter, small))
    grey = room.convert("L").resize(view.size, Image.Resampling.BICUBIC)
    covered = _seat(grey, figure, view)
    tint = Image.new("RGB", small, _hue(seed))
    tint.paste(SKIN_TINT, (0, 0), figure.skin)
    hair = covered.resize(small, Image.Resampling.BILINEAR)
    tint.paste(HAIR_TINT, (0, 0), hair)
    person = ImageChops.multiply(
        Image.merge("RGB", (grey, grey, grey)), tint.resize(view.size, Image.Resampling.BILINEAR)
    )
    where = ImageChops.lighter(figure.mask, hair).resize(view.size, Image.Resampling.BILINEAR)
    return Image.composite(person, room.resize(view.size, Image.Resampling.BICUBIC), where)


def _hue(seed: str) -> Colour:
    """The colour of the clothes: never loud."""
    hues = ((200, 214, 255), (255, 222, 200), (214, 240, 222), (240, 208, 208), (236, 236, 236))
    return random.Random(f"{seed}/hue").choice(hues)


def _seat(room: Image.Image, figure: Figure, view: View) -> Image.Image:
    """Put the sitter in the room (mode L), in place; return where the hair is.

    From the back to the front: the hair behind, the figure and what is drawn on it, the hair in front.
    """
    hair = _hair(view)
    behind = _draw_hair(room, [stroke for stroke in hair if stroke.depth < BEHIND], view, [])
    grey = figure.grey.resize(view.size, Image.Resampling.BICUBIC)
    for draw_on in (_eyes, _brows, _beard, _spectacles):
        draw_on(grey, view)
    where = figure.mask.resize(view.size, Image.Resampling.BICUBIC)
    room.paste(grey, (0, 0), where)
    before = _draw_hair(room, [stroke for stroke in hair if stroke.depth >= BEHIND], view, _scalp(view))
    _phones(room, view)
    return ImageChops.lighter(before, ImageChops.subtract(behind, where))


def _developed(picture: Image.Image) -> Image.Image:
    """The picture as the lens and the film leave it: light spills a little, corners fall off."""
    quarter = picture.resize((picture.width // 4, picture.height // 4), Image.Resampling.BOX)
    spill = quarter.filter(ImageFilter.GaussianBlur(picture.width / 160)).point(lambda value: value * 0.22)
    picture = ImageChops.screen(picture, spill.resize(picture.size, Image.Resampling.BILINEAR))
    return ImageChops.multiply(picture, _vignette(picture.size, picture.mode))


@cache
def _vignette(size: tuple[int, int], mode: str) -> Image.Image:
    """What a lens leaves of the light towards its corners."""
    falloff = Image.radial_gradient("L").point(
        [255 - round(max(0, value - 70) * 0.85) for value in range(256)]
    )
    return falloff.resize(size, Image.Resampling.BICUBIC).convert(mode)


# --- Scenes: crew against the light ---------------------------------------------------------------


@dataclass(frozen=True)
class Look:
    """The light of a scene."""

    haze: Colour  # the air
    light: Colour
    at: Point  # where the light comes from, in fractions of the width


@dataclass(frozen=True)
class Set:
    """A scene while it is being built; places are fractions of its width."""

    look: Look
    chance: random.Random
    air: Image.Image  # mode RGB, coarse: whatever shines
    far: Image.Image  # mode L, fine: silhouettes veiled by the haze
    near: Image.Image  # mode L, fine: silhouettes before everything
    graphic: bool

    @property
    def height(self) -> float:
        """The height of the picture as a fraction of its width."""
        return self.air.height / self.air.width


LOOKS = (
    Look((46, 58, 72), (255, 206, 150), (0.62, 0.2)),
    Look((62, 50, 42), (255, 190, 120), (0.34, 0.22)),
    Look((38, 56, 60), (186, 220, 236), (0.7, 0.16)),
    Look((54, 46, 58), (255, 178, 150), (0.42, 0.18)),
)

# A pose: elbow and hand of the left arm, then of the right one, from the middle of the shoulders, in heights.
POSES: dict[str, tuple[Point, Point, Point, Point]] = {
    "stand": ((-0.122, 0.155), (-0.108, 0.31), (0.122, 0.155), (0.112, 0.31)),
    "pockets": ((-0.145, 0.15), (-0.09, 0.27), (0.145, 0.15), (0.09, 0.27)),
    "folded": ((-0.125, 0.15), (0.03, 0.13), (0.125, 0.15), (-0.03, 0.15)),
    "boom": ((-0.15, -0.07), (-0.1, -0.2), (0.17, -0.04), (0.15, -0.26)),
    "point": ((-0.122, 0.155), (-0.1, 0.3), (0.19, 0.08), (0.33, 0.03)),
    "film": ((-0.08, 0.14), (0.1, 0.05), (0.13, 0.12), (0.17, -0.01)),
    "work": ((-0.12, 0.15), (0.06, 0.2), (0.15, 0.13), (0.21, 0.06)),
    "radio": ((-0.122, 0.155), (-0.11, 0.31), (0.15, 0.13), (0.06, 0.0)),
    "carry": ((-0.13, 0.15), (-0.11, 0.27), (0.13, 0.15), (0.11, 0.27)),
    "arms_up": ((-0.15, -0.08), (-0.17, -0.26), (0.15, -0.1), (0.2, -0.25)),
}
AT_WORK = ("stand", "stand", "pockets", "folded", "boom", "point", "film", "work", "radio", "carry")


# These have somebody, or something, large in the foreground already.
WITHOUT_HERO = frozenset({"clapper", "monitors", "dressing_room", "crowd"})


def _scene(seed: str, subject: str, size: tuple[int, int], *, colour: bool, graphic: bool) -> Image.Image:
    """The scene before its enlargement: mode L, or RGB in colour."""
    chance = random.Random(f"{seed}/{subject}/{graphic}")
    small, fine = (size[0] // COARSE, size[1] // COARSE), (size[0] // FINE, size[1] // FINE)
    look = chance.choice(LOOKS)
    stage = Set(look, chance, _air(look, small, chance), Image.new("L", fine), Image.new("L", fine), graphic)
    BUILDERS[subject](stage)
    if graphic and subject not in WITHOUT_HERO:
        _hero(stage)
    picture = _shot(stage)
    return _developed(picture if colour else picture.convert("L"))


def _air(look: Look, size: tuple[int, int], chance: random.Random) -> Image.Image:
    """Haze, thickest around the light, and a floor darker than it."""
    air = Image.new("RGB", size, _dimmed(look.haze, 0.6))
    _glow(air, look.at, 0.85, look.haze, 255)
    _glow(air, look.at, 0.6, look.light, 70)
    _glow(air, look.at, 0.36, look.light, 120)
    clouds = _clouds(size, (size[0] / 7, size[0] / 16), f"{chance.random()}").point(
        [150 + v * 105 // 255 for v in range(256)]
    )
    return ImageChops.multiply(air, Image.merge("RGB", (clouds, clouds, clouds)))


def _shot(stage: Set) -> Image.Image:
    """Everything put together, from the farthest to the nearest."""
    look, size = stage.look, stage.far.size
    picture = stage.air.filter(ImageFilter.GaussianBlur(1.2)).resize(size, Image.Resampling.BICUBIC)
    far = stage.far.filter(ImageFilter.GaussianBlur(3.0))
    picture.paste(_dimmed(look.haze, 0.42), (0, 0), far)
    _edge_light(picture, far, stage, 0.16)
    near = stage.near.filter(ImageFilter.GaussianBlur(1.3))
    picture.paste((5, 5, 7), (0, 0), near)
    _edge_light(picture, near, stage, 0.4)
    return picture


def _edge_light(picture: Image.Image, mask: Image.Image, stage: Set, power: float) -> None:
    """Light the edges of the silhouettes that face the light, in place."""
    aside = round(picture.width * 0.0018)
    edge = Image.new("L", mask.size)
    middle = round(stage.look.at[0] * picture.width)
    # What stands to the left of the light is lit from its right, and from above; and the other way round.
    for left, right, shift in ((0, middle, -aside), (middle, picture.width, aside)):
        box = (left, 0, right, picture.height)
        edge.paste(ImageChops.subtract(mask, ImageChops.offset(mask, shift, aside)).crop(box), box[:2])
    soft = edge.filter(ImageFilter.GaussianBlur(1.2)).point([round(v * power) for v in range(256)])
    picture.paste(stage.look.light, (0, 0), soft)


def _limb(mask: Image.Image, points: list[Point], width: float, taper: float = 1.0) -> None:
    """Draw a limb with round joints on a mask, in place; fractions of its width; `taper` thins its end."""
    draw, scale = ImageDraw.Draw(mask), mask.width
    last = max(1, len(points) - 1)
    radii = [width * scale / 2 * (1 + (taper - 1) * place / last) for place in range(len(points))]
    places = [(x * scale, y * scale) for x, y in points]
    for (x, y), radius in zip(places, radii, strict=True):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    for place in range(len(points) - 1):
        draw.polygon(_between(places[place], radii[place], places[place + 1], radii[place + 1]), fill=255)


def _between(one: Point, radius: float, other: Point, end: float) -> list[Point]:
    """The corners of the straight part between two round joints."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    length = math.hypot(dx, dy) or 1.0
    x, y = -dy / length, dx / length
    return [
        (one[0] + x * radius, one[1] + y * radius),
        (other[0] + x * end, other[1] + y * end),
        (other[0] - x * end, other[1] - y * end),
        (one[0] - x * radius, one[1] - y * radius),
    ]


def _person(mask: Image.Image, x: float, foot: float, tall: float, pose: str, chance: random.Random) -> None:
    """Draw the silhouette of one of the crew, in place; feet at x, foot; fractions of the width."""
    shoulder, flip = foot - tall * 0.82, chance.choice((-1, 1))
    broad = tall * chance.uniform(0.92, 1.08)
    _legs(mask, x, foot, tall, flip, chance)
    half = [(0.02, -0.03), (0.055, -0.005), (0.1, 0.025), (0.115, 0.08), (0.092, 0.22), (0.098, 0.34)]
    half.append((0.1 + chance.choice((0.0, 0.004, 0.014)), chance.choice((0.37, 0.39, 0.5))))
    right = [(x + dx * broad, shoulder + dy * tall) for dx, dy in half]
    left = [(x - dx * broad, shoulder + dy * tall) for dx, dy in reversed(half)]
    ImageDraw.Draw(mask).polygon([(a * mask.width, b * mask.width) for a, b in right + left], fill=255)
    arms = [(x + dx * tall * flip, shoulder + tall * 0.04 + dy * tall) for dx, dy in POSES[pose]]
    for side, hand in ((-1, arms[:2]), (1, arms[2:])):
        _limb(mask, [(x + side * flip * broad * 0.088, shoulder + tall * 0.055), *hand], tall * 0.068, 0.55)
        _limb(mask, [hand[1], (hand[1][0], hand[1][1] + tall * 0.012)], tall * 0.036)
    _head(mask, x + flip * tall * 0.014, shoulder, tall, chance)
    _tool(mask, pose, arms, tall, flip)


def _legs(mask: Image.Image, x: float, foot: float, tall: float, flip: int, chance: random.Random) -> None:
    """Draw the legs and shoes of a silhouette, its weight on one of them, in place."""
    for side in (-1, 1):
        stride = side * tall * (0.04 if side == flip else chance.uniform(0.05, 0.085))
        knee = (x + stride * 0.95 + flip * tall * 0.008, foot - tall * 0.26)
        _limb(mask, [(x + side * tall * 0.046, foot - tall * 0.5), knee, (x + stride, foot)], tall * 0.1, 0.5)
        _limb(
            mask,
            [(x + stride, foot), (x + stride + (flip * 0.03 + side * 0.012) * tall, foot + tall * 0.006)],
            tall * 0.036,
        )


def _head(mask: Image.Image, x: float, shoulder: float, tall: float, chance: random.Random) -> None:
    """Draw the head of a silhouette, sometimes with hair, a cap or headphones, in place."""
    draw, scale = ImageDraw.Draw(mask), mask.width
    centre, way = shoulder - tall * 0.098, chance.choice((-1, 1))
    _limb(mask, [(x, shoulder + tall * 0.01), (x, centre)], tall * 0.066, 0.8)
    box = (x - tall * 0.043, centre - tall * 0.064, x + tall * 0.043, centre + tall * 0.06)
    draw.ellipse([part * scale for part in box], fill=255)
    kind = chance.choice(("plain", "plain", "hair", "short", "bun", "cap", "phones"))
    if kind == "hair":
        _limb(
            mask,
            [(x, centre - tall * 0.016), (x - way * tall * 0.008, centre + tall * 0.06)],
            tall * 0.104,
            0.95,
        )
    if kind == "short":
        _limb(mask, [(x - way * tall * 0.01, centre - tall * 0.02)], tall * 0.104)
    if kind == "bun":
        _limb(mask, [(x - way * tall * 0.03, centre - tall * 0.062)], tall * 0.044)
    if kind == "cap":
        _limb(
            mask,
            [(x, centre - tall * 0.024), (x + way * tall * 0.068, centre - tall * 0.02)],
            tall * 0.03,
            0.3,
        )
    if kind == "phones":
        for side in (-1, 1):
            _limb(
                mask,
                [
                    (x + side * tall * 0.043, centre - tall * 0.014),
                    (x + side * tall * 0.043, centre + tall * 0.016),
                ],
                tall * 0.022,
            )


def _tool(mask: Image.Image, pose: str, arms: list[Point], tall: float, flip: int) -> None:
    """Draw what the hands hold, in place."""
    hand = arms[3]
    if pose == "boom":
        tip = (hand[0] + flip * tall * 0.85, hand[1] - tall * 0.2)
        _limb(mask, [(hand[0] - flip * tall * 0.6, hand[1] + tall * 0.11), tip], tall * 0.013, 0.6)
        _limb(mask, [tip, (tip[0] + flip * tall * 0.11, tip[1] + tall * 0.025)], tall * 0.045)
    if pose == "film":
        x, y = hand[0] - flip * tall * 0.02, hand[1] - tall * 0.045
        _box_mask(
            mask,
            (
                min(x, x - flip * tall * 0.16),
                y - tall * 0.05,
                max(x, x - flip * tall * 0.16),
                y + tall * 0.03,
            ),
        )
        _limb(mask, [(x, y - tall * 0.01), (x + flip * tall * 0.07, y - tall * 0.01)], tall * 0.05)
        _box_mask(
            mask,
            (
                x + flip * tall * 0.075 - tall * 0.02,
                y - tall * 0.055,
                x + flip * tall * 0.075 + tall * 0.02,
                y + tall * 0.035,
            ),
        )
    if pose == "carry":
        low = max(arms[1][1], hand[1])
        _box_mask(
            mask, (min(arms[1][0], hand[0]), low - tall * 0.02, max(arms[1][0], hand[0]), low + tall * 0.14)
        )


def _crew(stage: Set, mask: Image.Image, count: int, foot: float, tall: float) -> None:
    """Scatter some crew, none quite alike, in place."""
    for place in range(count):
        x = (place + stage.chance.uniform(0.25, 0.75)) / count
        pose = stage.chance.choice(AT_WORK)
        _person(
            mask,
            x,
            foot + stage.chance.uniform(0, 0.02),
            tall * stage.chance.uniform(0.9, 1.08),
            pose,
            stage.chance,
        )


def _ground(stage: Set, top: float) -> None:
    """A dark floor from that height down, with the light lying on it."""
    picture = stage.air
    line = round(top * picture.width)
    mirrored = picture.crop((0, max(0, 2 * line - picture.height), picture.width, line)).transpose(
        Image.Transpose.FLIP_TOP_BOTTOM
    )
    blurred = mirrored.filter(ImageFilter.BoxBlur((2, 14))).point(lambda value: value * 0.42)
    rows = bytes(min(255, row * 255 // 14) for row in range(blurred.height))
    soft = Image.frombytes("L", (1, blurred.height), rows).resize(blurred.size)
    picture.paste(blurred, (0, line), soft)


def _beam(stage: Set, at: Point, to: Point, spread: float, power: float) -> None:
    """A beam of light through the haze, in place."""
    picture, width = stage.air, stage.air.width
    sheet = Image.new("RGB", picture.size)
    (x, y), (far_x, far_y) = at, to
    corners = ((x - 0.008, y), (x + 0.008, y), (far_x + spread, far_y), (far_x - spread, far_y))
    ImageDraw.Draw(sheet).polygon(
        [(a * width, b * width) for a, b in corners], fill=_dimmed(stage.look.light, power)
    )
    fade = (
        Image.linear_gradient("L").point([255 - value * 7 // 8 for value in range(256)]).resize(picture.size)
    )
    sheet = ImageChops.multiply(
        sheet.filter(ImageFilter.GaussianBlur(width / 110)), Image.merge("RGB", (fade,) * 3)
    )
    picture.paste(ImageChops.screen(picture, sheet))


def _lamp(stage: Set, at: Point, size: float, mask: Image.Image, foot: float) -> None:
    """A film lamp on its stand, shining towards us."""
    _glow(stage.air, at, size * 5, stage.look.light, 200)
    _bokeh(stage.air, at, size, (255, 240, 220), 1.0)
    _limb(mask, [(at[0], at[1] + size * 1.3), (at[0], foot)], size * 0.14)
    for side in (-1, 1):
        _limb(mask, [(at[0], foot - size * 1.6), (at[0] + side * size * 1.1, foot)], size * 0.12)
        _limb(
            mask,
            [(at[0] + side * size * 1.15, at[1] - size), (at[0] + side * size * 1.5, at[1] + size)],
            size * 0.1,
        )


def _build_crane(stage: Set) -> None:
    """A camera crane over the set, its arm against the sky."""
    floor = stage.height - 0.09
    _ground(stage, floor)
    base, tip = (0.2, floor - 0.1), (0.74, 0.12)
    _limb(stage.near, [(base[0] - 0.1, floor - 0.06), base, tip], 0.012)
    _limb(stage.near, [(base[0], floor - 0.19), (0.5, 0.2), tip], 0.004)
    _limb(stage.near, [(base[0] - 0.12, floor - 0.08), (base[0] - 0.09, floor - 0.04)], 0.06)
    _limb(stage.near, [base, (base[0], floor)], 0.03)
    _limb(stage.near, [(base[0] - 0.08, floor), (base[0] + 0.08, floor)], 0.02)
    _limb(stage.near, [tip, (tip[0], tip[1] + 0.05), (tip[0] + 0.03, tip[1] + 0.05)], 0.02)
    _limb(stage.near, [(tip[0] - 0.015, tip[1] + 0.06), (tip[0] + 0.05, tip[1] + 0.06)], 0.032)
    _crew(stage, stage.far, 6, floor + 0.01, 0.15)
    _crew(stage, stage.near, 0 if stage.graphic else 3, floor + 0.05, 0.22)


def _build_lamps(stage: Set) -> None:
    """A line of lamps in the haze, and those who move them."""
    floor = stage.height - 0.08
    for place in range(4):
        at = (0.14 + place * 0.24 + stage.chance.uniform(-0.04, 0.04), stage.chance.uniform(0.1, 0.26))
        _beam(stage, at, (at[0] + stage.chance.uniform(-0.2, 0.2), stage.height), 0.12, 0.4)
        _lamp(stage, at, stage.chance.uniform(0.02, 0.036), stage.far, floor)
    _ground(stage, floor)
    _crew(stage, stage.far, 3, floor + 0.01, 0.2)
    _crew(stage, stage.near, 0 if stage.graphic else 2, floor + 0.07, 0.36)


def _build_monitors(stage: Set) -> None:
    """Backs of heads before a wall of monitors."""
    for row in range(2):
        for column in range(4):
            left, top = 0.12 + column * 0.195, 0.07 + row * 0.15
            hue = _dimmed(stage.chance.choice((stage.look.light, DAYLIGHT)), stage.chance.uniform(0.35, 0.9))
            _box(stage.air, (left - 0.008, top - 0.008, left + 0.188, top + 0.138), (7, 7, 8))
            _box(stage.air, (left, top, left + 0.18, top + 0.13), hue)
            middle = left + stage.chance.uniform(0.05, 0.13)
            _bar(stage.air, (middle, top + 0.085), (middle, top + 0.13), 0.075, _dimmed(hue, 0.3))
            _bokeh(stage.air, (middle, top + 0.048), 0.02, _dimmed(hue, 0.3), 1.0)
    _soften(stage.air, 0.006)
    _ground(stage, stage.height - 0.16)
    _crew(stage, stage.near, 4, stage.height + 0.26, 0.52)


def _build_stage(stage: Set) -> None:
    """A concert stage from behind: beams, truss, hands at work."""
    floor = stage.height - 0.1
    _limb(stage.far, [(0, 0.05), (1, 0.05)], 0.008)
    _limb(stage.far, [(0, 0.09), (1, 0.09)], 0.008)
    for place in range(26):
        _limb(stage.far, [(place / 25, 0.05), (place / 25 + 0.02, 0.09)], 0.004)
    for place in range(7):
        at = (0.08 + place * 0.14, 0.1)
        _beam(stage, at, (at[0] + stage.chance.uniform(-0.3, 0.3), stage.height), 0.07, 0.55)
        _glow(stage.air, at, 0.07, (255, 244, 230), 255)
    _ground(stage, floor)
    _crew(stage, stage.far, 5, floor + 0.01, 0.19)
    _crew(stage, stage.near, 0 if stage.graphic else 2, floor + 0.08, 0.34)


def _build_cables(stage: Set) -> None:
    """Cables along the floor towards a light, and somebody who coils them."""
    floor = stage.height * 0.55
    _lamp(stage, (stage.look.at[0], floor - 0.16), 0.03, stage.far, floor + 0.02)
    _ground(stage, floor)
    for _ in range(9):
        x, bend = stage.chance.random(), stage.chance.uniform(-0.25, 0.25)
        path = [
            (
                stage.look.at[0] + (x - stage.look.at[0]) * t * t + bend * math.sin(t * 5) * t * 0.4,
                floor + 0.02 + t * (stage.height - floor),
            )
            for t in (step / 24 for step in range(25))
        ]
        for index in range(24):
            _limb(stage.near, path[index : index + 2], 0.002 + 0.007 * index / 24)
    if not stage.graphic:
        _person(stage.near, 0.3, stage.height - 0.08, 0.34, "work", stage.chance)
    _crew(stage, stage.far, 4, floor + 0.03, 0.15)


def _build_clapper(stage: Set) -> None:
    """A slate held up before the lens, the set far behind it."""
    floor = stage.height - 0.1
    for _ in range(14):
        place = stage.chance.random(), stage.chance.uniform(0.04, 0.4)
        _bokeh(
            stage.air,
            place,
            stage.chance.uniform(0.012, 0.03),
            stage.look.light,
            stage.chance.uniform(0.3, 0.8),
        )
    _ground(stage, floor)
    _crew(stage, stage.far, 5, floor, 0.24)
    x, y = 0.5, 0.26
    _box_mask(stage.near, (x - 0.15, y, x + 0.15, y + 0.2))
    for raised in (0.0, 0.075):
        _limb(stage.near, [(x - 0.14, y - 0.02), (x + 0.14, y - 0.02 - raised)], 0.03)
    for stripe in range(4):
        _stripe(stage.near, x - 0.1 + stripe * 0.065, y)
    _limb(stage.near, [(x + 0.13, y + 0.13), (x + 0.2, y + 0.22), (x + 0.24, stage.height)], 0.07)


def _stripe(mask: Image.Image, left: float, y: float) -> None:
    """Let some light through the mask, in place, as a pale stripe of a slate's sticks does."""
    corners = (
        (left, y - 0.005),
        (left + 0.03, y - 0.005),
        (left + 0.045, y - 0.033),
        (left + 0.015, y - 0.033),
    )
    ImageDraw.Draw(mask).polygon([(a * mask.width, b * mask.width) for a, b in corners], fill=120)


def _box_mask(mask: Image.Image, box: tuple[float, float, float, float]) -> None:
    """Fill a box of a mask, in place; fractions of its width."""
    left, top, right, bottom = (part * mask.width for part in box)
    ImageDraw.Draw(mask).rectangle((left, top, right, bottom), fill=255)


def _build_crowd(stage: Set) -> None:
    """An audience with its hands up, and the light that it sees."""
    for place in range(5):
        at = (0.1 + place * 0.2, 0.04)
        _beam(stage, at, (stage.chance.random(), stage.height), 0.08, 0.5)
        _glow(stage.air, at, 0.09, stage.look.light, 230)
    for _ in range(24):
        _person(
            stage.far,
            stage.chance.random(),
            stage.height + 0.06,
            0.22,
            stage.chance.choice(("arms_up", "stand")),
            stage.chance,
        )
    for _ in range(11):
        pose = stage.chance.choice(("arms_up", "stand", "film"))
        _person(
            stage.near,
            stage.chance.random(),
            stage.height + 0.25,
            stage.chance.uniform(0.34, 0.42),
            pose,
            stage.chance,
        )


def _build_dressing_room(stage: Set) -> None:
    """A mirror with its bulbs, and two who are getting ready."""
    left, right, top, bottom = 0.2, 0.8, 0.08, stage.height - 0.2
    _box(stage.air, (left, top, right, bottom), _dimmed(stage.look.light, 0.22))
    _soften(stage.air, 0.012)
    for step in range(9):
        for at in (
            (left + (right - left) * step / 8, top),
            (left if step % 2 else right, top + (bottom - top) * step / 8),
        ):
            _glow(stage.air, at, 0.07, TUNGSTEN, 160)
            _bokeh(stage.air, at, 0.013, (255, 232, 196), 1.0)
    _ground(stage, bottom + 0.06)
    _box_mask(stage.near, (0, stage.height - 0.06, 1, stage.height))
    _person(stage.near, 0.4, stage.height + 0.18, 0.5, "stand", stage.chance)
    _person(stage.near, 0.56, stage.height + 0.1, 0.56, "work", stage.chance)


def _build_truck(stage: Set) -> None:
    """A lorry being unloaded in the first light."""
    floor = stage.height - 0.09
    _ground(stage, floor)
    _box_mask(stage.far, (0.5, 0.12, 0.98, floor - 0.04))
    _box_mask(stage.far, (0.36, 0.24, 0.49, floor - 0.04))
    for x in (0.42, 0.78, 0.88):
        _limb(stage.far, [(x, floor - 0.025), (x + 0.001, floor - 0.025)], 0.06)
    _glow(stage.air, (0.36, floor - 0.1), 0.16, TUNGSTEN, 220)
    _limb(stage.near, [(0.5, floor - 0.05), (0.3, floor + 0.03)], 0.008)
    for place in range(4):
        left, tall = 0.05 + place * 0.075, stage.chance.uniform(0.06, 0.11)
        _box_mask(stage.near, (left, floor + 0.03 - tall, left + 0.068, floor + 0.03))
    _crew(stage, stage.far, 4, floor + 0.01, 0.19)
    _crew(stage, stage.near, 0 if stage.graphic else 3, floor + 0.06, 0.27)


def _build_theatre(stage: Set) -> None:
    """An empty house seen from the stage: balconies of small lights, a ghost light, somebody looking."""
    for tier in range(3):
        depth, count = 0.1 + tier * 0.075, 15 - tier * 2
        for place in range(count):
            x = 0.08 + 0.84 * place / (count - 1)
            curve = 0.07 * (1 - (2 * x - 1) ** 2)
            _glow(stage.air, (x, depth + curve), 0.035, TUNGSTEN, 190)
            _bokeh(stage.air, (x, depth + curve), 0.007, (255, 226, 180), 0.9)
    floor = stage.height - 0.12
    _ground(stage, floor)
    for row in range(3):
        for place in range(22):
            _limb(stage.far, [(place / 21, floor - 0.01 + row * 0.02), (place / 21, floor + 0.03)], 0.03)
    _lamp(stage, (0.64, floor - 0.17), 0.016, stage.near, floor + 0.06)
    if not stage.graphic:
        _person(stage.near, 0.36, floor + 0.08, 0.33, "pockets", stage.chance)
    for side in (0.0, 1.0):
        _limb(stage.near, [(side, 0), (side, stage.height)], 0.12)


def _hero(stage: Set) -> None:
    """What makes a poster of a scene: one person, large, before one light."""
    x = stage.chance.choice((0.3, 0.68))
    _glow(stage.air, (x, stage.height * 0.45), 0.4, stage.look.light, 210)
    _glow(stage.air, (x, stage.height * 0.42), 0.14, (255, 244, 226), 255)
    pose = stage.chance.choice(("pockets", "folded", "radio", "work"))
    _person(stage.near, x, stage.height + 0.16, 0.62, pose, stage.chance)


BUILDERS: dict[str, Callable[[Set], None]] = {
    "crane": _build_crane,
    "lamps": _build_lamps,
    "monitors": _build_monitors,
    "stage": _build_stage,
    "cables": _build_cables,
    "clapper": _build_clapper,
    "crowd": _build_crowd,
    "dressing_room": _build_dressing_room,
    "truck": _build_truck,
    "theatre": _build_theatre,
}


# --- Film: enlargement and grain ------------------------------------------------------------------


@cache
def _grain_tile() -> Image.Image:
    """One tile of film grain around mid grey, a little soft as real grain is; made once in a process."""
    side = 1024
    noise = Image.frombytes("L", (side, side), random.Random("grain").randbytes(side * side))
    fine = noise.filter(ImageFilter.GaussianBlur(0.8))
    coarse = noise.filter(ImageFilter.GaussianBlur(1.8)).point(
        [_stretched(value, 2.2) for value in range(256)]
    )
    return Image.blend(fine, coarse, 0.45).point([_stretched(value, 0.62) for value in range(256)])


def _stretched(value: int, factor: float) -> int:
    """A grey level moved away from the middle (or towards it, when the factor is below one)."""
    return max(0, min(255, round(128 + (value - 128) * factor)))


def _grain(size: tuple[int, int], seed: str) -> Image.Image:
    """A sheet of grain of that size, laid from the tile at an offset that the seed decides."""
    chance = random.Random(f"{seed}/grain")
    tile = _grain_tile()
    tile = ImageChops.offset(tile, chance.randrange(tile.width), chance.randrange(tile.height))
    sheet = Image.new("L", size)
    for left in range(0, size[0], tile.width):
        for top in range(0, size[1], tile.height):
            sheet.paste(tile, (left, top))
    return sheet


def _finished(picture: Image.Image, size: tuple[int, int], seed: str) -> Image.Image:
    """The picture at its full size with grain in it: strongest in the mid tones, as on film."""
    grain = _grain(size, seed)
    if picture.mode == "RGB":
        large = picture.resize(size, Image.Resampling.BICUBIC)
        return ImageChops.soft_light(large, Image.merge("RGB", (grain, grain, grain)))
    grey = ImageChops.soft_light(picture.resize(size, Image.Resampling.BICUBIC), grain)
    return Image.merge("RGB", (grey, grey, grey))


# --- The file: JPEG, profile, EXIF, XMP -----------------------------------------------------------


def _encoded(picture: Image.Image, seed: str, words: PictureWords | None) -> bytes:
    """The picture as a JPEG with its profile, its EXIF and, when there are words, its XMP."""
    taken = _moment(seed)
    extra = {"xmp": _xmp(words, taken)} if words else {}
    file = BytesIO()
    picture.save(
        file,
        "JPEG",
        quality=JPEG_QUALITY,
        icc_profile=_srgb_profile(),
        exif=_exif(taken, words or PictureWords()),
        **extra,
    )
    return file.getvalue()


@cache
def _srgb_profile() -> bytes:
    """The sRGB profile, with a fixed date: little CMS writes the present moment into bytes 24 to 35."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    first_of_2016 = b"".join(part.to_bytes(2, "big") for part in (2016, 1, 1, 0, 0, 0))
    return made[:24] + first_of_2016 + made[36:]


def _moment(seed: str) -> str:
    """When the seed pretends to have been photographed, 2016 to 2024, as EXIF writes it."""
    chance = random.Random(f"{seed}/moment")
    day = f"{chance.randint(2016, 2024)}:{chance.randint(1, 12):02}:{chance.randint(1, 28):02}"
    return f"{day} {chance.randint(9, 22):02}:{chance.randint(0, 59):02}:{chance.randint(0, 59):02}"


def _exif(taken: str, words: PictureWords) -> Image.Exif:
    """The camera's notes, which say plainly that there was no camera."""
    exif = Image.Exif()
    exif[IMAGE_DESCRIPTION] = DRAWN
    exif[MAKE] = "Backstage"
    exif[MODEL] = "Drawn by code"
    exif[SOFTWARE] = "backstage.demo.drawing"
    # Bytes, because Pillow writes the letters of a string that ASCII lacks as question marks.
    exif[ARTIST] = (words.creator or "Backstage").encode()
    exif[COPYRIGHT] = (words.copyright_notice or "Backstage, demonstration picture").encode()
    exif.get_ifd(EXIF_IFD)[DATE_TIME_ORIGINAL] = taken
    return exif


def _xmp(words: PictureWords, taken: str) -> bytes:
    """The words as an XMP packet."""
    root = ElementTree.Element(_tag("x:xmpmeta"))
    rdf = ElementTree.SubElement(root, _tag("rdf:RDF"))
    about = ElementTree.SubElement(rdf, _tag("rdf:Description"), {_tag("rdf:about"): ""})
    _add_languages(about, "dc:title", {"x-default": words.title})
    _add_languages(about, "dc:description", {"x-default": words.caption})
    _add_list(about, "dc:creator", "rdf:Seq", words.creator)
    _add_languages(about, "dc:rights", {"x-default": words.copyright_notice})
    _add_list(about, "Iptc4xmpExt:PersonInImage", "rdf:Bag", words.person)
    # The standard wants a default among the languages: the first that was given.
    default = {"x-default": next(iter(words.alt.values()))} if words.alt else {}
    _add_languages(about, "Iptc4xmpCore:AltTextAccessibility", default | words.alt)
    _add_text(about, "photoshop:Credit", words.credit)
    _add_text(about, "photoshop:DateCreated", taken[:10].replace(":", "-") + "T" + taken[11:])
    return _packet(root)


def _tag(name: str) -> str:
    """A name like dc:title as ElementTree spells it: with the namespace in braces."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def _add_text(parent: ElementTree.Element, name: str, text: str) -> None:
    """Add a property of plain text, unless it is empty."""
    if text:
        ElementTree.SubElement(parent, _tag(name)).text = text


def _add_list(parent: ElementTree.Element, name: str, kind: str, text: str) -> None:
    """Add a property that is a list (rdf:Seq or rdf:Bag) of the one text, unless it is empty."""
    if text:
        holder = ElementTree.SubElement(ElementTree.SubElement(parent, _tag(name)), _tag(kind))
        ElementTree.SubElement(holder, _tag("rdf:li")).text = text


def _add_languages(parent: ElementTree.Element, name: str, texts: dict[str, str]) -> None:
    """Add a property that is one text in several languages, leaving out the empty ones."""
    texts = {language: text for language, text in texts.items() if text}
    if not texts:
        return
    holder = ElementTree.SubElement(ElementTree.SubElement(parent, _tag(name)), _tag("rdf:Alt"))
    for language, text in texts.items():
        ElementTree.SubElement(holder, _tag("rdf:li"), {XML_LANG: language}).text = text


def _packet(root: ElementTree.Element) -> bytes:
    """The element between the two instructions that mark an XMP packet, read-only."""
    begin = ElementTree.ProcessingInstruction("xpacket", 'begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"')
    end = ElementTree.ProcessingInstruction("xpacket", 'end="r"')
    return b"\n".join(ElementTree.tostring(part, encoding="utf-8") for part in (begin, root, end))
