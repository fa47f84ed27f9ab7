import pytest
from django.utils import timezone

from crew.models import Role
from portfolio.models import PersonRelease
from tests.factories import (
    AppearanceFactory,
    CreditFactory,
    CrewMemberFactory,
    DepartmentFactory,
    PhotoFactory,
    ProductionFactory,
    RoleFactory,
    public_portrait,
)
from tests.reading import flat

pytestmark = pytest.mark.django_db


def headings(response):
    return [str(strip.heading or "others") for strip in response.context["strips"]]


def named(response):
    return [[face.people[0].name for face in strip.faces] for strip in response.context["strips"]]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("address", ["/en/faces/", "/en/faces/by-production/"])
def test_wall_costs_the_same_for_one_face_and_for_three(client, django_assert_num_queries, number, address):
    for _ in range(number):
        made = ProductionFactory(is_open=True)
        credit = CreditFactory(production=made)
        public_portrait(credit.member, production=made)
    with django_assert_num_queries(6):
        client.get(address)


def test_departments_stand_in_their_order_and_those_without_one_come_last(client):
    late, early = DepartmentFactory(order=2000), DepartmentFactory(order=1990)
    for name, department in (("Ada", late), ("Bea", early)):
        role = RoleFactory(department=department)
        credit = CreditFactory(role=role, member=CrewMemberFactory(name=name))
        public_portrait(credit.member)
    public_portrait(CrewMemberFactory(name="Carlo"))
    response = client.get("/en/faces/")
    assert headings(response) == [early.name_en, late.name_en, "others"]
    assert named(response) == [["Bea"], ["Ada"], ["Carlo"]]


def test_credit_on_the_production_of_the_photo_wins(client):
    member, made = CrewMemberFactory(), ProductionFactory(is_open=True)
    CreditFactory(member=member, order=1)
    here = CreditFactory(member=member, production=made, order=2)
    public_portrait(member, production=made)
    [strip] = client.get("/en/faces/").context["strips"]
    assert strip.faces[0].credit == here


def test_role_has_the_form_that_goes_with_the_person(client):
    hairdresser = Role.objects.get(slug="hairdresser")
    credit = CreditFactory(role=hairdresser, member=CrewMemberFactory(pronoun="she"))
    public_portrait(credit.member)
    assert hairdresser.feminine_it in client.get("/it/volti/").content.decode()


def test_portrait_of_two_shows_both_names(client):
    public_portrait(CrewMemberFactory(name="Ada"), CrewMemberFactory(name="Bea"))
    page = flat(client.get("/en/faces/"))
    assert '<span class="name"> Ada, Bea </span>' in page


def test_unreleased_portrait_is_absent_while_a_released_one_is_there(client):
    public_portrait(CrewMemberFactory(name="Released Rita"))
    hidden = PhotoFactory(kind="portrait", is_published=True, people="listed", caption_en="Never seen")
    AppearanceFactory(photo=hidden, member=CrewMemberFactory(name="Unreleased Ugo"))
    page = client.get("/en/faces/").content.decode()
    assert "Released Rita" in page
    assert "Unreleased Ugo" not in page
    assert hidden.asset not in page


def test_withdrawn_release_takes_the_face_down(client):
    photo = public_portrait()
    PersonRelease.objects.update(revoked_at=timezone.now())
    assert photo.asset not in client.get("/en/faces/").content.decode()


def test_backstage_photos_do_not_hang_on_the_wall(client):
    photo = PhotoFactory(is_public=True)
    assert photo.asset not in client.get("/en/faces/").content.decode()


def test_secret_production_heads_the_wall_with_its_alias_and_gives_no_roles(client):
    made = ProductionFactory(is_secret_now=True, is_open=True, title_en="True Name")
    credit = CreditFactory(production=made)
    public_portrait(credit.member, production=made)
    page = client.get("/en/faces/by-production/").content.decode()
    assert made.alias_en in page
    assert "True Name" not in page
    assert credit.role.name_en not in page


def test_production_without_a_page_does_not_head_the_wall(client):
    made = ProductionFactory(is_published=False, is_open=True, title_en="Unpublished Title")
    public_portrait(production=made)
    response = client.get("/en/faces/by-production/")
    assert headings(response) == ["others"]
    assert "Unpublished Title" not in response.content.decode()
