"""People, departments and roles."""

# ruff: noqa: D106 - a factory's Meta and Params say what they are

import factory
from factory.django import DjangoModelFactory

from crew.models import CrewMember, Department, Role


class DepartmentFactory(DjangoModelFactory):
    """A department of its own, after those of the vocabulary."""

    class Meta:
        model = Department

    name_it = factory.Sequence(lambda number: f"Reparto {number}")
    name_en = factory.Sequence(lambda number: f"Department {number}")
    slug = factory.Sequence(lambda number: f"department-{number}")
    order = factory.Sequence(lambda number: 1000 + number)


class RoleFactory(DjangoModelFactory):
    """A role of a department of its own."""

    class Meta:
        model = Role

    department = factory.SubFactory(DepartmentFactory)
    name_it = factory.Sequence(lambda number: f"Mestiere {number}")
    name_en = factory.Sequence(lambda number: f"Trade {number}")
    slug = factory.Sequence(lambda number: f"role-{number}")


class CrewMemberFactory(DjangoModelFactory):
    """Somebody with a name and an address."""

    class Meta:
        model = CrewMember

    name = factory.Sequence(lambda number: f"Persona {number}")
    slug = factory.Sequence(lambda number: f"persona-{number}")
