"""Facts that come to speak of something else, or go: what they opened until now is hidden."""

from datetime import date

import pytest
from django.core.files.base import ContentFile

from crew.models import CrewMember
from portfolio.actions import clearance, intake
from portfolio.admin import facts
from portfolio.models import Agreement, Appearance, PersonRelease, Photo, Production

pytestmark = pytest.mark.django_db


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def agreement(production):
    Production.objects.update(is_published=True)
    return Agreement.objects.create(production=production, own_initiative=True, public="yes")


@pytest.fixture
def photo(agreement, upload, commit):
    with commit():
        return intake.accept_photo(
            upload(), production=agreement.production, people="none", is_published=True
        )


def copies(storages):
    return len([path for path in (storages / "public").rglob("*") if path.is_file()])


def test_an_agreement_that_moves_to_another_production_hides_the_former(
    photo, agreement, storages, editor, commit
):
    agreement.production = Production.objects.create(title_it="Altro", slug_it="altro")
    assert copies(storages) > 0
    with commit():
        facts.keep(agreement, by=editor)
    assert copies(storages) == 0


def test_a_release_that_moves_to_another_person_hides_the_former(photo, storages, editor, commit, member):
    release = PersonRelease.objects.create(member=member, signed_on=date(2024, 1, 1))
    Photo.objects.update(people="listed")
    Appearance.objects.create(photo=photo, member=member)
    with commit():
        clearance.fact_changed(release, None)
    assert copies(storages) > 0
    release.member = CrewMember.objects.create(name="Zita", slug="zita")
    with commit():
        facts.keep(release, by=editor)
    assert copies(storages) == 0


def test_a_release_that_is_deleted_takes_its_paper_along(storages, editor, member, commit):
    release = PersonRelease.objects.create(
        member=member, signed_on=date(2024, 1, 1), document=ContentFile(b"%PDF-1.4", name="foglio.pdf")
    )
    assert len(list((storages / "vault").rglob("*.pdf"))) == 1
    with commit():
        facts.drop(release, by=editor)
    assert list((storages / "vault").rglob("*.pdf")) == []
