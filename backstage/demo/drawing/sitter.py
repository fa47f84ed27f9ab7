"""Draws lots: who sits for a portrait, every trait of whom the seed decides."""

import random
from dataclasses import dataclass
from typing import Any


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

# Chosen by hand, so that the people of the demo's wall do not resemble one another.
PLAIN: dict[str, Any] = {"glasses": "", "wear": "", "beard": "", "pitch": -2.0, "roll": 0.0}
CHOSEN: dict[str, dict[str, Any]] = {
    "alessia-1": PLAIN
    | {
        "hair": "long",
        "hair_tone": 0.04,
        "yaw": -38.0,
        "body_yaw": -10.0,
        "mood": "window",
        "collar": "shirt",
    }
    | {"age": 0.2, "lids": 0.8, "unit": 0.27, "roll": 4.0, "cloth": 0.25, "skin": 0.85, "key_side": -1},
    "roberta-1": PLAIN
    | {"hair": "bob", "hair_tone": 0.16, "ginger": 0.8, "glasses": "round", "yaw": 24.0, "mood": "rembrandt"}
    | {"smile": 0.7, "age": 0.45, "unit": 0.29, "key_side": 1, "collar": "round", "hue": 2, "skin": 0.85},
    "claudio-1": PLAIN
    | {"hair": "receding", "hair_tone": 0.4, "beard": "short", "age": 0.9, "yaw": 20.0, "mood": "split"}
    | {
        "unit": 0.32,
        "collar": "round",
        "neck": 0.52,
        "key_side": 1,
        "gaunt": 0.6,
        "across": 0.46,
        "cloth": 0.04,
    },
    "alessio-1": PLAIN
    | {"hair": "crop", "hair_tone": 0.03, "beard": "stubble", "wear": "cap", "yaw": 30.0, "pitch": -15.0}
    | {"mood": "rim", "key_side": 1, "collar": "hood", "lids": 0.45, "unit": 0.26, "cloth": 0.06},
    "gabriele-1": PLAIN
    | {
        "roll": -6.0,
        "hair": "mop",
        "hair_tone": 0.05,
        "wear": "headphones",
        "yaw": -34.0,
        "pitch": -8.0,
        "lids": 0.05,
    }
    | {"mood": "above", "key_side": -1, "age": 0.25, "collar": "round", "unit": 0.31, "smile": 0.3},
    "daniele-1": PLAIN
    | {
        "roll": 3.0,
        "hair": "bald",
        "beard": "full",
        "hair_tone": 0.06,
        "glasses": "square",
        "yaw": 48.0,
        "mood": "rim",
    }
    | {"key_side": 1, "pitch": 6.0, "collar": "round", "unit": 0.28, "age": 0.5, "cloth": 0.03},
    "matteo-1": PLAIN
    | {"hair": "side", "hair_tone": 0.12, "wear": "headset", "yaw": -16.0, "age": 0.0, "mood": "window"}
    | {"smile": 0.8, "collar": "shirt", "unit": 0.27, "key_side": 1, "cloth": 0.2, "roll": -5.0},
    "mario-1": PLAIN
    | {"hair": "swept", "hair_tone": 0.75, "beard": "moustache", "age": 1.0, "yaw": -64.0, "hook": 1.0}
    | {"mood": "rembrandt", "key_side": -1, "collar": "jacket", "unit": 0.32, "cloth": 0.03, "nose": 1.2},
    "alessio-2": PLAIN
    | {
        "roll": -4.0,
        "hair": "curls",
        "hair_tone": 0.02,
        "beard": "short",
        "yaw": 22.0,
        "mood": "window",
        "ginger": 0.1,
        "key_side": 1,
    }
    | {"collar": "high", "unit": 0.3, "age": 0.3, "hue": 0, "cloth": 0.05, "pitch": -6.0, "lids": 0.6},
    "claudia-1": PLAIN
    | {
        "hair": "tied",
        "hair_tone": 0.08,
        "yaw": -74.0,
        "body_yaw": -40.0,
        "mood": "rembrandt",
        "key_power": 0.75,
        "key_side": -1,
    }
    | {"unit": 0.29, "collar": "high", "age": 0.3, "cloth": 0.03, "pitch": 3.0, "across": 0.47},
    "cristiano-1": PLAIN
    | {
        "roll": 4.0,
        "hair": "crop",
        "wear": "beanie",
        "beard": "full",
        "hair_tone": 0.07,
        "yaw": -30.0,
        "mood": "split",
    }
    | {"key_side": -1, "collar": "jacket", "hue": 1, "unit": 0.28, "cloth": 0.08, "age": 0.4},
    "alessandro-1": PLAIN
    | {
        "hair": "crop",
        "hair_tone": 0.35,
        "beard": "stubble",
        "age": 0.8,
        "yaw": -14.0,
        "mood": "split",
        "fill": 0.008,
    }
    | {"key_side": -1, "unit": 0.33, "collar": "round", "gaunt": 0.9, "across": 0.5},
    "pamela-1": PLAIN
    | {"hair": "waves", "hair_tone": 0.3, "yaw": 36.0, "body_yaw": -38.0, "mood": "rembrandt", "key_side": 1}
    | {"unit": 0.27, "collar": "hood", "age": 0.3, "cloth": 0.05, "roll": -5.0, "pitch": -4.0},
    "goffredo-1": PLAIN
    | {
        "roll": 5.0,
        "hair": "mop",
        "hair_tone": 0.6,
        "beard": "full",
        "glasses": "round",
        "age": 0.95,
        "yaw": 15.0,
    }
    | {
        "mood": "window",
        "key_side": -1,
        "smile": 1.0,
        "unit": 0.29,
        "collar": "shirt",
        "hue": 0,
        "cloth": 0.12,
    },
    "ramzi-1": PLAIN
    | {"hair": "crop", "hair_tone": 0.02, "skin": 0.1, "beard": "short", "yaw": 27.0, "mood": "split"}
    | {
        "key_side": 1,
        "unit": 0.33,
        "collar": "hood",
        "age": 0.2,
        "lips": 1.3,
        "key_power": 1.5,
        "nose": 1.05,
    },
    "andrea-1": PLAIN
    | {"hair": "swept", "hair_tone": 0.15, "beard": "stubble", "yaw": -24.0, "pitch": 9.0, "mood": "above"}
    | {"key_side": -1, "collar": "shirt", "unit": 0.27, "age": 0.4, "cloth": 0.15},
    "federico-1": PLAIN
    | {"hair": "receding", "hair_tone": 0.06, "beard": "moustache", "yaw": 72.0, "mood": "rim", "key_side": 1}
    | {"collar": "high", "unit": 0.3, "age": 0.5, "cloth": 0.04, "hook": 0.6},
    "antonella-1": PLAIN
    | {
        "roll": -3.0,
        "hair": "bob",
        "hair_tone": 0.45,
        "age": 0.7,
        "glasses": "square",
        "yaw": -20.0,
        "mood": "split",
    }
    | {"key_side": -1, "collar": "jacket", "unit": 0.3, "smile": 0.4, "cloth": 0.1},
    "nadia-1": PLAIN
    | {
        "roll": 6.0,
        "hair": "curls",
        "hair_tone": 0.02,
        "ginger": 0.2,
        "skin": 0.25,
        "yaw": -32.0,
        "mood": "rembrandt",
        "key_side": -1,
    }
    | {"unit": 0.27, "lips": 1.6, "collar": "round", "hue": 3, "age": 0.2, "smile": 0.6, "key_power": 1.3},
    "ivo-traliccio": PLAIN
    | {"hair": "crop", "wear": "beanie", "beard": "stubble", "yaw": 40.0, "pitch": 12.0, "mood": "above"}
    | {"key_side": 1, "collar": "hood", "unit": 0.25, "age": 0.6},
    "tea-sottopalco": PLAIN
    | {"hair": "tied", "hair_tone": 0.12, "wear": "headset", "yaw": -42.0, "mood": "screen", "key_side": -1}
    | {"collar": "round", "hue": 4, "cloth": 0.02, "unit": 0.28, "age": 0.2},
    "marzia-controluce": PLAIN
    | {
        "roll": -4.0,
        "hair": "curls",
        "hair_tone": 0.2,
        "yaw": 55.0,
        "mood": "rim",
        "key_side": 1,
        "collar": "jacket",
    }
    | {"unit": 0.26, "age": 0.4, "cloth": 0.05},
    "nora-piastrella": PLAIN
    | {"hair": "waves", "hair_tone": 0.05, "yaw": 28.0, "mood": "screen", "key_side": 1, "collar": "high"}
    | {"unit": 0.3, "age": 0.3, "hue": 3, "cloth": 0.06},
    "saverio-transenna": PLAIN
    | {"hair": "bald", "beard": "short", "hair_tone": 0.05, "yaw": -18.0, "mood": "split", "key_side": -1}
    | {
        "unit": 0.33,
        "collar": "jacket",
        "age": 0.5,
        "neck": 0.64,
        "shoulders": 2.3,
        "cloth": 0.03,
        "lids": 0.6,
    },
    "bice-foglietti": PLAIN
    | {"hair": "bob", "hair_tone": 0.8, "glasses": "round", "age": 1.0, "yaw": 30.0, "mood": "window"}
    | {"key_side": 1, "collar": "shirt", "unit": 0.27, "smile": 0.6, "cloth": 0.2},
    "luna-ribalta": PLAIN
    | {"hair": "waves", "hair_tone": 0.2, "ginger": 0.9, "yaw": -58.0, "pitch": 8.0, "mood": "rembrandt"}
    | {"key_side": -1, "collar": "round", "hue": 3, "cloth": 0.08, "unit": 0.28, "age": 0.1, "lids": 0.1},
    "corrado-sipario": PLAIN
    | {
        "hair": "side",
        "hair_tone": 0.3,
        "glasses": "square",
        "age": 0.85,
        "yaw": 26.0,
        "mood": "rembrandt",
        "key_side": 1,
    }
    | {"collar": "high", "unit": 0.32, "cloth": 0.02, "jaw": 0.65, "gaunt": 0.5},
}


def sitter_of(seed: str) -> Sitter:
    """Whom the seed describes."""
    chance = random.Random(f"{seed}/sitter")
    first_name = seed.partition("-")[0].lower()
    in_a = first_name.endswith("a") and first_name not in MENS_NAMES_IN_A
    feminine = in_a or first_name in WOMENS_NAMES_IN_E
    traits = _pose(chance) | _bones(chance, feminine=feminine) | _flesh(chance, feminine=feminine)
    traits |= _looks(chance, feminine=feminine) | _lights(chance, traits["yaw"])
    traits |= CHOSEN.get(seed, {})
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
