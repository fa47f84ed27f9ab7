import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from portfolio.models import CompanyRole, ExternalId, Release, SheetLine, SoundtrackItem, Trailer
from tests.factories import (
    AgreementFactory,
    CreditFactory,
    CrewMemberFactory,
    FilmFactory,
    OrganizationFactory,
    PhotoFactory,
    ProductionFactory,
    ReleaseFactory,
    SiteProfileFactory,
    public_portrait,
)
from tests.reading import flat

pytestmark = pytest.mark.django_db


def fill(production, number):
    for _ in range(number):
        credit = CreditFactory(production=production)
        public_portrait(credit.member, production=production)
        PhotoFactory(is_public=True, production=production)
        FilmFactory(is_public=True, production=production)
        ReleaseFactory(production=production, platform=OrganizationFactory())
        SheetLine.objects.create(production=production, label_it="Pubblico", value_it="300")
        SoundtrackItem.objects.create(production=production, origin="cover")
        Trailer.objects.create(production=production)
        CompanyRole.objects.create(
            production=production, organization=OrganizationFactory(), capacity="production"
        )


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_for_three(client, django_assert_num_queries, number):
    for _ in range(number):
        PhotoFactory(is_public=True, production=ProductionFactory(is_open=True))
    with django_assert_num_queries(4):
        client.get("/en/productions/")


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_however_much_is_on_it(client, django_assert_num_queries, number):
    production = ProductionFactory(is_open=True)
    fill(production, number)
    with django_assert_num_queries(17):
        client.get(f"/en/productions/{production.slug_en}/")


def test_unpublished_production_is_nowhere(client):
    production = ProductionFactory(is_published=False, title_en="Unseen")
    assert "Unseen" not in client.get("/en/productions/").content.decode()
    assert client.get(f"/en/productions/{production.slug_en}/").status_code == 404


def test_address_in_another_language_leads_on_with_its_query(client):
    production = ProductionFactory()
    answer = client.get(f"/en/productions/{production.slug_it}/?from=mail")
    assert (answer.status_code, answer["Location"]) == (
        301,
        f"/en/productions/{production.slug_en}/?from=mail",
    )


def test_switch_stays_on_the_same_production_with_its_query(client):
    production = ProductionFactory()
    page = flat(client.get(f"/en/productions/{production.slug_en}/?a=1&b=2"))
    assert f'href="/it/produzioni/{production.slug_it}/?a=1&amp;b=2" hreflang="it"' in page


def test_alternates_name_only_languages_in_which_all_is_there(client):
    production = ProductionFactory(logline_it="Una storia.")
    page = client.get(f"/it/produzioni/{production.slug_it}/").content.decode()
    assert re.findall(r'<link rel="alternate" hreflang="([^"]+)"', page) == ["it", "x-default"]


def test_borrowed_words_say_their_language(client):
    production = ProductionFactory(logline_it="Una storia.")
    page = client.get(f"/en/productions/{production.slug_en}/").content.decode()
    assert '<p class="lead" lang="it">Una storia.</p>' in page


def secret_with_everything():
    production = ProductionFactory(
        is_secret_now=True,
        is_open=True,
        title_en="True Title",
        original_title="Titolo Originale",
        logline_en="A telling story",
        synopsis_en="A telling synopsis",
        official_url="https://telling.example.org/",
    )
    CreditFactory(production=production, member=CrewMemberFactory(name="Telling Credit"))
    ReleaseFactory(production=production, platform=OrganizationFactory(name="Telling Platform"))
    SheetLine.objects.create(production=production, label_en="Telling line", value_en="1")
    company = OrganizationFactory(name="Telling Company")
    CompanyRole.objects.create(production=production, organization=company, capacity="production")
    PhotoFactory(is_public=True, production=production, caption_en="A public picture")
    return production


def test_secret_production_shows_alias_kind_year_and_public_works_alone(client):
    production = secret_with_everything()
    page = client.get(f"/en/productions/{production.alias_slug_en}/").content.decode()
    assert production.alias_en in page
    assert "Film, 2022" in page
    assert "A public picture" in page
    assert not [word for word in ("True Title", "Titolo Originale", "elling", "ld+json") if word in page]


def test_secret_production_does_not_answer_to_its_true_address(client):
    production = secret_with_everything()
    assert client.get(f"/en/productions/{production.slug_en}/").status_code == 404


def test_alias_leads_on_to_the_title_once_it_is_revealed(client):
    revealed = timezone.now() - timedelta(days=1)
    production = ProductionFactory(is_secret_now=True, revealed_at=revealed)
    answer = client.get(f"/en/productions/{production.alias_slug_en}/")
    assert answer["Location"] == f"/en/productions/{production.slug_en}/"


@pytest.mark.parametrize(
    ("status", "precision", "expected"),
    [
        ("released", "day", "Prime Video, 13 ottobre 2022"),
        ("confirmed", "month", "Prime Video, ottobre 2022"),
        ("released", "year", "Prime Video, 2022"),
    ],
)
def test_release_line_is_as_precise_as_what_is_known(client, status, precision, expected):
    release = ReleaseFactory(status=status, date_precision=precision)
    page = client.get(f"/it/produzioni/{release.production.slug_it}/")
    assert page.context["release_line"] == expected


