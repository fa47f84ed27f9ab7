"""The site's profile on the desk: one row, so its list is its form."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from backstage.bilingual.desk import SaidForm, language_tabs
from portfolio.actions import rendering
from portfolio.models import SiteProfile


class SiteProfileForm(SaidForm):
    """The site has a name."""

    said_fields = ("name",)


@admin.register(SiteProfile)
class SiteProfileAdmin(ModelAdmin):
    """There is one: it is never added twice and never deleted."""

    form = SiteProfileForm
    autocomplete_fields = ["owner"]
    warn_unsaved_form = True
    fieldsets = [
        *language_tabs("name", "statement", "city"),
        (_("How to reach you"), {"classes": ["tab"], "fields": ["contact_email", "phone", "social_links"]}),
        (_("The site"), {"classes": ["tab"], "fields": ["owner", "credit_line", "default_language"]}),
    ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Straight to the form."""
        row = SiteProfile.objects.first()
        if row is None:
            return redirect("admin:portfolio_siteprofile_add")
        return redirect("admin:portfolio_siteprofile_change", row.pk)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Its credit line and its owner stand inside the files of pictures: the worker makes those anew."""
        super().save_model(request, obj, form, change)
        if {"credit_line", "owner"} & set(form.changed_data):
            transaction.on_commit(rendering.follow_all_job)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only while there is none."""
        return super().has_add_permission(request) and not SiteProfile.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False
