"""Until when a film may really be watched: what ends first says so, in every place that names a day."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation

from crew.models import CrewMember
from portfolio.models import Agreement, Appearance, Film, FilmTrack, PersonRelease, Showreel, ShowreelItem
from portfolio.screening.actions import ending, letters
from portfolio.screening.actions.deciding import end_of
from portfolio.screening.models import Grant, GrantItem
from portfolio.screening.models.contents import contents_of, ends_for, ends_of
from portfolio.screening.models.days import until_exactly, until_in_words
from tests.factories import SiteProfileFactory
from tests.factories.screening import (
    AccessRequestFactory,
    GrantFactory,
    HolderDecisionFactory,
    private_film,
)
from tests.reading import flat

pytestmark = pytest.mark.django_db

EACH_TIME = Agreement.Private.EACH_TIME


def in_days(number):
    return end_of(timezone.localdate() + timedelta(days=number))


def agreement_ends(film, end):
    Agreement.objects.filter(production=film.production).update(valid_until=end)


def agreement_is_withdrawn_then(film, end):
    Agreement.objects.filter(production=film.production).update(withdrawn_at=end, withdrawn_by="holder")


def licence_ends(film, end):
    FilmTrack.objects.create(film=film, title="Notte", licence="granted", until=end)


def release_ends(film, end):
    nadia = CrewMember.objects.create(name="Nadia", slug="nadia")
    Appearance.objects.create(film=film, member=nadia)
    Film.objects.filter(pk=film.pk).update(people="listed")
    PersonRelease.objects.create(member=nadia, signed_on=timezone.localdate(), valid_until=end)


ENDS = [agreement_ends, agreement_is_withdrawn_then, licence_ends, release_ends]


@pytest.mark.parametrize("end_it", ENDS)
def test_a_film_ends_with_the_first_of_its_facts_that_does(grant, film, end_it):
    Grant.objects.update(valid_until=in_days(7))
    end_it(film, in_days(3))
    (item,) = grant.items.all()
    assert ends_of([item]) == {item.pk: in_days(3)}
    assert ends_for([film], grant.request, in_days(7)) == {film.pk: in_days(3)}


@pytest.mark.parametrize("end_it", ENDS)
def test_what_ends_after_the_invitation_changes_nothing(grant, film, end_it):
    end_it(film, in_days(30))
    (item,) = GrantItem.objects.select_related("grant")
    assert ends_of([item]) == {item.pk: item.grant.valid_until}


def yes_until(film, request, end):
    word = {"answer": "yes", "decided_at": timezone.now(), "decided_by": "Anna", "until": end}
    return HolderDecisionFactory(request=request, film=film, **word)


def test_a_yes_until_a_day_ends_the_film_on_that_day(guest):
    film = private_film(EACH_TIME)
    grant = GrantFactory(films=[film], request__contact=guest, valid_until=in_days(7))
    yes_until(film, grant.request, in_days(3))
    assert contents_of(grant).end == in_days(3)
    assert ends_for([film], grant.request, in_days(7)) == {film.pk: in_days(3)}


def test_a_yes_until_a_day_does_not_matter_where_nobody_has_to_be_asked(grant, film):
    yes_until(film, grant.request, in_days(3))
    assert contents_of(grant).end == grant.valid_until


def test_where_nobody_has_answered_it_is_as_if_the_holder_said_yes():
    film = private_film(EACH_TIME)
    assert ends_for([film], AccessRequestFactory(), in_days(7)) == {film.pk: in_days(7)}


def test_a_second_release_carries_on_where_the_first_ends(grant, film):
    release_ends(film, in_days(3))
    nadia = CrewMember.objects.get()
    PersonRelease.objects.create(member=nadia, signed_on=timezone.localdate(), valid_until=in_days(5))
    assert contents_of(grant).end == in_days(5)


@pytest.fixture
def two(guest):
    """An invitation for a week to two films, of which the holder of the second says yes for three days."""
    SiteProfileFactory()
    films = [private_film(), private_film(EACH_TIME)]
    grant = GrantFactory(films=films, request__contact=guest, valid_until=in_days(7))
    yes_until(films[1], grant.request, in_days(3))
    return grant


def day(end, language="it"):
    with translation.override(language):
        return until_in_words(end)


def exactly(end):
    with translation.override("it"):
        return until_exactly(end)


def mailed(letter, *about):
    letter(*about)
    return mail.outbox[-1]


def test_the_mail_says_of_each_film_that_ends_sooner_when(two):
    sent = mailed(letters.invited, two.pk)
    first, second = (item.film for item in two.items.all())
    for words in (sent.body, sent.alternatives[0].content):
        assert f"{second.title_it}, {exactly(in_days(3))}" in words
        assert f"{first.title_it}, " not in words


def test_where_all_of_it_ends_sooner_the_mail_names_that_day_alone(grant, film):
    SiteProfileFactory()
    Grant.objects.update(valid_until=in_days(20))
    agreement_ends(film, in_days(10))
    sent = mailed(letters.invited, grant.pk)
    assert exactly(in_days(10)) in sent.body
    assert exactly(in_days(20)) not in sent.body


def test_a_mail_says_the_hour_where_it_does_not_end_at_midnight(grant, film):
    SiteProfileFactory()
    end = (in_days(2) + timedelta(hours=10)).replace(second=0, microsecond=0)
    agreement_ends(film, end)
    assert f"fino alle {timezone.localtime(end):%H:%M} del " in mailed(letters.invited, grant.pk).body


@pytest.mark.parametrize("page", ["", "room"])
def test_room_and_shelf_say_it_too(two, guest, signed_in, page):
    address = f"/en/screenings/{two.code}/" if page else "/en/screenings/"
    shown = flat(signed_in(guest).get(address))
    assert day(in_days(3), "en") in shown
    assert day(in_days(7), "en") in shown


def test_the_room_of_one_film_names_the_day_that_holds(grant, guest, film, signed_in):
    agreement_ends(film, in_days(3))
    shown = flat(signed_in(guest).get(f"/en/screenings/{grant.code}/"))
    assert f"For Ada Ferri, Faro Film, {day(in_days(3), 'en')}." in shown


def test_the_preview_says_it_before_anybody_is_invited(two, desk, guest):
    film = two.items.last().film
    asked = AccessRequestFactory(contact=guest, language="en")
    asked.films.add(film)
    yes_until(film, asked, in_days(3))
    shown = flat(desk.get(f"/en/screenings/requests/{asked.pk}/preview/"))
    assert day(in_days(3), "en") in shown
    assert day(in_days(7), "en") not in shown


def test_the_reminder_comes_before_the_day_that_really_is_the_last(grant, film, commit):
    SiteProfileFactory()
    agreement_ends(film, in_days(1))
    Grant.objects.update(valid_from=timezone.now() - timedelta(days=3))
    with commit():
        ending.remind()
    assert exactly(in_days(1)) in mail.outbox[0].body


# The showreel, and what is granted of it.


@pytest.fixture
def reel():
    showreel = Showreel.objects.create(title_it="Rullo", title_en="Reel", slug_it="rullo", slug_en="reel")
    for order in range(3):
        ShowreelItem.objects.create(showreel=showreel, film=private_film(), order=order)
    return showreel


def granted(reel, guest, number):
    SiteProfileFactory()
    films = [item.film for item in reel.items.all()][:number]
    return GrantFactory(films=films, request__contact=guest, request__showreel=reel)


def test_a_part_of_a_reel_is_not_called_the_reel(reel, guest, signed_in):
    grant = granted(reel, guest, 2)
    sent = mailed(letters.invited, grant.pk)
    for words in (sent.body, sent.alternatives[0].content):
        assert "2 film di «Rullo»" in words
    for item in grant.items.all():
        assert item.film.title_it in sent.body
    browser = signed_in(guest)
    room = flat(browser.get(f"/en/screenings/{grant.code}/"))
    assert "2 films of “Reel”" in room.partition("<h1>")[2].partition("</h1>")[0]
    first, second = (item.film.title_en for item in grant.items.all())
    shelf = flat(browser.get("/en/screenings/"))
    assert "2 films of “Reel”: " in shelf
    assert first in shelf
    assert second in shelf


def test_a_whole_reel_is_called_by_its_name(reel, guest, signed_in):
    grant = granted(reel, guest, 3)
    sent = mailed(letters.invited, grant.pk)
    assert ("Rullo" in sent.body, "film di «Rullo»" in sent.body) == (True, False)
    page = flat(signed_in(guest).get(f"/en/screenings/{grant.code}/"))
    assert ">Reel</span></h1>" in page.replace(" <", "<").replace("> ", ">")


def test_a_film_beside_the_reel_is_not_counted_into_it(reel, guest):
    grant = granted(reel, guest, 1)
    beside = private_film()
    GrantItem.objects.create(grant=grant, film=beside, order=9)
    sent = mailed(letters.invited, grant.pk)
    assert "1 film di «Rullo»" in sent.body
    assert beside.title_it in sent.body


def test_an_end_that_the_clock_has_passed_is_no_end(grant, film):
    agreement_ends(film, datetime(2020, 1, 1, tzinfo=UTC))
    assert contents_of(grant).films == []
