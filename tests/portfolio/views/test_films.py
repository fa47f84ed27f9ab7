import pytest

from portfolio.models import FilmTrack
from tests.factories import FilmFactory, ProductionFactory
from tests.reading import flat

pytestmark = pytest.mark.django_db


def sealed_film():
    production = ProductionFactory(
        is_open=True, is_open__public="no", title_en="Bound Production", kind="series", year=2017
    )
    return FilmFactory(is_public=True, production=production, has_sealed_card=True, title_en="Bound Film")


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_for_three(client, django_assert_num_queries, number):
    for _ in range(number):
        FilmFactory(is_public=True, production=ProductionFactory(is_open=True))
        sealed_film()
    with django_assert_num_queries(5):
        client.get("/en/films/")


def test_sealed_card_says_kind_and_year_and_nothing_else(client):
    film = sealed_film()
    page = client.get("/en/films/").content.decode()
    assert "Series, 2017" in page
    assert not [word for word in ("Bound Film", "Bound Production", film.slug_en, film.asset) if word in page]


def test_sealed_film_has_no_page(client):
    assert client.get(f"/en/films/{sealed_film().slug_en}/").status_code == 404


def test_film_says_where_it_plays(client):
    film = FilmFactory(is_public=True, external_url="https://www.video.example.org/7")
    page = flat(client.get(f"/en/films/{film.slug_en}/"))
    assert '<a href="https://www.video.example.org/7" rel="external">Watch on video.example.org</a>' in page


def test_film_that_plays_nowhere_yet_says_so(client):
    film = FilmFactory(is_public=True, external_url="")
    assert "This film is not online yet." in client.get(f"/en/films/{film.slug_en}/").content.decode()


def test_film_goes_dark_with_its_music(client):
    film = FilmFactory(is_public=True)
    FilmTrack.objects.create(film=film, title="Unlicensed", licence="unknown")
    assert client.get(f"/en/films/{film.slug_en}/").status_code == 404


def test_film_of_a_production_without_a_page_does_not_name_it(client):
    made = ProductionFactory(is_published=False, is_open=True, title_en="Unseen")
    film = FilmFactory(is_public=True, production=made)
    assert "Unseen" not in client.get(f"/en/films/{film.slug_en}/").content.decode()


def test_film_of_a_secret_production_bears_the_alias(client):
    made = ProductionFactory(is_secret_now=True, is_open=True, title_en="True Title")
    film = FilmFactory(is_public=True, production=made)
    page = client.get(f"/en/films/{film.slug_en}/").content.decode()
    assert made.alias_en in page
    assert "True Title" not in page
