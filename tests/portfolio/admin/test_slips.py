"""Slips of the hand on the desk: years, hours that Rome lacks, secret names, words that nobody approved."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portfolio.models import Agreement, PersonRelease, Photo, Production, Testimony
from tests.factories import (
    AgreementFactory,
    PersonReleaseFactory,
    PhotoFactory,
    ProductionFactory,
    ReleaseFactory,
    TestimonyFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(desk, filled):
    """Fills a row's form, changes some fields, sends it; gives the page again, or None where it was saved."""

    def act(row, **changes):
        address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        answer = desk.post(address, filled(desk.get(address)) | changes)
        return None if answer.status_code == 302 else answer.content.decode()

    return act


def moment(name, day, hour):
    return {f"{name}_0": day, f"{name}_1": hour}


@pytest.mark.parametrize("day", ["01/01/0001", "31/12/1899", "01/01/2201", "31/12/9999"])
def test_a_year_that_is_a_slip_is_refused_wherever_a_day_is_typed(send, day):
    release, agreement = PersonReleaseFactory(), AgreementFactory()
    assert "Controlla l’anno" in send(release, signed_on=day)
    assert "Controlla l’anno" in send(agreement, **moment("valid_until", day, "10:00"))
    dated = ReleaseFactory()
    assert "Controlla l’anno" in send(dated.production, **{"releases-0-date": day})


@pytest.mark.parametrize("day", ["01/01/0001", "31/12/9999"])
def test_the_site_is_not_shown_in_a_year_that_is_a_slip(desk, day):
    page = desk.get("/admin/portfolio/agreement/calendar/", moment("moment", day, "00:00"))
    assert "Controlla l’anno" in page.content.decode()
    assert desk.get("/as-of/9999-12-31T23:30Z/it/").status_code == 404
    assert desk.get("/as-of/0001-01-01T00:00Z/it/").status_code == 404


def test_an_hour_that_rome_lacks_is_refused_in_plain_words(send):
    body = send(AgreementFactory(), **moment("valid_until", "28/03/2027", "02:30"))
    assert "quest’ora non esiste" in body
    assert 'value="28/03/2027"' in body


def test_of_an_hour_that_rome_has_twice_it_is_asked_which_is_meant(send):
    body = send(AgreementFactory(), **moment("valid_until", "31/10/2027", "02:30"))
    assert "Scrivi «02:30 legale» per la prima volta, «02:30 solare» per la seconda." in body
    assert Agreement.objects.get().valid_until is None


@pytest.mark.parametrize(
    ("typed", "hour"),
    [("02:30 legale", 0), ("02:30 solare", 1), ("02:30 SOLARE ", 1), ("02:30summer", 0), ("2:30 winter", 1)],
)
def test_the_answer_stands_behind_the_hour(send, typed, hour):
    assert send(AgreementFactory(), **moment("valid_until", "31/10/2027", typed)) is None
    assert Agreement.objects.get().valid_until == datetime(2027, 10, 31, hour, 30, tzinfo=UTC)


def test_an_answer_that_nobody_asked_for_does_no_harm(send):
    assert send(AgreementFactory(), **moment("valid_until", "15/07/2027", "10:00 solare")) is None
    assert Agreement.objects.get().valid_until == datetime(2027, 7, 15, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["legale", "02:30 forse", "25:00 solare"])
def test_what_is_no_hour_is_refused(send, typed):
    assert send(AgreementFactory(), **moment("valid_until", "31/10/2027", typed)) is not None


def test_a_moment_recorded_in_a_doubled_hour_does_not_keep_the_form_from_being_saved(send):
    doubled = datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    release = PersonReleaseFactory(revoked_at=doubled)
    assert send(release, note="Detto a voce") is None
    release.refresh_from_db()
    assert (release.revoked_at, release.note) == (doubled, "Detto a voce")


def test_a_suspension_that_is_still_to_come_is_refused(send):
    photo = PhotoFactory(is_public=True)
    day = timezone.localtime() + timedelta(days=3)
    typed = moment("suspended_at", f"{day:%d/%m/%Y}", "10:00")
    body = send(photo, suspended_by="editor", suspended_reason="Prova", **typed)
    assert "Una sospensione vale da quando la salvi" in body
    assert Photo.objects.get().suspended_at is None


