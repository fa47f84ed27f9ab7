"""What a viewer accepts: the terms, the agreements' clauses, and the proof of what was accepted."""

import hashlib

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from portfolio.actions.record import record_changes
from portfolio.models import Agreement, RightsEntry
from portfolio.screening import playback
from portfolio.screening.actions import watching
from portfolio.screening.models import Viewing, promise_of
from tests.factories import AgreementFactory
from tests.factories.screening import VIDEO, TermsFactory, private_film
from tests.reading import flat

pytestmark = pytest.mark.django_db


def clause(film, it="Non se ne parla.", en="Not a word of it."):
    Agreement.objects.filter(production=film.production).update(clause_it=it, clause_en=en)


def room(grant, tail=""):
    return f"/en/screenings/{grant.code}/{tail}"


def sent(grant):
    """What the page's form sends."""
    return {"words": promise_of(grant).fingerprint}


def accept(grant):
    """What a viewer accepts who has read it in English."""
    english(lambda: watching.accept_terms(grant, promise_of(grant)))


def english(act):
    with translation.override("en"):
        return act()


def test_the_clause_is_read_with_the_terms_and_both_are_kept_as_they_were(grant, guest, film, signed_in):
    TermsFactory(), clause(film)
    browser = signed_in(guest)
    page = flat(browser.get(room(grant)))
    assert "No copying." in page
    assert "Not a word of it." in page
    browser.post(room(grant, "terms/"), english(lambda: sent(grant)))
    grant.refresh_from_db()
    assert grant.accepted_text == "No copying.\n\nNot a word of it."


def test_what_was_accepted_is_in_the_log_as_a_hash(grant, film):
    TermsFactory(version=3)
    clause(film)
    accept(grant)
    line = RightsEntry.objects.get(fact="terms_accepted")
    said = hashlib.sha256(b"No copying.\n\nNot a word of it.").hexdigest()
    assert (line.after, line.evidence_sha256) == ("3", said)


def test_a_clause_that_changes_afterwards_changes_nothing_that_was_accepted(grant, guest, film, signed_in):
    clause(film)
    accept(grant)
    clause(film, en="Something else.")
    grant.refresh_from_db()
    assert grant.accepted_text == "Not a word of it."
    assert "Start the screening" in flat(signed_in(guest).get(room(grant)))


def test_a_clause_that_changes_while_it_is_read_is_shown_again(grant, guest, film, signed_in):
    TermsFactory(), clause(film)
    shown = english(lambda: sent(grant))
    clause(film, en="Something else.")
    browser = signed_in(guest)
    browser.post(room(grant, "terms/"), shown)
    grant.refresh_from_db()
    assert grant.terms_accepted_at is None
    assert "Something else." in flat(browser.get(room(grant)))


@pytest.mark.parametrize("sent", [{}, {"words": ""}, {"words": "0" * 64}])
def test_who_says_not_which_words_accepts_none(grant, guest, film, signed_in, sent):
    TermsFactory(), clause(film)
    signed_in(guest).post(room(grant, "terms/"), sent)
    grant.refresh_from_db()
    assert grant.terms_accepted_at is None


def test_terms_that_are_changed_under_their_number_are_shown_again(grant, guest, signed_in):
    terms = TermsFactory()
    shown = english(lambda: sent(grant))
    type(terms).objects.filter(pk=terms.pk).update(text_en="You owe us a house.", text_it="Ci devi una casa.")
    signed_in(guest).post(room(grant, "terms/"), shown)
    grant.refresh_from_db()
    assert grant.terms_accepted_at is None


def test_a_clause_of_a_film_that_is_sealed_is_not_read(grant, guest, film, signed_in):
    other = private_film()
    grant.items.create(film=other, order=2)
    clause(film, en="Not a word of The Lighthouse.")
    Agreement.objects.filter(production=film.production).update(private="no")
    page = flat(signed_in(guest).get(room(grant)))
    assert ("Lighthouse" in page, other.title_en in page) == (False, True)
    assert set(grant.items.playable().promised().values_list("film", flat=True)) == {other.pk}


