"""Facts that are edited in plain forms: the works that turn on them follow, and the log knows."""

from typing import Any

from django.db.models import Model, QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest

from portfolio.actions import clearance, words
from portfolio.admin.log import RightsHistory
from portfolio.models import Agreement, Appearance, CaptionTrack, FilmTrack, PersonRelease, Release

DECIDING = (Agreement, Appearance, FilmTrack, PersonRelease, Release)


def keep(row: Model, *, by: Any) -> None:
    """Saves a row. Where it decides who may see a work, its works are settled and the log gets its lines."""
    if isinstance(row, DECIDING):
        clearance.keep_fact(row, by=by)
    elif isinstance(row, CaptionTrack):
        words.keep_captions(row, by=by)
    else:
        row.save()


def drop(row: Model, *, by: Any) -> None:
    """Deletes a row; the works that turned on it are settled, and the log gets its line."""
    if isinstance(row, CaptionTrack):
        words.drop_captions(row, by=by)
        return
    if isinstance(row, DECIDING):
        clearance.drop_fact(row, by=by)
        return
    row.delete()


class OpenedPage:
    """A mixin for pages and rows of a `FactForm`: with its facts it sends what it was opened with."""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """As they are; where something may be changed, with one field more, which nobody sees."""
        fieldsets = super().get_fieldsets(request, obj)  # type: ignore[misc]
        if obj is None or not self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return fieldsets
        (name, options), *others = fieldsets
        return [(name, {**options, "fields": ["opened", *options["fields"]]}), *others]


class FactsAdmin(RightsHistory):
    """A mixin: whatever is saved or deleted on this page goes through `keep` and `drop`."""

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: Any) -> None:
        """The row itself."""
        keep(obj, by=request.user)

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseInlineFormSet, change: Any
    ) -> None:
        """The rows below it."""
        save_rows(formset, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """One."""
        drop(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> None:
        """Several, one by one: each may have works that turn on it."""
        for row in queryset:
            drop(row, by=request.user)


def save_rows(formset: Any, *, by: Any) -> None:
    """Saves what an inline formset changed, added and deleted."""
    prepare = getattr(formset, "remember_places", None)
    if prepare:
        prepare()
    rows = formset.save(commit=False)
    for row in formset.deleted_objects:
        drop(row, by=by)
    for row in rows:
        keep(row, by=by)
    formset.save_m2m()
    if prepare:
        formset.put_in_places()
