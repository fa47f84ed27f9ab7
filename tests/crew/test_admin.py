"""Members, departments and roles on the desk."""

from django.urls import reverse

from crew.models import CrewMember, Department, Role

ADD = {"name": "Niccolò Pericò", "pronoun": "", "releases-TOTAL_FORMS": 0, "releases-INITIAL_FORMS": 0}
NAMED = {"name": "Ada", "slug": "ada"}


def test_a_members_address_is_made_from_the_name(desk):
    desk.post(reverse("admin:crew_crewmember_add"), ADD)
    assert CrewMember.objects.get().slug == "niccolo-perico"


def test_two_members_may_share_a_name(desk):
    for _ in range(2):
        desk.post(reverse("admin:crew_crewmember_add"), ADD)
    slugs = list(CrewMember.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs == ["niccolo-perico", "niccolo-perico-2"]


def test_an_address_that_is_taken_is_said_at_the_field(desk):
    CrewMember.objects.create(**NAMED)
    page = desk.post(reverse("admin:crew_crewmember_add"), {**ADD, "slug": "ada"})
    assert page.context["adminform"].form.errors == {
        "slug": ["Questo indirizzo è già occupato. Scegline un altro."]
    }


def test_members_are_filtered_by_the_departments_of_their_credits(desk):
    member = CrewMember.objects.create(**NAMED)
    CrewMember.objects.create(name="Bianca", slug="bianca")
    role = Role.objects.select_related("department").first()
    production = member.credits.model._meta.get_field("production").related_model.objects.create(
        title_it="Uno", slug_it="uno"
    )
    member.credits.create(production=production, role=role)
    page = desk.get(reverse("admin:crew_crewmember_changelist"), {"department": role.department_id})
    assert list(page.context["cl"].result_list) == [member]


def test_a_role_is_found_by_its_abbreviation(desk):
    department = Department.objects.first()
    role = Role.objects.create(
        department=department, name_it="Fuochista in prova", slug="fuochista", abbreviations="FQX"
    )
    page = desk.get(reverse("admin:crew_role_changelist"), {"q": "fqx"})
    assert list(page.context["cl"].result_list) == [role]
