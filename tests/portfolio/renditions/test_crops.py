"""Pictures cut around their focal point, each where it is shown cut."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from portfolio.renditions import darkroom, photographs
from portfolio.renditions.photographs import Order

RATIOS = {"4x5": 4 / 5, "1x1": 1, "16x9": 16 / 9}


def picture(width=1600, height=1000):
    """Black on the left, white on the right."""
    made = Image.new("RGB", (width, height), "white")
    made.paste("black", (0, 0, width // 2, height))
    buffer = io.BytesIO()
    made.save(buffer, "PNG")
    return buffer.getvalue()


def develop(content, order=None, known=None):
    with photographs.developed(io.BytesIO(content), order, known=known) as (manifest, folder):
        made = {
            path.name: path.read_bytes() for path in folder.iterdir() if path.name not in ("original", "held")
        }
    return manifest, made


def ladder(manifest):
    return photographs.files({"ladder": manifest["ladder"]})


def test_each_crop_has_its_shape_and_says_its_true_size():
    manifest, made = develop(picture())
    assert set(manifest["crops"]) == set(RATIOS)
    for name, rungs in manifest["crops"].items():
        for rung in rungs:
            shown = Image.open(io.BytesIO(made[rung["webp"]]))
            assert shown.size == (rung["width"], rung["height"])
            assert rung["width"] / rung["height"] == pytest.approx(RATIOS[name], rel=0.01)


def test_a_crop_is_never_enlarged():
    manifest, _made = develop(picture(1000, 700))
    assert [rung["width"] for rung in manifest["crops"]["4x5"]] == [320]
    assert [rung["width"] for rung in manifest["crops"]["16x9"]] == [640]


def test_a_picture_too_small_for_any_crop_is_cut_as_large_as_it_is():
    manifest, _made = develop(picture(100, 50))
    assert [(rung["width"], rung["height"]) for rung in manifest["crops"]["1x1"]] == [(50, 50)]


@pytest.mark.parametrize(("x", "shade"), [(0.0, 0), (1.0, 255)])
def test_the_crop_keeps_what_the_focal_point_is_on(x, shade):
    manifest, made = develop(picture(), Order(focus=(x, 0.5)))
    shown = Image.open(io.BytesIO(made[manifest["crops"]["4x5"][0]["jpeg"]])).convert("L")
    assert shown.getpixel((160, 200)) == pytest.approx(shade, abs=4)


def test_another_focal_point_has_the_crops_alone_made_anew():
    before, _made = develop(picture(), Order(focus=(0.2, 0.5)))
    after, made = develop(picture(), Order(focus=(0.8, 0.5)), known=before)
    assert after["ladder"] == before["ladder"]
    assert not set(ladder(after)) & set(made)
    assert set(photographs.files(after)) == set(ladder(after)) | set(made)
    assert (before["focus"], after["focus"]) == ([0.2, 0.5], [0.8, 0.5])
    assert [rung["avif"] for rung in after["crops"]["4x5"]] != [
        rung["avif"] for rung in before["crops"]["4x5"]
    ]
    assert after["placeholder"] == before["placeholder"]


def test_a_ladder_made_under_other_specs_is_not_kept():
    before, _made = develop(picture())
    _after, made = develop(picture(), known=before | {"specs": "an older one"})
    assert set(ladder(before)) <= set(made)


def test_everything_that_was_made_is_in_the_list_of_files():
    manifest, made = develop(picture())
    assert sorted(photographs.files(manifest)) == sorted(made)


def test_each_format_is_saved_as_its_own_specs_say():
    """Frames are encoded in several threads: the words of one format must not reach another."""
    noisy = Image.effect_noise((2600, 1700), 60).convert("RGB")
    buffer = io.BytesIO()
    noisy.save(buffer, "JPEG", quality=92)
    manifest, made = develop(buffer.getvalue())
    tables = [Image.open(io.BytesIO(made[rung["jpeg"]])).quantization for rung in manifest["ladder"]]
    assert len(tables) == 6
    assert all(table == tables[0] for table in tables)
    assert develop(buffer.getvalue())[0] == manifest


@pytest.mark.parametrize("size", [(1632, 918), (816, 1020), (500, 500), (1, 1), (333, 187)])
def test_a_picture_that_has_the_shape_of_a_crop_already_is_cut_all_the_same(size):
    manifest, _made = develop(picture(*size))
    assert set(manifest["crops"]) == set(RATIOS)


@given(
    size=some.tuples(some.integers(1, 9000), some.integers(1, 9000)),
    focus=some.tuples(some.floats(0, 1), some.floats(0, 1)),
    ratio=some.sampled_from(sorted(RATIOS.values())),
)
def test_a_cut_never_leaves_the_picture(size, focus, ratio):
    left, top, right, bottom = darkroom.around(list(focus), size, ratio)
    assert (left >= 0, top >= 0, left < right, top < bottom) == (True, True, True, True)
    assert (right <= size[0] + 1e-6, bottom <= size[1] + 1e-6) == (True, True)
