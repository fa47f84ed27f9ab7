"""Draws lots: who sits for a portrait, every trait of whom the seed decides."""

import random
from dataclasses import dataclass
from typing import Any


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


def sitter_of(seed: str) -> Sitter:
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
