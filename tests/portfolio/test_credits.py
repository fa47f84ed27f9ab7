import pytest
from django.utils import translation

from crew.models import Role
from portfolio.models import Credit
from portfolio.templatetags import credits as titles
from tests.factories import (
    CreditFactory,
    CrewMemberFactory,
    DepartmentFactory,
    ProductionFactory,
    RoleFactory,
)

pytestmark = pytest.mark.django_db


def shape(cards):
    return [
        (card.heading, [(entry.label, [row.who for row in entry.credits]) for entry in card.entries])
        for card in cards
    ]


def named(name, **fields):
    return CreditFactory(member=CrewMemberFactory(name=name), **fields)


def test_cast_comes_before_crew_and_leads_before_the_rest():
    production, actor = ProductionFactory(), Role.objects.get(slug="actor")
    rows = [
        named("Director", production=production, role=Role.objects.get(slug="director"), order=1),
        named("Guest", production=production, role=actor, billing="guest", character="Ghost", order=2),
        named("Lead", production=production, role=actor, billing="lead", character="Queen", order=3),
    ]
    with translation.override("en"):
        assert shape(titles.end_titles(rows)) == [
            ("Cast", [("Queen", ["Lead"]), ("Ghost", ["Guest"])]),
            ("Direction", [("Director", ["Director"])]),
        ]


def test_those_who_share_a_role_share_its_line():
    role = RoleFactory()
    rows = [named("Ada", role=role), named("Bea", role=role)]
    [card] = titles.end_titles(rows)
    assert [len(entry.credits) for entry in card.entries] == [2]


def test_other_units_follow_the_main_one():
    role = RoleFactory(department=DepartmentFactory(name_en="Camera"))
    rows = [named("Second", role=role, unit=Credit.Unit.SECOND), named("Main", role=role)]
    with translation.override("en"):
        assert [heading for heading, _ in shape(titles.end_titles(rows))] == ["Camera", "Camera, second unit"]


def test_department_alone_needs_no_second_word():
    row = named("Ada", role=None, department=DepartmentFactory())
    assert [entry.label for card in titles.end_titles([row]) for entry in card.entries] == [""]


@pytest.mark.parametrize(("wording", "expected"), [("", False), ("trade 1", False), ("Trade Uno", True)])
def test_wording_on_screen_is_printed_only_where_it_differs(wording, expected):
    row = named("Ada", role=RoleFactory(name_en="Trade 1", name_it="Trade 1"), credited_as=wording)
    assert titles.is_credited_otherwise(row) is expected
