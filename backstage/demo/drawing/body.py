"""Puts a sitter together: how far each place is from skin, eyes, hair, clothes and things worn."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from backstage.demo.drawing.dress import clothes, neck, trunk
from backstage.demo.drawing.face import eyeballs, head
from backstage.demo.drawing.hair import beard, hair
from backstage.demo.drawing.noise import lumps
from backstage.demo.drawing.pose import Pose
from backstage.demo.drawing.solids import Field, Points, ball, joined
from backstage.demo.drawing.worn import WORN, on_head, spectacles

FAR = 0.5  # what is further away than this is not looked at closely
HANGING_HAIR = frozenset({"long", "waves", "curls", "bob"})


@dataclass(frozen=True)
class Body:
    """A sitter in a pose, as solids."""

    pose: Pose

    @cached_property
    def _reach(self) -> float:
        """How far from the middle of the head anything of the head may be."""
        return 2.05 if self.pose.sitter.hair in HANGING_HAIR else 1.5

    def distance(self, p: Points) -> Field:
        """How far the nearest part is from each place; less than that where nothing is near."""
        parts = self._near_parts(p)
        d = parts[0]
        for part in parts[1:]:
            d = np.minimum(d, part)
        return d

    def _near_parts(self, p: Points) -> list[Field]:
        """The parts, or the distance to a hull where all the places are far from what is in it."""
        bounds, above = ball(p, self.pose.from_head((0, -0.1, -0.1)), self._reach), p[1] - 0.1
        if bounds.min() > FAR:
            return [bounds, above] if above.min() > FAR else [bounds, *self._trunk_parts(p)]
        upper = self._head_parts(self.pose.to_head(p))
        return [above, *upper] if above.min() > FAR else _together(upper, self._trunk_parts(p))

    def parts(self, p: Points) -> list[Field]:
        """The distance to each part, skin, eyes, hair, clothes and things worn."""
        parts = _together(self._head_parts(self.pose.to_head(p)), self._trunk_parts(p))
        skin, eye, hairs, cloth, *worn = parts
        thing = np.full_like(skin, 9.0)
        for one in worn:
            thing = np.minimum(thing, one)
        return [skin, eye, hairs, cloth, thing]

    def _head_parts(self, q: Points) -> list[Field]:
        s = self.pose.sitter
        skin = head(q, s)
        if s.beard in {"short", "full", "moustache"}:
            deep = {"short": 0.025, "full": 0.085, "moustache": 0.04}[s.beard]
            skin = skin - (deep + deep * 0.2 * lumps(q, 0.09, 1.0)) * beard(q, s) ** 2
        parts = [skin, eyeballs(q, s), hair(q, s)]
        if s.glasses:
            parts.append(spectacles(q, s))
        if s.wear in WORN:
            parts.append(on_head(q, s))
        return parts

    def _trunk_parts(self, p: Points) -> list[Field]:
        q = self.pose.to_body(p)
        shoulders = trunk(q, self.pose.sitter)
        return [joined(neck(p, self.pose), shoulders, 0.2), clothes(p, q, shoulders, self.pose)]


def _together(upper: list[Field], lower: list[Field]) -> list[Field]:
    """The parts of head and trunk: their skin flows from the jaw into the neck."""
    skin, eye, hairs, *worn = upper
    bare, cloth = lower
    return [joined(skin, bare, 0.1), eye, hairs, cloth, *worn]
