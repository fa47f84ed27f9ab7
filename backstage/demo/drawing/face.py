"""Models a head without its hair: skull, brows, eyes, nose, mouth, jaw, ears; the eyes are at y = 0."""

import numpy as np

from backstage.demo.drawing.sitter import Sitter
from backstage.demo.drawing.solids import Field, Points, ball, bell, carved, egg, joined, limb, ramp

EYE_RADIUS = 0.13


def skull(p: Points) -> Field:
    """The distance to the top of the head, where hair grows."""
    return egg(p, (0, 0.36, -0.1), (0.735, 0.74, 0.93))


def head(p: Points, sitter: Sitter) -> Field:
    """The distance to the skin of the head."""
    p = mirrored(p, sitter)
    d = _jaw(p, sitter, _bones(p, sitter))
    d = _sockets(p, sitter, d)
    d = joined(d, _nose(p, sitter), 0.09)
    d = _mouth(p, sitter, d)
    d = _age(p, sitter, d)
    d = joined(d, _lids(p, sitter), 0.06)
    return joined(d, _ear(p), 0.04)


def mirrored(p: Points, sitter: Sitter) -> Points:
    """One half of the face for both, a little skew as everybody's is; narrow faces are narrow here."""
    x = p[0] * (1 / sitter.broad) + sitter.skew * np.sin(p[1] * 2.3 + 1)
    return np.abs(x), p[1], p[2]


def eye_centre(sitter: Sitter) -> tuple[float, float, float]:
    """Where the middle of an eyeball is."""
    return (0.315, 0.0, 0.645 - 0.02 * sitter.brow)


def eyeballs(p: Points, sitter: Sitter) -> Field:
    """The distance to the eyes themselves."""
    return ball(mirrored(p, sitter), eye_centre(sitter), EYE_RADIUS)


def _bones(p: Points, sitter: Sitter) -> Field:
    """Skull, forehead, cheekbones and the mass of the face."""
    d = joined(skull(p), egg(p, (0, 0.34, 0.3), (0.58, 0.5, 0.52)), 0.22)
    d = joined(d, egg(p, (0, -0.36, 0.2), (0.52, 0.72, 0.58)), 0.25)
    cheek = 0.1 + 0.025 * sitter.cheek
    d = joined(d, limb(p, (0.41, -0.22, 0.55), (0.62, -0.14, 0.08), cheek + 0.03, cheek - 0.06), 0.3)
    d = carved(d, egg(p, (0.84, 0.2, 0.5), (0.15, 0.3, 0.28)), 0.2)
    return joined(d, egg(p, (0.25, -0.36, 0.58), (0.2, 0.22, 0.17)), 0.22)


def _jaw(p: Points, sitter: Sitter, d: Field) -> Field:
    """The jaw from below the ear to the chin, and the chin."""
    wide, low = sitter.jaw, -sitter.chin
    corner, tip = (wide * 0.78, -0.68, -0.02), (0.13 * wide / 0.64, low + 0.15, 0.62)
    d = joined(d, limb(p, corner, tip, 0.13, 0.13), 0.24)
    d = joined(d, limb(p, (0.6, -0.15, -0.02), corner, 0.1, 0.13), 0.2)
    d = joined(d, egg(p, (0, low + 0.15, 0.69), (0.19 * wide / 0.64, 0.14, 0.15)), 0.14)
    d = joined(d, egg(p, (0.4, -0.48, 0.35), (0.23, 0.34, 0.28)), 0.25)
    d = joined(d, egg(p, (0.5, -0.42, 0.14), (0.15, 0.36, 0.3)), 0.25)
    hollow = 0.03 + 0.12 * sitter.gaunt
    return carved(d, egg(p, (0.77, -0.5, 0.48), (hollow, 0.2, 0.24)), 0.28)


def _sockets(p: Points, sitter: Sitter, d: Field) -> Field:
    """The ridge of the brow, and the hollows that the eyes lie in."""
    thick = 0.055 + 0.02 * sitter.brow
    d = joined(d, limb(p, (0.1, 0.165, 0.75), (0.43, 0.19, 0.6), thick, 0.06), 0.13)
    d = carved(d, egg(p, (0.3, 0.015, 0.86), (0.2, 0.105, 0.2)), 0.13)
    return carved(d, ball(p, (0.15, 0.02, 0.86), 0.07), 0.1)


