"""How far a film is, on its page and in the list; and how an editor stops it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from portfolio.models import Film, FilmMaking
from tests.factories import FilmFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/portfolio/film/"
STATE = "/admin/portfolio/film/making/"
ITALIAN = {"accept-language": "it"}


@pytest.fixture
def film():
    return FilmFactory(external_url="", source="x/source.mp4", title_it="Il dietro", state="pending")


@pytest.fixture
def begun(film):
    """The same, a quarter made in a minute."""
    now = timezone.now()
    FilmMaking.objects.create(film=film, done=0.25, begun_at=now - timedelta(minutes=1), told_at=now)
    return film


def change(film):
    return reverse("admin:portfolio_film_change", args=[film.pk])


def stop(film):
    return reverse("admin:portfolio_film_stop_making", args=[film.pk])


def told(desk, *films):
    query = "&".join(f"film={film.pk}" for film in films)
    return desk.get(f"{STATE}?{query}", headers=ITALIAN).json()


def page(desk, address):
    return desk.get(address, headers=ITALIAN).content.decode()


def test_percent_step_and_time_left_stand_on_its_page(desk, begun):
    text = page(desk, change(begun))
    assert "Preparo il film" in text
    assert "25 % · ancora 3 minuti circa" in text


def test_percent_step_and_time_left_stand_in_the_list(desk, begun):
    text = page(desk, LIST)
    assert "Preparo il film" in text
    assert "25 % · ancora 3 minuti circa" in text


@pytest.mark.parametrize(
    ("row", "step"),
    [
        ({"done": None}, "Preparo la locandina"),
        ({"done": 0}, "Misuro il suono"),
        ({"done": 0.5}, "Preparo il film"),
        ({"done": 0.5, "is_stopped": True}, "Mi fermo"),
    ],
)
def test_the_step_is_said_in_words(desk, film, row, step):
    FilmMaking.objects.create(film=film, **row)
    assert told(desk, film)[str(film.pk)]["step"] == step


def test_a_film_that_nobody_makes_yet_waits(desk, film):
    assert told(desk, film)[str(film.pk)] == {
        "step": "In attesa del suo turno",
        "percent": None,
        "left": "",
        "is_over": False,
        "decision": "Ferma…",
        "address": stop(film),
    }


def test_a_film_whose_worker_is_gone_waits(desk, begun):
    FilmMaking.objects.update(told_at=timezone.now() - timedelta(minutes=5))
    assert told(desk, begun)[str(begun.pk)]["step"] == "In attesa del suo turno"


def test_a_film_that_is_made_is_over(desk, film):
    Film.objects.update(state="ready")
    said = told(desk, film)[str(film.pk)]
    assert (said["is_over"], said["step"], "address" in said) == (True, "Pronto.", False)


def test_a_film_that_was_stopped_says_so_and_can_be_developed_again(desk, film):
    Film.objects.update(state="failed", trouble="video:stopped")
    said = told(desk, film)[str(film.pk)]
    assert "è stata fermata" in said["step"]
    assert said["address"] == reverse("admin:portfolio_film_develop", args=[film.pk])
    assert f'href="{said["address"]}"' in page(desk, change(film))


def test_of_a_film_that_is_made_nothing_is_shown(desk, film):
    Film.objects.update(state="ready")
    assert "desk-making" not in page(desk, change(film))
    assert "desk-making" not in page(desk, LIST)


def test_a_film_that_plays_elsewhere_is_not_waited_for(desk, film):
    elsewhere = FilmFactory(external_url="https://video.example.org/1", state="pending")
    assert "desk-making" not in page(desk, change(elsewhere))
    assert page(desk, LIST).count("desk-making") == 1
    assert desk.get(stop(elsewhere)).status_code == 403


def test_the_list_costs_the_same_for_one_and_for_three(desk, begun, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        desk.get(LIST)
    for _number in range(2):
        other = FilmFactory(
            external_url="", source="x/source.mp4", state="pending", production=begun.production
        )
        FilmMaking.objects.create(film=other)
    with django_assert_max_num_queries(len(one)):
        desk.get(LIST)


def test_all_films_are_asked_for_in_two_questions(desk, begun, film, django_assert_num_queries):
    with django_assert_num_queries(3):  # the session, the editor, the films
        told(desk, begun, film)


@pytest.mark.parametrize("query", ["", "?film=", "?film=x", "?film=-1", f"?film={'9' * 40}", "?film=999999"])
def test_what_is_no_film_is_not_told(desk, query):
    assert desk.get(STATE + query).json() == {}


def test_opening_the_page_that_stops_changes_nothing(desk, begun):
    assert desk.get(stop(begun)).status_code == 200
    assert not FilmMaking.objects.get().is_stopped


def test_the_button_stops_it(desk, begun):
    assert desk.post(stop(begun))["Location"] == change(begun)
    assert FilmMaking.objects.get().is_stopped


def test_the_button_stops_what_waits(desk, film):
    desk.post(stop(film))
    film.refresh_from_db()
    assert (film.state, film.trouble) == ("failed", "video:stopped")


def test_what_is_made_cannot_be_stopped(desk, film):
    Film.objects.update(state="ready")
    assert desk.post(stop(film)).status_code == 403


@pytest.fixture
def staff(client, django_user_model):
    """Signs somebody in who may do this much with films, and no more."""

    def enter(*verbs):
        user = django_user_model.objects.create_user("nuova", password="x" * 12, is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=[f"{verb}_film" for verb in verbs]))
        client.force_login(user)
        return client

    return enter


def test_who_may_only_look_sees_how_far_it_is_and_stops_nothing(staff, begun):
    browser = staff("view")
    assert str(begun.pk) in told(browser, begun)
    assert browser.post(stop(begun)).status_code == 403
    assert not FilmMaking.objects.get().is_stopped


def test_who_has_no_right_to_films_is_told_nothing(staff, begun):
    assert staff().get(f"{STATE}?film={begun.pk}").status_code == 403


def test_a_passer_by_is_told_nothing(client, begun):
    assert client.get(f"{STATE}?film={begun.pk}")["Location"].startswith("/admin/login/")


def test_the_script_is_a_file_of_ours(desk, begun):
    text = page(desk, change(begun))
    assert 'src="/static/portfolio/making.js" defer' in text.replace(' defer=""', " defer")
