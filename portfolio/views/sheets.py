"""The technical data sheet as labels and values under headings. Nothing here asks the database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backstage.bilingual.alternates import foreign_language
from portfolio.models import (
    CompanyRole,
    ExternalId,
    PressItem,
    Production,
    Release,
    SheetLine,
    SoundtrackItem,
    Trailer,
    places,
)
from portfolio.views import dates

CATALOGUES = {
    ExternalId.Scheme.IMDB: "https://www.imdb.com/title/{}/",
    ExternalId.Scheme.TMDB: "https://www.themoviedb.org/movie/{}",
    ExternalId.Scheme.WIKIDATA: "https://www.wikidata.org/wiki/{}",
}


@dataclass(frozen=True)
class Value:
    """What is printed at the right of the gutter. `language` where it is not the reader's."""

    text: str
    link: str = ""
    note: str = ""
    language: str = ""


@dataclass(frozen=True)
class Line:
    """A label and its values. `language` is the label's, where it is not the reader's."""

    label: str
    values: list[Value]
    language: str = ""


@dataclass(frozen=True)
class Section:
    """Lines under a heading."""

    heading: str
    lines: list[Line]


@dataclass(frozen=True)
class Facts:
    """The rows that a sheet is made of, already fetched."""

    companies: list[CompanyRole]
    releases: list[Release]
    soundtrack: list[SoundtrackItem]
    trailers: list[Trailer]
    press: list[PressItem]
    lines: list[SheetLine]
    ids: list[ExternalId]

    @classmethod
    def of(cls, production: Production) -> "Facts":
        """All of a production's: seven queries, whatever it has."""
        return cls(
            companies=list(production.company_roles.select_related("organization")),
            releases=list(production.releases.select_related("platform")),
            soundtrack=list(production.soundtrack.all()),
            trailers=list(production.trailers.all()),
            press=list(production.press_items.all()),
            lines=list(production.sheet_lines.all()),
            ids=list(production.external_ids.all()),
        )


def data_sheet(production: Production, facts: Facts) -> list[Section]:
    """The sections that say something, in the order of an Italian press sheet."""
    real = [line for line in facts.lines if not _is_story(line)]
    story = [line for line in facts.lines if _is_story(line)]
    sections = [
        Section(_("The work"), [*_identity(production), *_catalogues(facts.ids)]),
        Section(_("Shooting"), list(_shooting(production))),
        Section(_("Image and sound"), list(_technique(production))),
        Section(_("Companies"), list(_companies(facts.companies))),
        Section(_("Releases"), list(_releases(facts.releases))),
        Section(_("Soundtrack"), list(_soundtrack(facts.soundtrack))),
        Section(_("Trailer"), list(_trailers(facts.trailers))),
        *_further(real),
        Section(_("In the story"), [*_story_places(production), *map(_sheet_line, story)]),
        Section(_("Press"), list(_press(facts.press))),
    ]
    return [section for section in sections if section.lines]


def _identity(production: Production) -> Iterator[Line]:
    original = production.original_title
    yield from _plain(_("Original title"), original if original != production.title else "")
    yield from _plain(_("Kind"), capfirst(production.get_kind_display()))
    yield from _plain(_("Year"), str(production.year or ""))
    yield from _codes(_("Country"), production.countries, places.country)
    yield from _codes(_("Language"), production.languages, places.language)
    yield from _translated(production, _("Genre"), "genres")
    if production.runtime_minutes:
        yield from _plain(_("Running time"), _("%(number)s min") % {"number": production.runtime_minutes})
    if production.status != Production.Status.RELEASED:
        yield from _plain(_("Status"), capfirst(production.get_status_display()))
    if production.official_url:
        yield Line(_("Official site"), [Value(_host(production.official_url), link=production.official_url)])


def _catalogues(ids: Iterable[ExternalId]) -> Iterator[Line]:
    for row in ids:
        address = CATALOGUES.get(ExternalId.Scheme(row.scheme), "").format(row.value)
        yield Line(row.get_scheme_display(), [Value(row.value, link=address)])


def _shooting(production: Production) -> Iterator[Line]:
    when = dates.span(production.shooting_start, production.shooting_end, production.shooting_precision)
    yield from _plain(_("Shooting dates"), when)
    yield from _translated(production, _("Locations"), "shooting_places")
    yield from _plain(_("Crew"), _crew_size(production))


def _technique(production: Production) -> Iterator[Line]:
    yield from _plain(_("Cameras"), production.cameras)
    yield from _plain(_("Lenses"), production.lenses)
    yield from _plain(_("Aspect ratio"), production.aspect_ratio)
    yield from _plain(_("Sound mix"), production.sound_mix)


