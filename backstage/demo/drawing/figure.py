"""Draws the figure: head and shoulders with their skin and cloth, lit."""

from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from backstage.demo.drawing.fields import clouds_of, computed, grey_levels, joined
from backstage.demo.drawing.light import lit_relief
from backstage.demo.drawing.relief import HATS, body_relief, hat_relief, head_axes, head_relief, smoothed
from backstage.demo.drawing.view import View

NECKLINES = {"round": 2.0, "shirt": 1.95, "jacket": 2.1, "high": 1.85, "hood": 1.95}


@dataclass(frozen=True)
class Figure:
    """Head and shoulders, lit; all of one size."""

    grey: Image.Image  # mode L
    mask: Image.Image  # mode L: where the figure is
    skin: Image.Image  # mode L: where it is skin


def figure_of(view: View) -> Figure:
    """Sculpt, dress and light the sitter."""
    head, trunk = head_relief(view), body_relief(view)
    cloth, body = _cloth_mask(view), smoothed(trunk)
    _dress(body, cloth, view)
    relief = joined(head, body, 0.05)
    where = ImageChops.lighter(_mask(head), _mask(trunk))
    bare = ImageChops.lighter(_mask(head), ImageChops.invert(cloth))
    if view.sitter.wear in HATS:
        bare = ImageChops.subtract(bare, _hat_mask(view))
    return Figure(grey_levels(lit_relief(relief, _albedo(view, bare), where, view)), where, bare)


def _mask(relief: Image.Image) -> Image.Image:
    """Where there is something rather than nothing (mode L)."""
    hard = relief.point(lambda height: height * 90 + 320).convert("L")
    return hard.filter(ImageFilter.GaussianBlur(0.7))


def _hat_mask(view: View) -> Image.Image:
    """Where the hat is."""
    return _mask(hat_relief(view, head_axes(view)))


def _cloth_mask(view: View) -> Image.Image:
    """Where the clothes are, whatever covers them."""
    mask = Image.new("L", view.size, 0)
    draw = ImageDraw.Draw(mask)
    centre = view.sitter.across * view.size[0] - view.sitter.yaw / 130 * view.unit
    top, depth = view.sitter.down * view.size[1], NECKLINES[view.sitter.collar]
    edge, half = top + view.unit * (depth - 0.32), view.unit * 0.6
    draw.rectangle((0, edge, *view.size), fill=255)
    if view.sitter.collar in {"shirt", "jacket"}:
        draw.polygon(((centre - half, edge), (centre + half, edge), (centre, edge + view.unit * 0.6)), fill=0)
    elif view.sitter.collar != "high":
        reach = view.unit * 0.32
        draw.ellipse((centre - half, edge - reach, centre + half, edge + reach), fill=0)
    return mask.filter(ImageFilter.GaussianBlur(1.2))


def _dress(body: Image.Image, cloth: Image.Image, view: View) -> None:
    """Give the clothes their thickness and their folds, in place."""
    unit = view.unit
    folds = clouds_of(view.size, (unit * 0.9, unit * 0.3), f"{view.sitter}folds")
    folds = folds.rotate(32 * view.sitter.key_side, Image.Resampling.BILINEAR, fillcolor=128)
    thick = Image.composite(folds.point(lambda v: 90 + v // 3), Image.new("L", view.size, 0), cloth)
    if view.sitter.collar in {"jacket", "shirt", "hood"}:
        thick = ImageChops.add(thick, _lapels(view))
    relief = thick.filter(ImageFilter.GaussianBlur(2.6)).convert("F")
    body.paste(computed(lambda f: f["body"] + f["relief"] * 0.0013, body=body, relief=relief), (0, 0))


def _lapels(view: View) -> Image.Image:
    """The folded edges of a collar, as thickness (mode L)."""
    sheet = Image.new("L", view.size, 0)
    draw = ImageDraw.Draw(sheet)
    centre = view.sitter.across * view.size[0] - view.sitter.yaw / 130 * view.unit
    top, unit = view.sitter.down * view.size[1], view.unit
    deep = {"jacket": 3.4, "shirt": 2.5, "hood": 2.35}[view.sitter.collar]
    for side in (-1, 1):
        places = ((0.5, 1.62), (0.72, 1.7), (0.78, 2.2), (0.42, deep - 0.35), (0.08, deep), (0.2, 2.1))
        draw.polygon([(centre + side * x * unit, top + y * unit) for x, y in places], fill=60)
    return sheet


def _albedo(view: View, bare: Image.Image) -> Image.Image:
    """How much light each place gives back (mode L)."""
    sitter = view.sitter
    skin = Image.new("L", view.size, round(255 * sitter.skin))
    mottled = clouds_of(view.size, (7, 7), f"{sitter}skin").point([228 + value // 10 for value in range(256)])
    skin = ImageChops.multiply(ImageChops.multiply(skin, mottled), _markings(view))
    weave = clouds_of(view.size, (2, 2), f"{sitter}weave").point([200 + value // 5 for value in range(256)])
    cloth = ImageChops.multiply(Image.new("L", view.size, round(255 * sitter.cloth)), weave)
    return Image.composite(skin, cloth, bare)


def _markings(view: View) -> Image.Image:
    """What is darker on a face whatever the light: lips, lids, nostrils, the shade of a beard (mode L)."""
    sheet = Image.new("L", view.size, 255)
    draw = ImageDraw.Draw(sheet)
    lips = ((-0.32, 0.965), (-0.12, 0.9), (0, 0.92), (0.12, 0.9), (0.32, 0.965), (0.16, 1.11), (-0.16, 1.11))
    _shade_beard(sheet, view)
    for side in (-1, 1):
        brow = ((0.15, -0.22), (0.3, -0.31), (0.5, -0.32), (0.68, -0.23), (0.5, -0.26), (0.17, -0.16))
        draw.polygon(
            [view.on_face(side * x, y, 0.05) for x, y in brow], fill=round(70 + 130 * view.sitter.hair_tone)
        )
    draw.polygon([view.on_face(x, y, 0.08) for x, y in lips], fill=178)
    for side in (-1, 1):
        lids = [
            view.on_face(side * x, y)
            for x, y in ((0.2, 0.05), (0.3, -0.1), (0.5, -0.1), (0.64, 0.03), (0.42, 0.14))
        ]
        draw.polygon(lids, fill=190)
    return sheet.filter(ImageFilter.GaussianBlur(view.unit * 0.03))


def _shade_beard(sheet: Image.Image, view: View) -> None:
    """Darken the skin (mode L, 255 is bare) where a beard grows, in place."""
    sitter = view.sitter
    if sitter.beard in {"", "moustache"}:
        return
    jaw = (
        (-0.9, 0.25),
        (-0.62, 0.8),
        (-0.32, 0.77),
        (0.32, 0.77),
        (0.62, 0.8),
        (0.9, 0.25),
        (0.7, 1.6),
        (-0.7, 1.6),
    )
    thick = {"stubble": 0.45, "short": 0.75, "full": 0.9}[sitter.beard]
    dark = 1 - thick * (1 - min(1.0, sitter.hair_tone / sitter.skin))
    ImageDraw.Draw(sheet).polygon([view.on_face(x, y) for x, y in jaw], fill=round(255 * dark))
    sheet.paste(sheet.filter(ImageFilter.GaussianBlur(view.unit * 0.1)))
