"""How fast a photograph is developed. Prints `RESULT name value`, and what stands behind it.

Ours and `vipsthumbnail` take turns on the same pictures of 24 megapixels, at the same numbers for quality;
a ratio is of medians. vips is left out where it is not installed (Debian: `libvips-tools`). Crops and words
are left out: the ladder alone is compared.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backstage.settings.testing")

import django

django.setup()

from PIL import Image

from backstage.demo import drawing
from portfolio.renditions import photographs, specs

ROUNDS = 3
LANDSCAPE, PORTRAIT = (6000, 4000), (4000, 6000)
EVERY_FORMAT = specs.FORMATS
WITHOUT_AVIF = tuple(each for each in specs.FORMATS if each[0] != "AVIF")
# What vips calls our qualities, by the ending of the file.
VIPS = {"avif": "Q=60", "webp": "Q=78", "jpg": "Q=82,interlace,optimize_coding"}


def picture(size: tuple[int, int], folder: Path) -> Path:
    """A drawing enlarged to this size, with grain, as a camera would save it."""
    drawn = Image.open(BytesIO(drawing.backstage_scene("bench", subject="crane"))).convert("RGB")
    turned = drawn if size[0] > size[1] else drawn.transpose(Image.Transpose.ROTATE_90)
    grain = Image.merge("RGB", [Image.effect_noise(size, 18)] * 3)
    path = folder / f"{size[0]}x{size[1]}.jpg"
    Image.blend(turned.resize(size), grain, 0.15).save(path, quality=92)
    return path


@contextmanager
def formats(chosen: tuple[tuple[str, str, dict[str, object]], ...]) -> Iterator[None]:
    """Develops into these formats alone."""
    specs.FORMATS = chosen
    try:
        yield
    finally:
        specs.FORMATS = EVERY_FORMAT


def ours(path: Path) -> None:
    """As the worker does it: in the cage, one decode, a file a width and format."""
    with path.open("rb") as stream, photographs.developed(stream, photographs.Order(crops=False)):
        pass


def vips(path: Path, endings: tuple[str, ...]) -> None:
    """The same widths, a call for each."""
    with tempfile.TemporaryDirectory() as folder:
        for width in specs.WIDTHS:
            for ending in endings:
                out = f"{folder}/{width}.{ending}[{VIPS[ending]},strip]"
                subprocess.run(
                    ["vipsthumbnail", str(path), "--size", f"{width}x", "-o", out],  # noqa: S607
                    check=True,
                    capture_output=True,
                )


def seconds(act: Callable[[], object]) -> float:
    """By the clock."""
    start = time.monotonic()
    act()
    return time.monotonic() - start


def cpu_seconds(act: Callable[[], object]) -> float:
    """Of processor, of the children that did it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    act()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def peak_mb(path: Path) -> float:
    """Resident, of the cage's child. Asked of a small process: a child begins with what its parent fills."""
    said = subprocess.run([sys.executable, __file__, str(path)], check=True, capture_output=True, text=True)
    return float(said.stdout)


def print_peak(path: Path) -> None:
    """The small process's part."""
    with path.open("rb") as stream, photographs.developed(stream):
        print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


def two(act: Callable[[Path], object], path: Path) -> None:
    """Two pictures at a time."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(act, [path, path]))


def ratio(name: str, our_way: Callable[[], object], their_way: Callable[[], object]) -> None:
    """How many times as long vips takes, in turns."""
    times = [(seconds(our_way), seconds(their_way)) for _round in range(ROUNDS)]
    us, them = (statistics.median(column) for column in zip(*times, strict=True))
    result(name, them / us, f"ours {us:.2f} s, vips {them:.2f} s, medians of {ROUNDS}")


def result(name: str, value: float, how: str) -> None:
    """One line."""
    print(f"RESULT {name} {value:.2f}   # {how}", flush=True)


def ssim(one: Image.Image, other: Image.Image) -> float:
    """How alike two pictures are, as ffmpeg tells: 1 is the same."""
    with tempfile.TemporaryDirectory() as folder:
        one.save(f"{folder}/1.png", compress_level=1)
        other.save(f"{folder}/2.png", compress_level=1)
        command = f"ffmpeg -v info -i {folder}/1.png -i {folder}/2.png -lavfi ssim -f null -".split()
        said = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stderr
    return float(said.rsplit("All:", 1)[1].split()[0])


def encoded(shown: Image.Image, **options: object) -> tuple[float, int]:
    """SSIM and bytes of an AVIF."""
    buffer = BytesIO()
    shown.save(buffer, "AVIF", max_threads=1, **options)
    return ssim(shown, Image.open(buffer).convert("RGB")), buffer.tell()


def price(path: Path) -> float:
    """Bytes of our quick AVIF beside those of vips's own effort (speed 5) at the same SSIM."""
    options = next(options for name, _ending, options in specs.FORMATS if name == "AVIF")
    shown = Image.open(path).convert("RGB").resize((1280, 853), reducing_gap=2.0)
    wanted, ours_weighs = encoded(shown, quality=options["quality"], speed=options["speed"])
    points = sorted(encoded(shown, quality=quality, speed=5) for quality in range(40, 81, 2))
    below = max((point for point in points if point[0] <= wanted), default=points[0])
    above = min((point for point in points if point[0] >= wanted), default=points[-1])
    share = (wanted - below[0]) / ((above[0] - below[0]) or 1)
    return ours_weighs / (below[1] + share * (above[1] - below[1]))


def main() -> None:
    """All of it; a few minutes."""
    with tempfile.TemporaryDirectory() as name:
        landscape, portrait = (picture(size, Path(name)) for size in (LANDSCAPE, PORTRAIT))
        result(
            "cpu_s_18_files",
            cpu_seconds(lambda: ours(landscape)),
            "6000 × 4000: 6 widths in AVIF, WebP, JPEG",
        )
        peaks = [peak_mb(picture) for picture in (landscape, portrait)]
        result("peak_mb_landscape", peaks[0], "resident, of the cage's child, with crops")
        result(
            "cpu_s_18_files_portrait",
            cpu_seconds(lambda: ours(portrait)),
            "4000 × 6000: 15, it ends at 1920 × 2880",
        )
        result("peak_mb", max(peaks), "the same, the larger of landscape and portrait")
        if shutil.which("ffmpeg"):
            result("avif_bytes_at_equal_ssim", price(landscape), "of a slower AVIF, 1280 wide")
        if shutil.which("vipsthumbnail") is None:
            print("vipsthumbnail is not here: no ratios.")
            return
        with formats(WITHOUT_AVIF):
            ratio("ladder_vs_vips", lambda: ours(landscape), lambda: vips(landscape, ("webp", "jpg")))
            ratio(
                "ladder_vs_vips2",
                lambda: two(ours, landscape),
                lambda: two(lambda path: vips(path, ("webp", "jpg")), landscape),
            )
        ratio("avif_ladder_vs_vips", lambda: ours(landscape), lambda: vips(landscape, tuple(VIPS)))


if __name__ == "__main__":
    main() if len(sys.argv) == 1 else print_peak(Path(sys.argv[1]))
