"""Draws portraits: the sitter in the room, from the hair behind to the headphones in front."""

import random

from PIL import Image, ImageChops

from backstage.demo.drawing.backdrops import backdrop
from backstage.demo.drawing.features import draw_beard, draw_brows, draw_eyes
from backstage.demo.drawing.figure import Figure, figure_of
from backstage.demo.drawing.file import encoded
from backstage.demo.drawing.film import COARSE, FINE, developed, finished
from backstage.demo.drawing.hair import BEHIND, draw_hair, hair_strokes, scalp_strokes
from backstage.demo.drawing.paint import Colour
from backstage.demo.drawing.sitter import sitter_of
from backstage.demo.drawing.view import View
from backstage.demo.drawing.words import PictureWords
from backstage.demo.drawing.worn import draw_phones, draw_spectacles

PORTRAIT_SIZE = (2192, 2740)
SKIN_TINT, HAIR_TINT = (255, 205, 172), (255, 222, 190)


def portrait(
    seed: str, *, department: str = "", colour: bool = False, words: PictureWords | None = None
) -> bytes:
    """Draw the head and shoulders of somebody who does not exist; return a JPEG of 2192 x 2740 pixels (4:5).

    `department` is a department's slug and chooses what is out of focus behind; an unknown or empty one gets
    a painted studio wall. The same arguments always give the same bytes.
    """
    picture = _portrait(seed, department, colour=colour)
    return encoded(finished(picture, PORTRAIT_SIZE, seed), seed, words)


def _portrait(seed: str, department: str, *, colour: bool) -> Image.Image:
    """The portrait before its enlargement: mode L, or RGB in colour."""
    sitter = sitter_of(seed)
    view = View(sitter, (PORTRAIT_SIZE[0] // FINE, PORTRAIT_SIZE[1] // FINE))
    small = (PORTRAIT_SIZE[0] // COARSE, PORTRAIT_SIZE[1] // COARSE)
    room = backdrop(sitter, department, seed, small)
    if not colour:
        grey = room.convert("L").resize(view.size, Image.Resampling.BICUBIC)
        _seat(grey, figure_of(View(sitter, small)), view)
        return developed(grey)
    return developed(_in_colour(room, view, small, seed))


def _in_colour(room: Image.Image, view: View, small: tuple[int, int], seed: str) -> Image.Image:
    """The portrait in restrained colour: the same greys, tinted by what they lie on."""
    figure = figure_of(View(view.sitter, small))
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
    hair = hair_strokes(view)
    behind = draw_hair(room, [stroke for stroke in hair if stroke.depth < BEHIND], view, [])
    grey = figure.grey.resize(view.size, Image.Resampling.BICUBIC)
    for draw_on in (draw_eyes, draw_brows, draw_beard, draw_spectacles):
        draw_on(grey, view)
    where = figure.mask.resize(view.size, Image.Resampling.BICUBIC)
    room.paste(grey, (0, 0), where)
    before = draw_hair(room, [stroke for stroke in hair if stroke.depth >= BEHIND], view, scalp_strokes(view))
    draw_phones(room, view)
    return ImageChops.lighter(before, ImageChops.subtract(behind, where))
