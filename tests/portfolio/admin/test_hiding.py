"""Every form of the desk that can hide a work: its public copies are gone when the answer comes.

The files of the public storage are listed before and after; after the commit, too, they stay away.
"""

from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse
from django.utils import timezone

from portfolio.actions import publication
from portfolio.models import Agreement, Appearance, Film, FilmTrack, PersonRelease, Photo, Production, Release
from tests.factories import (
    AgreementFactory,
    CrewMemberFactory,
    FilmFactory,
    PersonReleaseFactory,
    PhotoFactory,
    ProductionFactory,
    ReleaseFactory,
    manifest,
)

pytestmark = pytest.mark.django_db

# Pages, and the rows on them, whose saving can hide a work: each has its cases below.
HIDES = {
    ("photo", None),
    ("photo", "appearance"),
    ("film", None),
    ("film", "appearance"),
    ("film", "filmtrack"),
    ("agreement", None),
    ("personrelease", None),
    ("crewmember", "personrelease"),
    ("production", "release"),
    ("production", "agreement"),
}
# Of these nothing turns: words, order, credits, private screenings, and people who use the desk.
HIDES_NOTHING = {
    *((model, None) for model in ("department", "role", "rightsentry", "showreel", "organization")),
    *((model, None) for model in ("siteprofile", "contact", "grant", "accessrequest", "terms", "page")),
    *((model, None) for model in ("group", "user", "testimony", "crewmember", "production")),
    ("film", "captiontrack"),
    *(("production", row) for row in ("credit", "companyrole", "sheetline", "soundtrackitem", "trailer")),
    *(("production", row) for row in ("pressitem", "externalid")),
    ("department", "role"),
    ("showreel", "showreelitem"),
    ("accessrequest", "holderdecision"),
    ("page", "presentation"),
}
# What the lists and pages do besides.
DOES = {"publish_chosen", "unpublish_chosen", "withdraw", "strike_out", "take_up_again"}
DOES_NOTHING_TO_WORKS = {
    "develop",
    "develop_chosen",
    "stop_making",
    "many",
    "describe",
    "calendar",
    "add_photographs",
}
DOES_NOTHING_TO_WORKS |= {"vouch", "block", "unblock", "revoke", "holder_withdrew"}
DOES_NOTHING_TO_WORKS |= {
    "approve",
    "decline",
    "invite",
    "ask_holders",
    "ask_back",
    "note_answer",
    "erase",
    "export",
}

YESTERDAY = timezone.localtime() - timedelta(days=1)


@pytest.fixture
def world(storages):
    """A photo and a film that everybody sees, with copies in the public storage, and what they turn on."""
    production = ProductionFactory(title_en="", slug_en="")
    agreement = AgreementFactory(production=production)
    member = CrewMemberFactory()
    release = PersonReleaseFactory(member=member)
    shown = {"is_published": True, "people": "listed", "production": production}
    photo = PhotoFactory(renditions=manifest(320), **shown)
    film = FilmFactory(renditions={"poster": manifest(320)}, **shown)
    for work in (photo, film):
        Appearance.objects.create(member=member, **{work._meta.model_name: work})
        for name in publication.files_of(work):
            path = storages / "vault" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"copy")
    FilmTrack.objects.create(film=film, title="Valzer", licence="not_required")
    publication.settle_all([photo, film])
    return {
        "photo": photo,
        "film": film,
        "production": production,
        "agreement": agreement,
        "member": member,
        "release": release,
    }


def copies(storages, *works):
    return [path for work in works for path in (storages / "public" / work.asset).glob("*")]


def split(name, moment):
    return {f"{name}_0": f"{moment:%d/%m/%Y}", f"{name}_1": f"{moment:%H:%M}"}


