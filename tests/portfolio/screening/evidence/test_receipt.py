"""The receipt for a rights holder."""

import hashlib
from datetime import UTC, datetime

import pytest
from django.utils import translation
from reportlab.platypus import Paragraph, Table

from portfolio.actions.record import record
from portfolio.models import Agreement, RightsEntry
from portfolio.screening.actions import erasing, forgetting
from portfolio.screening.evidence import handing_on, receipt, sheet
from portfolio.screening.models import Delivery, Grant, Viewing
from portfolio.screening.models.holder import who_holds
from tests.factories import AgreementFactory, FilmFactory, SiteProfileFactory
from tests.factories.portfolio import OrganizationFactory
from tests.factories.screening import (
    VIDEO,
    ContactFactory,
    GrantFactory,
    HolderDecisionFactory,
    TermsFactory,
    private_film,
)

pytestmark = pytest.mark.django_db

NINE = datetime(2031, 3, 5, 20, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def site(db):
    return SiteProfileFactory()


def watch(grant, film, first=0, length=2_500_000, path=VIDEO["mp4"]):
    sitting = Viewing.objects.create(grant=grant, browser="a" * 64, started_at=NINE)
    Delivery.objects.create(viewing=sitting, film=film, path=path, first_byte=first, length=length, at=NINE)


def said_in(things):
    """The words of paragraphs and tables, however deep they lie."""
    for thing in things:
        if isinstance(thing, Paragraph):
            yield thing.text
        elif isinstance(thing, Table):
            yield from said_in(cell for row in thing._cellvalues for cell in row)
        elif hasattr(thing, "_content"):
            yield from said_in(thing._content)


def words(grant, holder=None, language="en"):
    """All that the receipt says."""
    films = [item.film for item in receipt._items(grant) if holder is None or who_holds(item.film) == holder]
    with translation.override(language):
        return " ".join(said_in(receipt._story(grant, holder, films, NINE)))


def holder_of(film):
    return Agreement.objects.get(production=film.production).rights_holder


def test_it_is_a_pdf_in_either_language(grant, film):
    watch(grant, film)
    for language in ("it", "en"):
        with translation.override(language):
            content = receipt.receipt(grant, holder_of(film), at=NINE)
        assert (content[:5], content.rstrip()[-5:]) == (b"%PDF-", b"%%EOF")


def test_it_says_who_asked_what_was_watched_and_which_seconds(grant, film):
    grant.request.production, grant.request.reason = "Il faro", "Cerchiamo chi filma di notte"
    grant.request.save()
    watch(grant, film)
    said = words(grant, holder_of(film))
    for fact in (
        "Ada Ferri, Faro Film, ada@faro.example",
        "Il faro",
        "Cerchiamo chi filma di notte",
        film.title_en,
        "about 50 % of 0:24",
        "0:00–0:12",
        "5 March 2031, 21:00",
        str(holder_of(film)),
    ):
        assert fact in said


def test_what_stands_below_a_heading_fits_it(grant, film):
    watch(grant, film)
    assert "Which seconds At most 1 5 March 2031, 21:00 0:00–0:12 once" in words(grant)


def test_it_says_whose_word_stands_behind_the_film(guest):
    film = private_film(Agreement.Private.EACH_TIME)
    grant = GrantFactory(films=[film], request__contact=guest)
    HolderDecisionFactory(
        request=grant.request, film=film, answer="yes", decided_at=NINE, decided_by="Anna Rossi, by mail"
    )
    assert "The rights holder’s yes: Anna Rossi, by mail, 5 March 2031, 21:00." in words(grant)


def test_who_bought_the_rights_reads_neither_name_nor_line_of_who_held_them_before(guest):
    film = private_film(Agreement.Private.EACH_TIME)
    grant = GrantFactory(films=[film], request__contact=guest)
    said = HolderDecisionFactory(
        request=grant.request, film=film, answer="yes", decided_at=NINE, decided_by="Anna Rossi, by mail"
    )
    record(said, "said_yes")
    before = holder_of(film)
    Agreement.objects.update(rights_holder=OrganizationFactory())
    grant = Grant.objects.get()
    now = words(grant, holder_of(film))
    assert ("Anna Rossi" in now, "Whoever held the rights before allowed it." in now) == (False, True)
    assert receipt.log_lines(grant, [film], holder_of(film)) == []
    assert len(receipt.log_lines(grant, [film], before)) == len(receipt.log_lines(grant, [film])) == 1
    assert "Anna Rossi, by mail" in words(grant)


def test_sittings_of_anothers_films_are_not_even_counted(grant, film):
    other = private_film()
    grant.items.create(film=other, order=2)
    for each in (other, other, film):
        watch(grant, each)
    assert "At most 1 5 March 2031" in words(grant, holder_of(film))
    assert "At most 3 5 March 2031" in words(grant)


def test_it_says_the_version_of_the_terms_and_when_they_were_accepted(grant, film):
    Grant.objects.update(terms=TermsFactory(version=7), terms_accepted_at=NINE)
    assert "version 7, 5 March 2031, 21:00" in words(Grant.objects.get())


def test_a_holder_reads_nothing_of_anothers_films(grant, film):
    other = private_film()
    free = FilmFactory(is_public=True, title_it="Senza produzione", title_en="Of no production")
    for order, each in enumerate((other, free), 2):
        grant.items.create(film=each, order=order)
        watch(grant, each)
    said = words(grant, holder_of(film))
    assert film.title_en in said
    assert other.title_en not in said
    assert str(holder_of(other)) not in said
    assert "Of no production" not in said
    assert "Senza produzione" not in said


def test_nor_of_what_another_holder_said(grant, film):
    other = private_film()
    grant.items.create(film=other, order=2)
    decision = HolderDecisionFactory(
        request=grant.request, film=other, answer="yes", decided_at=NINE, decided_by="Bruno Verdi"
    )
    record(decision, "yes")
    assert receipt.log_lines(grant, [film]) == []
    assert "Bruno Verdi" not in words(grant, holder_of(film))


def test_a_films_own_agreement_says_whose_it_is(grant, film):
    own = AgreementFactory(production=None, film=film)
    assert receipt.holders(grant) == []
    own.delete()
    assert [holder.pk for holder in receipt.holders(Grant.objects.get())] == [holder_of(film).pk]


def test_a_film_that_was_not_played_is_said_not_to_have_been(grant, film):
    assert "It was not played." in words(grant)


def test_an_earlier_version_is_named_as_such(grant, film):
    watch(grant, film, path="720-before.mp4")
    assert "An earlier version was delivered from 5 March 2031, 21:00" in words(grant)


def test_names_are_words_and_never_markup(film):
    contact = ContactFactory(name='<b>Ada</b> & <img src="x">', company="Casa")
    grant = GrantFactory(films=[film], request__contact=contact)
    assert receipt.receipt(grant, at=NINE).startswith(b"%PDF-")
    assert "&lt;b&gt;Ada&lt;/b&gt; &amp; &lt;img" in words(grant)


def test_long_names_and_letters_of_the_whole_continent_come_out(film):
    name = "Đorđe Łukasz Ștefănescu Ναταλία Żółć " + "Lunghissimo" * 9
    film.title_it = "Più giù, laggiù: perché così? " * 6
    film.save()
    grant = GrantFactory(films=[film], request__contact=ContactFactory(name=name[:120]))
    watch(grant, film)
    assert receipt.receipt(grant, at=NINE).startswith(b"%PDF-")


def test_its_letters_are_embedded():
    grant = GrantFactory(films=[private_film()])
    assert b"/FontFile2" in receipt.receipt(grant, at=NINE)


def test_a_line_of_the_log_that_were_changed_would_give_another_hash(grant):
    record(grant, "granted", after="x")
    lines = list(RightsEntry.objects.all())
    before = receipt.fingerprint(lines)
    lines[0].after = "y"
    assert receipt.fingerprint(lines) != before


def test_what_is_handed_on_is_in_the_log_with_its_hash(grant, film, editor):
    content = handing_on.as_receipt(grant, holder_of(film), by=editor, at=NINE)
    rows = handing_on.as_sheet(grant, by=editor)
    written = RightsEntry.objects.filter(fact="exported").order_by("pk")
    assert [(line.after, line.by, line.evidence_sha256) for line in written] == [
        (f"pdf organization:{holder_of(film).pk}", editor, hashlib.sha256(content).hexdigest()),
        ("csv", editor, hashlib.sha256(rows).hexdigest()),
    ]


def test_it_does_not_call_unplayed_what_is_merely_no_longer_kept(grant, film):
    assert "It was not played." in words(grant)
    watch(grant, film)
    Grant.objects.update(valid_from="2020-01-01T00:00Z", valid_until="2020-01-08T00:00Z")
    forgetting.forget()
    said = words(Grant.objects.get(), holder_of(film))
    assert "What was watched is no longer kept: it was let go on" in said
    assert "It was not played." not in said


def test_of_an_erased_contact_it_says_so_and_nothing_else(grant, film, editor):
    watch(grant, film)
    Grant.objects.update(valid_from="2020-01-01T00:00Z", valid_until="2020-01-08T00:00Z")
    erasing.erase(grant.request.contact, by=editor)
    grant = Grant.objects.get()
    said = words(grant, holder_of(film))
    assert "erased contact" in said
    assert "Ada Ferri" not in said
    assert "erased.invalid" not in said
    assert "un contatto cancellato" in sheet.rows_of(grant)


def test_of_a_film_that_everybody_may_see_it_alarms_nobody(grant, film):
    Agreement.objects.filter(production=film.production).update(private="no", public="yes")
    assert "The agreement allows showing it to everybody." in words(grant)
