import re

import pytest
from django.template import Context, Template
from django.utils import translation

from portfolio.models import Photo
from portfolio.templatetags.pictures import picture, poster
from tests.factories import FilmFactory, PhotoFactory, manifest


@pytest.fixture(autouse=True)
def _italian():
    with translation.override("it"):
        yield


def test_picture_offers_three_formats_with_width_and_height():
    photo = PhotoFactory.build(asset="a" * 32, alt_it="Una mano")
    html = picture(photo, sizes="50vw")
    folder = f"/media/{'a' * 32}/"
    assert re.findall(r'type="(image/\w+)" srcset="([^"]+)" sizes="50vw"', html) == [
        (f"image/{kind}", f"{folder}320-0a1b2c3d.{kind} 320w, {folder}640-0a1b2c3d.{kind} 640w")
        for kind in ("avif", "webp")
    ]
    assert 'width="640" height="800" alt="Una mano"' in html


def test_tiny_picture_lies_beneath():
    html = picture(PhotoFactory.build())
    assert '<img class="beneath" src="data:image/webp;base64,AAAA" width="640" height="800" alt="">' in html


def test_priority_is_not_lazy():
    assert 'loading="lazy"' not in picture(PhotoFactory.build(), priority=True)
    assert 'loading="lazy"' in picture(PhotoFactory.build())


@pytest.mark.parametrize(("x", "y", "expected"), [(0, 1, "fx-0 fy-10"), (0.33, 0.46, "fx-3 fy-5")])
def test_focal_point_is_a_class(x, y, expected):
    assert f'class="frame {expected}"' in picture(PhotoFactory.build(focus_x=x, focus_y=y))


def test_borrowed_alternative_text_says_its_language():
    html = picture(PhotoFactory.build(alt_it="", alt_en="A hand"))
    assert 'alt="A hand" lang="en"' in html


def test_alternative_text_cannot_break_out():
    assert '"><script>' not in picture(PhotoFactory.build(alt_it='"><script>alert(1)</script>'))


def test_placeholder_that_is_no_picture_is_left_out():
    renditions = manifest() | {"placeholder": "https://elsewhere.example.org/x.gif"}
    assert "elsewhere" not in picture(PhotoFactory.build(renditions=renditions))


def test_picture_that_is_not_made_yet_is_an_empty_frame_of_its_shape():
    photo = PhotoFactory.build(renditions={}, state=Photo.State.PENDING, width=3000, height=2000)
    html = picture(photo)
    assert 'viewBox="0 0 3000 2000"' in html
    assert "<img" not in html


def test_poster_speaks_for_its_film():
    assert 'alt="Un furgone"' in poster(FilmFactory.build(poster_alt_it="Un furgone"))


def test_film_without_a_poster_has_an_empty_frame():
    assert "<img" not in poster(FilmFactory.build(renditions={}))


def test_shared_picture_is_absolute(rf):
    text = "{% load pictures %}{% share_picture photo %}"
    photo = PhotoFactory.build(asset="b" * 32)
    html = Template(text).render(Context({"photo": photo, "request": rf.get("/")}))
    assert f'content="http://testserver/media/{"b" * 32}/640-0a1b2c3d.jpg"' in html


CUT = {
    "4x5": [{"width": 320, "height": 400, "avif": "4x5-a.avif", "webp": "4x5-a.webp", "jpeg": "4x5-a.jpg"}]
}


def test_a_crop_is_shown_with_its_own_width_and_height():
    html = picture(PhotoFactory.build(renditions=manifest() | {"crops": CUT}), crop="4x5")
    assert 'width="320" height="400" alt=' in html
    assert "640-0a1b2c3d" not in html


@pytest.mark.parametrize(("x", "expected"), [(0.05, "fx-1"), (0.3, "fx-5"), (0.7, "fx-5"), (0.95, "fx-9")])
def test_the_focal_point_keeps_its_place_in_a_crop_that_a_frame_cuts_again(x, expected):
    renditions = manifest() | {"crops": CUT, "focus": [x, 0.5]}
    html = picture(PhotoFactory.build(renditions=renditions, width=1600, height=800), crop="4x5")
    assert f'class="frame {expected} fy-5"' in html


def test_the_whole_picture_stands_in_where_nothing_is_cut_yet():
    html = picture(PhotoFactory.build(focus_x=0), crop="4x5")
    assert "640-0a1b2c3d.jpg" in html
    assert "fx-0" in html
