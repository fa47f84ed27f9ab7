"""The form of an agreement: for which release its embargo may wait."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from portfolio.models import Agreement
from tests.factories import (
    AgreementFactory,
    FilmFactory,
    OrganizationFactory,
    PhotoFactory,
    ProductionFactory,
    ReleaseFactory,
)

pytestmark = pytest.mark.django_db

ADD = "admin:portfolio_agreement_add"
REFUSED = "Un embargo aspetta un’uscita della stessa produzione: questa è di un’altra."
OURS = {"own_initiative": "on", "public": "yes", "private": "no"}


def change(agreement):
    return reverse("admin:portfolio_agreement_change", args=[agreement.pk])


def errors(page):
    return page.context["adminform"].form.errors


def offered(page):
    return list(page.context["adminform"].form.fields["public_from_release"].queryset)


@pytest.fixture
def send(desk, filled):
    """Fills a page's form, changes some fields, and sends it."""

    def act(address, **changes):
        return desk.post(address, filled(desk.get(address)) | changes)

    return act


@pytest.fixture
def production(db):
    return ProductionFactory()


@pytest.fixture
def release(production):
    return ReleaseFactory(production=production)


@pytest.fixture
def other(db):
    """A release of another production."""
    return ReleaseFactory(platform__name="Altra")


def test_an_embargo_waits_for_a_release_of_its_production(send, production, release):
    send(reverse(ADD), **OURS, production=production.pk, public_from_release=release.pk)
    assert Agreement.objects.get().public_from_release == release


def test_a_release_of_another_production_is_refused_at_the_field(send, production, other):
    page = send(reverse(ADD), **OURS, production=production.pk, public_from_release=other.pk)
    assert errors(page) == {"public_from_release": [REFUSED]}


@pytest.mark.parametrize(("kind", "factory"), [("photo", PhotoFactory), ("film", FilmFactory)])
def test_a_works_embargo_waits_for_a_release_of_the_works_production(
    send, production, release, other, kind, factory
):
    work = factory(production=production)
    page = send(reverse(ADD), **OURS, **{kind: work.pk}, public_from_release=other.pk)
    assert errors(page) == {"public_from_release": [REFUSED]}
    send(reverse(ADD), **OURS, **{kind: work.pk}, public_from_release=release.pk)
    assert getattr(Agreement.objects.get(), kind) == work


def test_a_work_of_no_production_waits_for_no_release(send, other):
    page = send(reverse(ADD), **OURS, photo=PhotoFactory().pk, public_from_release=other.pk)
    assert errors(page) == {"public_from_release": [REFUSED]}


def test_a_known_agreement_is_offered_the_releases_of_its_production(desk, production, release, other):
    page = desk.get(change(AgreementFactory(production=production)))
    assert offered(page) == [release]


def test_a_page_that_knows_its_production_offers_its_releases(desk, production, release, other):
    assert offered(desk.get(reverse(ADD), {"production": production.pk})) == [release]


def test_a_page_that_knows_nothing_yet_offers_all_with_their_productions(desk, release, other):
    page = desk.get(reverse(ADD))
    assert set(offered(page)) == {release, other}
    assert f"{other.production}: {other}" in page.content.decode()


def test_the_form_of_a_production_refuses_a_release_of_another(send, production, other):
    agreement = AgreementFactory(production=production)
    address = reverse("admin:portfolio_production_change", args=[production.pk])
    page = send(address, **{"agreement-0-public_from_release": other.pk})
    (terms,) = (
        each.formset for each in page.context["inline_admin_formsets"] if each.formset.prefix == "agreement"
    )
    assert terms.errors == [{"public_from_release": [REFUSED]}]
    assert Agreement.objects.get(pk=agreement.pk).public_from_release is None


@pytest.mark.parametrize(
    "hour", [("29/03/2026", "02:30"), ("25/10/2026", "02:30")], ids=["left out", "twice"]
)
def test_an_hour_that_rome_leaves_out_or_has_twice_is_asked_about(send, production, hour):
    day, time = hour
    page = send(reverse(ADD), **OURS, production=production.pk, public_from_0=day, public_from_1=time)
    (sentence,) = errors(page)["public_from"]
    assert "In quella notte" in sentence
    form = page.context["adminform"].form
    assert form["public_from"].value() == [day, time]
    assert not Agreement.objects.exists()


def test_the_first_hour_after_the_change_is_taken_as_it_is_in_rome(send, production):
    send(
        reverse(ADD),
        **OURS,
        production=production.pk,
        public_from_0="29/03/2026",
        public_from_1="03:00",
    )
    assert Agreement.objects.get().public_from == datetime(2026, 3, 29, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("legal@straße.example", "Con queste lettere nel dominio la posta"),
        ("legal@[127.0.0.1]", "A questo indirizzo non arriva posta"),
        ("legal@erased.invalid", "A questo indirizzo non arriva posta"),
        ('"legal"@faro.example', "Scrivi l’indirizzo senza virgolette"),
    ],
)
@pytest.mark.parametrize("place", ["agreement", "production"])
def test_an_address_that_decides_and_that_no_mail_reaches_is_refused_at_the_field(
    desk, filled, production, address, sentence, place
):
    agreement = AgreementFactory(
        production=production,
        own_initiative=False,
        rights_holder=OrganizationFactory(),
        decision_email="legal@faro.example",
    )
    of_production = reverse("admin:portfolio_production_change", args=[production.pk])
    page, prefix = (change(agreement), "") if place == "agreement" else (of_production, "agreement-0-")
    answer = desk.post(page, filled(desk.get(page)) | {f"{prefix}decision_email": address})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Agreement.objects.get().decision_email == "legal@faro.example"
