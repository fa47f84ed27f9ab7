"""What the editors' desk needs for two languages: tabs, gap marks, forgiving search, addresses."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import CharField, Model, Q, QuerySet, TextField
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from backstage.bilingual.addresses import free_slug
from backstage.bilingual.languages import codes, column, columns, missing_languages, translated_fields

Fieldset = tuple[Any, dict[str, Any]]


def language_tabs(*fields: str) -> list[Fieldset]:
    """One fieldset a language, shown as a tab, with `fields` in that language."""
    names = dict(settings.LANGUAGES)
    return [
        (
            names[code],
            {
                "classes": ["tab", f"language-{code}"],
                "fields": [column(field, code) for field in fields],
            },
        )
        for code in codes()
    ]


def forgiving(*fields: str) -> tuple[str, ...]:
    """Search paths that forgive accents and capitals: plain columns as they are, translated ones with `*`.

    `forgiving("title*", "member__name")` looks into the title in every language, and into the name.
    """
    paths = (name for field in fields for name in (columns(field[:-1]) if field.endswith("*") else [field]))
    return tuple(f"{path}__folded__contains" for path in paths)


class GapMarks:
    """A list column that names the languages in which a row lacks words."""

    @admin.display(description=_("missing"))
    def gaps(self, row: Model) -> SafeString:
        """A mark a language; nothing where nothing is missing."""
        marks = ((_mark(code),) for code in self.languages_lacking(row))
        return format_html_join(" ", "{}", marks)

    def languages_lacking(self, row: Model) -> list[str]:
        """Those in which something is empty that another language says."""
        return missing_languages(row)


def _mark(code: str) -> SafeString:
    text = {
        "text": code.upper(),
        "type": "warning",
        "label_title": _("Something is missing in this language."),
    }
    return render_to_string("unfold/helpers/label.html", text)


class MissingLanguageFilter(admin.SimpleListFilter):
    """Lists the rows that lack words in a language in which another language has them."""

    title = _("missing language")
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[Any, Any]]:
        """The languages."""
        return settings.LANGUAGES

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model] | None:
        """The rows with a gap in the chosen language."""
        if self.value() not in codes():
            return queryset
        return queryset.filter(gaps_in(queryset.model, str(self.value())))


def gaps_in(model: type[Model], language: str) -> Q:
    """The condition that a row of `model` lacks words in `language` that another language has."""
    gaps = (_gap(model, name, language) for name in translated_fields(model))
    return reduce(or_, gaps, Q(pk__in=[]))


def _gap(model: type[Model], field: str, language: str) -> Q:
    """`field` says nothing in `language` and something in another."""
    here = column(field, language)
    elsewhere = [_filled(model, name) for name in columns(field) if name != here]
    return ~_filled(model, here) & reduce(or_, elsewhere)


def _filled(model: type[Model], name: str) -> Q:
    """The column says something. Only words can be empty and there at once."""
    there = Q(**{f"{name}__isnull": False})
    words = isinstance(model._meta.get_field(name), CharField | TextField)
    return there & ~Q(**{name: ""}) if words else there


class PlacedForm(forms.ModelForm):
    """A form that shows a constraint's sentence at the field that mends it: `constraint_fields`, by name."""

    constraint_fields: dict[str, str] = {}

    def add_error(self, field: str | None, error: Any) -> None:
        """Moves the sentences of known constraints from the top of the form to their fields."""
        if field is None and hasattr(error, "error_dict"):
            placed, rest = self._placed(error.error_dict)
            for name, sentence in placed:
                super().add_error(name, sentence)
            if rest:
                super().add_error(None, ValidationError(rest))
            return
        super().add_error(field, error)

    def _placed(
        self, errors: dict[str, list[ValidationError]]
    ) -> tuple[list[tuple[str, ValidationError]], dict[str, list[ValidationError]]]:
        places = {
            str(constraint.get_violation_error_message()): self.constraint_fields[constraint.name]
            for constraint in self._meta.model._meta.constraints
            if self.constraint_fields.get(constraint.name) in self.fields
        }
        top = errors.get(NON_FIELD_ERRORS, [])
        placed = [(places[str(each.message)], each) for each in top if str(each.message) in places]
        left = [each for each in top if str(each.message) not in places]
        others = {name: found for name, found in errors.items() if name != NON_FIELD_ERRORS}
        return placed, others | ({NON_FIELD_ERRORS: left} if left else {})


class SaidForm(PlacedForm):
    """A form that refuses silence: each of `said_fields`, translated, says something in some language."""

    said_fields: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Names the first language's field where all are empty."""
        cleaned = super().clean() or self.cleaned_data
        for field in self.said_fields:
            first = columns(field)[0]
            if first in self.fields and first not in self.errors and not said(cleaned, field):
                self.add_error(first, _("Write it in at least one language."))
        return cleaned


def said(cleaned: dict[str, Any], field: str) -> list[str]:
    """What a form says in `field`, in whichever languages."""
    return [str(cleaned[name]) for name in columns(field) if cleaned.get(name)]


class SluggedForm(SaidForm):
    """A form whose empty addresses are made from the words of the same language, else of another.

    `slug_sources` names, for each translated address, the translated words that it is made from. An address
    that the editor typed is kept as it is, or refused where another row or the site itself has it; one
    that is made and already taken gets a number.
    """

    said_fields = ("title",)
    slug_sources: dict[str, str] = {"slug": "title"}

    def reserved(self) -> frozenset[str]:
        """The addresses that the site keeps to itself: none, where the rows stand in a room of their own."""
        return frozenset()

    def clean(self) -> dict[str, Any]:
        """Refuses addresses that are taken; fills the empty ones."""
        cleaned = super().clean()
        for slug, source in self.slug_sources.items():
            otherwise = next(iter(said(cleaned, source)), "")
            for code in codes():
                words = str(cleaned.get(column(source, code)) or otherwise)
                reserved, needed = self.reserved(), source in self.said_fields
                fill_slug(self, cleaned, column(slug, code), words, reserved=reserved, needed=needed)
        return cleaned


def fill_slug(
    form: forms.ModelForm,
    cleaned: dict[str, Any],
    name: str,
    words: str,
    *,
    reserved: frozenset[str] = frozenset(),
    needed: bool = False,
) -> None:
    """Makes the address `name` from `words` where it is empty; refuses one that is `reserved` or taken.

    Without words there is none, unless it is `needed`: then the words are what the form complains of.
    """
    if name not in form.fields or name in form.errors:
        return
    others = form._meta.model._default_manager.exclude(pk=form.instance.pk)
    if str(cleaned.get(name)).lower() in reserved:
        form.add_error(name, _("The site itself needs this address. Choose another one."))
    elif cleaned.get(name):
        if others.filter(**{name: cleaned[name]}).exists():
            form.add_error(name, _("This address is already taken. Choose another one."))
    elif words or needed:
        cleaned[name] = free_slug(form._meta.model, name, words, besides=form.instance.pk, reserved=reserved)
