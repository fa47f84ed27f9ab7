"""Organizations on the desk."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from backstage.bilingual.desk import forgiving
from portfolio.admin.pictures import FIELDS
from portfolio.models import Organization


@admin.register(Organization)
class OrganizationAdmin(ModelAdmin):
    """Companies, associations, venues."""

    formfield_overrides = FIELDS
    list_display = ["name", "kind", "website"]
    list_filter = [("kind", ChoicesDropdownFilter)]
    list_filter_submit = True
    list_fullwidth = True
    search_fields = forgiving("name")
    search_help_text = _("Name; accents do not matter.")
    warn_unsaved_form = True
    fieldsets = [(None, {"fields": ["name", "kind", "website"]})]
