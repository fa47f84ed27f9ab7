"""The form of a production: its sentences, and 120 credits."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crew.models import Role
from portfolio.models import Agreement, Credit, Production, Release, RightsEntry

TAKEN = {
    "it": "Questo indirizzo è già occupato. Scegline un altro.",
    "en": "This address is already taken. Choose another one.",
}
TOO_EARLY = {
    "it": "Le riprese finiscono prima di iniziare. Controlla le due date.",
    "en": "Shooting ends before it starts. Check the two dates.",
}
LISTED = "Questa uscita è già in elenco: cambia lì la data."
SILENT = {"it": "Scrivilo in almeno una lingua.", "en": "Write it in at least one language."}


def change(production):
    return reverse("admin:portfolio_production_change", args=[production.pk])


@pytest.fixture
def send(desk, filled):
    """Fills a page's form, changes some fields, and sends it."""

    def act(address, language="it", **changes):
        data = filled(desk.get(address)) | changes
        return desk.post(address, data, headers={"accept-language": language})

    return act


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_slug_already_taken_is_said_at_the_field(send, production, language):
    add = reverse("admin:portfolio_production_add")
    page = send(add, language, title_it="Altro film", slug_it="perche-no", synopsis_it="Molte parole")
    form = page.context["adminform"].form
    assert form.errors == {"slug_it": [TAKEN[language]]}
    assert form["synopsis_it"].value() == "Molte parole"


@pytest.mark.parametrize("language", ["it", "en"])
def test_an_end_before_the_start_is_said_at_the_field(send, production, language):
    dates = {"shooting_start": "2022-03-10", "shooting_end": "2022-03-01"}
    page = send(change(production), language, synopsis_it="Molte parole", **dates)
    form = page.context["adminform"].form
    assert form.errors == {"shooting_end": [TOO_EARLY[language]]}
    assert form["synopsis_it"].value() == "Molte parole"


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_title_in_no_language_is_said_at_the_field(send, db, language):
    page = send(reverse("admin:portfolio_production_add"), language, synopsis_it="Molte parole")
    form = page.context["adminform"].form
    assert form.errors == {"title_it": [SILENT[language]]}
    assert form["synopsis_it"].value() == "Molte parole"


def test_a_mistake_on_a_tab_marks_the_tab(send, production):
    page = send(change(production), shooting_start="2022-03-10", shooting_end="2022-03-01")
    assert page.content.decode().count('data-testid="error-count"') == 1


def test_addresses_fill_themselves(send, production):
    send(reverse("admin:portfolio_production_add"), title_it="Perché no")
    made = Production.objects.latest("pk")
    assert (made.slug_it, made.slug_en) == ("perche-no-2", "perche-no")


def test_a_confidential_production_without_alias_is_refused_at_the_field(send, production):
    page = send(change(production), is_confidential="on")
    assert list(page.context["adminform"].form.errors) == ["is_confidential"]


@pytest.fixture
def credited(production):
    """The production with 120 credits."""
    role = Role.objects.first()
    Credit.objects.bulk_create(
        Credit(production=production, name=f"Persona {place}", role=role, order=place) for place in range(120)
    )
    return production


def names(production):
    return list(production.credits.values_list("name", flat=True))


def test_saving_the_first_fifty_credits_keeps_the_others(send, credited):
    answer = send(change(credited), **{"credits-0-character": "Tosca"})
    assert answer.status_code == 302
    assert names(credited) == [f"Persona {place}" for place in range(120)]
    assert credited.credits.first().character == "Tosca"


def test_dragging_on_the_second_page_stays_on_the_second_page(send, credited):
    # The browser numbers the page that it shows from 0: here its first row was dragged to the end.
    order = {f"credits-{row}-order": (row - 1) % 50 for row in range(50)}
    send(change(credited) + "?credits-page=2", **order)
    places = [*range(50), *range(51, 100), 50, *range(100, 120)]
    assert names(credited) == [f"Persona {place}" for place in places]


def test_a_new_credit_comes_last(send, credited):
    role = Role.objects.first()
    new = {"credits-TOTAL_FORMS": 51, "credits-50-name": "Nuova", "credits-50-role": role.pk}
    send(change(credited), **new, **{"credits-50-unit": "main", "credits-50-order": 0})
    assert names(credited)[-2:] == ["Persona 119", "Nuova"]


