"""What data migrations do to rows that were there before."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from backstage.models import Page
from crew.models import CrewMember
from portfolio.actions.record import record
from portfolio.models import Film, Production, Release, Showreel, Testimony
from portfolio.screening.models import Delivery, Grant, Viewing
from portfolio.screening.playback import PIECE
from tests.factories import FilmFactory
from tests.factories.screening import GrantFactory, HolderDecisionFactory, TermsFactory, private_film

pytestmark = pytest.mark.django_db

LATER = {
    Production: ["production_slug_in_some_language", "production_confidential_has_alias"],
    Film: ["film_slug_in_some_language"],
    Showreel: ["showreel_slug_in_some_language"],
    Testimony: ["testimony_slug_in_some_language"],
    Page: ["page_slug_in_some_language"],
    CrewMember: ["member_has_an_address"],
}


def run(migration):
    """What the migration does to the rows, on the models of today."""
    import_module(migration).fill(apps, None)


@pytest.fixture
def before_addresses():
    """The tables as they were before rows without an address were refused."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            yield
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
            return
        for model, names in LATER.items():
            for name in names:
                cursor.execute(f'ALTER TABLE "{model._meta.db_table}" DROP CONSTRAINT "{name}"')
        yield


@pytest.mark.usefixtures("before_addresses")
def test_rows_without_an_address_get_one_as_the_forms_make_it():
    first = Production.objects.create(title_it="Il faro", title_en="The Lighthouse")
    second = Production.objects.create(title_it="Il faro")
    film = Film.objects.create(title_en="Behind it")
    reel = Showreel.objects.create(title_it="東京")
    voice = Testimony.objects.create(name="Ivo", quote_it="x")
    run("portfolio.migrations.0008_missing_addresses")
    for row in (first, second, film, reel, voice):
        row.refresh_from_db()
    assert (first.slug_it, first.slug_en) == ("il-faro", "the-lighthouse")
    assert (second.slug_it, second.slug_en) == ("il-faro-2", "il-faro")
    assert (film.slug_it, film.slug_en) == ("behind-it", "behind-it")
    assert (reel.slug_it, reel.slug_en) == ("senza-titolo", "untitled")
    assert (voice.slug_it, voice.slug_en) == ("ivo", "ivo")


@pytest.mark.usefixtures("before_addresses")
def test_the_alias_of_a_confidential_production_gets_an_address_and_others_none():
    secret = Production.objects.create(
        title_it="Il faro", slug_it="il-faro", is_confidential=True, alias_it="Ombrello"
    )
    known = Production.objects.create(title_it="Altro", slug_it="altro")
    run("portfolio.migrations.0008_missing_addresses")
    for row in (secret, known):
        row.refresh_from_db()
    assert (secret.alias_slug_it, secret.slug_it) == ("ombrello", "il-faro")
    assert not known.alias_slug_it


@pytest.mark.usefixtures("before_addresses")
def test_a_row_with_an_address_in_one_language_is_left_as_it_is():
    production = Production.objects.create(title_it="Il faro", slug_it="faro")
    run("portfolio.migrations.0008_missing_addresses")
    production.refresh_from_db()
    assert (production.slug_it, production.slug_en) == ("faro", None)


@pytest.mark.usefixtures("before_addresses")
def test_pages_and_members_without_an_address_get_one():
    page = Page.objects.create(title_it="Chi siamo")
    member = CrewMember.objects.create(name="Niccolò", slug="")
    run("backstage.migrations.0004_missing_addresses")
    run("crew.migrations.0003_missing_addresses")
    page.refresh_from_db()
    member.refresh_from_db()
    assert (page.slug_it, page.slug_en, member.slug) == ("chi-siamo", "chi-siamo", "niccolo")


@pytest.fixture
def before_releases_were_unique(db):
    with connection.cursor() as cursor:
        cursor.execute('DROP INDEX "release_once_without_platform"')


