"""Who: members, departments and roles on the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import URLField
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter

from backstage.bilingual.desk import (
    GapMarks,
    MissingLanguageFilter,
    PlacedForm,
    fill_slug,
    forgiving,
    language_tabs,
)
from backstage.bilingual.languages import columns
from crew.models import CrewMember, Department, Role


class NamedForm(PlacedForm):
    """A form whose empty address is made from the name; the same address serves every language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        """Fills the address, or refuses one that is taken."""
        cleaned = super().clean() or self.cleaned_data
        words = next((cleaned[name] for name in ["name", *columns("name")] if cleaned.get(name)), "")
        fill_slug(self, cleaned, "slug", str(words), needed=True)
        return cleaned


class TranslatedNameForm(NamedForm):
    """The name is said in at least one language."""

    constraint_fields = {
        "department_name_in_some_language": columns("name")[0],
        "role_name_in_some_language": columns("name")[0],
    }


class RoleRows(TabularInline):
    """A department's roles."""

    model = Role
    form = TranslatedNameForm
    fields = [*columns("name"), *columns("feminine"), *columns("masculine"), "abbreviations", "slug", "order"]
    extra = 0
    tab = True
    hide_title = True
    ordering_field = "order"
    hide_ordering_field = True


@admin.register(Department)
class DepartmentAdmin(GapMarks, ModelAdmin):
    """Groups of roles, in the order of end titles."""

    form = TranslatedNameForm
    list_display = ["title", "kind", "gaps"]
    list_filter = [("kind", ChoicesDropdownFilter), MissingLanguageFilter]
    list_filter_submit = True
    list_fullwidth = True
    list_per_page = 200
    search_fields = forgiving("name*")
    search_help_text = _("Name, in either language; accents do not matter.")
    ordering_field = "order"
    hide_ordering_field = True
    inlines = [RoleRows]
    warn_unsaved_form = True
    fieldsets = [
        *language_tabs("name"),
        (None, {"fields": [("kind", "order"), "slug"]}),
    ]

    @admin.display(description=_("name"), ordering="name_it")
    def title(self, department: Department) -> str:
        """In the reader's language, else the other."""
        return str(department)


@admin.register(Role)
class RoleAdmin(GapMarks, ModelAdmin):
    """What people do; found by name, form or abbreviation."""

    form = TranslatedNameForm
    list_display = ["title", "department", "abbreviations", "gaps"]
    list_filter = [("department", AutocompleteSelectFilter), MissingLanguageFilter]
    list_filter_submit = True
    list_fullwidth = True
    list_per_page = 100
    list_select_related = ["department"]
    search_fields = forgiving("name*", "feminine*", "masculine*", "abbreviations")
    search_help_text = _("Name, form or abbreviation; accents do not matter.")
    autocomplete_fields = ["department"]
    warn_unsaved_form = True
    fieldsets = [
        *language_tabs("name", "feminine", "masculine"),
        (None, {"fields": ["department", "abbreviations", ("slug", "order")]}),
    ]

    @admin.display(description=_("name"), ordering="name_it")
    def title(self, role: Role) -> str:
        """In the reader's language, else the other."""
        return str(role)


@admin.register(CrewMember)
class CrewMemberAdmin(GapMarks, ModelAdmin):
    """People of the crew. `portfolio` shows the same page with faces and releases."""

    form = NamedForm
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    list_display = ["name", "nickname", "pronoun", "gaps"]
    list_filter: list[Any] = [("pronoun", ChoicesDropdownFilter), MissingLanguageFilter]
    list_filter_submit = True
    list_fullwidth = True
    list_per_page = 60
    search_fields = forgiving("name", "nickname")
    search_help_text = _("Name or nickname; accents do not matter.")
    warn_unsaved_form = True
    fieldsets = [
        (None, {"fields": [("name", "nickname"), "pronoun"]}),
        *language_tabs("words"),
        (_("Address and contact"), {"classes": ["tab"], "fields": ["slug", "website", "contact_email"]}),
    ]