def test_release_that_is_only_announced_says_so(client):
    release = ReleaseFactory(status=Release.Status.ANNOUNCED)
    page = client.get(f"/en/productions/{release.production.slug_en}/")
    assert page.context["release_line"] == "Prime Video, 13 October 2022, announced"


def test_owner_s_own_credits_say_what_we_did(client):
    credit = CreditFactory()
    other = CreditFactory(production=credit.production)
    SiteProfileFactory(owner=credit.member)
    context = client.get(f"/en/productions/{credit.production.slug_en}/").context
    assert context["own_credits"] == [credit]
    assert context["credits"] == [credit, other]


@pytest.mark.parametrize(("size", "said"), [(1, "1 persona"), (2, "2 persone")])
def test_a_crew_of_one_is_one_person(client, size, said):
    production = ProductionFactory(crew_size_min=size)
    assert said in flat(client.get(f"/it/produzioni/{production.slug_it}/"))


def test_sheet_in_preparation_says_so_kindly(client):
    production = ProductionFactory(is_sheet_in_preparation=True)
    page = client.get(f"/en/productions/{production.slug_en}/").content.decode()
    assert "We are still putting this data sheet together." in page


def test_facts_of_the_plot_stand_under_the_story(client):
    line = SheetLine.objects.create(
        production=ProductionFactory(),
        group="casting",
        label_en="Candidates",
        value_en="111",
        is_fictional=True,
    )
    sheet = client.get(f"/en/productions/{line.production.slug_en}/").context["sheet"]
    found = {section.heading: [row.label for row in section.lines] for section in sheet}
    assert found["In the story"] == ["Candidates"]
    assert "Casting" not in found


def test_trailer_without_a_link_is_mentioned_without_one(client):
    trailer = Trailer.objects.create(production=ProductionFactory(), title_en="The trailer")
    page = client.get(f"/en/productions/{trailer.production.slug_en}/").content.decode()
    assert "<span>The trailer</span>" in page


def test_works_that_are_not_public_are_not_on_the_page(client):
    production = ProductionFactory(is_open=True)
    photo = PhotoFactory(production=production, people="none", caption_en="Hidden caption")
    film = FilmFactory(production=production, people="none", title_en="Hidden film")
    page = client.get(f"/en/productions/{production.slug_en}/").content.decode()
    assert not [word for word in (photo.asset, "Hidden caption", film.title_en) if word in page]


def test_machines_read_credits_and_firm_releases_only(client):
    credit = CreditFactory(character="The Queen")
    ReleaseFactory(production=credit.production)
    ReleaseFactory(
        production=credit.production, platform=OrganizationFactory(name="Later"), status="announced"
    )
    ExternalId.objects.create(production=credit.production, scheme="imdb", value="tt0000001")
    page = client.get(f"/en/productions/{credit.production.slug_en}/").content.decode()
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    assert data["@type"] == "Movie"
    assert [event["name"] for event in data["releasedEvent"]] == ["Prime Video"]
    assert data["sameAs"] == ["https://www.imdb.com/title/tt0000001/"]


def test_cover_is_a_still_else_backstage_and_never_somebodys_portrait(client):
    faces, behind, shown = (ProductionFactory(is_open=True) for _ in range(3))
    public_portrait(production=faces)
    backstage = PhotoFactory(is_public=True, production=behind)
    PhotoFactory(is_public=True, production=shown)
    still = PhotoFactory(is_public=True, production=shown, kind="still")
    covers = dict(client.get("/en/productions/").context["productions"])
    assert covers == {faces: None, behind: backstage, shown: still}


def test_title_is_the_cover_where_there_is_no_picture(client):
    ProductionFactory(title_it="Erba bagnata")
    page = client.get("/it/produzioni/").content.decode()
    assert '<span class="frame frame-title">Erba bagnata</span>' in page


def test_soundtrack_says_who_performs_as_a_label(client):
    production = ProductionFactory()
    SoundtrackItem.objects.create(
        production=production, origin="cover", title_en="Ninna nanna", performers_en="The leads", note_en="x"
    )
    page = client.get(production.get_absolute_url().replace("/it/produzioni/il", "/en/productions/the"))
    assert "Performed by: The leads. x" in page.content.decode()


def test_a_picture_whose_caption_says_it_all_is_not_read_out_twice(client):
    production = ProductionFactory(slug_en="lighthouse")
    AgreementFactory(production=production)
    PhotoFactory(production=production, people="none", kind="still", is_published=True)  # the cover
    words = {"caption_en": "The lamp, seen from below", "alt_en": "The lamp, seen from below"}
    PhotoFactory(production=production, people="none", kind="backstage", is_published=True, **words)
    page = client.get("/en/productions/lighthouse/").content.decode()
    assert ('alt="The lamp' in page, ">The lamp, seen from below<" in page) == (False, True)


def test_the_line_that_a_cover_requires_is_read_by_everybody(client):
    """The cover's own link repeats the title's: it is hidden from screen readers, the line is not."""
    production = ProductionFactory(is_open__credit_line="© Wildside", is_open__credit_required=True)
    PhotoFactory(production=production, is_public=True)
    page = client.get("/en/productions/").content.decode()
    assert page.count("© Wildside") == 1
    assert "© Wildside" not in re.search(r'aria-hidden="true">.*?</a>', page, re.DOTALL)[0]
