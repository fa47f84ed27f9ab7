"""Why a film of an invitation may not be watched, said on the invitation's page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portfolio.models import Agreement, FilmTrack
from portfolio.screening.actions import deciding
from portfolio.screening.actions.deciding import end_of
from portfolio.screening.models import Contact, Grant
from tests.factories.portfolio import OrganizationFactory
from tests.factories.screening import AccessRequestFactory, GrantFactory, HolderDecisionFactory, private_film
from tests.reading import flat

pytestmark = pytest.mark.django_db

EACH_TIME = Agreement.Private.EACH_TIME


@pytest.fixture
def film():
    return private_film()


@pytest.fixture
def grant(film):
    return GrantFactory(films=[film])


def shown(desk, grant):
    return flat(
        desk.get(reverse("admin:screening_grant_change", args=[grant.pk]), headers={"accept-language": "en"})
    )


def withdrawn(grant, film):
    Agreement.objects.update(withdrawn_at=timezone.now(), withdrawn_by="holder")


def ended(grant, film):
    Agreement.objects.update(valid_until=timezone.now())


def says_no(grant, film):
    Agreement.objects.update(private="no")


def gone(grant, film):
    Agreement.objects.all().delete()


def unpublished(grant, film):
    type(film).objects.update(is_published=False)


def music_lapsed(grant, film):
    FilmTrack.objects.create(film=film, title="Notte", licence="granted", until=timezone.now())


def nobody_said_who(grant, film):
    type(film).objects.update(people="unknown")


def away(grant, film):
    type(film).objects.update(source="", external_url="https://video.example.org/1")


def taken_back(grant, film):
    deciding.revoke(grant, by=None)


def over(grant, film):
    Grant.objects.update(valid_from="2020-01-01T00:00Z", valid_until=end_of(timezone.datetime(2020, 1, 8)))


def blocked(grant, film):
    Contact.objects.update(blocked_at=timezone.now())


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (withdrawn, "The agreement was withdrawn on"),
        (ended, "The agreement ended on"),
        (says_no, "The agreement does not allow private screenings."),
        (gone, "Its production has no agreement yet"),
        (unpublished, "It is not published"),
        (music_lapsed, "The licence of the music “Notte” ended on"),
        (nobody_said_who, "Nobody has said yet who is in it."),
        (away, "Its file is not here"),
        (taken_back, "The invitation was taken back on"),
        (over, "The invitation was valid to the end of 8 January 2020."),
        (blocked, "The contact is blocked."),
    ],
)
def test_a_film_that_may_not_be_watched_says_why(desk, grant, film, event, reason):
    assert reason not in shown(desk, grant)
    event(grant, film)
    page = shown(desk, grant)
    assert ("may not be watched now" in page, reason in page) == (True, True)


def said(grant, film, **fields):
    word = {"answer": "yes", "decided_at": timezone.now(), "decided_by": "Anna"}
    return HolderDecisionFactory(request=grant.request, film=film, **word | fields)


def yes_then_no(grant, film):
    said(grant, film, withdrawn_at=timezone.now())


def no(grant, film):
    said(grant, film, answer="no")


def yes_until_yesterday(grant, film):
    said(grant, film, until=timezone.now() - timedelta(days=1))


def no_answer(grant, film):
    said(grant, film, answer="", decided_at=None, decided_by="", asked_at=timezone.now())


def nobody_asked(grant, film):
    pass


def sold(grant, film):
    said(grant, film)
    Agreement.objects.update(rights_holder=OrganizationFactory())


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (yes_then_no, "The rights holder has taken the yes back, on"),
        (no, "The rights holder has said no, on"),
        (yes_until_yesterday, "The rights holder has said yes until the end of"),
        (no_answer, "no answer yet."),
        (nobody_asked, "The rights holder decides each time."),
        (sold, "The agreement has changed hands since somebody was asked: ask its new holder."),
    ],
)
def test_what_the_holder_said_or_did_not_say_is_a_reason_too(desk, event, reason):
    film = private_film(EACH_TIME)
    grant = GrantFactory(films=[film])
    event(grant, film)
    page = shown(desk, grant)
    assert ("may not be watched now" in page, reason in page) == (True, True)


def test_the_reason_leads_to_the_form_that_mends_it(desk, grant, film):
    withdrawn(grant, film)
    agreement = Agreement.objects.get()
    assert f'href="{reverse("admin:portfolio_agreement_change", args=[agreement.pk])}"' in shown(desk, grant)


@pytest.mark.parametrize(
    ("state", "words"),
    [("ready", "may be watched now"), ("pending", "as soon as it is made"), ("failed", "could not be made")],
)
def test_what_is_not_made_yet_says_so(desk, grant, film, state, words):
    type(film).objects.update(state=state)
    assert words in shown(desk, grant)


def test_a_film_that_ends_before_the_invitation_says_when_and_why(desk, grant, film):
    Agreement.objects.update(valid_until=end_of(timezone.localdate() + timedelta(days=1)))
    assert "until tomorrow evening and no longer: the agreement ends then." in shown(desk, grant)


def test_the_reasons_stand_on_the_request_too(desk, film):
    asked = AccessRequestFactory()
    asked.films.add(film)
    withdrawn(None, film)
    page = flat(
        desk.get(
            reverse("admin:screening_accessrequest_change", args=[asked.pk]),
            headers={"accept-language": "en"},
        )
    )
    assert "may not be shown now: The agreement was withdrawn on" in page