@pytest.mark.usefixtures("before_releases_were_unique")
def test_releases_that_are_listed_twice_are_named():
    check = import_module("portfolio.migrations.0010_releases_listed_twice")
    production = Production.objects.create(title_it="Il faro", slug_it="il-faro")
    twice = [production.releases.create(type="theatrical", territory="IT").pk for _ in range(2)]
    production.releases.create(type="theatrical", territory="FR")
    with pytest.raises(check.ListedTwice) as refusal:
        check.check(apps, None)
    assert str(refusal.value).splitlines()[1:] == [
        f"Production {production.pk}, theatrical, IT: releases {twice[0]} (no date), {twice[1]} (no date)"
    ]


def test_releases_that_differ_pass():
    production = Production.objects.create(title_it="Il faro", slug_it="il-faro")
    for territory in ("IT", "FR"):
        production.releases.create(type="theatrical", territory=territory)
    import_module("portfolio.migrations.0010_releases_listed_twice").check(apps, None)
    assert Release.objects.count() == 2


def test_sittings_that_went_before_are_counted_from_the_log():
    grant, other = GrantFactory(), GrantFactory()
    for number in (2, 1):
        record(grant, "viewings_forgotten", before=number)
    record(Grant(pk=10**6), "viewings_forgotten", before=4)
    import_module("portfolio.screening.migrations.0017_let_go_before").count(apps, None)
    for row in (grant, other):
        row.refresh_from_db()
    assert (grant.sittings_let_go, grant.views_let_go, grant.let_go_at is not None) == (3, None, True)
    assert (other.sittings_let_go, other.let_go_at) == (0, None)


def test_a_word_is_that_of_the_holder_of_now_unless_the_log_says_that_it_changed_hands():
    kept, sold = private_film("each_time"), private_film("each_time")
    said = {"answer": "yes", "decided_at": timezone.now(), "decided_by": "Anna", "rights_holder": None}
    words = [HolderDecisionFactory(film=film, **said) for film in (kept, sold)]
    record(sold.production.agreement, "rights_holder", before=1, after=2)
    import_module("portfolio.screening.migrations.0019_whose_word_before").fill(apps, None)
    for word in words:
        word.refresh_from_db()
    assert [word.rights_holder for word in words] == [kept.production.agreement.rights_holder, None]


@pytest.mark.django_db(transaction=True)
def test_bytes_become_the_piece_that_they_lie_in_and_that_pieces_bytes_again():
    executor = MigrationExecutor(connection)
    newest = [node for node in executor.loader.graph.leaf_nodes() if node[0] == "screening"]
    sitting = Viewing.objects.create(grant=GrantFactory())
    given = {"first_byte": 3 * PIECE + 9, "length": 7}
    Delivery.objects.create(viewing=sitting, film=FilmFactory(), path="x.mp4", **given)
    try:
        state = executor.migrate([("screening", "0008_delivery_bytes")])
        old = state.apps.get_model("screening", "Delivery")
        assert list(old.objects.values_list("sequence", flat=True)) == [3]
    finally:
        MigrationExecutor(connection).migrate(newest)
    assert list(Delivery.objects.values_list("first_byte", "length")) == [(3 * PIECE, PIECE)]


def test_who_accepted_terms_before_words_were_kept_accepted_those():
    terms = TermsFactory(text_it="Non si copia.", text_en="")
    for language in ("it", "en"):
        GrantFactory(terms=terms, terms_accepted_at=timezone.now(), request__language=language)
    untouched = GrantFactory()
    import_module("portfolio.screening.migrations.0013_words_accepted_before").keep_words(apps, None)
    kept = Grant.objects.exclude(pk=untouched.pk).values_list("accepted_text", flat=True)
    assert list(kept) == ["Non si copia.", "Non si copia."]
    untouched.refresh_from_db()
    assert untouched.accepted_text == ""