def _companies(companies: list[CompanyRole]) -> Iterator[Line]:
    capacities = list(CompanyRole.Capacity)
    in_order = sorted(companies, key=lambda row: capacities.index(CompanyRole.Capacity(row.capacity)))
    for label, rows in groupby(in_order, key=lambda row: row.get_capacity_display()):
        yield Line(label, [_company(row) for row in rows])


def _company(row: CompanyRole) -> Value:
    where = places.country(row.territory) if row.territory else ""
    return Value(row.organization.name, link=row.organization.website, note=where)


def _releases(releases: list[Release]) -> Iterator[Line]:
    for label, rows in groupby(releases, key=lambda row: row.get_type_display()):
        yield Line(label, [_release(row) for row in rows])


def _release(row: Release) -> Value:
    parts = [
        places.country(row.territory) if row.territory else "",
        row.get_access_model_display() if row.access_model else "",
        row.note,
    ]
    note = ", ".join(part for part in parts if part)
    return Value(dates.release_line(row), link=row.link, note=note)


def _soundtrack(items: list[SoundtrackItem]) -> Iterator[Line]:
    for label, rows in groupby(items, key=lambda row: row.get_origin_display()):
        yield Line(capfirst(label), [_piece(row) for row in rows])


def _piece(item: SoundtrackItem) -> Value:
    # As labels, since no language joins “performed by” and “The leads” without knowing both.
    parts = [
        _("Music by: %(names)s") % {"names": item.composers} if item.composers else "",
        _("Words by: %(names)s") % {"names": item.lyricists} if item.lyricists else "",
        _("Performed by: %(names)s") % {"names": item.performers} if item.performers else "",
        _("Originally by: %(names)s") % {"names": item.original_artist} if item.original_artist else "",
        _("Live on set") if item.is_performed_live else "",
        item.note,
    ]
    note = ". ".join(part for part in parts if part)
    if item.title:
        return Value(item.title, note=note, language=foreign_language(item, "title"))
    return Value(capfirst(_untitled(item)), note=note)


def _untitled(item: SoundtrackItem) -> str:
    return str(item.number) if item.number else _("number not stated")


def _trailers(trailers: list[Trailer]) -> Iterator[Line]:
    for label, rows in groupby(trailers, key=lambda row: row.get_kind_display()):
        yield Line(capfirst(label), [_trailer(row) for row in rows])


def _trailer(row: Trailer) -> Value:
    note = "" if row.url else _("no link yet")
    language = foreign_language(row, "title") if row.title else ""
    title = row.title or capfirst(row.get_kind_display())
    return Value(title, link=row.url, note=note, language=language)


def _press(items: list[PressItem]) -> Iterator[Line]:
    for outlet, rows in groupby(items, key=lambda row: row.outlet):
        yield Line(outlet, [_article(row) for row in rows])


def _article(row: PressItem) -> Value:
    when = dates.said(row.published_on) if row.published_on else ""
    return Value(row.title, link=row.url, note=when, language=row.language)


def _further(lines: list[SheetLine]) -> Iterator[Section]:
    for group in SheetLine.Group:
        rows = [_sheet_line(line) for line in lines if line.group == group]
        yield Section(str(group.label), rows)


def _is_story(line: SheetLine) -> bool:
    return line.is_fictional or line.group == SheetLine.Group.STORY


def _sheet_line(line: SheetLine) -> Line:
    value = Value(line.value, language=foreign_language(line, "value"))
    return Line(line.label, [value], language=foreign_language(line, "label"))


def _story_places(production: Production) -> Iterator[Line]:
    yield from _translated(production, _("Setting"), "story_places")


def _plain(label: str, text: str) -> Iterator[Line]:
    if text:
        yield Line(label, [Value(text)])


def _translated(production: Production, label: str, field: str) -> Iterator[Line]:
    """A translated field of which each line of text is a value of its own."""
    language = foreign_language(production, field)
    texts = (getattr(production, field) or "").splitlines()
    values = [Value(text, language=language) for text in texts if text.strip()]
    if values:
        yield Line(label, values)


def _codes(label: str, text: str, name: Any) -> Iterator[Line]:
    yield from _plain(label, ", ".join(name(code) for code in places.codes_in(text)))


def _crew_size(production: Production) -> str:
    least, most = production.crew_size_min, production.crew_size_max
    if least and most and least != most:
        return _("from %(least)s to %(most)s people") % {"least": least, "most": most}
    number = least or most or 0
    return ngettext("%(number)s person", "%(number)s people", number) % {"number": number} if number else ""


def _host(address: str) -> str:
    return address.split("//", 1)[-1].split("/", 1)[0].removeprefix("www.")
