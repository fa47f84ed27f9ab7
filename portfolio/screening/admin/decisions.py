"""What the rights holders said, on the request that it was said for."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from portfolio.screening.models import HolderDecision


class DecisionRows(TabularInline):
    """To be read: holders decide on their own page, or their word is written down with the approval."""

    model = HolderDecision
    fields = [
        "film",
        "holder",
        "asked_at",
        "answer",
        "until",
        "note",
        "decided_at",
        "decided_by",
        "withdrawn_at",
    ]
    readonly_fields = fields
    extra = 0
    verbose_name_plural = _("what the rights holders said")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False
