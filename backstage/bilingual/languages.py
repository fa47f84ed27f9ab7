"""Which languages there are, which of them a row lacks, and which one answered."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Model
from django.utils.translation import get_language
from modeltranslation.translator import NotRegistered, translator
from modeltranslation.utils import build_localized_fieldname


def codes() -> list[str]:
    """The codes of `LANGUAGES` in their order: the first is the one that the editors think in."""
    return [code for code, _name in settings.LANGUAGES]


def active_language() -> str:
    """The code of the language that the reader reads in."""
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


def column(field: str, language: str) -> str:
    """The column that holds `field` in `language`: `title`, `it` → `title_it`."""
    return build_localized_fieldname(field, language)


def columns(field: str) -> list[str]:
    """The columns of `field`, one a language."""
    return [column(field, code) for code in codes()]


def translated_fields(model: type[Model]) -> list[str]:
    """The names of the model's translated fields; none for a model that has none."""
    try:
        options = translator.get_options_for_model(model)
    except NotRegistered:
        return []
    return [name for name in options.all_fields if not name.endswith("slug")]


def missing_languages(thing: Model, fields: Iterable[str] | None = None) -> list[str]:
    """The languages in which something is empty that another language says. Slugs do not count.

    Of `fields` alone, where they are named.
    """
    asked = translated_fields(type(thing)) if fields is None else fields
    said = [name for name in asked if any(getattr(thing, name_in) for name_in in columns(name))]
    return [code for code in codes() if any(not getattr(thing, column(name, code)) for name in said)]


def answering_language(thing: Model, field: str) -> str:
    """The language whose words `thing.<field>` gives now: the active one, else the one it falls back to.

    The active language where the field is empty in all.
    """
    active = active_language()
    order = [active, *(code for code in codes() if code != active)]
    return next((code for code in order if getattr(thing, column(field, code), None)), active)
