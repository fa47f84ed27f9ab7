"""The log of rights: a line a fact, and nobody takes one back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from portfolio.actions import clearance, record
from portfolio.models import Agreement, Organization, PersonRelease, Production, RightsEntry, append_only
from tests.factories import CrewMemberFactory, ProductionFactory, public_portrait

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def production():
    return ProductionFactory()


@pytest.fixture
def member():
    return CrewMemberFactory()


@pytest.fixture
def line(production):
    record.record(production, "is_published", before=False, after=True)
    return RightsEntry.objects.get()


def lines(thing):
    return list(RightsEntry.objects.concerning(thing).order_by("pk").values_list("fact", "before", "after"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE portfolio_rightsentry SET reason = 'another'",
        "DELETE FROM portfolio_rightsentry",
        pytest.param(
            "REPLACE INTO portfolio_rightsentry SELECT * FROM portfolio_rightsentry",
            marks=pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own word"),
        ),
        pytest.param(
            "TRUNCATE portfolio_rightsentry",
            marks=pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own word"),
        ),
    ],
)
def test_the_database_refuses_to_change_or_delete_a_line(line, statement):
    refused = pytest.raises(DatabaseError, match="only added to")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert RightsEntry.objects.values_list("reason", flat=True).get() == ""


def test_the_model_cannot_change_or_delete_a_line_either(line):
    line.reason = "another"
    for act in (line.save, line.delete, RightsEntry.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_the_desk_has_no_way_to_change_or_delete_a_line(desk, line):
    address = f"/admin/portfolio/rightsentry/{line.pk}/"
    assert desk.post(f"{address}change/", {"reason": "another"}).status_code == 403
    assert desk.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert desk.get("/admin/portfolio/rightsentry/add/").status_code == 403
    assert RightsEntry.objects.get().reason == ""


def test_each_fact_of_a_new_agreement_has_its_line(production, editor):
    agreement = Agreement(production=production, own_initiative=True, public="yes")
    clearance.keep_fact(agreement, by=editor)
    assert lines(production) == [
        ("recorded", "", ""),
        ("production", "", str(production.pk)),
        ("own_initiative", "False", "True"),
        ("public", "no", "yes"),
    ]
    assert set(RightsEntry.objects.values_list("by", flat=True)) == {editor.pk}


def test_what_changes_later_is_written_with_what_was_before(production):
    agreement = Agreement.objects.create(production=production, own_initiative=True, public="yes")
    agreement.public = "no"
    clearance.keep_fact(agreement)
    assert lines(agreement) == [("public", "yes", "no")]


def test_what_is_saved_without_a_change_leaves_no_line(production):
    agreement = Agreement.objects.create(production=production, own_initiative=True)
    clearance.keep_fact(agreement)
    assert lines(agreement) == []


def test_a_withdrawal_says_on_whose_word_and_why(production, editor):
    agreement = Agreement.objects.create(production=production, own_initiative=True)
    agreement.withdrawn_at, agreement.withdrawn_by, agreement.withdrawn_reason = NOW, "holder", "By letter."
    clearance.keep_fact(agreement, by=editor)
    entry = RightsEntry.objects.get(fact="withdrawn_at")
    assert (entry.by, entry.on_behalf_of, entry.reason) == (editor, "holder", "By letter.")


def test_no_name_or_address_of_a_person_gets_into_the_log(production, member):
    agreement = Agreement(production=production, decision_email="ada@example.org", credit_line="Ph. Ada Neri")
    agreement.rights_holder = Organization.objects.create(name="Lumen", kind="rights_holder")
    clearance.keep_fact(agreement)
    release = PersonRelease(member=member, signed_on=date(2024, 1, 1), signed_by_guardian="Ada Neri")
    clearance.keep_fact(release)
    written = str(list(RightsEntry.objects.values()))
    assert "signed_by_guardian" in written
    assert not [word for word in ("Ada", "ada@", member.name) if word in written]


def test_whoever_wrote_a_line_may_leave_and_the_line_stays(line):
    leaver = get_user_model().objects.create_user("leaver")
    record.record(Production.objects.get(), "is_published", by=leaver)
    leaver.delete()
    assert RightsEntry.objects.count() == 2


# Retiring


def long_ago(subject, **fields):
    """A line of twenty years ago."""
    entry = RightsEntry.objects.create(subject=subject, fact="deleted", **fields)
    with append_only.lifted(connection):
        RightsEntry.objects.filter(pk=entry.pk).update(at=timezone.now() - timedelta(days=20 * 366))


def test_lines_of_what_is_long_gone_are_retired_and_that_is_written_down():
    long_ago("photo:999999")
    call_command("retire_rights_log")
    assert list(RightsEntry.objects.values_list("subject", "fact", "before")) == [("log", "retired", "1")]


def test_lines_of_what_still_stands_are_kept_however_old(production):
    long_ago(f"production:{production.pk}")
    call_command("retire_rights_log")
    assert lines(production) == [("deleted", "", "")]


def test_lines_of_an_agreement_that_is_gone_are_kept_as_long_as_its_production(production):
    long_ago("agreement:999999", about=f"production:{production.pk}")
    long_ago("agreement:888888", about="production:777777")
    call_command("retire_rights_log")
    assert set(RightsEntry.objects.values_list("subject", flat=True)) == {"agreement:999999", "log"}


def test_lines_of_what_went_lately_are_kept():
    RightsEntry.objects.create(subject="photo:999999", fact="deleted")
    call_command("retire_rights_log")
    assert RightsEntry.objects.get().fact == "deleted"


def test_the_guard_stands_again_after_retiring(line):
    long_ago("photo:999999")
    call_command("retire_rights_log")
    with pytest.raises(DatabaseError), transaction.atomic():
        line.delete()


# The history of an object


def test_the_history_of_a_production_tells_what_became_of_its_agreement(desk, production):
    agreement = Agreement(production=production, own_initiative=True, public="yes")
    clearance.keep_fact(agreement)
    agreement.withdrawn_at, agreement.withdrawn_by, agreement.withdrawn_reason = NOW, "holder", "By letter."
    clearance.keep_fact(agreement)
    page = desk.get(f"/admin/portfolio/production/{production.pk}/history/")
    told = [(str(line["fact"]), line["before"], line["after"]) for line in page.context["rights"]]
    assert ("revoca del", "–", "1 giugno 2026, 02:00") in told
    assert "By letter." in page.content.decode()


def test_who_may_not_read_the_log_reads_no_line_of_it_in_a_history(client, line):
    clerk = get_user_model().objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_production"))
    client.force_login(clerk)
    page = client.get(f"/admin/portfolio/production/{Production.objects.get().pk}/history/")
    assert (page.status_code, page.context["rights"]) == (200, [])


def test_the_history_of_a_work_has_what_decided_about_it_from_elsewhere():
    production = ProductionFactory()
    agreement = Agreement(production=production, own_initiative=True)
    clearance.keep_fact(agreement)
    photo = public_portrait(production=production)
    release = PersonRelease.objects.get()
    release.scope = "private"
    clearance.keep_fact(release)
    other = Agreement(production=ProductionFactory(), own_initiative=True)
    clearance.keep_fact(other)
    subjects = set(RightsEntry.objects.concerning(photo).values_list("subject", flat=True))
    assert {f"agreement:{agreement.pk}", f"personrelease:{release.pk}"} <= subjects
    assert f"agreement:{other.pk}" not in subjects
