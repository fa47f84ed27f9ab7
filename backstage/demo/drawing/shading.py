"""Gives every pixel its light: skin, eyes, hair, cloth, in linear light, one band or three."""

from dataclasses import dataclass

import numpy as np

from backstage.demo.drawing.face import EYE_RADIUS, eye_centre, eye_slit, mirrored, mouth_line
from backstage.demo.drawing.hair import beard, grown
from backstage.demo.drawing.layers import Layers
from backstage.demo.drawing.noise import lumps
from backstage.demo.drawing.pose import Pose
from backstage.demo.drawing.rig import Rig, Tint
from backstage.demo.drawing.sitter import Sitter
from backstage.demo.drawing.solids import Field, Points, bell, ramp

DARK_SKIN, FAIR_SKIN = (0.1, 0.052, 0.035), (0.58, 0.41, 0.33)
# How much darker a beard makes the skin below it, and how much of that skin it hides.
SHADE = {"stubble": 0.45, "short": 0.5, "full": 0.5, "moustache": 0.25}
DENSE = {"stubble": 0.2, "short": 0.85, "full": 1.0, "moustache": 0.95}
CLOTHS: tuple[Tint, ...] = (
    (0.75, 0.9, 1.25),
    (1.2, 0.95, 0.75),
    (0.8, 1.1, 0.9),
    (1.3, 0.75, 0.7),
    (1, 1, 1),
)


