"""Draws lots: who sits for a portrait, every trait of whom the seed decides."""

import random
from dataclasses import dataclass
from typing import Any

from backstage.demo.drawing.chosen import CHOSEN, PLAIN


@dataclass(frozen=True)
class Sitter:
    """Everything about one invented person, and how they are posed, framed and lit."""

    # The pose, in degrees: yaw turns to the right of the picture, pitch looks up, roll leans clockwise.
    yaw: float
    pitch: float
    roll: float
    body_yaw: float
    across: float  # where the face is, as a fraction of the picture's width
    down: float  # and of its height
    unit: float  # a decimetre, as a fraction of the picture's width
    gaze: float  # where the eyes look, in degrees to the right of the face
    lids: float  # how open the eyes are: 1 is wide, 0 closed
    # The bones and the flesh; 1 is usual where nothing is said.
    broad: float
    jaw: float  # half its width, in decimetres
    chin: float  # how far it is below the eyes, in decimetres
    nose: float
    snub: float
    hook: float
    lips: float
    mouth: float  # half its width, in decimetres
    smile: float
    brow: float
    cheek: float
    gaunt: float
    skew: float
    age: float  # 0 is twenty-five, 1 seventy
    neck: float  # its radius, in decimetres
    shoulders: float  # half their width, in decimetres
    skin: float  # 0 is very dark, 1 very fair
    # What they wear.
    hair: str
    hair_tone: float  # how much light it gives back
    ginger: float
    beard: str
    glasses: str
    wear: str
    cloth: float
    hue: int  # which of the colours of clothes
    collar: str
    # The light.
    mood: str
    key_side: int  # 1: the key light comes from the right of the picture
    key_power: float
    rim_power: float
    fill: float
    feminine: bool


# Names that end in a and are men's, or in e and are women's, in Italian; only the drawing depends on it.
MENS_NAMES_IN_A = frozenset({"andrea", "luca", "nicola", "mattia", "elia", "gianluca", "battista", "tobia"})
WOMENS_NAMES_IN_E = frozenset({"bice", "alice", "beatrice", "irene", "adele", "agnese", "matilde", "rachele"})
WOMENS_HAIR = ("long", "bob", "curls", "tied", "waves")
MENS_HAIR = ("crop", "side", "curls", "bald", "swept", "receding", "mop")
MOODS = ("rembrandt", "split", "above", "rim", "window", "screen")


def sitter_of(seed: str) -> Sitter:
    """Whom the seed describes."""
    chance = random.Random(f"{seed}/sitter")
    first_name = seed.partition("-")[0].lower()
    in_a = first_name.endswith("a") and first_name not in MENS_NAMES_IN_A
    feminine = in_a or first_name in WOMENS_NAMES_IN_E
    traits = _pose(chance) | _bones(chance, feminine=feminine) | _flesh(chance, feminine=feminine)
    traits |= _looks(chance, feminine=feminine) | _lights(chance, traits["yaw"])
    if seed in CHOSEN:
        traits |= PLAIN | CHOSEN[seed]
    return Sitter(**traits, down=min(0.48, 0.06 + 1.22 * traits["unit"]), feminine=feminine)


def _pose(chance: random.Random) -> dict[str, Any]:
    """Where the head is and which way it is turned."""
    yaw = chance.choice((-1, 1)) * chance.choice((chance.uniform(8, 40), chance.uniform(40, 62)))
    return {
        "yaw": yaw,
        "pitch": chance.uniform(-9, 5),
        "roll": chance.uniform(-6, 6),
        "body_yaw": yaw * chance.uniform(-0.4, 0.7),
        "across": 0.5 - yaw / 600 + chance.uniform(-0.03, 0.03),
        "unit": chance.choice((0.24, 0.265, 0.29, 0.33)),
        "gaze": chance.uniform(-14, 14),
        "lids": chance.uniform(0.65, 0.9),
    }


def _bones(chance: random.Random, *, feminine: bool) -> dict[str, Any]:
    """The shape of the skull and of the frame."""
    return {
        "broad": chance.uniform(0.9, 0.97) if feminine else chance.uniform(0.95, 1.04),
        "jaw": chance.uniform(0.56, 0.63) if feminine else chance.uniform(0.64, 0.72),
        "chin": chance.uniform(1.1, 1.17) if feminine else chance.uniform(1.15, 1.24),
        "brow": chance.uniform(0.0, 0.35) if feminine else chance.uniform(0.7, 1.3),
        "cheek": chance.uniform(0.5, 1.3),
        "skew": chance.uniform(-0.02, 0.02),
        "neck": chance.uniform(0.41, 0.45) if feminine else chance.uniform(0.5, 0.58),
        "shoulders": chance.uniform(1.65, 1.8) if feminine else chance.uniform(1.95, 2.2),
    }


def _flesh(chance: random.Random, *, feminine: bool) -> dict[str, Any]:
    """Nose, mouth and years."""
    return {
        "nose": chance.uniform(0.8, 1.0) if feminine else chance.uniform(0.95, 1.25),
        "snub": chance.uniform(0.2, 1.0) if feminine else chance.uniform(0.0, 0.6),
        "hook": chance.uniform(-0.3, 0.5) if feminine else chance.uniform(-0.1, 1.0),
        "lips": chance.uniform(0.9, 1.5) if feminine else chance.uniform(0.4, 1.0),
        "mouth": chance.uniform(0.22, 0.25) if feminine else chance.uniform(0.24, 0.28),
        "smile": chance.uniform(0.0, 0.8),
        "gaunt": chance.uniform(0.0, 0.5),
        "age": chance.uniform(0, 0.8),
        "skin": chance.uniform(0.55, 0.95),
    }


def _looks(chance: random.Random, *, feminine: bool) -> dict[str, Any]:
    """Hair, beard and what is worn."""
    return {
        "hair": chance.choice(WOMENS_HAIR if feminine else MENS_HAIR),
        "hair_tone": chance.choice((0.03, 0.05, 0.08, 0.15, 0.3)),
        "ginger": chance.uniform(0, 0.6),
        "beard": "" if feminine else chance.choice(("", "stubble", "short", "full", "moustache")),
        "glasses": chance.choice(("", "", "", "round", "square")),
        "wear": chance.choice(("", "", "", "", "cap", "beanie", "headphones", "headset")),
        "cloth": chance.choice((0.02, 0.03, 0.06, 0.12, 0.25)),
        "hue": chance.randrange(5),
        "collar": chance.choice(("round", "shirt", "jacket", "high", "hood")),
    }


def _lights(chance: random.Random, yaw: float) -> dict[str, Any]:
    """The key, the rim and the little that fills the shadows; the key is mostly where the face looks."""
    side = 1 if yaw > 0 else -1
    return {
        "mood": chance.choice(MOODS),
        "key_side": side,
        "key_power": chance.uniform(0.9, 1.2),
        "rim_power": chance.uniform(0.4, 1.2),
        "fill": chance.uniform(0.012, 0.03),
    }
