"""An association of show-business workers: founders, events, voices."""

from typing import Any

from backstage.demo import rows, site
from backstage.demo.pictures import Order, Pictures, order
from backstage.demo.shelf import read, said
from crew.models import CrewMember, Department
from portfolio.actions import clearance
from portfolio.models import (
    CompanyRole,
    Organization,
    Photo,
    Production,
    SheetLine,
    Testimony,
)


def orders() -> list[Order]:
    """Pictures of the events, and a portrait a voice."""
    content = read("association")
    return [
        *(
            order(f"{row['key']}-{number}", "scene", photo["subject"], photo)
            for row in content["events"]
            for number, photo in enumerate(row["photos"], start=1)
        ),
        *(
            order(row["key"], "portrait", row["department"] or "", row["portrait"], person=row["speaker"])
            for row in content["voices"]
        ),
    ]


def tell(pictures: Pictures) -> None:
    """The association, its page with the founders, the events, the voices."""
    content = read("association")
    Organization.objects.get_or_create(
        name=content["organization"]["it"], defaults={"kind": Organization.Kind.ASSOCIATION}
    )
    founders = [rows.member(person) for person in content["founders"]]
    page = site.page(content["page"])
    for number, founder in enumerate(founders):
        page.presentations.create(crewmember=founder, order=number)
    events = [_event(pictures, row, number) for number, row in enumerate(content["events"], start=30)]
    for number, row in enumerate(content["voices"], start=1):
        _voice(pictures, row, number, events)


def alone() -> None:
    """The profile of a site that shows nothing else."""
    page = read("association")["page"]
    site.profile(page["title"], site.opening(page["body"]))
    site.small_print()


def _event(pictures: Pictures, row: dict[str, Any], number: int) -> Production:
    made = rows.production(row, order=number)
    venue, _created = Organization.objects.get_or_create(
        name=row["venue"]["it"], defaults={"kind": Organization.Kind.VENUE}
    )
    CompanyRole.objects.create(production=made, organization=venue, capacity=CompanyRole.Capacity.VENUE)
    if row["artist"]:
        artist = {"label": {"it": "Artisti", "en": "Artists"}, "value": row["artist"], "group_key": "stage"}
        sheet_line(made, artist, 0)
    for place, line in enumerate(row["sheet"], start=1):
        sheet_line(made, line, place)
    for place, photo in enumerate(row["photos"], start=1):
        seed = f"{row['key']}-{place}"
        rows.scene(pictures, seed, photo, kind=Photo.Kind.BACKSTAGE, production=made, order=place)
    return made


def sheet_line(made: Production, line: dict[str, Any], order: int) -> None:
    """A line of a data sheet."""
    SheetLine.objects.create(
        production=made,
        group=line["group_key"],
        **said(label=line["label"], value=line["value"]),
        is_fictional=line.get("is_fictional", False),
        order=order,
    )


def _voice(pictures: Pictures, row: dict[str, Any], number: int, events: list[Production]) -> None:
    member = rows.member({"key": row["key"], "speaker": row["speaker"]})
    department = Department.objects.filter(slug=row["department"]).first()
    if department is not None:
        _worked_on(row, member, department, events)
    portrait = rows.portrait(pictures, row["key"], row["portrait"], member, order=100 + number)
    testimony = Testimony(
        member=member,
        kind=row["kind"],
        sector=department,
        setting=row["setting"],
        photo=portrait,
        **said(
            slug={"it": row["key"], "en": row["key"]},
            trade=row["role_label"],
            quote=row["quote"],
            words=row["words"],
        ),
        wording_approved_on_it=rows.SIGNED,
        wording_approved_on_en=rows.SIGNED,
        release_signed_on=rows.SIGNED,
        is_published=True,
        order=number,
    )
    clearance.keep_testimony(testimony)


def _worked_on(
    row: dict[str, Any], member: CrewMember, department: Department, events: list[Production]
) -> None:
    """Credits a worker on the event of their setting, a stadium being where the concert was."""
    setting = "concert" if row["setting"] == "stadium" else row["setting"]
    event = next((event for event in events if event.kind == setting), events[0])
    rows.credit(event, member.pk, department=department, member=member)
