"""When an answer changes: the calendar, and the moment from which a work is seen."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portfolio.actions import reminders
from portfolio.models import Agreement, PersonRelease, Photo, Production, Release
from portfolio.models.moments import changes, visible_from

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def told(days=90):
    return [(each.moment, each.work, each.is_public) for each in changes(NOW, NOW + days * DAY)]


def test_what_nothing_ends_is_not_in_the_calendar(portrait):
    assert told() == []


def test_an_embargo_that_passes_is_in_the_calendar_at_its_moment(portrait):
    Agreement.objects.update(public_from=NOW + DAY)
    assert told() == [(NOW + DAY, portrait, True)]


def test_an_end_is_in_the_calendar_as_well(portrait):
    Agreement.objects.update(valid_until=NOW + 2 * DAY)
    assert told() == [(NOW + 2 * DAY, portrait, False)]


def test_what_is_hidden_for_another_reason_does_not_change(portrait):
    Agreement.objects.update(public_from=NOW + DAY)
    Photo.objects.update(is_published=False)
    assert told() == []


@pytest.mark.parametrize(("moment", "days"), [(NOW, 90), (NOW + 2 * DAY, 1)], ids=["past", "beyond"])
def test_what_lies_outside_is_not_told(portrait, moment, days):
    Agreement.objects.update(public_from=moment)
    assert told(days) == []


def test_one_moment_of_two_facts_changes_a_work_once(portrait):
    Agreement.objects.update(valid_until=NOW + DAY)
    PersonRelease.objects.update(valid_until=NOW + DAY)
    assert told() == [(NOW + DAY, portrait, False)]


def test_a_release_signed_for_a_coming_day_opens_at_midnight_in_rome(portrait):
    PersonRelease.objects.update(signed_on=date(2026, 7, 1))
    assert visible_from(portrait, NOW) == datetime(2026, 6, 30, 22, tzinfo=UTC)


def test_what_is_public_is_seen_from_now(portrait):
    assert visible_from(portrait, NOW) == NOW


def test_the_last_of_several_facts_decides(portrait, production):
    Agreement.objects.update(public_from=NOW + DAY)
    PersonRelease.objects.update(signed_on=date(2026, 7, 1))
    assert visible_from(portrait, NOW) == datetime(2026, 6, 30, 22, tzinfo=UTC)


def test_an_embargo_until_a_release_that_moves_moves_along(portrait, production):
    opening = Release.objects.create(production=production, type="tv", opens_at=NOW + DAY)
    Agreement.objects.update(public_from_release=opening)
    assert visible_from(portrait, NOW) == NOW + DAY
    Release.objects.update(opens_at=NOW + 9 * DAY)
    assert visible_from(portrait, NOW) == NOW + 9 * DAY


def test_what_waits_for_a_release_without_a_date_is_seen_from_no_known_moment(portrait, production):
    Agreement.objects.update(public_from_release=Release.objects.create(production=production, type="tv"))
    assert visible_from(portrait, NOW) is None


def test_what_lapses_before_it_opens_is_never_seen(portrait):
    Agreement.objects.update(public_from=NOW + 5 * DAY)
    PersonRelease.objects.update(valid_until=NOW + 2 * DAY)
    assert visible_from(portrait, NOW) is None


# On the desk and by mail


def test_the_calendar_page_names_what_changes(desk, portrait):
    Agreement.objects.update(valid_until=datetime.now(UTC) + 3 * DAY)
    page = desk.get("/admin/portfolio/agreement/calendar/")
    (line,) = page.context["lines"]
    works = [work for work, _address in line["works"]]
    assert (line["is_public"], line["photos"], works) == (False, 1, [portrait])


def test_the_calendar_says_so_where_nothing_changes(desk, portrait):
    assert desk.get("/admin/portfolio/agreement/calendar/").context["lines"] == []


def test_the_calendar_is_for_those_who_may_see_agreements(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
    assert client.get("/admin/portfolio/agreement/calendar/").status_code == 403


def test_the_form_says_from_when_a_work_will_be_seen(desk, portrait):
    Agreement.objects.update(public_from=datetime(2099, 1, 2, 11, tzinfo=UTC))
    page = desk.get(f"/admin/portfolio/photo/{portrait.pk}/change/").content.decode()
    assert "Si vedrà dal 2 gennaio 2099, 12:00" in page


def test_the_studio_is_told_by_mail(portrait, editor, mailoutbox):
    type(editor).objects.update(email="studio@example.org")
    Agreement.objects.update(valid_until=NOW + DAY)
    reminders.tell_of(NOW, NOW + 2 * DAY)
    (mail,) = mailoutbox
    assert mail.to == ["studio@example.org"]
    assert str(portrait) in mail.body
    assert "/admin/portfolio/agreement/calendar/" in mail.body


def test_no_mail_goes_out_where_nothing_changes(portrait, editor, mailoutbox):
    type(editor).objects.update(email="studio@example.org")
    reminders.tell_of(NOW, NOW + 2 * DAY)
    assert mailoutbox == []


def test_the_calendar_names_a_reveal_and_leads_to_the_page_as_it_will_be(desk, production):
    moment = (datetime.now(UTC) + 3 * DAY).replace(second=0, microsecond=0)
    Production.objects.update(
        is_confidential=True, alias_it="Comodo", alias_slug_it="comodo", revealed_at=moment
    )
    page = desk.get("/admin/portfolio/agreement/calendar/")
    (line,) = page.context["lines"]
    assert (line["moment"], line["production"]) == (moment, production)
    assert "viene svelato il nome" in page.content.decode()
    assert line["site"].endswith("/produzioni/il-faro/")


def test_the_studio_is_told_of_a_reveal(production, editor, mailoutbox):
    type(editor).objects.update(email="studio@example.org")
    Production.objects.update(
        is_confidential=True, alias_it="Comodo", alias_slug_it="comodo", revealed_at=NOW + DAY
    )
    reminders.tell_of(NOW, NOW + 2 * DAY)
    (mail,) = mailoutbox
    assert "Il faro viene svelato il nome" in mail.body
    assert mail.subject == "Presto viene svelato un nome"
