"""What the rights holders said, on the request that it was said for."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
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
        "said",
        "until",
        "note",
        "decided_at",
        "decided_by",
        "withdrawn_at",
    ]
    readonly_fields = fields
    extra = 0
    verbose_name_plural = _("what the rights holders said")

    @admin.display(description=_("answer"))
    def said(self, decision: HolderDecision) -> str:
        """The answer; where there is none, whether it is still awaited."""
        if decision.withdrawn_at:
            return gettext("taken back")
        if decision.answer:
            return str(decision.get_answer_display())
        is_awaited = HolderDecision.objects.awaited().filter(pk=decision.pk).exists()
        return gettext("awaited") if is_awaited else gettext("no answer was given")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False
