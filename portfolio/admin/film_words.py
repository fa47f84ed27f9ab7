"""Words and frames of a film on the desk: its chapters in each language, and the frame of its poster."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from backstage.bilingual.languages import codes, column
from portfolio.actions import intake
from portfolio.forms import ChaptersField, TimecodeField
from portfolio.models import Film, timecodes
from portfolio.models.film import titles_of


class FrameInput(UnfoldAdminTextInputWidget):
    """A moment of the film, chosen among its stills; without the script it is typed."""

    def __init__(self, film: Film | None = None) -> None:
        """The film whose stills are shown."""
        super().__init__(attrs={"placeholder": "1:23", "inputmode": "text"})
        self.film = film

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> Any:
        """The field, and the sheet of stills below it."""
        field = super().render(name, value, attrs, renderer)
        facts = {"field": field, "stills": stills_of(self.film) if self.film else None}
        return render_to_string("admin/films/stills.html", facts)


def stills_of(film: Film) -> dict[str, Any] | None:
    """Where staff find the sheet of a film's stills, and how it is laid out; None where there is none."""
    stills = film.renditions.get("video", {}).get("stills")
    if not stills:
        return None
    return stills | {"address": reverse("preview", args=[film.asset, stills["name"]])}


class FrameForm(forms.ModelForm):
    """A film with the frame of its poster."""

    seconds: float | None
    poster_at_seconds = TimecodeField(
        label=_("Frame of the poster"),
        required=False,
        help_text=_("Minutes and seconds. Left empty, it is taken from the first tenth of the film."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "poster_at_seconds" in self.fields:
            self.fields["poster_at_seconds"].widget = FrameInput(self.instance)

    def clean(self) -> dict[str, Any]:
        """Refuses a moment that the film does not have."""
        cleaned = super().clean() or self.cleaned_data
        frame = cleaned.get("poster_at_seconds")
        if frame is not None and _is_beyond(frame, self.seconds):
            self.add_error("poster_at_seconds", _too_late(frame, self.seconds))
        return cleaned


class ChaptersForm(forms.ModelForm):
    """A film with its chapters: a text a language, a chapter a line."""

    seconds: float | None

    # A field for each language of the site, however many there are.
    vars().update(
        {
            column("chapters", code): ChaptersField(
                label=format_lazy("{} ({})", _("Chapters"), code),
                required=False,
                widget=UnfoldAdminTextareaWidget(attrs={"rows": 5, "placeholder": "0:00 …\n1:23 …"}),
                help_text=_(
                    "One a line: minutes and seconds, then the title. Chapters in WebVTT can be pasted, too."
                ),
            )
            for code in codes()
        }
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(self.instance.chapters.all()) if self.instance.pk else []
        for code in codes():
            self.initial[column("chapters", code)] = titles_of(rows, code)

    def clean(self) -> dict[str, Any]:
        """Refuses chapters that begin after the film's end."""
        cleaned = super().clean() or self.cleaned_data
        for code in codes():
            name = column("chapters", code)
            late = [second for second, _title in cleaned.get(name) or () if _is_beyond(second, self.seconds)]
            if late:
                self.add_error(name, _too_late(late[0], self.seconds))
        return cleaned

    def chapters(self) -> dict[str, list[tuple[float, str]]] | None:
        """What is typed, by language; None where it is as it was, or nobody could type."""
        names = {code: column("chapters", code) for code in codes()}
        if not any(name in self.changed_data for name in names.values()):
            return None
        return {code: self.cleaned_data[name] for code, name in names.items()}


class ChaptersAdmin:
    """A mixin for the films' admin: keeps the chapters; who may only look reads them."""

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: Any) -> None:
        """Before what decides who sees the film."""
        titles = form.chapters() if isinstance(form, ChaptersForm) else None
        if titles is not None:
            intake.keep_chapters(form.instance, titles)
        super().save_related(request, form, formsets, change)  # type: ignore[misc]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """As they are; where nothing may be changed, with the lines in the place of fields."""
        fieldsets = super().get_fieldsets(request, obj)  # type: ignore[misc]
        if obj is None or self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return fieldsets
        shown = _readers()
        return [
            (name, {**options, "fields": [shown.get(str(each), each) for each in options["fields"]]})
            for name, options in fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """With the lines, which are no fields of a form."""
        return [*super().get_readonly_fields(request, obj), *_readers().values()]  # type: ignore[misc]


def _readers() -> dict[str, Callable[[Film], SafeString | str]]:
    return {column("chapters", code): _reader(code) for code in codes()}


def _reader(language: str) -> Callable[[Film], SafeString | str]:
    @admin.display(description=_("chapters"))
    def chapters(film: Film) -> SafeString | str:
        titles = titles_of(film.chapters.all(), language)
        lines = ((timecodes.written(second), title) for second, title in titles)
        return format_html("{}", format_html_join("\n", "{} {}", lines)) or "–"

    return chapters


def _is_beyond(second: float, length: float | None) -> bool:
    return length is not None and second >= length


def _too_late(second: float, length: float | None) -> str:
    moments = {"moment": timecodes.written(second), "length": timecodes.written(length or 0)}
    return gettext("%(moment)s lies behind the end: the film lasts %(length)s.") % moments
