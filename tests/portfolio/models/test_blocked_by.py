"""What keeps works from the public: as a list, and on each work with the way to where it is mended."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from portfolio.models import Agreement, Film, FilmTrack, PersonRelease, Photo
from portfolio.models.blockers import why_hidden
from portfolio.models.visibility import BLOCKERS

NOW = timezone.now()
FACTS = {
    "choice": lambda: Photo.objects.update(is_published=False),
    "ended": lambda: Photo.objects.update(withdrawn_at=NOW - timedelta(days=1)),
    "agreement": lambda: Agreement.objects.update(public="no"),
    "people": lambda: PersonRelease.objects.update(scope="private"),
}


def blockers_of(work):
    return [name for name in BLOCKERS if type(work).objects.blocked_by(name).filter(pk=work.pk).exists()]


def test_nothing_blocks_what_is_public(portrait):
    assert blockers_of(portrait) == []


@pytest.mark.parametrize("blocker", FACTS)
def test_each_fact_is_listed_under_its_own_blocker_alone(portrait, blocker):
    FACTS[blocker]()
    assert blockers_of(portrait) == [blocker]


def test_what_several_things_keep_back_is_listed_under_each(portrait):
    for change in FACTS.values():
        change()
    assert blockers_of(portrait) == list(FACTS)


def test_an_embargo_blocks_until_it_passes(portrait):
    Agreement.objects.update(public_from=datetime(2026, 6, 1, tzinfo=UTC))
    before, at = datetime(2026, 5, 31, 23, 59, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
    assert portrait in Photo.objects.blocked_by("agreement", before)
    assert portrait not in Photo.objects.blocked_by("agreement", at)


def test_the_number_that_was_agreed_blocks_a_photograph(portrait, production):
    Agreement.objects.update(max_photos=1)
    Photo.objects.create(production=production, original="y/original.jpg", is_published=True, order=0)
    Photo.objects.filter(pk=portrait.pk).update(order=1)
    assert blockers_of(portrait) == ["own"]


def test_music_blocks_a_film(db):
    film = Film.objects.create(title_it="Fari", slug_it="fari", people="none", is_published=True)
    FilmTrack.objects.create(film=film, title="Valzer")
    assert blockers_of(film) == ["own"]


@pytest.mark.parametrize("blocker", ["choice", "ended", "people"])
def test_the_lists_on_the_desk_are_filtered_by_it(desk, portrait, blocker):
    FACTS[blocker]()
    shown = desk.get(f"/admin/portfolio/photo/?blocker={blocker}").context["cl"].result_list
    assert list(shown) == [portrait]
    assert list(desk.get("/admin/portfolio/photo/?blocker=agreement").context["cl"].result_list) == []


def test_a_filter_that_nobody_knows_lists_all(desk, portrait):
    assert list(desk.get("/admin/portfolio/photo/?blocker=moon").context["cl"].result_list) == [portrait]


def test_a_reason_names_the_row_whose_form_mends_it(portrait, agreement, nadia, production):
    FACTS["agreement"]()
    FACTS["people"]()
    assert [each.mended_at for each in why_hidden(portrait)] == [agreement, nadia]
    Agreement.objects.all().delete()
    assert [each.mended_at for each in why_hidden(portrait)] == [production, nadia]


def test_the_form_leads_there(desk, portrait, agreement):
    FACTS["agreement"]()
    page = desk.get(f"/admin/portfolio/photo/{portrait.pk}/change/").content.decode()
    assert f'<li><a href="/admin/portfolio/agreement/{agreement.pk}/change/">' in page