@dataclass(frozen=True)
class Shading:
    """The rules of one portrait; `bands` is 1 for black and white, 3 for colour."""

    pose: Pose
    rig: Rig
    bands: int

    def lit(self, f: Layers) -> list[Field]:
        """The light that comes from each pixel towards the camera, a field a band."""
        p: Points = (f["x"], f["y"], f["z"])
        skin, eye, hair = self._skin(f, p), self._eye(f, p), self._hair(f)
        cloth, worn = self._cloth(f), self._worn(f)
        hairy = self._hairiness(f, p)
        bands: list[Field] = []
        for band in range(self.bands):
            flesh = skin[band] + (hair[band] - skin[band]) * hairy
            light = flesh * f["skin"] + eye[band] * f["eye"] + hair[band] * f["hair"]
            bands.append(light + cloth[band] * f["cloth"] + worn[band] * f["worn"])
        return bands

    @property
    def _sitter(self) -> Sitter:
        return self.pose.sitter

    def _tint(self, tint: Tint) -> Tint:
        """The tint as this picture sees it."""
        if self.bands == 3:
            return tint
        grey = 0.3 * tint[0] + 0.5 * tint[1] + 0.2 * tint[2]
        return (grey, grey, grey)

    def _sum(self, f: Layers, key: Field, rim: Field, fill: Field) -> list[Field]:
        """The three lights together, each in its colour."""
        rig = self.rig
        tints = [self._tint(tint) for tint in (rig.key_tint, rig.rim_tint, rig.fill_tint)]
        key, rim, fill = (
            key * f["pool"] * rig.key_power,
            rim * f["pool"] * rig.rim_power,
            fill * rig.fill,
        )
        return [key * tints[0][b] + rim * tints[1][b] + fill * tints[2][b] for b in range(self.bands)]

    def _gloss(self, f: Layers, sharp: float, light: tuple[float, float, float]) -> Field:
        """How much of a light the surface mirrors to the camera, one where it does fully."""
        x, y, z = light[0], light[1], light[2] + 1
        size = (x * x + y * y + z * z) ** 0.5 + 1e-6
        facing = (f["nx"] * x + f["ny"] * y + f["nz"] * z) * (1 / size)
        return np.clip(facing, 0.01, 1) ** sharp

    def _skin(self, f: Layers, p: Points) -> list[Field]:
        s = self._sitter
        m = mirrored(p, s)
        pores = f["pores"]
        rim = f["rim"] * ramp(0.8, 0.66, p[2])  # from behind, it does not reach the nose
        light = self._sum(f, f["key"], rim * 0.75, f["fill"])
        oily = 0.5 + 0.9 * bell(m[0], 0.2) * ramp(-0.6, -0.3, m[1]) + 0.4 * bell(m[0] - 0.42, 0.15)
        shine = (0.06 * self._gloss(f, 12, self.rig.key) + 0.22 * self._gloss(f, 60, self.rig.key)) * oily
        edge = (1 - np.clip(f["nz"], 0, 1)) ** 3 * 0.35
        wet = self._sum(f, shine * f["seen"] * f["free"] * (0.4 + 1.2 * pores), rim * edge, 0 * pores)
        tone, red = self._complexion(m, p, pores)
        bands: list[Field] = []
        for band in range(self.bands):
            albedo = self._tint(_between(DARK_SKIN, FAIR_SKIN, s.skin))[band] * tone
            if self.bands == 3:
                albedo = albedo * (1 + red * (0.1, -0.12, -0.1)[band])
            bands.append(albedo * light[band] + wet[band])
        return bands

    def _complexion(self, m: Points, p: Points, pores: Field) -> tuple[Field, Field]:
        """How dark each place of the skin is, and how red."""
        s = self._sitter
        x, y, z = m
        front = ramp(0.2, 0.5, z)
        lip = (
            bell(y - mouth_line(x, s) + 0.008, 0.05 + 0.014 * s.lips)
            * ramp(s.mouth + 0.03, s.mouth - 0.06, x)
            * front
        )
        mottled = 0.07 * lumps(p, 0.25, 1.0) + 0.06 * lumps(p, 0.07, 2.0) + 0.06 * lumps(p, 0.026, 3.0)
        hollow = bell(x - 0.3, 0.14) * bell(y + 0.02, 0.1) * front
        tone = 1 + mottled + (pores - 0.5) * 0.24 - 0.3 * lip - 0.2 * hollow
        red = bell(x - 0.42, 0.18) * bell(y + 0.32, 0.18) + bell(x, 0.12) * bell(y + 0.4, 0.12) + 1.3 * lip
        lash = bell(eye_slit(m, s) - 0.004, 0.011) * ramp(-0.06, 0.0, y - 0.1 * (x - 0.3)) * front
        tone = tone * (1 - (0.85 if s.feminine else 0.6) * lash * bell(x - 0.315, 0.11))
        if not s.feminine:
            tone = tone * (1 - SHADE.get(s.beard, 0.16) * beard(p, _full(s)) * (0.7 + 0.6 * pores))
        return np.clip(tone, 0.05, 1.5), red * 0.8 + mottled

    def _eye(self, f: Layers, p: Points) -> list[Field]:
        """White, iris, pupil, the shade of the lid, and the reflection of the key."""
        s = self._sitter
        m, centre = mirrored(p, s), eye_centre(s)
        look = np.sin(np.radians(s.gaze)) * EYE_RADIUS
        off_x, off_y = m[0] - centre[0] - look * np.sign(p[0]), m[1] - centre[1] - 0.006
        off = np.sqrt(off_x * off_x + off_y * off_y)
        iris, pupil = ramp(0.064, 0.054, off), ramp(0.03, 0.022, off)
        ring = ramp(0.035, 0.06, off)
        shade = ramp(0.0, -0.04, eye_slit(m, s)) * ramp(0.09, 0.0, m[1] - 0.1 * off_x)
        white, brown = 0.29, 0.05 + 0.05 * s.skin
        tone = (white * (1 - iris) + iris * (1 - pupil) * brown * (1.2 - 0.7 * ring)) * (0.25 + 0.75 * shade)
        light = self._sum(f, f["key"] * 0.8 + 0.1 * f["seen"], f["rim"] * 0.2, f["fill"] * 0.8)
        spot = bell(off_x * 1.0 - 0.022 * self.rig.key[0] * np.sign(p[0]), 0.009) * bell(off_y - 0.024, 0.009)
        glint = spot * ramp(0.06, 0.05, off) * (0.1 + 0.9 * f["seen"])
        return [tone * light[b] + 0.75 * glint for b in range(self.bands)]

    def _hair(self, f: Layers) -> list[Field]:
        """Strands: each mirrors light in a band across its run, some more than others."""
        s, strand = self._sitter, f["strand"]
        run: Points = (f["rx"], f["ry"], f["rz"])
        key, rim = self.rig.key, self.rig.rim
        first, second = self._band(run, key, 24, strand), self._band(run, rim, 12, strand)
        glint = strand * strand * 2.6
        key_light = (0.5 * f["key"] + 0.5 * f["seen"] * np.sqrt(f["key"])) * (0.15 + 1.7 * strand)
        base = self._sum(f, key_light, f["rim"] * (0.1 + 1.8 * strand), f["fill"] * (0.3 + 1.4 * strand))
        bearded = ramp(0.1, -0.2, f["y"]) * ramp(0.0, 0.3, f["z"])
        mirror = (1 - 0.75 * bearded) * (0.05 if s.hair in {"curls", "mop"} else 0.12) * glint
        shine = self._sum(f, mirror * first * f["key"], 1.2 * mirror * second * f["rim"], 0 * strand)
        tint = (1.08 + 0.5 * s.ginger, 0.86, 0.6 - 0.2 * s.ginger)
        tone = 0.02 + 0.6 * s.hair_tone
        bands: list[Field] = []
        for band in range(self.bands):
            colour = self._tint(tint)[band] if s.hair_tone < 0.5 else 1.0
            bands.append(base[band] * tone * colour + shine[band] * (0.35 + tone) * (0.6 + 0.4 * colour))
        return bands

    def _band(self, run: Points, light: tuple[float, float, float], sharp: float, strand: Field) -> Field:
        """The band of a light on strands that run so."""
        x, y, z = light[0], light[1], light[2] + 1
        size = (x * x + y * y + z * z) ** 0.5 + 1e-6
        along = (run[0] * x + run[1] * y + run[2] * z) * (1 / size) + (strand - 0.5) * 0.3
        return np.clip(1 - along * along, 0.01, 1) ** sharp

    def _cloth(self, f: Layers) -> list[Field]:
        s = self._sitter
        weave = 0.8 + 0.4 * f["pores"] + 0.1 * lumps((f["wx"], f["wy"], f["wz"]), 0.3, 1.0)
        fuzz = (1 - np.clip(f["nz"], 0, 1)) ** 2
        light = self._sum(f, f["key"] * (0.9 + 0.4 * fuzz), f["rim"] * 0.6, f["fill"])
        return [
            light[b] * weave * (0.015 + s.cloth * self._tint(CLOTHS[s.hue])[b]) for b in range(self.bands)
        ]

    def _worn(self, f: Layers) -> list[Field]:
        light = self._sum(f, f["key"], f["rim"], f["fill"])
        tone = 0.05 if self._sitter.wear in {"cap", "beanie"} else 0.03
        gloss = 0.0 if self._sitter.wear in {"cap", "beanie"} and not self._sitter.glasses else 0.25
        shine = gloss * self._gloss(f, 30, self.rig.key) * f["seen"]
        wet = self._sum(f, shine, f["rim"] * gloss * 0.3, 0 * shine)
        grain = 0.7 + 0.6 * f["pores"]
        return [light[b] * tone * grain + wet[b] for b in range(self.bands)]

    def _hairiness(self, f: Layers, p: Points) -> Field:
        """How much of the skin short hair, brows and beard hide, their strands told apart."""
        s, strand = self._sitter, f["strand"]
        dense = _brows(mirrored(p, s), s)
        if s.hair != "bald":
            dense = np.maximum(dense, grown(p, s) * ramp(-0.9, -0.6, p[1]))
        if s.beard:
            dense = np.maximum(dense, beard(p, s) * DENSE[s.beard])
        return np.clip(dense + (strand - 0.5) * 5 * dense * (1 - dense), 0, 1)


def _full(sitter: Sitter) -> Sitter:
    """The same with a whole beard, whose shade remains after shaving."""
    from dataclasses import replace

    return replace(sitter, beard="full")


def _brows(m: Points, sitter: Sitter) -> Field:
    """How dense the eyebrows are."""
    x, y, z = m
    arch = 0.175 + 0.05 * np.sin(np.clip((x - 0.1) * 6.5, 0, 3.1)) - 0.015 * sitter.brow
    thick = (0.016 + 0.012 * sitter.brow) * np.maximum(1.25 - x, 0.1) + 0.006
    return bell(y - arch, thick) * ramp(0.08, 0.16, x) * ramp(0.55, 0.4, x) * ramp(0.2, 0.4, z)


def _between(one: Tint, other: Tint, share: float) -> Tint:
    """Between two colours, as the eye sees the middle."""
    a, b, c = (low ** (1 - share) * high**share for low, high in zip(one, other, strict=True))
    return a, b, c