def test_a_deleted_credit_is_the_only_one_gone(send, credited):
    send(change(credited), **{"credits-3-DELETE": "on"})
    assert names(credited) == [f"Persona {place}" for place in range(120) if place != 3]


def test_fifty_credits_ask_no_more_than_one(desk, production):
    role = Role.objects.first()
    asked = []
    for number in (1, 49):
        for place in range(number):
            production.credits.create(name=f"Persona {place}", role=role)
        desk.get(change(production))
        with CaptureQueriesContext(connection) as queries:
            desk.get(change(production))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_credit_of_nobody_is_said_in_its_row(send, credited):
    page = send(change(credited), **{"credits-0-name": ""})
    (credits_of,) = (
        each.formset for each in page.context["inline_admin_formsets"] if each.formset.prefix == "credits"
    )
    assert list(credits_of.forms[0].errors) == ["member"]


def test_a_line_of_the_sheet_says_something(send, production):
    page = send(change(production), **{"sheet_lines-TOTAL_FORMS": 1, "sheet_lines-0-label_it": "Provini"})
    (lines,) = (
        each.formset for each in page.context["inline_admin_formsets"] if each.formset.prefix == "sheet_lines"
    )
    assert lines.forms[0].errors["value_it"] == [SILENT["it"]]


def test_a_release_saved_here_knows_when_it_opens(send, production):
    rows = {"type": "digital", "status": "confirmed", "date": "2022-10-13", "date_precision": "day"}
    form = {f"releases-0-{name}": value for name, value in rows.items()}
    send(change(production), **form, **{"releases-TOTAL_FORMS": 1})
    release = Release.objects.get()
    assert release.opens_at == release.opening_moment()


def test_an_agreement_saved_here_is_logged(send, production):
    terms = {"own_initiative": "on", "public": "yes", "private": "no"}
    form = {f"agreement-0-{name}": value for name, value in terms.items()}
    send(change(production), **form, **{"agreement-TOTAL_FORMS": 1})
    agreement = Agreement.objects.get()
    entry = RightsEntry.objects.get(fact="public")
    assert (entry.subject, entry.before, entry.after) == (f"agreement:{agreement.pk}", "no", "yes")


def test_thumbnails_lead_to_their_forms_and_never_to_an_original(desk, production, photos):
    (photo,) = photos(1, renditions={"ladder": [{"width": 320, "height": 400, "jpeg": "320-a.jpg"}]})
    page = desk.get(change(production)).content.decode()
    assert reverse("admin:portfolio_photo_change", args=[photo.pk]) in page
    assert reverse("preview", args=[photo.asset, "320-a.jpg"]) in page
    assert "original.jpg" not in page


def test_a_production_that_waits_for_its_own_release_is_deleted_with_it(desk, production):
    release = production.releases.create(type="theatrical")
    Agreement.objects.create(production=production, own_initiative=True, public_from_release=release)
    desk.post(reverse("admin:portfolio_production_delete", args=[production.pk]), {"post": "yes"})
    assert (Production.objects.count(), Agreement.objects.count()) == (0, 0)


def test_a_release_that_is_waited_for_is_kept_and_the_form_says_why(send, production):
    release = production.releases.create(type="theatrical")
    Agreement.objects.create(production=production, own_initiative=True, public_from_release=release)
    page = send(change(production), **{"releases-0-DELETE": "on"})
    assert page.status_code == 200
    assert Release.objects.count() == 1


def releases_in(page):
    return next(
        each.formset for each in page.context["inline_admin_formsets"] if each.formset.prefix == "releases"
    )


def new_release(number):
    rows = {"type": "theatrical", "status": "announced", "date_precision": "day", "territory": "IT"}
    return {f"releases-{number}-{name}": value for name, value in rows.items()}


def test_a_release_that_is_listed_already_is_said_at_the_field(send, production):
    production.releases.create(type="theatrical", territory="IT")
    page = send(change(production), **new_release(1), **{"releases-TOTAL_FORMS": 2})
    assert releases_in(page).errors == [{}, {"platform": [LISTED]}]


def test_two_new_releases_that_are_the_same_are_said_at_the_second(send, production):
    page = send(change(production), **new_release(0), **new_release(1), **{"releases-TOTAL_FORMS": 2})
    assert releases_in(page).errors == [{}, {"platform": [LISTED]}]
