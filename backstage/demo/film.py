"""The page of one film: *Backstage* (2022)."""

from typing import Any

from backstage.demo import rows, site
from backstage.demo.association import sheet_line
from backstage.demo.pictures import Order, Pictures, order
from backstage.demo.shelf import read, said
from portfolio.actions import clearance
from portfolio.models import (
    CompanyRole,
    Organization,
    Photo,
    Production,
    Release,
    SoundtrackItem,
    Trailer,
)


def orders() -> list[Order]:
    """The poster, and pictures in the place of stills."""
    content = read("film")
    stills = enumerate(content["stills"], start=1)
    poster = content["poster"]
    return [
        order("backstage-poster", "poster", poster["subject"], poster),
        *(order(f"backstage-{number}", "scene", still["subject"], still) for number, still in stills),
    ]


def tell(pictures: Pictures) -> None:
    """The film's data sheet, credits, release, music and pictures."""
    content = read("film")
    made = rows.production(content["production"], order=0)
    for row in content["credits"]:
        rows.credit(made, row["order"], role=row["role"], name=row["name"], billing=row["billing"])
    for row in content["releases"]:
        _release(made, row)
    for number, line in enumerate(content["sheet"], start=1):
        sheet_line(made, line, number)
    _music_and_trailer(made, content)
    _pictures(pictures, made, content)


def alone() -> None:
    """The profile of a site that shows nothing else."""
    content = read("film")["production"]
    statement = {
        language: f"{content['logline'][language]}\n\n{content['synopsis'][language]}"
        for language in content["logline"]
    }
    site.profile(content["title"], statement)
    site.small_print()


def _release(made: Production, row: dict[str, Any]) -> None:
    platform, _created = Organization.objects.get_or_create(
        name=row["platform"], defaults={"kind": Organization.Kind.PLATFORM}
    )
    CompanyRole.objects.create(production=made, organization=platform, capacity=CompanyRole.Capacity.PLATFORM)
    release = Release(
        production=made,
        platform=platform,
        **said(note=row["note"]),
        **{field: row[field] for field in ("type", "access_model", "date_precision", "territory", "status")},
    )
    release.date = Release._meta.get_field("date").to_python(row["date"])
    clearance.keep_fact(release)


def _music_and_trailer(made: Production, content: dict[str, Any]) -> None:
    for number, row in enumerate(content["soundtrack"], start=1):
        SoundtrackItem.objects.create(
            production=made,
            origin=row["origin"],
            number=row["number"],
            is_performed_live=row["is_performed_live"],
            **said(performers=row["performers"], note=row["note"]),
            order=number,
        )
    trailer = content["trailer"]
    Trailer.objects.create(
        production=made, kind=trailer["kind"], url=trailer["url"], **said(title=trailer["title"])
    )


def _pictures(pictures: Pictures, made: Production, content: dict[str, Any]) -> None:
    stills = [("backstage-poster", content["poster"])]
    stills += [(f"backstage-{number}", row) for number, row in enumerate(content["stills"], start=1)]
    for number, (seed, row) in enumerate(stills):
        rows.scene(pictures, seed, row, kind=Photo.Kind.STILL, production=made, order=number)
