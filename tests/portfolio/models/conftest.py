"""A portrait that is public, so that each test can take one thing away."""

from datetime import date

import pytest

from crew.models import CrewMember
from portfolio.models import Agreement, Appearance, Film, PersonRelease, Photo, Production


@pytest.fixture
def nadia(db):
    return CrewMember.objects.create(name="Nadia", slug="nadia", pronoun="she")


@pytest.fixture
def production(db):
    return Production.objects.create(title_it="Il faro", slug_it="il-faro", is_published=True)


@pytest.fixture
def agreement(production):
    return Agreement.objects.create(production=production, own_initiative=True, public="yes")


@pytest.fixture
def release(nadia):
    return PersonRelease.objects.create(member=nadia, signed_on=date(2024, 1, 1))


@pytest.fixture
def portrait(production, agreement, nadia, release):
    photo = Photo.objects.create(
        production=production, original="x/original.jpg", people="listed", is_published=True
    )
    Appearance.objects.create(photo=photo, member=nadia)
    return photo


@pytest.fixture
def film(production, agreement):
    return Film.objects.create(
        title_it="Dietro il faro",
        slug_it="dietro-il-faro",
        production=production,
        people="none",
        is_published=True,
    )