def page(row, name="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=[row.pk])


def lists(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


@pytest.fixture
def send(desk, filled):
    """Fills a page's form, changes some fields (None takes one out), and sends it."""

    def act(row, **changes):
        data = filled(desk.get(page(row))) | changes
        answer = desk.post(page(row), {name: value for name, value in data.items() if value is not None})
        assert answer.status_code == 302, answer.context["errors"]

    return act


@pytest.fixture
def choose(desk):
    """An action on a list, confirmed where it asks."""

    def act(name, row):
        data = {"action": name, ACTION_CHECKBOX_NAME: [row.pk], "post": "yes"}
        assert desk.post(lists(type(row)), data).status_code == 302

    return act


@pytest.fixture
def decide(desk):
    """A page with a button."""

    def act(row, path, **fields):
        options = row._meta
        address = reverse(f"admin:{options.app_label}_{options.model_name}_{path}", args=[row.pk])
        assert desk.post(address, fields).status_code == 302

    return act


def waits_for_a_release(world):
    """The embargo of the production's agreement, which a release opened."""
    release = ReleaseFactory(production=world["production"], date=date(2022, 1, 1))
    release.opens_at = release.opening_moment()
    release.save()
    Agreement.objects.update(public_from_release=release)
    return release


ADDED = {"appearances-TOTAL_FORMS": 2, "appearances-1-order": "1"}
OF_A_WORK = {
    "unpublished": {"is_published": None},
    "who is in it not known": {"people": "unknown"},
    "suspended": {
        "suspended_by": "person",
        "suspended_reason": "Chiesto a voce",
        **split("suspended_at", YESTERDAY),
    },
    "person taken off": {"appearances-0-DELETE": "on"},
}


@pytest.fixture
def hides(world, storages, django_capture_on_commit_callbacks):
    """Does something, and looks at the public storage before it, when it is done, and after the commit."""

    def check(act, *works):
        works = works or (world["photo"], world["film"])
        assert all(copies(storages, work) for work in works)
        with django_capture_on_commit_callbacks() as afterwards:
            act()
            assert copies(storages, *works) == []
        for each in afterwards:
            each()
        assert copies(storages, *works) == []
        assert not any(type(work).objects.public().filter(pk=work.pk).exists() for work in works)

    return check


@pytest.mark.parametrize("kind", ["photo", "film"])
@pytest.mark.parametrize("changes", OF_A_WORK.values(), ids=OF_A_WORK)
def test_the_form_of_a_work(world, hides, send, kind, changes):
    hides(lambda: send(world[kind], **changes), world[kind])


@pytest.mark.parametrize("kind", ["photo", "film"])
def test_somebody_without_a_release_put_on_the_form_of_a_work(world, hides, send, kind):
    hides(lambda: send(world[kind], **ADDED, **{"appearances-1-member": CrewMemberFactory().pk}), world[kind])


@pytest.mark.parametrize("kind", ["photo", "film"])
def test_a_work_moved_to_a_production_without_agreement(world, hides, send, kind):
    hides(lambda: send(world[kind], production=ProductionFactory().pk), world[kind])


def test_music_of_unknown_licence_on_the_form_of_a_film(world, hides, send):
    hides(lambda: send(world["film"], **{"tracks-0-licence": "unknown"}), world["film"])


def test_music_added_on_the_form_of_a_film(world, hides, send):
    added = {
        "tracks-TOTAL_FORMS": 2,
        "tracks-1-title": "Tango",
        "tracks-1-licence": "unknown",
        "tracks-1-order": 1,
    }
    hides(lambda: send(world["film"], **added), world["film"])


TERMS = {
    "no longer public": {"public": "no"},
    "under embargo": split("public_from", YESTERDAY + timedelta(days=30)),
    "lapsed": split("valid_until", YESTERDAY),
    "withdrawn": {"withdrawn_by": "holder", **split("withdrawn_at", YESTERDAY)},
}


@pytest.mark.parametrize("changes", TERMS.values(), ids=TERMS)
def test_the_form_of_an_agreement(world, hides, send, changes):
    hides(lambda: send(world["agreement"], **changes))


def test_an_agreement_moved_to_another_production(world, hides, send):
    hides(lambda: send(world["agreement"], production=ProductionFactory().pk))


@pytest.mark.parametrize("changes", TERMS.values(), ids=TERMS)
def test_the_agreement_on_the_form_of_a_production(world, hides, send, changes):
    placed = {f"agreement-0-{name}": value for name, value in changes.items()}
    hides(lambda: send(world["production"], **placed))


def test_the_agreement_taken_off_the_form_of_a_production(world, hides, send):
    hides(lambda: send(world["production"], **{"agreement-0-DELETE": "on"}))


MOVES = [{"date": ""}, {"status": "postponed"}, {"date": "01/01/2060"}]


@pytest.mark.parametrize("changes", MOVES, ids=["undated", "postponed", "later"])
def test_a_release_that_moves_on_the_form_of_a_production(world, hides, send, changes):
    waits_for_a_release(world)
    hides(
        lambda: send(world["production"], **{f"releases-0-{name}": value for name, value in changes.items()})
    )


RELEASES = {
    "for private screenings": {"scope": "private"},
    "revoked": split("revoked_at", YESTERDAY),
    "lapsed": split("valid_until", YESTERDAY),
    "signed later": {"signed_on": f"{YESTERDAY + timedelta(days=30):%d/%m/%Y}"},
}


@pytest.mark.parametrize("changes", RELEASES.values(), ids=RELEASES)
def test_the_form_of_a_release(world, hides, send, changes):
    hides(lambda: send(world["release"], **changes))


def test_a_release_moved_to_another_person(world, hides, send):
    hides(lambda: send(world["release"], member=CrewMemberFactory().pk))


@pytest.mark.parametrize("changes", [*RELEASES.values(), {"DELETE": "on"}], ids=[*RELEASES, "deleted"])
def test_the_release_on_the_form_of_a_person(world, hides, send, changes):
    placed = {f"releases-0-{name}": value for name, value in changes.items()}
    hides(lambda: send(world["member"], **placed))


@pytest.mark.parametrize("kind", ["photo", "film", "agreement", "release"])
def test_deleting_on_its_own_page(world, hides, desk, kind):
    works = [world[kind]] if kind in {"photo", "film"} else []
    hides(lambda: desk.post(page(world[kind], "delete"), {"post": "yes"}), *works)


@pytest.mark.parametrize("kind", ["photo", "film", "agreement", "release"])
def test_deleting_from_a_list(world, hides, choose, kind):
    works = [world[kind]] if kind in {"photo", "film"} else []
    hides(lambda: choose("delete_selected", world[kind]), *works)


@pytest.mark.parametrize("kind", ["photo", "film"])
def test_unpublishing_from_a_list(world, hides, choose, kind):
    hides(lambda: choose("unpublish_chosen", world[kind]), world[kind])


@pytest.mark.parametrize("kind", ["photo", "film"])
def test_withdrawing_on_its_own_page(world, hides, decide, kind):
    hides(lambda: decide(world[kind], "withdraw", reason="Lettera"), world[kind])


def test_striking_out(world, hides, decide):
    hides(lambda: decide(world["photo"], "strike_out", reason="Provino", sure="on"), world["photo"])


def test_a_number_agreed_that_becomes_smaller(world, hides, send):
    PhotoFactory(production=world["production"], is_public=True, order=0, renditions={})
    Photo.objects.filter(pk=world["photo"].pk).update(order=5)
    hides(lambda: send(world["agreement"], max_photos="1"), world["photo"])


def test_a_photograph_published_before_it_when_the_number_is_reached(world, send, storages):
    """Another one with terms of its own comes before it: it takes no place from it."""
    other = PhotoFactory(
        production=world["production"], is_public=True, is_published=False, order=0, renditions={}
    )
    AgreementFactory(production=None, photo=other)
    Photo.objects.filter(pk=world["photo"].pk).update(order=5)
    Agreement.objects.filter(pk=world["agreement"].pk).update(max_photos=1)
    send(other, is_published="on")
    assert copies(storages, world["photo"])


def test_nothing_is_hidden_by_a_form_that_is_sent_as_it_was(world, send, storages):
    for row in world.values():
        send(row)
    assert copies(storages, world["photo"])
    assert copies(storages, world["film"])


def test_every_form_of_the_desk_is_known_here():
    forms = {(model._meta.model_name, None) for model in admin.site._registry}
    for model, room in admin.site._registry.items():
        forms |= {(model._meta.model_name, rows.model._meta.model_name) for rows in room.inlines}
    assert forms == HIDES | HIDES_NOTHING
    assert not HIDES & HIDES_NOTHING
    deciding = {
        model._meta.model_name
        for model in (Photo, Film, Agreement, PersonRelease, Appearance, FilmTrack, Release)
    }
    assert not {rows or page for page, rows in HIDES_NOTHING} & deciding


def test_every_action_of_the_desk_is_known_here():
    done = {
        name if isinstance(name, str) else name.__name__
        for room in admin.site._registry.values()
        for kind in ("actions", "actions_detail", "actions_list", "actions_row", "actions_submit_line")
        for name in getattr(room, kind, ())
    }
    assert done == DOES | DOES_NOTHING_TO_WORKS


def test_a_production_with_works_is_not_deleted(world, desk, storages):
    desk.post(page(world["production"], "delete"), {"post": "yes"})
    assert Production.objects.filter(pk=world["production"].pk).exists()
    assert copies(storages, world["photo"])


def test_photographs_put_in_another_order_when_the_number_is_reached(world, hides, desk):
    """The one that falls behind the last that was agreed is hidden by the list that moved it."""
    other = PhotoFactory(production=world["production"], is_public=True, order=7, renditions={})
    Agreement.objects.update(max_photos=1)
    shown = desk.get(lists(Photo)).context["cl"].formset
    data = {**dict.fromkeys(("form-TOTAL_FORMS", "form-INITIAL_FORMS"), len(shown.forms)), "_save": "Salva"}
    places = {other.pk: 0, world["photo"].pk: 1}
    for number, form in enumerate(shown.forms):
        data |= {f"form-{number}-id": form.instance.pk, f"form-{number}-order": places[form.instance.pk]}
    hides(lambda: desk.post(lists(Photo), data), world["photo"])
