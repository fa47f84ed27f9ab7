import re

import pytest

from tests.factories import CreditFactory, CrewMemberFactory, PageFactory

pytestmark = pytest.mark.django_db


def test_markdown_is_set_and_html_stays_text(client):
    page = PageFactory(body_en="## Mission\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))")
    answer = client.get(f"/en/{page.slug_en}/").content.decode()
    assert "<h2>Mission</h2>" in answer
    assert "<script>alert" not in answer
    assert 'href="javascript' not in answer


def test_people_presented_are_linked_where_they_have_a_page(client):
    page, linked, plain = PageFactory(), CreditFactory().member, CrewMemberFactory(slug="plain")
    page.people.set([linked, plain])
    answer = client.get(f"/en/{page.slug_en}/").content.decode()
    assert f'href="/en/crew/{linked.slug}/"' in answer
    assert plain.name in answer
    assert "/en/crew/plain/" not in answer


def test_unpublished_page_is_nowhere(client):
    page = PageFactory(is_published=False, menu="main", title_en="Draft page")
    answer = client.get(f"/en/{page.slug_en}/")
    assert answer.status_code == 404
    assert "Draft page" not in answer.content.decode()


def test_menu_and_foot_link_to_the_pages_that_the_editor_put_there(client):
    main = PageFactory(menu="main")
    foot = PageFactory(menu="footer")
    nowhere = PageFactory()
    answer = client.get("/en/").content.decode()
    links = {page: answer.count(f'href="/en/{page.slug_en}/"') for page in (main, foot, nowhere)}
    assert links == {main: 2, foot: 1, nowhere: 0}


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_for_one_person_and_for_three(client, django_assert_num_queries, number):
    page = PageFactory()
    page.people.set([CrewMemberFactory() for _ in range(number)])
    with django_assert_num_queries(5):
        client.get(f"/en/{page.slug_en}/")


def test_people_stand_in_the_order_of_the_page_and_not_of_the_alphabet(client):
    page = PageFactory()
    for order, name in enumerate(["Talami", "Vigliotti", "Magro"]):
        page.presentations.create(crewmember=CrewMemberFactory(name=name), order=order)
    answer = client.get(f"/en/{page.slug_en}/").content.decode()
    assert re.findall("Talami|Vigliotti|Magro", answer) == ["Talami", "Vigliotti", "Magro"]
