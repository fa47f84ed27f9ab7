"""Saving what was watched as a file, at the desk."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from portfolio.models import Agreement, RightsEntry
from portfolio.screening.models import Delivery, Viewing
from tests.factories import SiteProfileFactory
from tests.factories.screening import VIDEO, GrantFactory, private_film

pytestmark = pytest.mark.django_db


@pytest.fixture
def watched(film):
    SiteProfileFactory()
    grant = GrantFactory(films=[film])
    viewing = Viewing.objects.create(grant=grant)
    Delivery.objects.create(viewing=viewing, film=film, path=VIDEO["mp4"], length=9)
    return grant


def page(grant):
    return reverse("admin:screening_grant_export", args=[grant.pk])


def sent(what, language="it"):
    return {"what": what, "language": language}


def test_the_sheet_is_a_file_to_be_saved(desk, watched):
    answer = desk.post(page(watched), sent("sheet"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="{watched.code}.csv"'
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert answer.content.decode().startswith("\ufeffinvito;nome;")


def test_it_comes_in_the_language_that_was_chosen(desk, watched):
    assert "invitation,name," in desk.post(page(watched), sent("sheet", "en")).content.decode()


def test_each_holder_has_a_receipt(desk, watched, film):
    other = private_film()
    watched.items.create(film=other, order=2)
    for each in (film, other):
        holder = Agreement.objects.get(production=each.production).rights_holder
        assert f"Ricevuta per {holder} (PDF)" in desk.get(page(watched)).content.decode()
        answer = desk.post(page(watched), sent(f"receipt-{holder.pk}"))
        assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_looking_at_the_page_saves_nothing(desk, watched):
    desk.get(page(watched))
    assert not RightsEntry.objects.filter(fact="exported").exists()


def test_a_holder_whose_film_is_not_in_it_gets_none(desk, watched):
    holder = Agreement.objects.get(production=private_film().production).rights_holder
    assert desk.post(page(watched), sent(f"receipt-{holder.pk}"))["Content-Type"].startswith("text/html")
    assert not RightsEntry.objects.filter(fact="exported").exists()


def staff(client, django_user_model, *codenames):
    user = django_user_model.objects.create_user("guest", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return client


def test_who_may_see_invitations_may_save(client, django_user_model, watched):
    answer = staff(client, django_user_model, "view_grant").post(page(watched), sent("sheet"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


def test_who_may_not_gets_nothing_and_nothing_is_written(client, django_user_model, watched):
    answer = staff(client, django_user_model, "view_film").post(page(watched), sent("sheet"))
    assert answer.status_code == 403
    assert not RightsEntry.objects.filter(fact="exported").exists()


def test_nobody_unknown_gets_it(client, watched):
    answer = client.post(page(watched), sent("sheet"))
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, reverse("admin:login"))
