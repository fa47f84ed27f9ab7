"""Saving what was watched as a file, at the desk."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

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
    name = f"faro-film_il-faro_visioni_{timezone.localdate()}_{watched.code}.csv"
    assert answer["Content-Disposition"] == f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert answer.content.decode().startswith("\ufeffinvito;nome;")


def test_a_receipt_is_called_after_the_holder_that_it_is_for(desk, watched, film):
    holder = Agreement.objects.get(production=film.production).rights_holder
    holder.name = "Città di Łódź S.r.l."
    holder.save()
    said = desk.post(page(watched), sent(f"receipt-{holder.pk}", "en"))["Content-Disposition"]
    assert "faro-film_il-faro_receipt_citta-di-odz-srl_" in said
    assert "filename*=UTF-8''faro-film_il-faro_receipt_citt%C3%A0-di-%C5%82%C3%B3d%C5%BA-srl_" in said


def test_nothing_that_was_typed_gets_out_of_the_files_name(desk, watched):
    typed = {
        "company": 'A"; filename="x.exe\r\nSet-Cookie: a=b',
        "production": "../../etc/passwd" + "x" * 150,
    }
    type(watched.request).objects.update(**typed)
    answer = desk.post(page(watched), sent("sheet"))
    name = answer["Content-Disposition"].removeprefix('attachment; filename="').partition('"')[0]
    assert "Set-Cookie" not in answer.headers
    assert re.fullmatch(r"[a-z0-9_-]{1,120}\.csv", name)


def test_a_name_without_a_letter_of_ours_still_tells_day_and_invitation(desk, watched):
    type(watched.request).objects.update(company="映画", production="")
    said = desk.post(page(watched), sent("sheet", "en"))["Content-Disposition"]
    assert f'"viewings_{timezone.localdate()}_{watched.code}.csv"' in said
    assert "%E6%98%A0%E7%94%BB_viewings_" in said


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
