"""The door: a file is found only while everything behind it stands."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crew.models import CrewMember
from portfolio.models import Agreement, Appearance, FilmTrack, PersonRelease
from portfolio.screening import playback
from portfolio.screening.actions import deciding, watching
from portfolio.screening.models import Contact, Delivery, Grant, HolderDecision, Viewing, promise_of
from tests.factories.portfolio import AgreementFactory, FilmFactory, OrganizationFactory
from tests.factories.screening import (
    VIDEO,
    AccessRequestFactory,
    GrantFactory,
    HolderDecisionFactory,
    TermsFactory,
    private_film,
)

pytestmark = pytest.mark.django_db

FILE = VIDEO["mp4"]


@pytest.fixture
def film():
    return private_film()


@pytest.fixture
def grant(film):
    return GrantFactory(films=[film])


@pytest.fixture
def seat(grant):
    """The secret of the browser in which the viewer sat down."""
    return watching.open_viewing(grant)


@pytest.fixture
def find(grant, film, seat):
    """Asks for the film's file as its viewer does; what is given changes one thing."""

    def ask(at=None, **changed):
        asked = {"browser": seat, "code": grant.code, "asset": film.asset, "name": FILE, **changed}
        return playback.find(**asked, at=at)

    return ask


def test_a_viewer_is_given_the_films_file(find, film):
    assert find().path == f"{film.asset}/{FILE}"


@pytest.mark.parametrize("name", ["captions-it-0a1b2c3d.vtt", "640-0a1b2c3d.jpg"])
def test_captions_and_posters_come_through_the_same_door(find, name):
    assert find(name=name).path.endswith(name)


@pytest.mark.parametrize(
    "changed",
    [
        {"browser": ""},
        {"browser": "x" * 43},
        {"code": "nosuchcode"},
        {"asset": "0" * 32},
        {"name": "source.mp4"},
        {"name": "720-0000000000000000.mp4"},
        {"name": "../../etc/passwd"},
        {"name": ""},
    ],
    ids=str,
)
def test_whatever_is_not_just_so_does_not_exist(find, changed):
    with pytest.raises(playback.NotForYou):
        find(**changed)


def test_the_hash_that_is_kept_is_no_key(find):
    with pytest.raises(playback.NotForYou):
        find(browser=Viewing.objects.get().browser)


def test_a_film_of_another_grant_does_not_exist(find):
    other = private_film()
    GrantFactory(films=[other])
    with pytest.raises(playback.NotForYou):
        find(asset=other.asset)


def test_a_sitting_of_one_grant_opens_no_other(find, film):
    other = GrantFactory(films=[film])
    with pytest.raises(playback.NotForYou):
        find(code=other.code)


def test_the_end_is_exact(find, grant):
    end = Grant.objects.get().valid_until
    Viewing.objects.update(started_at=end - timedelta(hours=1), last_seen_at=end - timedelta(minutes=1))
    assert find(at=end - timedelta(microseconds=1))
    with pytest.raises(playback.NotForYou):
        find(at=end)


def revoked(grant, film):
    deciding.revoke(grant, by=None)


def blocked(grant, film):
    Contact.objects.update(blocked_at=timezone.now())


def agreement_withdrawn(grant, film):
    Agreement.objects.update(withdrawn_at=timezone.now(), withdrawn_by="holder")


def agreement_lapsed(grant, film):
    Agreement.objects.update(valid_until=timezone.now())


def agreement_says_no(grant, film):
    Agreement.objects.update(private="no")


def holder_must_be_asked(grant, film):
    Agreement.objects.update(private="each_time")


def own_agreement_says_no(grant, film):
    AgreementFactory(production=None, film=film, public="no", private="no")


def unpublished(grant, film):
    type(film).objects.update(is_published=False)


def suspended(grant, film):
    type(film).objects.update(suspended_at=timezone.now(), suspended_by="editor", suspended_reason="?")


def music_lapsed(grant, film):
    FilmTrack.objects.create(film=film, title="Notte", licence="granted", until=timezone.now())


def somebody_revoked(grant, film):
    nadia = CrewMember.objects.create(name="Nadia", slug="nadia")
    PersonRelease.objects.create(member=nadia, signed_on="2024-01-01", revoked_at=timezone.now())
    Appearance.objects.create(film=film, member=nadia)
    type(film).objects.update(people="listed")


def terms_are_new(grant, film):
    TermsFactory()


@pytest.mark.parametrize(
    "event",
    [
        revoked,
        blocked,
        agreement_withdrawn,
        agreement_lapsed,
        agreement_says_no,
        holder_must_be_asked,
        own_agreement_says_no,
        unpublished,
        suspended,
        music_lapsed,
        somebody_revoked,
        terms_are_new,
    ],
)
def test_the_next_file_is_refused_when_anything_behind_it_falls(find, grant, film, event):
    assert find()
    event(grant, film)
    with pytest.raises(playback.NotForYou):
        find()


def test_a_holders_yes_opens_until_it_is_taken_back(find, grant, film):
    Agreement.objects.update(private="each_time")
    decision = HolderDecisionFactory(
        request=grant.request, film=film, answer="yes", decided_at=timezone.now(), decided_by="Anna"
    )
    assert find()
    deciding.withdraw_word(decision, by=None)
    with pytest.raises(playback.NotForYou):
        find()


def sold(film):
    Agreement.objects.update(rights_holder=OrganizationFactory())


