"""Draws scenes: crew at work against the light, and the frames of films that were never shot."""

import random

from PIL import Image

from backstage.demo.drawing.file import encoded
from backstage.demo.drawing.film import COARSE, FINE, developed, finished
from backstage.demo.drawing.sets import LOOKS, Set, hazy_air, shot
from backstage.demo.drawing.subjects import BUILDERS, SUBJECTS, WITHOUT_HERO, draw_hero
from backstage.demo.drawing.words import PictureWords

SCENE_SIZE = (3000, 2000)
POSTER_SIZE = (3264, 1836)


def backstage_scene(
    seed: str, *, subject: str, colour: bool = True, words: PictureWords | None = None
) -> bytes:
    """Draw crew at work, seen against the light; return a JPEG of 3000 x 2000 pixels (3:2).

    `subject` is one of SUBJECTS, or ValueError names them. The same arguments always give the same bytes.
    """
    _require_known(subject)
    picture = _scene(seed, subject, SCENE_SIZE, colour=colour, graphic=False)
    return encoded(finished(picture, SCENE_SIZE, seed), seed, words)


def poster(seed: str, *, subject: str, colour: bool = True, words: PictureWords | None = None) -> bytes:
    """Draw a frame of a film that was never shot; return a JPEG of 3264 x 1836 pixels (16:9), with no text.

    `subject` is one of SUBJECTS, or ValueError names them. The same arguments always give the same bytes.
    """
    _require_known(subject)
    picture = _scene(seed, subject, POSTER_SIZE, colour=colour, graphic=True)
    return encoded(finished(picture, POSTER_SIZE, seed), seed, words)


def _require_known(subject: str) -> None:
    """Refuse a subject that nobody has drawn, naming those that somebody has."""
    if subject not in SUBJECTS:
        raise ValueError(f"Unknown subject {subject!r}; the known ones are: {', '.join(SUBJECTS)}.")


def _scene(seed: str, subject: str, size: tuple[int, int], *, colour: bool, graphic: bool) -> Image.Image:
    """The scene before its enlargement: mode L, or RGB in colour."""
    chance = random.Random(f"{seed}/{subject}/{graphic}")
    small, fine = (size[0] // COARSE, size[1] // COARSE), (size[0] // FINE, size[1] // FINE)
    look = chance.choice(LOOKS)
    stage = Set(
        look, chance, hazy_air(look, small, chance), Image.new("L", fine), Image.new("L", fine), graphic
    )
    BUILDERS[subject](stage)
    if graphic and subject not in WITHOUT_HERO:
        draw_hero(stage)
    picture = shot(stage)
    return developed(picture if colour else picture.convert("L"))
