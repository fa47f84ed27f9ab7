"""The demo is told once, whole, and each of its sites can stand alone."""

import json

import pytest
from django.core.management import call_command
from django.utils.translation import override

from backstage.demo import drawing, loading
from backstage.demo.shelf import CONTENT, read
from backstage.models import Page
from crew.models import CrewMember
from portfolio.models import (
    Credit,
    Film,
    PersonRelease,
    Photo,
    Production,
    Release,
    SheetLine,
    SiteProfile,
    Testimony,
)

DEPARTMENTS = (
    "production production camera camera sound sound production production camera camera lighting "
    "construction direction direction production production production health-safety makeup-hair"
).split()


def silent(label):
    return lambda things, total: things


def load(only=None):
    return loading.load(only=only, watch=silent)


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures")
def test_nineteen_portraits_are_public_in_their_order():
    load("faces")
    names = [photo.subjects.get().name for photo in Photo.objects.portraits().public()]
    assert names == [person["name"] for person in read("faces")["members"]]
    assert len(names) == 19


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures")
def test_each_face_is_credited_in_its_department():
    load("faces")
    credits = Credit.objects.exclude(member__slug="elio-fuoricampo")
    assert [credit.group.slug for credit in credits] == DEPARTMENTS


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures")
def test_two_people_called_alessio_are_two_people():
    load("faces")
    assert list(CrewMember.objects.filter(name="Alessio").values_list("slug", flat=True)) == [
        "alessio",
        "alessio-2",
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures")
def test_a_misspelt_credit_is_kept_as_it_was_on_screen():
    load("faces")
    credit = Credit.objects.get(credited_as="Lightning Department")
    assert (credit.member.name, credit.group.slug) == ("Cristiano", "lighting")


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures")
def test_every_release_of_the_demo_says_that_it_is_one():
    load()
    assert set(PersonRelease.objects.values_list("note", flat=True)) == {"demo"}


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures")
def test_seven_films_of_which_three_are_public():
    load("unit")
    assert (Film.objects.count(), Film.objects.public().count()) == (7, 3)


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures")
def test_crews_range_from_70_to_450():
    load("unit")
    sizes = Production.objects.filter(crew_size_min__isnull=False)
    assert (
        min(sizes.values_list("crew_size_min", flat=True)),
        max(sizes.values_list("crew_size_max", flat=True)),
    ) == (70, 450)


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures")
def test_the_association_has_its_three_founders_with_their_nicknames():
    load("association")
    page = Page.objects.get(slug_it="dietro-le-quinte")
    with override("it"):
        names = [str(presented) for presented in page.presentations.all()]
    assert names == [
        "Paolo Talami «Red»",
        "Massimo Vigliotti «Max»",
        "Vittorio Magro «Vitty»",
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures")
def test_voices_of_workers_and_artists_are_public():
    load("association")
    assert {voice.kind for voice in Testimony.objects.public()} == {"worker", "artist"}


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures")
def test_the_film_has_its_director_writer_and_fourteen_actors():
    load("film")
    film = Production.objects.get(slug_it="backstage")
    assert list(film.credits.values_list("role__slug", flat=True)) == [
        "director",
        "screenwriter",
        *["actor"] * 14,
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures")
def test_the_film_is_on_prime_video_from_the_thirteenth_of_october_2022():
    load("film")
    release = Release.objects.get()
    assert (str(release.platform), str(release.date), release.status) == (
        "Prime Video",
        "2022-10-13",
        "announced",
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures")
@pytest.mark.parametrize("figure", ["1.400", "111"])
def test_the_figures_of_the_casting_are_on_the_sheet(figure):
    load("film")
    assert SheetLine.objects.filter(value_it__contains=figure).exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures")
@pytest.mark.parametrize("only", sorted(loading.SITES))
def test_each_site_stands_alone_with_a_profile_and_its_privacy_page(only):
    assert load(only) == [only]
    assert SiteProfile.objects.get().statement_en
    assert Page.objects.filter(slug_en="privacy-notice").exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures")
@pytest.mark.parametrize("first", sorted(loading.SITES))
def test_sites_may_be_loaded_one_after_another_and_then_all(first):
    loaded = [name for only in (first, *loading.SITES, None) for name in load(only)]
    assert loaded == [first, *(name for name in loading.SITES if name != first), "site"]
    assert Page.objects.filter(slug_en="privacy-notice").count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures")
def test_a_site_loaded_later_leaves_a_page_that_was_moved_and_rewritten():
    load("faces")
    Page.objects.filter(slug_en="privacy-notice").update(slug_it="riservatezza", title_it="Riservatezza")
    load("film")
    assert Page.objects.get(slug_en="privacy-notice").title_it == "Riservatezza"


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures")
def test_loading_again_leaves_what_was_changed_and_what_was_deleted():
    load()
    Production.objects.filter(slug_it="backstage").update(title_it="Cambiato", slug_it="cambiato")
    Testimony.objects.all().delete()
    assert load() == []
    assert Production.objects.filter(slug_it="cambiato").count() == 1
    assert Testimony.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures")
def test_nothing_of_a_demo_that_fails_is_kept(monkeypatch):
    monkeypatch.setattr(loading.film, "tell", lambda pictures: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load()
    assert (Production.objects.count(), SiteProfile.objects.count()) == (0, 0)


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures")
def test_the_editor_signs_in_with_the_password_given(client, settings):
    settings.DEMO_PASSWORD = "a given password"
    call_command("load_demo", "--only", "film")
    assert client.login(username="editor", password="a given password")


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_pictures")
def test_the_editors_password_is_kept_when_none_is_given(client, settings):
    settings.DEMO_PASSWORD = "a given password"
    call_command("load_demo", "--only", "film")
    settings.DEMO_PASSWORD = ""
    call_command("load_demo", "--only", "film")
    assert client.login(username="editor", password="a given password")


def languages_lacking(node, path=""):
    """Where a pair of words lacks one of its languages."""
    if isinstance(node, dict):
        if set(node) & {"it", "en"} and all(isinstance(value, str) for value in node.values()):
            return [path] if bool(node.get("it")) != bool(node.get("en")) else []
        return [gap for key, value in node.items() for gap in languages_lacking(value, f"{path}/{key}")]
    if isinstance(node, list):
        return [
            gap for number, value in enumerate(node) for gap in languages_lacking(value, f"{path}/{number}")
        ]
    return []


@pytest.mark.parametrize("file", sorted(CONTENT.glob("*.json")), ids=lambda path: path.stem)
def test_every_word_of_the_demo_is_there_in_both_languages(file):
    assert languages_lacking(json.loads(file.read_text(encoding="utf-8"))) == []


def test_every_picture_that_is_ordered_can_be_drawn():
    orders = [order for told in loading.SITES.values() for order in told.orders()]
    subjects = {order.subject for order in orders if order.kind != "portrait"}
    assert subjects <= set(drawing.SUBJECTS)
    assert len({order.seed for order in orders}) == len(orders)


@pytest.mark.django_db
def test_the_pictures_of_the_demo_are_drawn_kept_and_developed(storages):
    load("film")
    assert [photo.state for photo in Photo.objects.public()] == ["ready"] * 4
    assert len(list((storages / "public").rglob("1920-*.avif"))) == 4
