"""What the database itself refuses."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models import RestrictedError
from django.utils import timezone

from backstage.models import Page
from crew.models import CrewMember, Department, Role
from portfolio.models import (
    Agreement,
    Appearance,
    Credit,
    Film,
    Organization,
    PersonRelease,
    Photo,
    Production,
    Release,
    Showreel,
    SiteProfile,
    Testimony,
)
from portfolio.models.person_release import ROME

pytestmark = pytest.mark.django_db


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()
    return True


@pytest.fixture
def waiting(production, agreement):
    """The release of the production for which its embargo waits."""
    release = Release.objects.create(production=production, type="theatrical")
    Agreement.objects.update(public_from_release=release)
    return release


def test_two_productions_may_not_share_an_address_in_a_language(production):
    assert refused(lambda: Production.objects.create(title_it="Due", slug_it="il-faro"))


def test_two_productions_may_have_no_english_address_yet(production):
    assert Production.objects.create(title_it="Due", slug_it="due").pk


def test_a_production_without_a_title_in_any_language_is_refused(db):
    assert refused(lambda: Production.objects.create(slug_it="senza"))


def test_a_production_with_an_english_title_alone_is_kept(db):
    assert Production.objects.create(title_en="Only", slug_en="only").pk


def test_shooting_does_not_end_before_it_starts(db):
    assert refused(
        lambda: Production.objects.create(
            title_it="x", slug_it="x", shooting_start=date(2026, 2, 2), shooting_end=date(2026, 2, 1)
        )
    )


def test_a_confidential_production_without_alias_is_refused(db):
    assert refused(lambda: Production.objects.create(title_it="x", slug_it="x", is_confidential=True))


def test_a_confidential_production_whose_alias_has_no_address_is_refused(db):
    terms = {"is_confidential": True, "alias_it": "Ombrello"}
    assert refused(lambda: Production.objects.create(title_it="x", slug_it="x", **terms))


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (Production, {"title_it": "x"}),
        (Film, {"title_it": "x"}),
        (Showreel, {"title_it": "x"}),
        (Page, {"title_it": "x"}),
        (Testimony, {"name": "Ivo", "quote_it": "x"}),
        (CrewMember, {"name": "Ivo", "slug": ""}),
    ],
)
def test_what_has_a_page_has_an_address_in_some_language(db, model, words):
    assert refused(lambda: model.objects.create(**words))


@pytest.mark.parametrize(("role", "department"), [(True, True), (False, False)])
def test_a_credit_has_a_role_or_a_department_and_not_both(production, nadia, role, department):
    assert refused(
        lambda: Credit.objects.create(
            production=production,
            member=nadia,
            role=Role.objects.first() if role else None,
            department=Department.objects.first() if department else None,
        )
    )


@pytest.mark.parametrize("name", ["", "Nadia"])
def test_a_credit_has_a_member_or_a_name_and_not_both(production, nadia, name):
    member = nadia if name else None
    assert refused(
        lambda: Credit.objects.create(
            production=production, role=Role.objects.first(), member=member, name=name
        )
    )


def test_an_agreement_has_a_holder_or_is_our_own_and_not_both(production):
    holder = Organization.objects.create(name="Faro Film")
    assert refused(
        lambda: Agreement.objects.create(
            production=production, own_initiative=True, rights_holder=holder, decision_email="a@b.example"
        )
    )


def test_an_agreement_without_holder_that_is_not_our_own_is_refused(production):
    assert refused(lambda: Agreement.objects.create(production=production))


def test_an_agreement_is_for_one_thing(production, portrait):
    assert refused(lambda: Agreement.objects.create(production=None, own_initiative=True))


def test_a_withdrawal_says_when_and_by_whom(agreement):
    assert refused(lambda: Agreement.objects.update(withdrawn_at=timezone.now()))


def test_a_credit_line_that_must_be_printed_is_written(agreement):
    assert refused(lambda: Agreement.objects.update(credit_required=True))


def test_a_suspension_says_by_whom_and_why(portrait):
    assert refused(lambda: Photo.objects.update(suspended_at=timezone.now()))


def test_an_appearance_is_in_a_photo_or_in_a_film(portrait, film, nadia):
    assert refused(lambda: Appearance.objects.create(member=nadia, photo=portrait, film=film))


def test_a_person_appears_once_in_a_photo(portrait, nadia):
    assert refused(lambda: Appearance.objects.create(member=nadia, photo=portrait))


def test_a_release_is_for_one_work_at_most(portrait, production, nadia):
    assert refused(
        lambda: PersonRelease.objects.create(
            member=nadia, signed_on=date(2024, 1, 1), production=production, photo=portrait
        )
    )


@pytest.mark.parametrize("fact", ["valid_until", "revoked_at"])
def test_a_release_neither_ends_nor_is_revoked_before_it_was_signed(nadia, fact):
    before = datetime(2024, 1, 9, 12, tzinfo=ROME)
    assert refused(
        lambda: PersonRelease.objects.create(member=nadia, signed_on=date(2024, 1, 10), **{fact: before})
    )


@pytest.mark.parametrize("fact", ["valid_until", "revoked_at"])
def test_a_release_may_end_or_be_revoked_on_the_day_of_its_signing(nadia, fact):
    later = datetime(2024, 1, 10, 18, tzinfo=ROME)
    assert PersonRelease.objects.create(member=nadia, signed_on=date(2024, 1, 10), **{fact: later}).pk


def test_a_focal_point_lies_inside_the_picture(portrait):
    assert refused(lambda: Photo.objects.update(focus_x=1.2))


def test_a_film_is_a_file_or_a_link(film):
    assert refused(lambda: Film.objects.update(source="a/source.mp4", external_url="https://video.example/1"))


def test_a_voice_has_a_member_or_a_name(nadia):
    assert refused(lambda: Testimony.objects.create(member=nadia, name="Nadia", quote_it="x", slug_it="x"))


def test_there_is_one_profile(db):
    SiteProfile.objects.create(name_it="Uno")
    assert refused(lambda: SiteProfile(id=2, name_it="Due").save(force_insert=True))


def test_two_people_of_one_name_have_two_addresses(nadia):
    assert refused(lambda: CrewMember.objects.create(name="Nadia", slug="nadia"))


def test_a_release_that_an_agreement_waits_for_is_not_deleted(agreement, waiting):
    with pytest.raises(RestrictedError):
        waiting.delete()


def test_a_production_that_waits_for_its_own_release_goes_with_both(production, agreement, waiting):
    production.delete()
    assert (Agreement.objects.count(), Release.objects.count()) == (0, 0)


@pytest.mark.parametrize("has_platform", [True, False])
def test_a_release_is_listed_once_with_or_without_a_platform(production, has_platform):
    platform = Organization.objects.create(name="Faro Film") if has_platform else None
    same = {"production": production, "type": "theatrical", "territory": "IT", "platform": platform}
    Release.objects.create(**same)
    assert refused(lambda: Release.objects.create(**same, date=date(2026, 1, 1)))
