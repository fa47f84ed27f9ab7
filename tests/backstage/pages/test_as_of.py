"""The site at another moment, for staff: what a visitor would see then, and nothing let out by looking."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import get_script_prefix, reverse
from django.utils import timezone

from portfolio.actions import intake, publication
from portfolio.models import Photo, clock
from tests.factories import (
    AgreementFactory,
    FilmFactory,
    PersonReleaseFactory,
    PhotoFactory,
    ProductionFactory,
)

pytestmark = pytest.mark.django_db

OPENS = datetime(2040, 3, 1, 23, tzinfo=UTC)
BEFORE, AFTER = "2040-03-01T22:59Z", "2040-03-01T23:00Z"


@pytest.fixture
def waiting():
    """A production whose photographs are under embargo."""
    return ProductionFactory(title_it="Le attese", slug_it="le-attese", is_open__public_from=OPENS)


@pytest.fixture
def photo(waiting):
    return PhotoFactory(production=waiting, is_public=True, caption_it="La gru")


def at(moment, path):
    return f"/as-of/{moment}{path}"


def content(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_photograph_is_there_from_the_end_of_its_embargo_and_not_before(desk, photo):
    page = f"/it/foto/{photo.asset}/"
    answers = [desk.get(at(moment, page)).status_code for moment in (BEFORE, AFTER)]
    assert (answers, desk.get(page).status_code) == ([404, 200], 404)


def test_lists_and_the_sitemap_follow_the_moment(desk, photo):
    for path in ("/it/produzioni/le-attese/", "/sitemap.xml"):
        before, after = (desk.get(at(moment, path)).content.decode() for moment in (BEFORE, AFTER))
        assert photo.asset not in before
        assert photo.asset in after


def test_every_address_on_a_page_keeps_the_moment_in_both_languages(desk, photo):
    body = desk.get(at(AFTER, f"/it/foto/{photo.asset}/")).content.decode()
    assert f'href="{at(AFTER, "/it/volti/")}"' in body
    assert f'href="{at(AFTER, f"/en/photos/{photo.asset}/")}"' in body
    assert f'src="{at(AFTER, f"/media/{photo.asset}/640-0a1b2c3d.jpg")}"' in body
    assert 'href="/static/' in body


def test_the_page_says_which_moment_it_shows_and_leads_back_to_now(desk, photo):
    body = desk.get(at(AFTER, "/it/")).content.decode()
    assert "2 marzo 2040, 00:00" in body
    assert 'href="/it/"' in body
    assert "?path=it%2F&amp;moment=2040-03-02T00%3A00%3A00" in body
    assert "as-of" not in desk.get("/it/").content.decode()


def test_a_language_that_no_address_names_is_answered_at_the_moment_too(desk, waiting):
    answer = desk.get(at(AFTER, "/"), headers={"Accept-Language": "en"})
    assert answer["Location"] == at(AFTER, "/en/")


def test_a_secret_name_is_said_from_its_revelation_and_the_alias_leads_on(desk):
    ProductionFactory(
        title_it="Il vero nome",
        slug_it="il-vero-nome",
        alias_slug_it="alias",
        is_secret_now=True,
        revealed_at=OPENS,
    )
    before, after = (desk.get(at(moment, "/it/produzioni/alias/")) for moment in (BEFORE, AFTER))
    assert "Il vero nome" not in before.content.decode()
    assert after["Location"] == at(AFTER, "/it/produzioni/il-vero-nome/")


def test_what_lapses_is_gone_at_its_end(desk):
    production = ProductionFactory(is_open__valid_until=OPENS)
    film = FilmFactory(production=production, is_published=True, people="none", slug_it="finisce")
    address = f"/it/film/{film.slug_it}/"
    assert [desk.get(at(moment, address)).status_code for moment in (BEFORE, AFTER)] == [200, 404]


def test_a_release_that_will_be_revoked_answers_gone_then(desk):
    photo = PhotoFactory(is_published=True, people="listed")
    release = PersonReleaseFactory(revoked_at=OPENS)
    photo.appearances.create(member=release.member)
    address = f"/it/foto/{photo.asset}/"
    assert [desk.get(at(moment, address)).status_code for moment in (BEFORE, AFTER)] == [200, 410]


def test_looking_publishes_nothing(desk, waiting, upload, storages, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        photo = intake.accept_photo(upload(), production=waiting, is_published=True, people="none")
    photo.refresh_from_db()
    for name in (path.partition("/")[2] for path in publication.files_of(photo)):
        answer = desk.get(at(AFTER, f"/media/{photo.asset}/{name}"))
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
        assert content(answer)
        assert desk.get(f"/media/{photo.asset}/{name}").status_code == 404
    assert not list((storages / "public").rglob("*.*"))


def test_settling_asks_the_real_clock_whatever_moment_is_shown(photo, storages):
    with clock.as_of(OPENS + timedelta(days=1)):
        assert Photo.objects.public().get() == photo
        assert not publication.is_public_for_good(photo)
        publication.settle(photo)
    assert not list((storages / "public").rglob("*.*"))


@pytest.mark.parametrize("path", ["/it/", "/it/produzioni/", "/it/nulla-qui/x/", "/sitemap.xml"])
def test_nothing_of_it_is_kept_or_indexed(desk, waiting, path):
    answer = desk.get(at(AFTER, path))
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex")
    assert not {"ETag", "Last-Modified"} & set(answer.headers)


@pytest.mark.parametrize(
    "path", ["/admin/", "/it/proiezioni/", "/it/proiezioni/chiedi/", "/healthz", at(BEFORE, "/it/")]
)
def test_what_exists_only_now_is_not_shown_at_another_moment(desk, path):
    answer = desk.get(at(AFTER, path), headers={"Accept-Language": "it"})
    assert answer.status_code == 404
    assert "così com’è adesso" in answer.content.decode()


def test_the_moment_is_over_with_the_answer(desk, photo):
    desk.get(at(AFTER, "/it/"))
    assert not Photo.objects.public().exists()
    assert get_script_prefix() == "/"
    assert abs(clock.now() - timezone.now()) < timedelta(minutes=1)


def test_nobody_else_learns_that_there_is_such_a_door(client, photo):
    unknown = client.get(f"/as-ever/{AFTER}/it/foto/{photo.asset}/").content
    assert client.get(at(AFTER, f"/it/foto/{photo.asset}/")).content == unknown


@pytest.mark.parametrize("given", [[], ["view_photo"], ["view_photo", "view_film", "view_production"]])
def test_staff_who_may_not_see_all_works_may_not_look_ahead(client, photo, given):
    user = get_user_model().objects.create_user("some", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=given))
    client.force_login(user)
    assert client.get(at(AFTER, "/it/")).status_code == 404


def test_staff_who_may_view_all_works_may(client, photo):
    user = get_user_model().objects.create_user("some", password="x", is_staff=True)
    seen = [f"view_{each}" for each in ("photo", "film", "production", "testimony", "crewmember")]
    user.user_permissions.set(Permission.objects.filter(codename__in=seen))
    client.force_login(user)
    assert client.get(at(AFTER, f"/it/foto/{photo.asset}/")).status_code == 200


def test_the_visitor_shown_is_nobody_in_particular(desk, photo):
    desk.get("/it/")
    assert "sessionid" not in desk.get(at(AFTER, "/it/contatti/")).cookies
    assert "csrftoken" not in desk.get(at(AFTER, "/it/contatti/")).cookies


def test_nothing_is_sent_to_another_moment(desk, photo):
    assert desk.post(at(AFTER, "/it/cerca/"), {"q": "x"}).status_code == 405


@pytest.mark.parametrize(
    "moment", ["2040-13-01T10:00Z", "2040-02-30T10:00Z", "2040-03-01T25:00Z", "2040-03-01"]
)
def test_a_moment_that_no_calendar_has_leads_nowhere(desk, moment):
    assert desk.get(at(moment, "/it/")).status_code == 404


def test_a_moment_between_two_seconds_is_kept_as_it_is(desk):
    moment = datetime(2040, 3, 1, 22, 59, 59, 999999, tzinfo=UTC)
    assert reverse("as_of", args=[moment, "it/"]) == "/as-of/2040-03-01T22:59:59.999999Z/it/"
    assert desk.get(reverse("as_of", args=[moment, "it/"])).status_code == 200


CALENDAR = "/admin/portfolio/agreement/calendar/"


def test_the_editor_chooses_a_moment_in_the_hours_of_rome(desk):
    chosen = {"moment_0": "02/03/2040", "moment_1": "00:00", "path": "it/film/"}
    assert desk.get(CALENDAR, chosen)["Location"] == at(AFTER, "/it/film/")


def test_without_a_page_the_first_one_is_shown(desk):
    assert desk.get(CALENDAR, {"moment_0": "02/03/2040", "moment_1": "00:00"})["Location"] == at(
        AFTER, "/it/"
    )


@pytest.mark.parametrize(
    ("day", "hour", "sentence"),
    [("31/02/2040", "10:00", "data valida"), ("28/03/2027", "02:30", "non esiste"), ("", "", "obbligatorio")],
)
def test_an_hour_that_does_not_exist_is_refused_and_what_was_typed_stays(desk, day, hour, sentence):
    body = desk.get(CALENDAR, {"moment_0": day, "moment_1": hour}).content.decode()
    assert sentence in body
    assert f'value="{day}"' in body or not day


def test_each_line_of_the_calendar_leads_to_the_site_at_its_moment(desk):
    soon = (timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    production = ProductionFactory(slug_it="presto", is_open__public_from=soon)
    PhotoFactory(production=production, is_public=True)
    address = f"/as-of/{soon:%Y-%m-%dT%H:%M}Z/it/produzioni/presto/"
    assert f'href="{address}"' in desk.get(CALENDAR).content.decode()
    assert desk.get(address).status_code == 200


def test_a_work_that_waits_leads_to_its_page_as_it_will_be(desk, photo):
    body = desk.get(reverse("admin:portfolio_photo_change", args=[photo.pk])).content.decode()
    assert f'href="{at(AFTER, f"/it/foto/{photo.asset}/")}"' in body


def test_an_agreement_of_a_photograph_alone_is_asked_at_the_moment_too(desk):
    photo = PhotoFactory(is_public=True)
    AgreementFactory(production=None, photo=photo, public_from=OPENS)
    address = f"/it/foto/{photo.asset}/"
    assert [desk.get(at(moment, address)).status_code for moment in (BEFORE, AFTER)] == [404, 200]


def test_an_address_without_its_last_stroke_leads_to_the_one_that_has_it(desk, photo):
    answer = desk.get(at(AFTER, f"/it/foto/{photo.asset}"))
    assert answer["Location"] == at(AFTER, f"/it/foto/{photo.asset}/")


def test_strokes_too_many_lead_to_no_other_site(desk):
    body = desk.get(at(AFTER, "//evil.example/x/")).content.decode()
    assert 'href="//' not in body


@pytest.mark.parametrize("method", ["get", "post", "options", "head"])
def test_to_strangers_it_is_an_unknown_address_whatever_they_ask(client, photo, method):
    def answer(address):
        given = getattr(client, method)(address)
        return given.status_code, given.content, sorted(given.headers.items())

    known, unknown = (f"/{door}/{AFTER}/it/foto/{photo.asset}/" for door in ("as-of", "as-ever"))
    assert answer(known) == answer(unknown)
