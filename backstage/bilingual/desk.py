"""What the editors' desk needs for two languages: tabs, the gap filter, slugs that fill themselves."""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from backstage.bilingual.languages import codes, column, columns, translated_fields

Fieldset = tuple[Any, dict[str, Any]]


def language_tabs(*fields: str) -> list[Fieldset]:
    """One fieldset a language, shown as a tab, with `fields` in that language."""
    names = dict(settings.LANGUAGES)
    return [
        (names[code], {"classes": ["tab"], "fields": [column(field, code) for field in fields]})
        for code in codes()
    ]


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
        gaps = (_gap(name, str(self.value())) for name in translated_fields(queryset.model))
        return queryset.filter(reduce(or_, gaps, Q(pk__in=[])))


def _gap(field: str, language: str) -> Q:
    """`field` says nothing in `language` and something in another."""
    here = column(field, language)
    elsewhere = [_filled(name) for name in columns(field) if name != here]
    return ~_filled(here) & reduce(or_, elsewhere)


def _filled(name: str) -> Q:
    return Q(**{f"{name}__isnull": False}) & ~Q(**{name: ""})


class SluggedForm(forms.ModelForm):
    """A form whose empty addresses are made from the words of the same language, else of another.

    `slug_source` names the translated field of words, `slug_field` the translated address. An address that
    the editor typed is kept as it is; one that is made and already taken gets a number.
    """

    slug_source = "title"
    slug_field = "slug"

    def clean(self) -> dict[str, Any]:
        """Refuses words that no language says; fills the addresses."""
        cleaned = super().clean() or self.cleaned_data
        said = [cleaned.get(name) for name in columns(self.slug_source) if cleaned.get(name)]
        if not said:
            first = columns(self.slug_source)[0]
            if first in self.fields and first not in self.errors:
                self.add_error(first, _("Write it in at least one language."))
            return cleaned
        for code in codes():
            self._fill(cleaned, code, str(said[0]))
        return cleaned

    def _fill(self, cleaned: dict[str, Any], code: str, otherwise: str) -> None:
        name = column(self.slug_field, code)
        if name in self.fields and not cleaned.get(name) and name not in self.errors:
            words = str(cleaned.get(column(self.slug_source, code)) or otherwise)
            cleaned[name] = free_slug(self._meta.model, name, words, besides=self.instance.pk)


def free_slug(model: type[Model], name: str, words: str, *, besides: Any = None) -> str:
    """A slug made of `words` that no other row of `model` has in the column `name`."""
    base = slugify(words) or "senza-titolo"
    taken = set(
        model._default_manager.exclude(pk=besides)
        .filter(**{f"{name}__startswith": base})
        .values_list(name, flat=True)
    )
    numbered: Callable[[int], str] = lambda number: f"{base}-{number}"  # noqa: E731
    candidates = [base, *(numbered(number) for number in range(2, len(taken) + 3))]
    return next(slug for slug in candidates if slug not in taken)