def _nose(p: Points, sitter: Sitter) -> Field:
    """Bridge, tip, wings and what is between the nostrils."""
    size, tip = sitter.nose, 0.9 + 0.13 * sitter.nose
    low = -0.40 - 0.05 * (size - 0.9) + 0.05 * sitter.snub
    bridge_z = 0.79 + 0.03 * size
    d = limb(p, (0, 0.1, 0.74), (0, -0.14, bridge_z + sitter.hook * 0.06), 0.07, 0.068 * size)
    d = joined(d, limb(p, (0, -0.14, bridge_z + sitter.hook * 0.06), (0, low, tip), 0.066, 0.08 * size), 0.06)
    d = joined(d, limb(p, (0, 0.05, 0.68), (0, low + 0.02, tip - 0.19), 0.09, 0.125 * size), 0.1)
    d = joined(d, egg(p, (0.115 * size, low - 0.03, tip - 0.13), (0.07, 0.075, 0.1)), 0.07)
    d = joined(d, limb(p, (0, low - 0.02, tip - 0.05), (0, -0.5, 0.83), 0.05, 0.035), 0.08)
    return carved(d, egg(p, (0.07 * size, low - 0.105, tip - 0.1), (0.035, 0.04, 0.06)), 0.03)


def _mouth(p: Points, sitter: Sitter, d: Field) -> Field:
    """The mound of the teeth, and on it the lips, the line between them, the hollows above and below."""
    d = joined(d, egg(p, (0, -0.71, 0.5), (0.36, 0.3, 0.355)), 0.2)
    x, y, z = p
    line = mouth_line(x, sitter)
    wide = np.sqrt(np.clip(1 - (x * (1 / (sitter.mouth + 0.02))) ** 2, 0, 1))
    bow = 0.045 + 0.014 * bell(x - 0.05, 0.03) - 0.006 * bell(x, 0.02)
    lips = (0.026 + 0.014 * sitter.lips) * bell(y - line - bow, 0.032) * wide
    lips = lips + (0.03 + 0.018 * sitter.lips) * bell(y - line + 0.062, 0.042) * wide**1.5
    lips = lips - 0.03 * bell(y - line, 0.013) * ramp(sitter.mouth + 0.04, sitter.mouth - 0.05, x)
    dents = 0.012 * bell(x, 0.025) * bell(y + 0.615, 0.045) + 0.03 * bell(y + 0.925, 0.05) * bell(x, 0.14)
    dents = dents + 0.02 * bell(x - sitter.mouth - 0.025, 0.035) * bell(y - line, 0.045)
    return d - (lips - dents) * ramp(0.35, 0.55, z)


def mouth_line(x: Field, sitter: Sitter) -> Field:
    """How high the line between the lips is, that far from the middle; a smile lifts its ends."""
    return -0.735 - 0.012 * bell(x, 0.03) + (0.9 * sitter.smile - 0.25) * x * x


def _age(p: Points, sitter: Sitter, d: Field) -> Field:
    """What years and a smile leave: folds beside the mouth, bags below the eyes, lines on the forehead."""
    x, y, z = p
    fold = x - 0.2 - 0.62 * (-0.44 - y) - 0.25 * (y + 0.44) ** 2
    folds = bell(fold, 0.03 + 0.03 * ramp(0.5, 0.0, fold)) * ramp(-0.74, -0.6, y) * ramp(-0.38, -0.48, y)
    bag = bell(x - 0.3, 0.1) * bell(y + 0.15 + 0.5 * (x - 0.3) ** 2, 0.03)
    lines = bell(y - 0.45 - 0.06 * np.cos(x * 5), 0.13)
    lines = lines * np.sin(y * 47 - 4 * np.cos(x * 4.5) + 2 * np.sin(x * 9))
    years = 0.15 + 0.8 * sitter.age + 0.5 * sitter.smile
    worn = 0.016 * years * folds + 0.012 * sitter.age * bag - 0.003 * max(0.0, sitter.age - 0.3) * lines
    return d + worn * ramp(0.3, 0.5, z)


def _lids(p: Points, sitter: Sitter) -> Field:
    """The lids, open as far as the sitter has them."""
    centre = eye_centre(sitter)
    shell = ball(p, centre, EYE_RADIUS + 0.02)
    return carved(shell, eye_slit(p, sitter), 0.012)


def eye_slit(p: Points, sitter: Sitter) -> Field:
    """The distance to the opening between the lids, negative within it: an almond, a little aslant."""
    centre = eye_centre(sitter)
    x, y = p[0] - centre[0], p[1] - centre[1]
    y = y - 0.12 * x
    almond = 1 - (x * (1 / 0.14)) ** 2
    tall = 0.084 * sitter.lids
    upper, lower = y - tall * 0.68 * almond + 0.01, -y - tall * 0.42 * almond - 0.01
    return np.maximum(np.maximum(upper, lower), (centre[2] - p[2]) + 0.03)


def _ear(p: Points) -> Field:
    """An ear: a shell with its rim, hollow within."""
    x, y, z = p
    # Its own axes: leaning back, standing off the head.
    q = (x - 0.745 + 0.35 * (z + 0.12), y + 0.08 + 0.2 * (z + 0.1), z + 0.14)
    d = egg(q, (0, 0, 0), (0.06, 0.3, 0.17))
    d = carved(d, egg(q, (0.075, 0.03, 0.02), (0.07, 0.19, 0.1)), 0.05)
    return joined(d, egg(q, (0.01, -0.25, 0.05), (0.045, 0.07, 0.06)), 0.05)
