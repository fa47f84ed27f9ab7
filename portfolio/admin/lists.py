"""What the desk's lists and inlines share."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from unfold.admin import StackedInline, TabularInline

from portfolio.admin.pictures import FIELDS, KeptFiles
from portfolio.forms import DatedForm, FactForm

# The bulk of a list: long enough for a wrap's worth of portraits, short enough for a phone.
PER_PAGE = 60


class KnownSelect(AutocompleteSelect):
    """An autocomplete that is told its row's choice, so that fifty rows ask the database once, not each."""

    known: Model | None = None

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        """The chosen option; asked of the database only where it is another one than the row's."""
        if self.known is None or list(value) != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        label = self.choices.field.label_from_instance(self.known)
        blank = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [(None, [*blank, self.create_option(name, self.known.pk, label, True, len(blank))], 0)]


class KnowingForm(DatedForm, ModelForm):
    """A row's form that tells its autocompletes what was loaded with the row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, KnownSelect) and name in self.instance._state.fields_cache:
                widget.known = getattr(self.instance, name)


class FactRow(FactForm, KnowingForm):
    """A row that decides who may see a work."""


class KnowingInline(KeptFiles):
    """A mixin for inlines whose `autocomplete_fields` are loaded with their rows (`get_queryset`)."""

    form = KnowingForm
    known_fields: tuple[str, ...] = ()
    # Those beside which a new row of the other kind can be made; the others stay narrow.
    addable_fields: tuple[str, ...] = ()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A table has no room for a menu beside each choice."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if db_field.name in self.known_fields:
            widget = field.widget
            widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
            widget.can_add_related = widget.can_add_related and db_field.name in self.addable_fields
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """An autocomplete that can be told its choice."""
        if db_field.name in self.known_fields:
            kwargs["widget"] = KnownSelect(db_field, self.admin_site)  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def get_queryset(self, request: HttpRequest) -> Any:
        """The rows with what their autocompletes show."""
        return super().get_queryset(request).select_related(*self.known_fields)  # type: ignore[misc]

    def get_autocomplete_fields(self, request: HttpRequest) -> Any:
        """The theme leaves these alone."""
        return self.known_fields


def _in_rows(theme: dict[Any, dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """Our fields with the widgets that the theme has for rows."""
    return {kind: {**theme.get(kind, {}), **FIELDS.get(kind, {})} for kind in {**theme, **FIELDS}}


class Rows(KnowingInline, TabularInline):
    """Rows in a table on a tab of their own."""

    extra = 0
    tab = True
    hide_title = True
    formfield_overrides = _in_rows(TabularInline.formfield_overrides)


class Sheets(KnowingInline, StackedInline):
    """A small form a row, on a tab of its own."""

    extra = 0
    tab = True
    formfield_overrides = _in_rows(StackedInline.formfield_overrides)
