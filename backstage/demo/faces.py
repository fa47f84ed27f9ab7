"""Nineteen portraits of a crew."""

from typing import Any

from backstage.demo import rows, site
from backstage.demo.pictures import Order, Pictures, order
from backstage.demo.shelf import read, said
from backstage.models import Page
from crew.models import Department
from portfolio.models import Production


def orders() -> list[Order]:
    """A portrait a person."""
    return [
        order(person["key"], "portrait", person["department"], person["portrait"], person=person["name"])
        for person in read("faces")["members"]
    ]


def tell(pictures: Pictures) -> None:
    """The production, its crew in their order, and what the series is about."""
    content = read("faces")
    made = rows.production(content["production"], order=0)
    for number, person in enumerate(content["members"], start=1):
        _face(pictures, made, person, number)
    for row in content["production"]["owner_credits"]:
        rows.credit(made, 100, role=row["role"], member=rows.owner(), credited_as=row["credited_as"])
    Page.objects.create(
        **said(
            title={"it": "La serie", "en": "The series"},
            slug={"it": "la-serie", "en": "the-series"},
            body=content["statement"],
        ),
        menu=Page.Menu.MAIN,
        order=5,
    )


def alone() -> None:
    """The profile of a site that shows nothing else."""
    words = read("site")["profile"]
    site.profile(words["name"], words["statement"])
    site.small_print()


def _face(pictures: Pictures, made: Production, person: dict[str, Any], number: int) -> None:
    member = rows.member(person)
    rows.portrait(pictures, person["key"], person["portrait"], member, production=made, order=number)
    department = None if person["role"] else Department.objects.get(slug=person["department"])
    rows.credit(
        made,
        number,
        role=person["role"],
        department=department,
        member=member,
        credited_as=person["credited_as"],
    )
