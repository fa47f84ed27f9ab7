"""Erasing a contact, and deleting a request, at the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from portfolio.admin.decisions import Decision, ask_editor
from portfolio.screening.actions import erasing
from portfolio.screening.admin.consequences import of_erasing
from portfolio.screening.models import Contact


class ErasureFilter(admin.SimpleListFilter):
    """Those who asked to be erased, and those who were."""

    title = _("erasure")
    parameter_name = "erasure"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Two piles."""
        return [("asked", _("asked to be erased")), ("erased", _("erased"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The chosen pile."""
        waiting = Contact.objects.waiting_to_be_erased()
        piles = {
            "asked": queryset.filter(pk__in=waiting.values("pk")),
            "erased": queryset.filter(erased_at__isnull=False),
        }
        return piles.get(str(self.value()), queryset)


class Erasing:
    """A mixin for contacts: one button erases, nothing else deletes, and nobody is written back."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not of who was erased: a form that was open meanwhile would put the name back."""
        may_change: bool = super().has_change_permission(request, obj)  # type: ignore[misc]
        return may_change and (obj is None or obj.erased_at is None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: it would leave no line in the log, lift a block, and keep what erasing takes along."""
        return False

    def has_erase_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Whom the studio lets delete contacts, while there is somebody to erase."""
        there = Contact.objects.filter(pk=object_id, erased_at__isnull=True).exists()
        return there and request.user.has_perm("screening.delete_contact")

    @action(description=_("Erase…"), url_path="erase", permissions=["erase"])
    def erase(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """There is no way back."""
        contact = get_object_or_404(Contact, pk=object_id)

        def act(_form: Form) -> str:
            erasing.erase(contact, by=request.user)
            return gettext("Erased. What a rights holder allowed stays on record, without a name.")

        return ask_editor(
            request,
            self,
            Decision(
                form=Form(request.POST if request.method == "POST" else None),
                title=_("Erase for good: %(who)s") % {"who": contact},
                button="" if erasing.hindrance(contact) else _("Erase now"),
                told=of_erasing(contact),
                act=act,
                refusals=(erasing.StillWatching, erasing.StillBlocked),
                back=reverse("admin:screening_contact_changelist"),
            ),
        )


class WrittenDeletion:
    """A mixin for requests: deleting one is written into the log."""

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """By the form."""
        erasing.delete_request(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """By the list."""
        for asked in queryset:
            erasing.delete_request(asked, by=request.user)
