"""The log of rights on the desk: to be read, never written."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from backstage.bilingual.desk import forgiving
from portfolio.models import RightsEntry

ROOMS = ("portfolio", "crew", "screening")
# Words that the actions write where it is no field that changed.
FACTS = {
    "saved": _("saved"),
    "deleted": _("deleted"),
    "granted": _("granted"),
    "declined": _("declined"),
    "revoked": _("taken back"),
    "terms_accepted": _("terms accepted"),
    "company_verified": _("company checked"),
    "blocked": _("blocked"),
    "unblocked": _("let in again"),
    "withdrawn": _("withdrawn"),
    "yes": _("the holder’s yes written down"),
}
VALUES = {"True": _("yes"), "False": _("no"), "": "–"}


@admin.register(RightsEntry)
class RightsEntryAdmin(ModelAdmin):
    """Who changed which fact, and when."""

    list_display = ["at", "subject_link", "what_fact", "was", "became", "by", "on_behalf_of", "reason"]
    list_display_links = ["at"]
    list_filter = ["fact"]
    list_fullwidth = True
    list_select_related = ["by"]
    search_fields = forgiving("subject", "fact", "reason", "by__username")
    search_help_text = _("What, fact, reason or user; accents do not matter.")
    readonly_fields = ["at"]

    @admin.display(description=_("what"), ordering="subject")
    def subject_link(self, entry: RightsEntry) -> SafeString | str:
        """Its kind and number, leading to its form."""
        model, number = _subject(entry)
        if model is None or not number.isdigit():
            return entry.subject
        options = model._meta
        view = f"admin:{options.app_label}_{options.model_name}_change"
        return _link(view, number, f"{options.verbose_name} {number}")

    @admin.display(description=_("fact"), ordering="fact")
    def what_fact(self, entry: RightsEntry) -> str:
        """The field's name as the forms have it, else the word in the reader's language."""
        model, _number = _subject(entry)
        if model is not None and entry.fact in {field.name for field in model._meta.fields}:
            return str(model._meta.get_field(entry.fact).verbose_name)  # type: ignore[union-attr]
        return str(FACTS.get(entry.fact, entry.fact))

    @admin.display(description=_("before"))
    def was(self, entry: RightsEntry) -> str:
        """The former value."""
        return str(VALUES.get(entry.before, entry.before))

    @admin.display(description=_("after"))
    def became(self, entry: RightsEntry) -> str:
        """The new value."""
        return str(VALUES.get(entry.after, entry.after))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: actions write it."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


def _subject(entry: RightsEntry) -> tuple[type[Model] | None, str]:
    """The model and number that a line speaks of."""
    name, _colon, number = entry.subject.partition(":")
    found = (apps.all_models[room].get(name) for room in ROOMS)
    return next((model for model in found if model is not None), None), number


def _link(view: str, number: str, label: str) -> SafeString | str:
    try:
        return format_html('<a href="{}">{}</a>', reverse(view, args=[number]), label)
    except NoReverseMatch:
        return label
