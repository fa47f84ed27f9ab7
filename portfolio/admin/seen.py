"""Lists of works by who sees them, and by what keeps them back."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portfolio.models import Film
from portfolio.models.visibility import BLOCKERS


class SeenFilter(admin.SimpleListFilter):
    """Lists what the public sees, or what it does not."""

    title = _("seen by the public")
    parameter_name = "seen"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Yes or no."""
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those that answer so."""
        public = queryset.model.objects.public().values("pk")
        if self.value() == "yes":
            return queryset.filter(pk__in=public)
        return queryset.exclude(pk__in=public) if self.value() == "no" else queryset


class BlockerFilter(admin.SimpleListFilter):
    """Lists what one thing keeps from the public, whatever else does."""

    title = _("why it is not online")
    parameter_name = "blocker"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """As the rules have them."""
        named = {
            "choice": _("not published"),
            "ended": _("suspended, withdrawn or struck out"),
            "agreement": _("the agreement"),
            "people": _("the people in it"),
            "own": _("the music") if model_admin.model is Film else _("the number that was agreed"),
        }
        return [(name, named[name]) for name in BLOCKERS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those that it keeps."""
        if self.value() not in BLOCKERS:
            return queryset
        blocked = queryset.model.objects.blocked_by(str(self.value()))
        return queryset.filter(pk__in=blocked.values("pk"))
