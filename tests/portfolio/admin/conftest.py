"""What the desk's tests share: a form filled as the browser would send it back, and a few rows."""

import pytest
from django.forms import CheckboxInput, FileField, MultiWidget

from crew.models import CrewMember, Role
from portfolio.models import Agreement, Film, Photo, Production, Showreel, Testimony


def _parts(bound):
    """The names and values that a browser sends for one field."""
    value, widget = bound.value(), bound.field.widget
    name = bound.html_name
    if isinstance(bound.field, FileField):
        return {}
    if isinstance(widget, MultiWidget):
        parts = value if isinstance(value, list) else widget.decompress(value)
        return {f"{name}_{number}": part or "" for number, part in enumerate(parts)}
    if isinstance(widget, CheckboxInput):
        return {name: "on"} if value else {}
    return {name: "" if value is None else value}


@pytest.fixture
def filled():
    """Gives the fields of a form's page with what stands in them."""

    def read(page):
        forms = [page.context["adminform"].form]
        for each in page.context["inline_admin_formsets"]:
            forms += [each.formset.management_form, *each.formset.forms]
        data = {}
        for form in forms:
            for bound in form:
                data.update(_parts(bound))
                if bound.field.show_hidden_initial:
                    data[bound.html_initial_name] = bound.value()
        return data

    return read


@pytest.fixture
def member(db):
    return CrewMember.objects.create(name="Niccolò Pericò", slug="niccolo-perico")


@pytest.fixture
def production(db):
    return Production.objects.create(
        title_it="Perché no", title_en="Why not", slug_it="perche-no", slug_en="why-not"
    )


@pytest.fixture
def photos(production, member):
    """Makes photographs of a member on the production."""

    def make(number, **fields):
        defaults = {"production": production, "people": "listed", "original": "x/original.jpg"}
        made = [Photo.objects.create(**{**defaults, **fields}) for _ in range(number)]
        for photo in made:
            photo.appearances.create(member=member)
        return made

    return make


@pytest.fixture
def rows(production, photos, member):
    """Makes so many rows of each model whose list asks the database for more than itself."""

    def make(number):
        made = photos(number)
        for each in range(number * 10, number * 11):
            other = Production.objects.create(title_it=f"Titolo {each}", slug_it=f"titolo-{each}")
            Agreement.objects.create(production=other, own_initiative=True)
            other.credits.create(member=member, role=Role.objects.first())
            Film.objects.create(title_it=f"Film {each}", slug_it=f"film-{each}", production=other)
            Showreel.objects.create(title_it=f"Reel {each}", slug_it=f"reel-{each}")
            Testimony.objects.create(member=member, quote_it="Ciao", slug_it=f"voce-{each}")
            person = CrewMember.objects.create(name=f"Persona {each}", slug=f"persona-{each}")
            person.releases.create(signed_on="2024-01-01", production=other)
            person.appearances.create(photo=made[each - number * 10])

    return make
