"""Releases of persons at the desk: their dates agree, and the sentence stands at the date that is wrong."""

import pytest
from django.urls import reverse

from crew.models import Role
from portfolio.models import Agreement, PersonRelease, Production


@pytest.mark.parametrize("date", ["valid_until", "revoked_at"])
def test_a_release_that_is_over_before_it_was_signed_is_refused_at_that_date(desk, member, date):
    form = {"member": member.pk, "scope": "public", "signed_on": "10/01/2024"}
    when = {f"{date}_0": "09/01/2024", f"{date}_1": "12:00"}
    answer = desk.post(reverse("admin:portfolio_personrelease_add"), form | when)
    assert list(answer.context["adminform"].form.errors) == [date]
    assert not PersonRelease.objects.exists()


def test_a_release_below_a_member_is_held_to_the_same(desk, member):
    rows = {"signed_on": "10/01/2024", "scope": "public", "valid_until_0": "09/01/2024"}
    rows |= {"valid_until_1": "12:00", "TOTAL_FORMS": 1, "INITIAL_FORMS": 0}
    form = {f"releases-{name}" if name.isupper() else f"releases-0-{name}": row for name, row in rows.items()}
    named = {"name": member.name, "slug": member.slug, "pronoun": ""}
    answer = desk.post(reverse("admin:crew_crewmember_change", args=[member.pk]), named | form)
    (releases,) = answer.context["inline_admin_formsets"]
    assert list(releases.formset.forms[0].errors) == ["valid_until"]


def test_a_second_agreement_is_refused_in_a_sentence(desk, production):
    Agreement.objects.create(production=production, own_initiative=True)
    form = {"production": production.pk, "own_initiative": "on", "public": "no", "private": "no"}
    answer = desk.post(reverse("admin:portfolio_agreement_add"), form, headers={"accept-language": "en"})
    assert answer.context["adminform"].form.errors["production"] == [
        "There is an agreement for it already: change that one."
    ]


def test_a_member_with_a_page_is_led_there(desk, member, production):
    change = reverse("admin:crew_crewmember_change", args=[member.pk])
    assert desk.get(change).context["absolute_url"] is None
    production.credits.create(member=member, role=Role.objects.first())
    Production.objects.update(is_published=True)
    assert desk.get(change).context["absolute_url"] == f"/it/troupe/{member.slug}/"