def test_an_agreement_is_not_signed_tomorrow(send):
    assert "deve ancora venire" in send(AgreementFactory(), signed_on="01/01/2190")


def test_an_agreement_is_not_withdrawn_before_it_is_signed(send):
    typed = moment("withdrawn_at", "01/01/2020", "10:00") | {"withdrawn_by": "holder"}
    body = send(AgreementFactory(), signed_on="15/01/2024", **typed)
    assert "ritirata prima della firma" in body
    assert Agreement.objects.get().withdrawn_at is None


# Names that may not be said yet.


@pytest.fixture
def secret():
    return ProductionFactory(title_it="Il vero nome", original_title="The Real One", is_secret_now=True)


REQUIRED = {"credit_required": "on"}


@pytest.mark.parametrize("line", ["© Lumen / Il vero nome", "lumen, IL VERO NOME", "The real one, Lumen"])
def test_a_required_line_that_says_a_secret_name_is_refused(send, secret, line):
    body = send(AgreementFactory(production=secret), credit_line=line, **REQUIRED)
    assert "questa riga ne dice il nome" in body
    assert Agreement.objects.get().credit_line == ""


def test_it_is_refused_on_the_form_of_the_production_too(send, secret):
    AgreementFactory(production=secret)
    typed = {"agreement-0-credit_line": "© Il vero nome", "agreement-0-credit_required": "on"}
    assert "questa riga ne dice il nome" in send(secret, **typed)


def test_a_production_is_not_made_secret_while_its_required_line_says_its_name(send):
    production = ProductionFactory(
        title_it="Il vero nome", is_open__credit_line="© Il vero nome", is_open__credit_required=True
    )
    alias = {f"{name}_{code}": "Comodo" for name in ("alias",) for code in ("it", "en")}
    assert "questa riga ne dice il nome" in send(production, is_confidential="on", **alias)
    assert not Production.objects.get().is_confidential


def test_the_line_of_a_photographs_own_terms_is_looked_at_too(send, secret):
    agreement = AgreementFactory(production=None, photo=PhotoFactory(production=secret))
    assert "questa riga ne dice il nome" in send(agreement, credit_line="Il vero nome", **REQUIRED)


def test_a_line_without_the_name_is_taken_and_so_is_any_after_the_reveal(send, secret):
    agreement = AgreementFactory(production=secret)
    assert send(agreement, credit_line="© Lumen", **REQUIRED) is None
    Production.objects.update(revealed_at=timezone.now() - timedelta(days=1))
    assert send(agreement, credit_line="© Il vero nome", **REQUIRED) is None


def test_an_alias_that_says_the_title_is_refused(send, secret):
    assert "rivela il titolo" in send(secret, alias_it="Progetto Il vero nome")


# Words that a speaker approved.


@pytest.mark.parametrize("field", ["quote_it", "words_it", "trade_it"])
def test_words_that_change_are_approved_anew(send, field):
    voice = TestimonyFactory()
    assert "Queste parole sono cambiate" in send(voice, **{field: "Altre parole"})
    assert Testimony.objects.get().quote_it == "Il buio è mio."


@pytest.mark.parametrize("day", ["", "02/01/2020"])
def test_with_another_day_or_none_they_are_taken(send, day):
    assert send(TestimonyFactory(), quote_it="Altre parole", wording_approved_on_it=day) is None


def test_words_in_another_language_ask_for_nothing(send):
    voice = TestimonyFactory(wording_approved_on_en=None)
    assert send(voice, quote_en="Other words") is None


def test_a_note_beside_a_withdrawal_is_not_written_into_the_log(send):
    release = PersonReleaseFactory()
    send(release, note="Telefonata di Maria Rossi", **moment("revoked_at", "01/06/2021", "10:00"))
    assert PersonRelease.objects.get().revoked_at is not None
    lines = type(release)._meta.apps.get_model("portfolio", "RightsEntry").objects.all()
    assert lines.exists()
    assert not lines.filter(reason__contains="Rossi").exists()
