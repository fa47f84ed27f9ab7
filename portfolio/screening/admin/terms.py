"""The viewing terms, version by version."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from backstage.bilingual.desk import GapMarks, SaidForm, language_tabs
from portfolio.screening.models import Terms


class TermsForm(SaidForm):
    """Says something in some language."""

    said_fields = ("text",)


@admin.register(Terms)
class TermsAdmin(GapMarks, ModelAdmin):
    """A version that somebody accepted can be read, not changed."""

    form = TermsForm
    list_display = ["version", "since", "gaps"]
    list_fullwidth = True
    warn_unsaved_form = True
    fieldsets = [(None, {"fields": ["version", "since"]}), *language_tabs("text")]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The next number."""
        newest = Terms.objects.order_by("-version").first()
        return {"version": newest.version + 1 if newest else 1}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Until it was accepted."""
        return super().has_change_permission(request, obj) and not _is_accepted(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Until it was accepted."""
        return super().has_delete_permission(request, obj) and not _is_accepted(obj)


def _is_accepted(terms: Terms | None) -> bool:
    return terms is not None and terms.grants.exists()
