"""End titles: credits grouped as a film prints them. Pure functions over the rows that they are given."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from backstage.bilingual.alternates import foreign_language
from portfolio.models import Credit, Production

register = template.Library()

CAST_ROLES = {"actor", "voice-actor", "extra", "stand-in", "acting-double", "presenter", "dancer"}
BILLINGS = [
    Credit.Billing.LEAD,
    Credit.Billing.SUPPORTING,
    Credit.Billing.NONE,
    Credit.Billing.GUEST,
    Credit.Billing.WITH,
    Credit.Billing.AND,
    Credit.Billing.EXTRA,
]
UNITS = list(Credit.Unit)


@dataclass(frozen=True)
class Entry:
    """What is left of the gutter, and the names at its right."""

    label: str
    language: str
    credits: list[Credit]


@dataclass(frozen=True)
class Card:
    """Entries under one heading."""

    heading: str
    language: str
    entries: list[Entry]


@register.filter
def end_titles(rows: Iterable[Credit]) -> list[Card]:
    """The cast first, then the departments in their order, other units after the main one."""
    rows = list(rows)
    cast = [credit for credit in rows if is_cast(credit)]
    crew = sorted((credit for credit in rows if not is_cast(credit)), key=_place)
    cards = [Card(_("Cast"), "", _entries(sorted(cast, key=_billing)))] if cast else []
    return [*cards, *(_card(list(group)) for _key, group in groupby(crew, key=_heading))]


@register.filter
def entries(rows: Iterable[Credit]) -> list[Entry]:
    """Credits as lines, one for each role, as they come: no heading says the department."""
    grouped = groupby(rows, key=lambda credit: (credit.function, _language(credit)))
    return [Entry(label, language, list(group)) for (label, language), group in grouped]


@register.simple_tag
def function_of(credit: Credit) -> SafeString:
    """The role in the form that goes with the person, with its `lang` where that is not the reader's."""
    return _marked(credit.function, _language(credit))


@register.simple_tag
def title_of(production: Production) -> SafeString:
    """What visitors may read of the title, with its `lang` where that is not the reader's."""
    field = "alias" if production.is_secret() else "title"
    return _marked(getattr(production, field), foreign_language(production, field))


@register.filter
def is_credited_otherwise(credit: Credit) -> bool:
    """Whether the screen said it in other words than ours."""
    return bool(credit.credited_as) and credit.credited_as.casefold() != credit.function.casefold()


def is_cast(credit: Credit) -> bool:
    """Whether this person plays in it."""
    return bool(credit.character) or (credit.role is not None and credit.role.slug in CAST_ROLES)


def _card(rows: list[Credit]) -> Card:
    department, unit = rows[0].group, Credit.Unit(rows[0].unit)
    heading = str(department)
    if unit != Credit.Unit.MAIN:
        heading = f"{heading}, {unit.label}"
    return Card(heading, foreign_language(department, "name"), _entries(rows))


def _entries(rows: list[Credit]) -> list[Entry]:
    """Neighbours with the same label share it."""
    grouped = groupby(rows, key=_label)
    return [Entry(label, language, list(group)) for (label, language), group in grouped]


def _label(credit: Credit) -> tuple[str, str]:
    if credit.character:
        return credit.character, ""
    # Under its own heading, a department alone needs no second word.
    return (credit.function, _language(credit)) if credit.role else ("", "")


def _language(credit: Credit) -> str:
    return foreign_language(credit.role or credit.group, "name")


def _billing(credit: Credit) -> tuple[int, int, int]:
    return (BILLINGS.index(Credit.Billing(credit.billing)), credit.order, credit.pk)


def _place(credit: Credit) -> tuple[Any, ...]:
    role = credit.role.order if credit.role else 0
    return (*_heading(credit), role, credit.order, credit.pk)


def _heading(credit: Credit) -> tuple[int, int, int]:
    department = credit.group
    return (UNITS.index(Credit.Unit(credit.unit)), department.order, department.pk)


def _marked(words: str, language: str) -> SafeString:
    if language:
        return format_html('<span lang="{}">{}</span>', language, words)
    return SafeString(conditional_escape(words))
