import re

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation

from portfolio.models import Photo
from portfolio.templatetags.pictures import CreditUnknown, picture, poster
from tests.factories import (
    CrewMemberFactory,
    FilmFactory,
    PersonReleaseFactory,
    PhotoFactory,
    ProductionFactory,
    TestimonyFactory,
    manifest,
)


@pytest.fixture(autouse=True)
def _italian():
    with translation.override("it"):
        yield


def a_photo(required_credit="", **fields):
    """A photo as a page of works gets it: it knows which credit line is required."""
    photo = PhotoFactory.build(**fields)
    photo.required_credit = required_credit
    return photo


def a_film(required_credit="", **fields):
    film = FilmFactory.build(**fields)
    film.required_credit = required_credit
    return film


def test_picture_offers_three_formats_with_width_and_height():
    photo = a_photo(asset="a" * 32, alt_it="Una mano")
    html = picture(photo, sizes="50vw")
    folder = f"/media/{'a' * 32}/"
    assert re.findall(r'type="(image/\w+)" srcset="([^"]+)" sizes="50vw"', html) == [
        (f"image/{kind}", f"{folder}320-0a1b2c3d.{kind} 320w, {folder}640-0a1b2c3d.{kind} 640w")
        for kind in ("avif", "webp")
    ]
    assert 'width="640" height="800" alt="Una mano"' in html


def test_tiny_picture_lies_beneath():
    html = picture(a_photo())
    assert '<img class="beneath" src="data:image/webp;base64,AAAA" width="640" height="800" alt="">' in html


def test_priority_is_not_lazy():
    assert 'loading="lazy"' not in picture(a_photo(), priority=True)
    assert 'loading="lazy"' in picture(a_photo())


@pytest.mark.parametrize(("x", "y", "expected"), [(0, 1, "fx-0 fy-10"), (0.33, 0.46, "fx-3 fy-5")])
def test_focal_point_is_a_class(x, y, expected):
    assert f'class="frame {expected}"' in picture(a_photo(focus_x=x, focus_y=y))


def test_borrowed_alternative_text_says_its_language():
    html = picture(a_photo(alt_it="", alt_en="A hand"))
    assert 'alt="A hand" lang="en"' in html


def test_alternative_text_cannot_break_out():
    assert '"><script>' not in picture(a_photo(alt_it='"><script>alert(1)</script>'))


def test_placeholder_that_is_no_picture_is_left_out():
    renditions = manifest() | {"placeholder": "https://elsewhere.example.org/x.gif"}
    assert "elsewhere" not in picture(a_photo(renditions=renditions))


def test_picture_that_is_not_made_yet_is_an_empty_frame_of_its_shape():
    photo = a_photo(renditions={}, state=Photo.State.PENDING, width=3000, height=2000)
    html = picture(photo)
    assert 'viewBox="0 0 3000 2000"' in html
    assert "<img" not in html


def test_poster_speaks_for_its_film():
    assert 'alt="Un furgone"' in poster(a_film(poster_alt_it="Un furgone"))


def test_film_without_a_poster_has_an_empty_frame():
    assert "<img" not in poster(a_film(renditions={}))


def test_shared_picture_is_absolute(rf):
    text = "{% load pictures %}{% share_picture photo %}"
    photo = a_photo(asset="b" * 32)
    html = Template(text).render(Context({"photo": photo, "request": rf.get("/")}))
    assert f'content="http://testserver/media/{"b" * 32}/640-0a1b2c3d.jpg"' in html


CUT = {
    "4x5": [{"width": 320, "height": 400, "avif": "4x5-a.avif", "webp": "4x5-a.webp", "jpeg": "4x5-a.jpg"}]
}


def test_a_crop_is_shown_with_its_own_width_and_height():
    html = picture(a_photo(renditions=manifest() | {"crops": CUT}), crop="4x5")
    assert 'width="320" height="400" alt=' in html
    assert "640-0a1b2c3d" not in html


@pytest.mark.parametrize(("x", "expected"), [(0.05, "fx-1"), (0.3, "fx-5"), (0.7, "fx-5"), (0.95, "fx-9")])
def test_the_focal_point_keeps_its_place_in_a_crop_that_a_frame_cuts_again(x, expected):
    renditions = manifest() | {"crops": CUT, "focus": [x, 0.5]}
    html = picture(a_photo(renditions=renditions, width=1600, height=800), crop="4x5")
    assert f'class="frame {expected} fy-5"' in html


def test_the_whole_picture_stands_in_where_nothing_is_cut_yet():
    html = picture(a_photo(focus_x=0), crop="4x5")
    assert "640-0a1b2c3d.jpg" in html
    assert "fx-0" in html


DUE = '<span class="credit-due">© Wildside &amp; Co</span>'


@pytest.mark.parametrize(("tag", "make"), [(picture, a_photo), (poster, a_film)])
def test_the_line_that_is_required_is_printed_with_the_picture(tag, make):
    assert tag(make("© Wildside & Co")).endswith(DUE)


@pytest.mark.parametrize(("tag", "make"), [(picture, a_photo), (poster, a_film)])
def test_it_is_printed_although_the_page_prints_another(tag, make):
    assert DUE in tag(make("© Wildside & Co"), credit="Studio Prova")


@pytest.mark.parametrize(("tag", "make"), [(picture, a_photo), (poster, a_film)])
def test_it_is_not_printed_twice_where_the_page_prints_it(tag, make):
    assert "credit-due" not in tag(make("© Wildside & Co"), credit="Anna Bianchi / © Wildside & Co")


def test_nothing_is_printed_where_nothing_is_required():
    assert "credit-due" not in picture(a_photo())


@pytest.mark.parametrize(("tag", "work"), [(picture, PhotoFactory.build()), (poster, FilmFactory.build())])
def test_a_picture_is_refused_where_nobody_asked_for_its_line(tag, work):
    with pytest.raises(CreditUnknown):
        tag(work)


def test_the_page_breaks_instead_of_leaving_the_line_out():
    text = Template("{% load pictures %}{% picture photo %}")
    with pytest.raises(CreditUnknown):
        text.render(Context({"photo": PhotoFactory.build()}))


@pytest.mark.django_db
def test_no_page_of_the_site_shows_a_picture_without_its_line(client):
    """Wherever a picture stands there is the line, in the page's words or the tag's own."""
    terms = {"is_open__credit_line": "© Wildside", "is_open__credit_required": True}
    production = ProductionFactory(slug_it="film", **terms)
    member = CrewMemberFactory(slug="ada")
    PersonReleaseFactory(member=member)
    for kind in ("portrait", "backstage"):
        photo = PhotoFactory(production=production, kind=kind, is_published=True, people="listed")
        photo.appearances.create(member=member)
    film = FilmFactory(production=production, slug_it="girato", is_public=True)
    voice = TestimonyFactory(photo=photo, slug_it="voce")
    rooms = ["home", "portfolio:faces", "portfolio:faces_by_production", "portfolio:productions"]
    things = (production, photo, film, voice)
    pages = [*map(reverse, [*rooms, "portfolio:films"]), *(thing.get_absolute_url() for thing in things)]
    for page in [*pages, reverse("portfolio:member", args=["ada"])]:
        body = client.get(page).content.decode()
        assert '<span class="frame' in body, page
        assert "© Wildside" in re.sub(r"<script.*?</script>", "", body, flags=re.DOTALL), page
