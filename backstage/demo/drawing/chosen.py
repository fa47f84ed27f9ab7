"""Casts the people of the demo's pages by hand, so that they do not resemble one another."""

from typing import Any

# What the seed's lots are not asked for where somebody is cast by hand.
PLAIN: dict[str, Any] = {"glasses": "", "wear": "", "beard": "", "pitch": -2.0, "roll": 0.0}

# fmt: off
CHOSEN: dict[str, dict[str, Any]] = {
    "alessia-1": {
        "roll": 4.0, "hair": "long", "hair_tone": 0.04, "yaw": -38.0, "body_yaw": -10.0, "mood": "window",
        "collar": "shirt", "age": 0.2, "lids": 0.8, "unit": 0.27, "cloth": 0.25, "skin": 0.85,
        "key_side": -1,
    },
    "roberta-1": {
        "glasses": "round", "hair": "bob", "hair_tone": 0.16, "ginger": 0.8, "yaw": 24.0,
        "mood": "rembrandt", "smile": 0.7, "age": 0.45, "unit": 0.29, "key_side": 1, "collar": "round",
        "hue": 2, "skin": 0.85,
    },
    "claudio-1": {
        "beard": "short", "hair": "receding", "hair_tone": 0.4, "age": 0.9, "yaw": 20.0, "mood": "split",
        "unit": 0.32, "collar": "round", "neck": 0.52, "key_side": 1, "gaunt": 0.6, "across": 0.46,
        "cloth": 0.04,
    },
    "alessio-1": {
        "wear": "cap", "beard": "stubble", "pitch": -15.0, "hair": "crop", "hair_tone": 0.03, "yaw": 30.0,
        "mood": "rim", "key_side": 1, "collar": "hood", "lids": 0.45, "unit": 0.26, "cloth": 0.06,
    },
    "gabriele-1": {
        "wear": "headphones", "pitch": -8.0, "roll": -6.0, "hair": "mop", "hair_tone": 0.05, "yaw": -34.0,
        "lids": 0.05, "mood": "above", "key_side": -1, "age": 0.25, "collar": "round", "unit": 0.31,
        "smile": 0.3,
    },
    "daniele-1": {
        "glasses": "square", "beard": "full", "pitch": 6.0, "roll": 3.0, "hair": "bald", "hair_tone": 0.06,
        "yaw": 48.0, "mood": "rim", "key_side": 1, "collar": "round", "unit": 0.28, "age": 0.5,
        "cloth": 0.03,
    },
    "matteo-1": {
        "wear": "headset", "roll": -5.0, "hair": "side", "hair_tone": 0.12, "yaw": -16.0, "age": 0.0,
        "mood": "window", "smile": 0.8, "collar": "shirt", "unit": 0.27, "key_side": 1, "cloth": 0.2,
    },
    "mario-1": {
        "beard": "moustache", "hair": "swept", "hair_tone": 0.75, "age": 1.0, "yaw": -64.0, "hook": 1.0,
        "mood": "rembrandt", "key_side": -1, "collar": "jacket", "unit": 0.32, "cloth": 0.03, "nose": 1.2,
    },
    "alessio-2": {
        "beard": "short", "pitch": -6.0, "roll": -4.0, "hair": "curls", "hair_tone": 0.02, "yaw": 22.0,
        "mood": "window", "ginger": 0.1, "key_side": 1, "collar": "high", "unit": 0.3, "age": 0.3, "hue": 0,
        "cloth": 0.05, "lids": 0.6,
    },
    "claudia-1": {
        "pitch": 3.0, "hair": "tied", "hair_tone": 0.08, "yaw": -74.0, "body_yaw": -40.0,
        "mood": "rembrandt", "key_power": 0.75, "key_side": -1, "unit": 0.29, "collar": "high", "age": 0.3,
        "cloth": 0.03, "across": 0.47,
    },
    "cristiano-1": {
        "wear": "beanie", "beard": "full", "roll": 4.0, "hair": "crop", "hair_tone": 0.07, "yaw": -30.0,
        "mood": "split", "key_side": -1, "collar": "jacket", "hue": 1, "unit": 0.28, "cloth": 0.08,
        "age": 0.4,
    },
    "alessandro-1": {
        "beard": "stubble", "hair": "crop", "hair_tone": 0.35, "age": 0.8, "yaw": -14.0, "mood": "split",
        "fill": 0.008, "key_side": -1, "unit": 0.33, "collar": "round", "gaunt": 0.9, "across": 0.5,
    },
    "pamela-1": {
        "pitch": -4.0, "roll": -5.0, "hair": "waves", "hair_tone": 0.3, "yaw": 36.0, "body_yaw": -38.0,
        "mood": "rembrandt", "key_side": 1, "unit": 0.27, "collar": "hood", "age": 0.3, "cloth": 0.05,
    },
    "goffredo-1": {
        "glasses": "round", "beard": "full", "roll": 5.0, "hair": "mop", "hair_tone": 0.6, "age": 0.95,
        "yaw": 15.0, "mood": "window", "key_side": -1, "smile": 1.0, "unit": 0.29, "collar": "shirt",
        "hue": 0, "cloth": 0.12,
    },
    "ramzi-1": {
        "beard": "short", "hair": "crop", "hair_tone": 0.02, "skin": 0.1, "yaw": 27.0, "mood": "split",
        "key_side": 1, "unit": 0.33, "collar": "hood", "age": 0.2, "lips": 1.3, "key_power": 1.5,
        "nose": 1.05,
    },
    "andrea-1": {
        "beard": "stubble", "pitch": 9.0, "hair": "swept", "hair_tone": 0.15, "yaw": -24.0, "mood": "above",
        "key_side": -1, "collar": "shirt", "unit": 0.27, "age": 0.4, "cloth": 0.15,
    },
    "federico-1": {
        "beard": "moustache", "hair": "receding", "hair_tone": 0.06, "yaw": 72.0, "mood": "rim",
        "key_side": 1, "collar": "high", "unit": 0.3, "age": 0.5, "cloth": 0.04, "hook": 0.6,
    },
    "antonella-1": {
        "glasses": "square", "roll": -3.0, "hair": "bob", "hair_tone": 0.45, "age": 0.7, "yaw": -20.0,
        "mood": "split", "key_side": -1, "collar": "jacket", "unit": 0.3, "smile": 0.4, "cloth": 0.1,
    },
    "nadia-1": {
        "roll": 6.0, "hair": "curls", "hair_tone": 0.02, "ginger": 0.2, "skin": 0.25, "yaw": -32.0,
        "mood": "rembrandt", "key_side": -1, "unit": 0.27, "lips": 1.6, "collar": "round", "hue": 3,
        "age": 0.2, "smile": 0.6, "key_power": 1.3,
    },
    "ivo-traliccio": {
        "wear": "beanie", "beard": "stubble", "pitch": 12.0, "hair": "crop", "yaw": 40.0, "mood": "above",
        "key_side": 1, "collar": "hood", "unit": 0.25, "age": 0.6,
    },
    "tea-sottopalco": {
        "wear": "headset", "hair": "tied", "hair_tone": 0.12, "yaw": -42.0, "mood": "screen",
        "key_side": -1, "collar": "round", "hue": 4, "cloth": 0.02, "unit": 0.28, "age": 0.2,
    },
    "marzia-controluce": {
        "roll": -4.0, "hair": "curls", "hair_tone": 0.2, "yaw": 55.0, "mood": "rim", "key_side": 1,
        "collar": "jacket", "unit": 0.26, "age": 0.4, "cloth": 0.05,
    },
    "nora-piastrella": {
        "hair": "waves", "hair_tone": 0.05, "yaw": 28.0, "mood": "screen", "key_side": 1, "collar": "high",
        "unit": 0.3, "age": 0.3, "hue": 3, "cloth": 0.06,
    },
    "saverio-transenna": {
        "beard": "short", "hair": "bald", "hair_tone": 0.05, "yaw": -18.0, "mood": "split", "key_side": -1,
        "unit": 0.33, "collar": "jacket", "age": 0.5, "neck": 0.64, "shoulders": 2.3, "cloth": 0.03,
        "lids": 0.6,
    },
    "bice-foglietti": {
        "glasses": "round", "hair": "bob", "hair_tone": 0.8, "age": 1.0, "yaw": 30.0, "mood": "window",
        "key_side": 1, "collar": "shirt", "unit": 0.27, "smile": 0.6, "cloth": 0.2,
    },
    "luna-ribalta": {
        "pitch": 8.0, "hair": "waves", "hair_tone": 0.2, "ginger": 0.9, "yaw": -58.0, "mood": "rembrandt",
        "key_side": -1, "collar": "round", "hue": 3, "cloth": 0.08, "unit": 0.28, "age": 0.1, "lids": 0.1,
    },
    "corrado-sipario": {
        "glasses": "square", "hair": "side", "hair_tone": 0.3, "age": 0.85, "yaw": 26.0,
        "mood": "rembrandt", "key_side": 1, "collar": "high", "unit": 0.32, "cloth": 0.02, "jaw": 0.65,
        "gaunt": 0.5,
    },
}
# fmt: on
