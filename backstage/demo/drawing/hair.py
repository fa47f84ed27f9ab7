"""Draws hair, strand by strand, each lit as hair is."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from PIL import Image, ImageDraw, ImageFilter

from backstage.demo.drawing.fields import grey_level
from backstage.demo.drawing.geometry import Point, Vector, dot, normalised
from backstage.demo.drawing.hairdos import HAIRDOS, Hairdo, bun_path, grows, rooted_in, strand_path
from backstage.demo.drawing.light import Light, key_light, rim_light
from backstage.demo.drawing.relief import HATS
from backstage.demo.drawing.view import SKULL, View

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


def hair_strokes(view: View) -> list[Stroke]:
    """All the hair, from the farthest strand to the nearest."""
    hairdo = HAIRDOS.get(view.sitter.hair)
    if hairdo is None:
        return []
    chance = random.Random(f"{view.sitter}hair")
    covered = view.sitter.wear in HATS
    strokes: list[Stroke] = []
    for _ in range(hairdo.strands // (2 if covered else 1)):
        root = rooted_in(chance, hairdo, covered=covered)
        if hairdo.length > SHORT or view.turned(root)[2] > BEHIND:  # short hair behind the head is never seen
            strokes.append(_stroke(view, strand_path(root, hairdo, chance), hairdo, chance))
    if view.sitter.hair == "tied":
        strokes += [_stroke(view, bun_path(chance), hairdo, chance) for _ in range(90)]
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
    key, rim = key_light(view.sitter), rim_light(view.sitter)
    centre = view.turned(SKULL)
    greys = []
    for start in range(0, len(turned) - 1, PIECE):
        one, other = turned[start], turned[min(start + PIECE, len(turned) - 1)]
        along = normalised((other[0] - one[0], other[1] - one[1], other[2] - one[2] + 1e-6))
        out = normalised((one[0] - centre[0], (one[1] - centre[1]) * 0.7, one[2] - centre[2] + 0.15))
        greys.append(grey_level(_strand_light(along, out, key, rim, tone, view.sitter.fill)))
    return Stroke(points, greys, sum(place[2] for place in turned) / len(turned))


def _strand_light(along: Vector, out: Vector, key: Light, rim: Light, tone: float, fill: float) -> float:
    """The light that a piece of hair gives back: Kajiya and Kay's cylinder, shaded by its own head."""
    across_key = math.sqrt(max(0.0, 1 - dot(along, key.towards) ** 2))
    halfway = normalised((key.towards[0], key.towards[1], key.towards[2] + 1))
    across_eye = math.sqrt(max(0.0, 1 - dot(along, halfway) ** 2))
    open_to_key: float = max(0.0, dot(out, key.towards) * 0.85 + 0.15) ** 1.3
    edge = max(0.0, dot(out, rim.towards)) ** 2
    shine = across_eye**40 * (0.12 + tone * 0.4)
    light = key.power * open_to_key * (tone * across_key * 0.8 + shine)
    return light + edge * rim.power * (tone + 0.16) + fill * tone


def scalp_strokes(view: View) -> list[Stroke]:
    """The roots of the hair, evenly over the scalp's near side, as short strokes: no skin shows through."""
    hairdo = HAIRDOS.get(view.sitter.hair)
    if hairdo is None:
        return []
    chance, strokes = random.Random(0), []
    for index in range(700):
        y = 1 - 2 * (index + 0.5) / 700
        around = math.sqrt(1 - y * y)
        place = (around * math.cos(index * 2.39996), y, around * math.sin(index * 2.39996))
        if grows(place, hairdo, covered=view.sitter.wear in HATS) and view.turned(place)[2] > -0.3:
            path = strand_path(place, replace(hairdo, length=0.06, lift=0.02), chance)[:2]
            strokes.append(_stroke(view, path, hairdo, chance))
    return strokes


def draw_hair(picture: Image.Image, strokes: list[Stroke], view: View, scalp: list[Stroke]) -> Image.Image:
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
