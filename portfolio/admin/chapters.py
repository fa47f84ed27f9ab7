"""Chapters on the desk: typed by those who may, read by the others."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from backstage.bilingual.languages import codes, column
from portfolio.actions import words
from portfolio.forms import ChaptersForm
from portfolio.models import Film, timecodes
from portfolio.models.film import titles_of


class ChaptersAdmin:
    """A mixin for the films' admin: keeps the chapters; who may only look reads them."""

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: Any) -> None:
        """Before what decides who sees the film."""
        titles = form.chapters() if isinstance(form, ChaptersForm) else {}
        if titles:
            words.keep_chapters(form.instance, titles, by=request.user)
        super().save_related(request, form, formsets, change)  # type: ignore[misc]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """As they are; where nothing may be changed, with the lines in the place of fields."""
        fieldsets = super().get_fieldsets(request, obj)  # type: ignore[misc]
        if obj is None or self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return fieldsets
        shown = {column("chapters", code): _reader(code) for code in codes()}
        return [
            (name, {**options, "fields": [shown.get(str(each), each) for each in options["fields"]]})
            for name, options in fieldsets
        ]


@cache
def _reader(language: str) -> Callable[[Film], SafeString | str]:
    @admin.display(description=format_lazy("{} ({})", _("Chapters"), language))
    def chapters(film: Film) -> SafeString | str:
        titles = titles_of(film.chapters.all(), language)
        return (
            format_html_join("\n", "{} {}", ((timecodes.written(at), title) for at, title in titles)) or "–"
        )

    return chapters
