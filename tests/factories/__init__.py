"""Rows for tests: what a page needs to be shown, unless a test takes something away."""

from tests.factories.crew import CrewMemberFactory, DepartmentFactory, RoleFactory
from tests.factories.portfolio import (
    AgreementFactory,
    AppearanceFactory,
    CreditFactory,
    FilmFactory,
    OrganizationFactory,
    PersonReleaseFactory,
    PhotoFactory,
    ProductionFactory,
    ReleaseFactory,
    SiteProfileFactory,
    TestimonyFactory,
    manifest,
    public_portrait,
)
from tests.factories.site import PageFactory

__all__ = [
    "AgreementFactory",
    "AppearanceFactory",
    "CreditFactory",
    "CrewMemberFactory",
    "DepartmentFactory",
    "FilmFactory",
    "OrganizationFactory",
    "PageFactory",
    "PersonReleaseFactory",
    "PhotoFactory",
    "ProductionFactory",
    "ReleaseFactory",
    "RoleFactory",
    "SiteProfileFactory",
    "TestimonyFactory",
    "manifest",
    "public_portrait",
]