def test_a_clause_without_terms_comes_first_too(grant, film):
    clause(film)
    with pytest.raises(watching.TermsNotAccepted):
        watching.open_viewing(grant)
    accept(grant)
    grant.refresh_from_db()
    assert watching.open_viewing(grant)


def test_the_door_gives_nothing_before_a_clause_is_accepted(grant, film):
    browser = watching.open_viewing(grant)
    clause(film)
    with pytest.raises(playback.NotForYou):
        playback.find(browser, grant.code, film.asset, VIDEO["mp4"])
    accept(grant)
    assert playback.find(browser, grant.code, film.asset, VIDEO["mp4"])


def test_the_films_own_agreement_says_its_own_clause(grant, film):
    clause(film)
    AgreementFactory(
        production=None, film=film, clause_it="Solo in ufficio.", clause_en="In the office only."
    )
    assert english(lambda: promise_of(grant).clauses) == ["In the office only."]


def test_a_films_own_agreement_without_a_clause_asks_for_none(grant, film):
    clause(film)
    AgreementFactory(production=None, film=film)
    assert promise_of(grant) is None
    assert grant.items.promised().exists()


def test_one_clause_for_two_films_is_read_once_and_two_in_the_films_order(grant, film):
    second, third = private_film(), private_film()
    type(second).objects.filter(pk=second.pk).update(production=film.production)
    clause(film), clause(third, en="Third.")
    for order, each in enumerate((second, third), 2):
        grant.items.create(film=each, order=order)
    assert english(lambda: promise_of(grant).clauses) == ["Not a word of it.", "Third."]


def test_a_clause_of_a_film_that_is_not_granted_is_not_read(grant, film):
    clause(private_film())
    assert promise_of(grant) is None


def test_a_clause_in_one_language_is_shown_to_both_with_its_language(grant, guest, film, signed_in):
    clause(film, en="")
    assert '<div lang="it"><p>Non se ne parla.</p></div>' in flat(signed_in(guest).get(room(grant))).replace(
        "> <", "><"
    )


def test_that_a_clause_changed_is_in_the_log_without_its_words(desk, film):
    agreement = Agreement.objects.get(production=film.production)
    assert (
        "clause_it"
        in desk.get(reverse("admin:portfolio_agreement_change", args=[agreement.pk])).content.decode()
    )
    former = Agreement.objects.get(pk=agreement.pk)
    agreement.clause_it = "Non se ne parla."
    record_changes(agreement, former)
    assert RightsEntry.objects.get(fact="clause_it").after == "…"


def test_looking_at_the_words_accepts_nothing(grant, guest, film, signed_in):
    clause(film)
    signed_in(guest).get(room(grant))
    grant.refresh_from_db()
    assert (grant.terms_accepted_at, grant.accepted_text, Viewing.objects.count()) == (None, "", 0)


def test_a_stranger_accepts_nothing_for_another(grant, stranger, film, signed_in):
    clause(film)
    signed_in(stranger).post(room(grant, "terms/"), english(lambda: sent(grant)))
    grant.refresh_from_db()
    assert grant.terms_accepted_at is None


def test_terms_accepted_before_clauses_were_kept_stay_accepted(grant, film):
    type(grant).objects.update(terms=TermsFactory(), terms_accepted_at=timezone.now())
    clause(film)
    grant.refresh_from_db()
    assert watching.open_viewing(grant)


def test_a_form_that_says_nothing_where_nothing_was_said_changes_nothing(film):
    agreement = Agreement.objects.get(production=film.production)
    former = Agreement.objects.get(pk=agreement.pk)
    former.clause_it, agreement.clause_it = None, ""
    assert record_changes(agreement, former) == []