def terms_of_its_own(film):
    AgreementFactory(
        production=None,
        film=film,
        own_initiative=False,
        rights_holder=OrganizationFactory(),
        decision_email="legal@holder.example",
        private="each_time",
        public="no",
    )


def moved_to_another_production(film):
    film.production = private_film("each_time").production
    film.save()


@pytest.mark.parametrize("change", [sold, terms_of_its_own, moved_to_another_production])
def test_a_yes_opens_nothing_once_somebody_else_holds_the_rights(find, grant, film, change):
    Agreement.objects.update(private="each_time")
    HolderDecisionFactory(
        request=grant.request, film=film, answer="yes", decided_at=timezone.now(), decided_by="Anna"
    )
    assert find()
    change(film)
    with pytest.raises(playback.NotForYou):
        find()


def test_the_same_holder_at_another_address_is_still_the_one_who_said_yes(find, grant, film):
    Agreement.objects.update(private="each_time")
    HolderDecisionFactory(
        request=grant.request, film=film, answer="yes", decided_at=timezone.now(), decided_by="Anna"
    )
    Agreement.objects.update(decision_email="diritti@holder.example")
    assert find()


def test_a_holders_yes_ends_on_its_day(find, grant, film):
    Agreement.objects.update(private="each_time")
    now = timezone.now()
    HolderDecisionFactory(
        request=grant.request,
        film=film,
        answer="yes",
        decided_at=now,
        decided_by="Anna",
        until=now + timedelta(hours=1),
    )
    assert find(at=now + timedelta(minutes=59))
    with pytest.raises(playback.NotForYou):
        find(at=now + timedelta(hours=1))


def test_a_holders_no_opens_nothing(find, grant, film):
    Agreement.objects.update(private="each_time")
    HolderDecisionFactory(
        request=grant.request, film=film, answer="no", decided_at=timezone.now(), decided_by="Anna"
    )
    with pytest.raises(playback.NotForYou):
        find()


def test_a_sitting_falls_asleep_after_two_hours(find):
    later = timezone.now() + timedelta(hours=2, minutes=1)
    with pytest.raises(playback.NotForYou):
        find(at=later)


def test_a_sitting_stays_awake_while_files_are_handed_over(find):
    now = timezone.now()
    playback.deliver(find(), at=now + timedelta(hours=1))
    assert find(at=now + timedelta(hours=2, minutes=30))


def test_no_sitting_lasts_longer_than_a_week(find, grant):
    now = timezone.now()
    Grant.objects.update(valid_until=now + timedelta(days=30))
    playback.deliver(find(), at=now + timedelta(days=7))
    with pytest.raises(playback.NotForYou):
        find(at=now + timedelta(days=7, minutes=1))


def test_one_read_and_one_write(find, django_assert_num_queries):
    with django_assert_num_queries(1):
        ticket = find()
    with django_assert_num_queries(1):
        playback.deliver(ticket, first_byte=3 * playback.PIECE + 5, length=7)
    delivery = Delivery.objects.get()
    assert (delivery.path, delivery.viewing) == (FILE, Viewing.objects.get())
    assert (delivery.first_byte, delivery.length) == (3 * playback.PIECE + 5, 7)


def test_a_browser_with_two_grants_watches_both(film, grant):
    second = GrantFactory(films=[film], request__contact=grant.request.contact)
    browser = watching.open_viewing(grant)
    assert watching.open_viewing(second, browser=browser) == browser
    for each in (grant, second):
        assert playback.find(browser, each.code, film.asset, FILE)


def test_somebody_elses_secret_in_the_same_browser_is_not_taken_over(film, grant, seat):
    other = GrantFactory(films=[film])
    assert watching.open_viewing(other, browser=seat) != seat


def test_a_film_that_only_plays_elsewhere_is_not_granted(grant):
    elsewhere = FilmFactory(is_public=True)
    grant.items.create(film=elsewhere, order=2)
    assert elsewhere not in [item.film for item in grant.items.playable()]


def test_an_unknown_cookie_is_not_taken_over(grant):
    assert watching.open_viewing(grant, browser="chosen by a stranger") != "chosen by a stranger"


def test_nothing_to_watch_opens_no_sitting(grant):
    Agreement.objects.update(private="no")
    with pytest.raises(watching.GrantEnded):
        watching.open_viewing(grant)


def test_terms_come_first(grant, find):
    TermsFactory()
    with pytest.raises(watching.TermsNotAccepted):
        watching.open_viewing(grant)
    watching.accept_terms(grant, promise_of(grant))
    assert find()


@pytest.mark.parametrize("terms", [{"private": "yes"}, {"public": "yes"}])
def test_a_word_that_was_taken_back_closes_the_film_whatever_its_agreement_allows_meanwhile(
    editor, guest, terms
):
    film = private_film(Agreement.Private.EACH_TIME)
    asked = AccessRequestFactory(contact=guest)
    words = {film.pk: "Anna Rossi, by mail"}
    grant = deciding.approve(asked, [film], last_day=timezone.localdate(), by=editor, holder_words=words)
    browser = watching.open_viewing(grant)
    Agreement.objects.filter(production=film.production).update(**terms)
    assert playback.find(browser, grant.code, film.asset, VIDEO["mp4"])
    deciding.withdraw_word(HolderDecision.objects.get(), by=editor)
    with pytest.raises(playback.NotForYou):
        playback.find(browser, grant.code, film.asset, VIDEO["mp4"])
