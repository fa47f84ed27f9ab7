"""What the inbox says of whoever asks, and of each film: facts, in sentences, that speak for or against."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portfolio.models import Agreement
from portfolio.screening.actions import erasing
from portfolio.screening.models import Delivery, Viewing
from portfolio.screening.models.domains import domain_of, is_free_mail, resembles
from tests.factories.portfolio import OrganizationFactory
from tests.factories.screening import VIDEO, AccessRequestFactory, ContactFactory, GrantFactory, private_film
from tests.reading import flat

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("domain", "company"),
    [
        ("faro-film.it", "Faro Film S.r.l."),
        ("faro.example", "Faro Film"),
        ("mail.farofilm.co.uk", "Faro Film Ltd"),
        ("cinecitta.it", "Cinecittà S.p.A."),
        ("abc.it", "A.B.C. S.r.l."),
        ("moretti-associati.com", "Moretti & Associati"),
    ],
)
def test_a_domain_bears_the_name_of_its_company(domain, company):
    assert resembles(domain, company)


@pytest.mark.parametrize(
    ("domain", "company"),
    [
        ("altrove.example", "Faro Film"),
        ("faro.altrove.example", "Faro Film"),
        ("film-produzioni.it", "Faro Film Produzioni"),
        ("abcd.it", "A.B.C."),
        ("", "Faro Film"),
        ("faro.it", ""),
    ],
)
def test_a_domain_that_only_looks_so_does_not(domain, company):
    assert not resembles(domain, company)


def test_free_mail_is_known_however_it_is_spelled():
    assert is_free_mail(domain_of("Ada+set@GMail.com"))
    assert not is_free_mail(domain_of("ada@faro.example"))


def shown(desk, asked):
    address = reverse("admin:screening_accessrequest_change", args=[asked.pk])
    return flat(desk.get(address, headers={"accept-language": "en"}))


def ask(email="ada@faro.example", company="Faro Film", **more):
    return AccessRequestFactory(contact=ContactFactory(email=email, company=company), **more)


@pytest.mark.parametrize(
    ("email", "sentence", "is_warning"),
    [
        ("ada@faro.example", "faro.example bears the name of Faro Film.", False),
        ("ada@altrove.example", "altrove.example does not bear the name of Faro Film.", True),
        ("ada@gmail.com", "gmail.com is free mail: the address says nothing of a company.", True),
        ("ada@xn--fro-hoa.example", "it may imitate another.", True),
    ],
)
def test_the_address_is_held_against_the_company(desk, email, sentence, is_warning):
    page = shown(desk, ask(email))
    (row,) = [row for row in page.split("<li") if sentence in row]
    assert ("desk-warning" in row) == is_warning


def test_the_website_that_is_kept_for_a_company_speaks_for_it(desk):
    OrganizationFactory(name="Faro Film", website="https://www.nuvola.example/chi-siamo")
    page = shown(desk, ask("ada@nuvola.example"))
    assert "nuvola.example is the website that you keep for Faro Film." in page


def test_others_of_the_domain_and_of_the_company_are_named(desk, editor):
    ContactFactory(
        name="Bea", email="bea@faro.example", company_verified_at=timezone.now(), company_verified_by=editor
    )
    ContactFactory(name="Cleo", email="cleo@faro.example", blocked_at=timezone.now())
    ContactFactory(name="Dino", email="dino@altrove.example")
    ContactFactory(name="Eva", email="eva@faro.example", email_verified_at=None)
    page = shown(desk, ask())
    assert "Known at faro.example: Bea, Faro Film (company checked); Cleo, Faro Film (blocked)" in page
    assert "Others of Faro Film write from: altrove.example" in page
    assert ("Dino" in page, "Eva" in page) == (False, False)


def test_strangers_with_free_mail_are_no_company(desk):
    ContactFactory(name="Bea", email="bea@gmail.com", company="Altro")
    assert "Bea" not in shown(desk, ask("ada@gmail.com"))


def played(grant, at, path=VIDEO["mp4"]):
    """A sitting in which this file was handed over."""
    viewing = Viewing.objects.create(grant=grant)
    Delivery.objects.create(viewing=viewing, film=private_film(), path=path, length=9, at=at)


def test_what_they_asked_and_watched_before_is_counted(desk):
    asked = ask()
    grant = GrantFactory(request__contact=asked.contact)
    played(grant, timezone.now())
    AccessRequestFactory(contact=ContactFactory(email="bea@faro.example"))
    page = shown(desk, asked)
    assert "This person: 1 request, 1 invitation, 1 sitting, last watched on" in page
    assert "Others at faro.example: 1 request, 0 invitations, 0 sittings." in page


def test_who_opened_the_room_and_played_nothing_has_not_watched(desk):
    asked = ask()
    grant = GrantFactory(request__contact=asked.contact)
    Viewing.objects.create(grant=grant, last_seen_at=timezone.now())
    played(grant, timezone.now(), path=VIDEO["stills"]["name"])
    assert "This person: 1 request, 1 invitation, 0 sittings." in shown(desk, asked)


def test_last_watched_is_when_the_last_piece_of_a_film_was_handed_over(desk):
    asked = ask()
    grant = GrantFactory(request__contact=asked.contact)
    for month, path in ((3, VIDEO["mp4"]), (2, VIDEO["mp4"]), (5, VIDEO["stills"]["name"])):
        played(grant, timezone.make_aware(timezone.datetime(2026, month, 4)), path)
    assert "2 sittings, last watched on 4 March 2026." in shown(desk, asked)


def test_sittings_of_which_no_more_is_kept_are_counted_and_named(desk):
    asked = ask()
    grant = GrantFactory(request__contact=asked.contact)
    Viewing.objects.create(grant=grant, last_seen_at=timezone.now())
    erasing.forget_viewings(grant)
    said = "This person: 1 request, 1 invitation, 1 sitting, of 1 no more is kept."
    assert said in shown(desk, asked)


def test_who_never_asked_before_is_said_to_be_new(desk):
    page = shown(desk, ask())
    assert ("This person: never asked before." in page, "Others at faro.example: never" in page) == (
        True,
        True,
    )


def test_a_name_that_is_not_the_one_we_know_is_a_warning(desk):
    assert "You know this address as Ada" in shown(desk, ask(name="Qualcun altro"))


@pytest.mark.parametrize(
    ("private", "sentence"),
    [
        (Agreement.Private.YES, "may be shown without asking"),
        (Agreement.Private.EACH_TIME, "the rights holder decides each time"),
        (Agreement.Private.NO, "may not be shown now: The agreement does not allow private screenings."),
    ],
)
def test_each_film_says_what_its_agreement_does(desk, private, sentence):
    film, asked = private_film(private), ask()
    asked.films.add(film)
    Agreement.objects.update(valid_until=timezone.now() + timedelta(days=400))
    page = shown(desk, asked)
    assert (
        sentence in page,
        "agreement to the end of" in page or "agreement until" in page,
        "legal@holder.example" in page,
    ) == (True, True, True)


def test_a_film_whose_agreement_has_ended_says_so(desk):
    film, asked = private_film(), ask()
    asked.films.add(film)
    Agreement.objects.update(valid_until=timezone.now() - timedelta(days=1))
    assert "may not be shown now: The agreement ended on" in shown(desk, asked)


def test_a_request_that_nobody_confirmed_is_read_all_the_same(desk):
    asked = AccessRequestFactory(
        contact=None,
        name="Ada",
        company="Faro",
        email="a@faro.example",
        language="it",
        email_verified_at=None,
    )
    assert "faro.example bears the name of Faro." in shown(desk, asked)


def test_what_the_asker_wrote_keeps_its_lines_and_no_markup(desk):
    asked = AccessRequestFactory(reason="Cerchiamo <b>volti</b>.\nGiriamo a maggio.")
    page = desk.get(reverse("admin:screening_accessrequest_change", args=[asked.pk])).content.decode()
    assert "Cerchiamo &lt;b&gt;volti&lt;/b&gt;.<br>Giriamo a maggio." in page
