"""The line beside a picture: what its agreement requires is never left out."""

import pytest
from django.utils import timezone

from portfolio.models import Film, Photo, SiteProfile
from portfolio.models.credit_lines import credit_line, says
from tests.factories import AgreementFactory, FilmFactory, PhotoFactory, ProductionFactory, SiteProfileFactory

pytestmark = pytest.mark.django_db

REQUIRED = {"credit_line": "© Wildside", "credit_required": True}


@pytest.fixture
def site():
    SiteProfileFactory(credit_line="Studio Prova")
    return SiteProfile.current()


def known(work):
    return type(work).objects.with_required_credit().get(pk=work.pk).required_credit


def test_the_line_that_is_required_follows_the_photographs_own(site):
    production = ProductionFactory(is_open__credit_line="© Wildside", is_open__credit_required=True)
    photo = PhotoFactory(production=production, credit_line="Foto di Anna Bianchi")
    assert credit_line(photo, site) == "Foto di Anna Bianchi / © Wildside"


def test_a_line_that_says_it_already_is_not_made_longer(site):
    production = ProductionFactory(is_open__credit_line="Wildside", is_open__credit_required=True)
    photo = PhotoFactory(production=production, credit_line="Anna Bianchi per Wildside")
    assert credit_line(photo, site) == "Anna Bianchi per Wildside"


def test_a_line_that_is_only_agreed_gives_way_to_the_photographs_own(site):
    production = ProductionFactory(is_open__credit_line="© Wildside")
    assert (
        credit_line(PhotoFactory(production=production, credit_line="Anna Bianchi"), site) == "Anna Bianchi"
    )


def test_a_work_with_terms_of_its_own_needs_the_line_of_those_alone(site):
    production = ProductionFactory(is_open__credit_line="© Wildside", is_open__credit_required=True)
    photo = PhotoFactory(production=production)
    AgreementFactory(production=None, photo=photo, credit_line="Foto libera")
    assert (known(photo), credit_line(photo, site)) == ("", "Foto libera")


@pytest.mark.parametrize("factory", [PhotoFactory, FilmFactory])
def test_a_work_knows_the_line_of_its_productions_agreement(factory):
    production = ProductionFactory(is_open__credit_line="© Wildside", is_open__credit_required=True)
    assert known(factory(production=production)) == "© Wildside"


@pytest.mark.parametrize(("factory", "field"), [(PhotoFactory, "photo"), (FilmFactory, "film")])
def test_a_work_knows_the_line_of_its_own_agreement(factory, field):
    work = factory()
    AgreementFactory(production=None, **{field: work}, **REQUIRED)
    assert known(work) == "© Wildside"


def test_nothing_is_required_where_there_is_no_agreement():
    assert (known(PhotoFactory()), known(FilmFactory(production=ProductionFactory()))) == ("", "")


def test_the_line_is_known_of_public_works_at_any_moment():
    production = ProductionFactory(is_open__credit_line="© Wildside", is_open__credit_required=True)
    PhotoFactory(production=production, is_public=True)
    rows = Photo.objects.public(timezone.now()).with_required_credit()
    assert [row.required_credit for row in rows] == ["© Wildside"]
    assert Film.objects.public().with_required_credit().count() == 0


@pytest.mark.parametrize(
    ("line", "required", "expected"),
    [("", "", True), ("Rai", "", True), ("Raicom", "Rai", False), ("© Rai", "Rai", True), ("", "Rai", False)],
)
def test_words_count_as_words(line, required, expected):
    assert says(line, required) is expected
