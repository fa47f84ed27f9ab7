import pytest

from portfolio.views.members import members_knowing_pages, public_members
from tests.factories import (
    AppearanceFactory,
    CreditFactory,
    CrewMemberFactory,
    PhotoFactory,
    ProductionFactory,
    public_portrait,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_for_three(client, django_assert_num_queries, number):
    for _ in range(number):
        CreditFactory()
    with django_assert_num_queries(4):
        client.get("/en/crew/")


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_however_much_somebody_did(client, django_assert_num_queries, number):
    member = CrewMemberFactory()
    for _ in range(number):
        made = ProductionFactory(is_open=True)
        CreditFactory(member=member, production=made)
        public_portrait(member, production=made)
    with django_assert_num_queries(8):
        client.get(f"/en/crew/{member.slug}/")


def test_public_portrait_alone_makes_a_page():
    member = CrewMemberFactory()
    public_portrait(member)
    assert list(public_members()) == [member]


def test_public_backstage_picture_alone_makes_none(client):
    member = CrewMemberFactory()
    photo = public_portrait(member)
    photo.kind = photo.Kind.BACKSTAGE
    photo.save()
    assert not public_members().exists()
    assert client.get(f"/en/crew/{member.slug}/").status_code == 404


def test_credit_on_a_named_production_alone_makes_a_page():
    credit = CreditFactory()
    assert list(public_members()) == [credit.member]


@pytest.mark.parametrize("fields", [{"is_published": False}, {"is_secret_now": True}])
def test_credit_on_a_production_that_may_not_be_named_makes_none(client, fields):
    credit = CreditFactory(production=ProductionFactory(**fields))
    assert not public_members().exists()
    assert client.get(f"/en/crew/{credit.member.slug}/").status_code == 404


def test_hidden_portrait_makes_no_page():
    AppearanceFactory(photo=PhotoFactory(kind="portrait", people="listed", is_published=True))
    assert not public_members().exists()


def test_everybody_knows_whether_they_have_a_page():
    member, stranger = CreditFactory().member, CrewMemberFactory()
    assert {row: row.has_page for row in members_knowing_pages()} == {member: True, stranger: False}


def test_page_tells_named_productions_only(client):
    member = CreditFactory().member
    secret = CreditFactory(
        member=member, production=ProductionFactory(is_secret_now=True, title_en="True Title")
    )
    page = client.get(f"/en/crew/{member.slug}/").content.decode()
    assert not [word for word in ("True Title", secret.role.name_en) if word in page]


def test_contact_address_of_a_member_is_never_shown(client):
    credit = CreditFactory(member=CrewMemberFactory(contact_email="private@example.org"))
    assert "private@example.org" not in client.get(f"/en/crew/{credit.member.slug}/").content.decode()
