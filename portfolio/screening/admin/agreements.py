"""Agreements on the desk, with what only this room knows of them: mails of a holder's stop that got lost.

`portfolio` registers them plainly and mails nobody; here the same page is shown with more.
"""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portfolio.admin.people_rights import AgreementAdmin
from portfolio.admin.telling import told_once
from portfolio.models import Agreement
from portfolio.screening.admin.undelivered import SendingAgain, about, agreements_of_undelivered


class UndeliveredFilter(admin.SimpleListFilter):
    """Lists the agreements of which a mail did not arrive."""

    title = _("mails")
    parameter_name = "mails"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The one pile."""
        return [("undelivered", _("a mail did not arrive"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The chosen pile."""
        is_chosen = self.value() == "undelivered"
        return queryset.filter(pk__in=agreements_of_undelivered().values("pk")) if is_chosen else queryset


admin.site.unregister(Agreement)


@admin.register(Agreement)
class ToldAgreementAdmin(SendingAgain, AgreementAdmin):
    """An agreement with what did not arrive of a holder's stop, as long as there is any."""

    list_filter = [*AgreementAdmin.list_filter, UndeliveredFilter]  # type: ignore[list-item]
    readonly_fields = ["not_arrived"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """At the top, where something is to be told."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not agreements_of_undelivered().filter(pk=obj.pk).exists():
            return fieldsets
        return [(None, {"fields": ["not_arrived"]}), *fieldsets]

    @admin.display(description=_("mails that did not arrive"))
    @told_once
    def not_arrived(self, agreement: Agreement) -> SafeString:
        """Each, with what one can do."""
        return about(agreement)
