import pytest

from backstage.bilingual.spelling import fold
from backstage.pages.search import Heard
from crew.models import Role
from portfolio.models import CaptionTrack
from tests.factories import (
    CreditFactory,
    CrewMemberFactory,
    FilmFactory,
    PageFactory,
    ProductionFactory,
    TestimonyFactory,
)

pytestmark = pytest.mark.django_db


def found(client, query, language="en"):
    address = {"en": "/en/search/", "it": "/it/cerca/"}[language]
    results = client.get(address, {"q": query}).context["found"]
    return {kind: rows for kind, rows in results.items() if rows}


def people(client, query, language="en"):
    return [(person.member, person.credits) for person in found(client, query, language)["people"]]


def test_person_is_found_without_the_accent(client):
    credit = CreditFactory(member=CrewMemberFactory(name="Niccolò Pericò"))
    assert people(client, "perico niccolo") == [(credit.member, [credit])]


def test_every_word_must_be_there(client):
    CreditFactory(member=CrewMemberFactory(name="Ada Rossi"))
    assert found(client, "ada bianchi") == {}


def test_trade_finds_those_who_have_it(client):
    credit = CreditFactory(role=Role.objects.get(slug="hairdresser"))
    assert people(client, "parrucchier", "it") == [(credit.member, [credit])]


def test_somebody_is_found_once_with_all_that_they_did(client):
    member = CrewMemberFactory(name="Ada Rossi")
    credits = {CreditFactory(member=member), CreditFactory(member=member)}
    [(who, held)] = people(client, "ada")
    assert (who, set(held)) == (member, credits)


def test_two_people_of_one_name_are_told_apart_by_what_they_did(client):
    credits = [CreditFactory(member=CrewMemberFactory(name="Alessio")) for _ in range(2)]
    assert people(client, "alessio") == [(credit.member, [credit]) for credit in credits]


def test_titles_come_before_people(client):
    CreditFactory(
        production=ProductionFactory(title_en="Umbrella"), member=CrewMemberFactory(name="Umbrella")
    )
    page = client.get("/en/search/?q=umbrella").content.decode()
    assert page.index('id="found-productions"') < page.index('id="found-people"')


def test_words_of_each_kind_are_found(client):
    production = ProductionFactory(synopsis_en="An umbrella")
    film = FilmFactory(is_public=True, description_en="An umbrella")
    voice = TestimonyFactory(quote_en="An umbrella")
    page = PageFactory(body_en="An umbrella")
    assert found(client, "umbrella") == {
        "productions": [production],
        "films": [Heard(film)],
        "testimonies": [voice],
        "pages": [page],
    }


def test_nothing_that_is_not_public_is_found(client):
    ProductionFactory(is_published=False, title_en="Umbrella one")
    ProductionFactory(is_secret_now=True, title_en="Umbrella two", synopsis_en="Umbrella")
    CreditFactory(production=ProductionFactory(is_secret_now=True), member=CrewMemberFactory(name="Umbrella"))
    CrewMemberFactory(name="Umbrella three")
    FilmFactory(people="none", title_en="Umbrella four")
    TestimonyFactory(is_published=False, quote_en="Umbrella five")
    PageFactory(is_published=False, title_en="Umbrella six")
    assert found(client, "umbrella") == {}


def test_wording_that_was_not_approved_is_not_found(client):
    TestimonyFactory(quote_en="An umbrella", wording_approved_on_en=None)
    assert found(client, "umbrella") == {}


def test_secret_production_is_found_by_its_alias(client):
    production = ProductionFactory(is_secret_now=True, alias_en="Umbrella")
    assert found(client, "umbrella") == {"productions": [production]}


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        "%",
        "_",
        "\\",
        "\x00",
        "a\x00b",
        "x" * 10_000,
        "x " * 5_000,
        "🎬",
        "\ud800",
        "<script>",
        "  ",
    ],
)
def test_hostile_words_are_only_words(client, query):
    ProductionFactory()
    answer = client.get("/en/search/", {"q": query.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


def test_title_is_found_with_either_apostrophe(client):
    production = ProductionFactory(title_it="L’inverno del trapezista")
    assert [found(client, word)["productions"] for word in ("l'inverno", "l’inverno")] == [[production]] * 2


def test_wildcards_are_letters(client):
    ProductionFactory(title_en="Plain")
    assert found(client, "%") == {}


@pytest.mark.parametrize("number", [1, 3])
def test_search_costs_the_same_for_one_hit_and_for_three(client, django_assert_num_queries, number):
    for _ in range(number):
        made = ProductionFactory(is_open=True, title_en="Umbrella")
        CreditFactory(production=made, member=CrewMemberFactory(name="Umbrella"))
        FilmFactory(is_public=True, title_en="Umbrella", production=made)
        TestimonyFactory(quote_en="Umbrella")
        PageFactory(title_en="Umbrella")
    with django_assert_num_queries(10):
        client.get("/en/search/?q=umbrella")


def spoken(film, words, starts, language="it"):
    CaptionTrack.objects.create(
        film=film,
        language=language,
        file="x.vtt",
        transcript=words,
        transcript_folded=fold(words),
        transcript_starts=starts,
    )


def film_here(**fields):
    return FilmFactory(
        external_url="", source="x/source.mp4", renditions={"video": {"mp4": "720-0a.mp4"}}, **fields
    )


def test_a_film_is_found_by_what_is_said_in_it_and_where(client):
    film = film_here(is_public=True, title_it="La luna")
    spoken(film, "Motore.\nIl camion è arrivato perché piove.", [0.7, 8.5])
    assert found(client, "perche camion", "it") == {
        "films": [Heard(film, 8.5, "Il camion è arrivato perché piove.", "it")]
    }
    page = client.get("/it/cerca/?q=camion").content.decode()
    assert f'href="{film.get_absolute_url()}#t=8.5"' in page.replace("/en/films", "/it/film")


def test_a_film_is_found_once_though_it_says_the_word_in_both_languages(client):
    film = film_here(is_public=True)
    spoken(film, "Una crew.", [0], "it")
    spoken(film, "A crew.", [0], "en")
    assert found(client, "crew") == {"films": [Heard(film, 0, "A crew.", "en")]}


def test_words_said_in_title_and_film_together_find_it(client):
    film = film_here(is_public=True, title_en="The moon")
    spoken(film, "Roll camera.", [3], "en")
    assert found(client, "moon camera") == {"films": [Heard(film, 3, "Roll camera.", "en")]}


def test_the_word_is_shown_that_was_found_in_a_long_paragraph_and_in_its_language(client):
    film = film_here(is_public=True)
    spoken(film, f"{'Prima ' * 60}zanzibar {'dopo ' * 60}".strip(), [0])
    (heard,) = found(client, "zanzibar")["films"]
    assert heard.words.startswith("… Prima")
    assert heard.words.endswith("dopo …")
    assert "zanzibar" in heard.words
    assert '<span lang="it">… Prima' in client.get("/en/search/?q=zanzibar").content.decode()


def test_a_film_elsewhere_is_not_found_by_words_that_its_page_does_not_print(client):
    spoken(FilmFactory(is_public=True, external_url="https://video.example.org/7"), "Zanzibar", [0])
    assert found(client, "zanzibar") == {}


def test_a_film_that_is_not_public_is_not_found_by_what_is_said_in_it(client):
    spoken(film_here(people="none"), "Umbrella", [0])
    assert found(client, "umbrella") == {}
