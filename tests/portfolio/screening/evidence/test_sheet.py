"""What was watched, as rows for a spreadsheet."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.utils import translation

from portfolio.screening.actions import erasing
from portfolio.screening.evidence import sheet
from portfolio.screening.models import Delivery, Viewing
from tests.factories.screening import VIDEO, ContactFactory, GrantFactory

pytestmark = pytest.mark.django_db

NINE = datetime(2031, 3, 5, 20, 0, tzinfo=UTC)


def sit(grant, browser="a" * 64):
    return Viewing.objects.create(grant=grant, browser=browser, started_at=NINE)


def rows(grant, language="en"):
    with translation.override(language):
        text = sheet.rows_of(grant)
    delimiter = ";" if language == "it" else ","
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter))[1:]


def test_each_delivery_is_a_row_with_its_bytes_and_its_seconds(grant, film):
    path = VIDEO["mp4"]
    Delivery.objects.create(viewing=sit(grant), film=film, path=path, first_byte=0, length=2_500_000, at=NINE)
    (row,) = rows(grant)
    who = [grant.code, "Ada Ferri", "Faro Film"]
    began = "2031-03-05 21:00:00+01:00"
    assert row == [*who, "1", began, "1", began, film.title_en, path, "0", "2500000", "0", "12"]


def test_a_sheet_of_what_is_no_longer_kept_says_so_in_its_one_row(grant, film):
    Delivery.objects.create(viewing=sit(grant), film=film, path=VIDEO["mp4"], length=9, at=NINE)
    erasing.forget_viewings(grant, at=NINE)
    grant.refresh_from_db()
    (row,) = rows(grant)
    said = "1 sitting; its detail was let go on 5 March 2031"
    assert row == [grant.code, "Ada Ferri", "Faro Film", said, *[""] * 9]


def test_an_earlier_version_has_bytes_and_no_seconds(grant, film):
    Delivery.objects.create(viewing=sit(grant), film=film, path="720-before.mp4", length=9)
    assert rows(grant)[0][-4:] == ["0", "9", "", ""]


def test_a_sitting_in_which_nothing_was_delivered_is_a_row_too(grant):
    sit(grant)
    assert [row[3:] for row in rows(grant)] == [["1", "2031-03-05 21:00:00+01:00", "1", *[""] * 7]]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", " =", "＝"])
def test_no_cell_is_taken_for_a_formula(film, sign):
    contact = ContactFactory(name=f"{sign}HYPERLINK(1)", company=f"{sign}1+1")
    film.title_it = film.title_en = f"{sign}cmd"
    film.save()
    grant = GrantFactory(films=[film], request__contact=contact)
    Delivery.objects.create(viewing=sit(grant), film=film, path=VIDEO["mp4"], length=9)
    (row,) = rows(grant)
    assert [cell[:1] for cell in (row[1], row[2], row[7])] == ["'", "'", "'"]


def test_what_is_no_formula_stays_as_it_is():
    assert [sheet.harmless(cell) for cell in ("L’ora = 3", "", 5)] == ["L’ora = 3", "", 5]


def test_where_the_comma_parts_decimals_semicolons_part_cells(grant, film):
    Delivery.objects.create(viewing=sit(grant), film=film, path=VIDEO["mp4"], length=9)
    assert rows(grant, "it")[0][0] == grant.code


def test_nothing_of_another_grant_is_in_it(grant, film, stranger):
    other = GrantFactory(films=[film], request__contact=stranger)
    Delivery.objects.create(viewing=sit(other), film=film, path=VIDEO["mp4"], length=9)
    assert rows(grant) == []


def test_as_many_questions_for_three_sittings_as_for_one(grant, film, django_assert_num_queries):
    Delivery.objects.create(viewing=sit(grant), film=film, path=VIDEO["mp4"], length=9)
    with django_assert_num_queries(3):
        sheet.rows_of(grant)
    for _each in range(2):
        Delivery.objects.create(viewing=sit(grant), film=film, path=VIDEO["mp4"], length=9)
    with django_assert_num_queries(3):
        sheet.rows_of(grant)
