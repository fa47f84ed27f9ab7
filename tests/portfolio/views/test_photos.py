import json
import re

import pytest

from portfolio.models import Photo
from tests.factories import (
    AgreementFactory,
    CrewMemberFactory,
    PhotoFactory,
    ProductionFactory,
    SiteProfileFactory,
    public_portrait,
)
from tests.reading import flat

pytestmark = pytest.mark.django_db

NOWHERE = "/en/photos/00000000000000000000000000000000/"


def test_hidden_photo_answers_as_a_wrong_address_does(client):
    hidden = PhotoFactory(people="none", caption_en="Not yet")
    expected, answer = client.get(NOWHERE), client.get(f"/en/photos/{hidden.asset}/")
    assert (answer.status_code, answer.content) == (404, expected.content)
    assert answer.headers == expected.headers


def test_editor_is_answered_the_same_404(desk):
    hidden = PhotoFactory(people="none")
    assert desk.get(f"/en/photos/{hidden.asset}/").status_code == 404


def test_names_of_those_shown_lead_to_their_pages(client):
    member = CrewMemberFactory(name="Ada", slug="ada")
    photo = public_portrait(member)
    page = client.get(photo.get_absolute_url()).content.decode()
    assert '<a href="/it/troupe/ada/">Ada</a>' in page


@pytest.mark.parametrize(
    ("own", "agreed", "made", "expected"),
    [
        ("Photo line", "Agreement line", "Production line", "Photo line"),
        ("", "Agreement line", "Production line", "Agreement line"),
        ("", "", "Production line", "Production line"),
        ("", "", "", "Site line"),
    ],
)
def test_credit_line_is_the_nearest_that_is_written(client, own, agreed, made, expected):
    SiteProfileFactory(credit_line="Site line")
    production = ProductionFactory(is_open=True, is_open__credit_line=made)
    photo = PhotoFactory(is_public=True, production=production, credit_line=own)
    AgreementFactory(production=None, photo=photo, credit_line=agreed)
    assert client.get(photo.get_absolute_url()).context["credit_line"] == expected


def test_secret_production_keeps_its_credit_line_to_itself(client):
    made = ProductionFactory(is_secret_now=True, is_open=True, is_open__credit_line="Known Company")
    photo = PhotoFactory(is_public=True, production=made)
    assert "Known Company" not in client.get(photo.get_absolute_url()).content.decode()


def test_credit_line_that_must_be_printed_is_printed_even_then(client):
    terms = {"is_open__credit_line": "Known Company", "is_open__credit_required": True}
    photo = PhotoFactory(is_public=True, production=ProductionFactory(is_secret_now=True, **terms))
    assert "Known Company" in client.get(photo.get_absolute_url()).content.decode()


def test_production_without_a_page_is_not_named(client):
    made = ProductionFactory(is_published=False, is_open=True, title_it="Senza pagina")
    photo = PhotoFactory(is_public=True, production=made)
    page = client.get(photo.get_absolute_url()).content.decode()
    assert "Senza pagina" not in page
    assert made.slug_it not in page


def test_secret_production_is_named_by_its_alias(client):
    made = ProductionFactory(is_secret_now=True, is_open=True, title_it="Vero titolo")
    photo = PhotoFactory(is_public=True, production=made)
    page = client.get(photo.get_absolute_url()).content.decode()
    assert made.alias_it in page
    assert "Vero titolo" not in page


def test_neighbours_are_public_and_of_the_same_production(client):
    made = ProductionFactory(is_open=True)
    first, photo, last = (PhotoFactory(is_public=True, production=made, order=order) for order in (1, 3, 5))
    PhotoFactory(production=made, people="none", order=2)
    PhotoFactory(is_public=True, order=4)
    context = client.get(photo.get_absolute_url()).context
    assert (context["earlier"], context["later"]) == (first, last)


def test_portraits_of_no_production_are_neighbours_of_each_other(client):
    first, photo = public_portrait(order=1), public_portrait(order=2)
    PhotoFactory(is_public=True, order=3)
    context = client.get(photo.get_absolute_url()).context
    assert (context["earlier"], context["later"]) == (first, None)


def test_borrowed_caption_says_its_language_and_english_is_no_alternate(client):
    photo = PhotoFactory(is_public=True, caption_it="Dietro il telo")
    page = client.get(f"/en/photos/{photo.asset}/").content.decode()
    assert '<h1><span lang="it">Dietro il telo</span></h1>' in page
    assert re.findall(r'hreflang="([^"]+)" href="http', page) == ["it", "x-default"]


def test_caption_that_is_the_heading_is_printed_once(client):
    photo = PhotoFactory(is_public=True, caption_it="Dietro il telo")
    page = client.get(photo.get_absolute_url()).content.decode()
    assert page.partition("<main")[2].partition("</main>")[0].count(">Dietro il telo<") == 1


def test_caption_stands_beneath_the_names_of_those_shown(client):
    photo = public_portrait(CrewMemberFactory(name="Ada"), caption_it="Tra un ciak e l’altro")
    assert "<p>Tra un ciak e l’altro</p>" in client.get(photo.get_absolute_url()).content.decode()


def test_page_costs_the_same_for_one_person_and_for_three(client, django_assert_num_queries):
    for people in ([CrewMemberFactory()], [CrewMemberFactory() for _ in range(3)]):
        photo = public_portrait(*people)
        with django_assert_num_queries(9):
            client.get(photo.get_absolute_url())


def test_machines_read_what_is_printed(client):
    photo = PhotoFactory(is_public=True, caption_it="Il palco", credit_line="</script><b>Ada")
    page = client.get(photo.get_absolute_url()).content.decode()
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(data)["creditText"] == "</script><b>Ada"


def test_somebody_without_a_page_is_named_and_not_linked(client):
    photo = public_portrait(CrewMemberFactory(name="Nadia", slug="nadia"))
    Photo.objects.update(kind=Photo.Kind.BACKSTAGE)
    page = flat(client.get(f"/it/foto/{photo.asset}/"))
    assert ("Nadia" in page, "/it/troupe/nadia/" in page) == (True, False)
