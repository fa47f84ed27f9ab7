"""Draws what lens and film add: spilt light, darker corners, the enlargement, its grain."""

import random
from functools import cache

from PIL import Image, ImageChops, ImageFilter

# Pictures are composed this many times smaller than they are in the end; what has strokes, half as small.
COARSE = 4
FINE = 2


def developed(picture: Image.Image) -> Image.Image:
    """The picture as the lens and the film leave it: light spills a little, corners fall off."""
    quarter = picture.resize((picture.width // 4, picture.height // 4), Image.Resampling.BOX)
    spill = quarter.filter(ImageFilter.GaussianBlur(picture.width / 160)).point(lambda value: value * 0.22)
    picture = ImageChops.screen(picture, spill.resize(picture.size, Image.Resampling.BILINEAR))
    return ImageChops.multiply(picture, _vignette(picture.size, picture.mode))


@cache
def _vignette(size: tuple[int, int], mode: str) -> Image.Image:
    """What a lens leaves of the light towards its corners."""
    falloff = Image.radial_gradient("L").point(
        [255 - round(max(0, value - 70) * 0.85) for value in range(256)]
    )
    return falloff.resize(size, Image.Resampling.BICUBIC).convert(mode)


def finished(picture: Image.Image, size: tuple[int, int], seed: str) -> Image.Image:
    """The picture at its full size with grain in it: strongest in the mid tones, as on film."""
    grain = _grain(size, seed)
    if picture.mode == "RGB":
        large = picture.resize(size, Image.Resampling.BICUBIC)
        return ImageChops.soft_light(large, Image.merge("RGB", (grain, grain, grain)))
    grey = ImageChops.soft_light(picture.resize(size, Image.Resampling.BICUBIC), grain)
    return Image.merge("RGB", (grey, grey, grey))


def _grain(size: tuple[int, int], seed: str) -> Image.Image:
    """A sheet of grain of that size, laid from the tile at an offset that the seed decides."""
    chance = random.Random(f"{seed}/grain")
    tile = _grain_tile()
    tile = ImageChops.offset(tile, chance.randrange(tile.width), chance.randrange(tile.height))
    sheet = Image.new("L", size)
    for left in range(0, size[0], tile.width):
        for top in range(0, size[1], tile.height):
            sheet.paste(tile, (left, top))
    return sheet


@cache
def _grain_tile() -> Image.Image:
    """One tile of film grain around mid grey, a little soft as real grain is; made once in a process."""
    side = 1024
    noise = Image.frombytes("L", (side, side), random.Random("grain").randbytes(side * side))
    fine = noise.filter(ImageFilter.GaussianBlur(0.8))
    coarse = noise.filter(ImageFilter.GaussianBlur(1.8)).point(
        [_stretched(value, 2.2) for value in range(256)]
    )
    return Image.blend(fine, coarse, 0.45).point([_stretched(value, 0.62) for value in range(256)])


def _stretched(value: int, factor: float) -> int:
    """A grey level moved away from the middle (or towards it, when the factor is below one)."""
    return max(0, min(255, round(128 + (value - 128) * factor)))
