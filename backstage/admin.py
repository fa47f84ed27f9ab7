"""The site's own rows on the desk: pages of words, and who may edit."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as PlainGroupAdmin
from django.contrib.auth.admin import UserAdmin as PlainUserAdmin
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import BooleanRadioFilter, ChoicesDropdownFilter
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from backstage.bilingual.addresses import reserved_words
from backstage.bilingual.desk import (
    GapMarks,
    MissingLanguageFilter,
    SluggedForm,
    forgiving,
    language_tabs,
)
from backstage.models import Page, Presentation, User
from portfolio.admin.facts import save_rows
from portfolio.admin.lists import Rows
from portfolio.admin.order import InOrder


class PageForm(SluggedForm):
    """A page, whose address stands at the root beside those of the rooms: it may be none of theirs."""

    def reserved(self) -> frozenset[str]:
        """What the URLconf uses."""
        return reserved_words()


class PresentationRows(Rows):
    """The people that a page presents, in their order."""

    model = Presentation
    formset = InOrder
    fields = ["crewmember", "order"]
    known_fields = ("crewmember",)
    addable_fields = ("crewmember",)
    ordering_field = "order"
    hide_ordering_field = True
    tab = False


@admin.register(Page)
class PageAdmin(GapMarks, ModelAdmin):
    """Pages of words."""

    form = PageForm
    list_display = ["title_shown", "menu", "is_published", "gaps"]
    list_filter = [
        ("menu", ChoicesDropdownFilter),
        ("is_published", BooleanRadioFilter),
        MissingLanguageFilter,
    ]
    list_filter_submit = True
    list_fullwidth = True
    search_fields = forgiving("title*", "body*")
    search_help_text = _("Title or text; accents do not matter.")
    inlines = [PresentationRows]
    ordering_field = "order"
    hide_ordering_field = True
    warn_unsaved_form = True
    fieldsets = [
        *language_tabs("title", "slug", "body"),
        (None, {"fields": [("is_published", "menu"), "order"]}),
    ]

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The page's address, where there is a page."""
        return super().get_view_on_site_url(obj) if obj and obj.is_published else None

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        """The people presented, put into the order in which they were dragged."""
        save_rows(formset, by=request.user)

    @admin.display(description=_("title"), ordering="title_it")
    def title_shown(self, page: Page) -> str:
        """In the reader's language, else the other."""
        return str(page)


admin.site.unregister(Group)


VERBS = {"add": _("add"), "change": _("change"), "delete": _("delete"), "view": _("look at")}


class PermissionsField(ModelMultipleChoiceField):
    """What one may do with each thing on the desk, in the reader's language: Django keeps it in English."""

    def label_from_instance(self, obj: Permission) -> str:
        """As in "Photographs: change"; Django's own sentence for what we have no verb for."""
        model, verb = obj.content_type.model_class(), VERBS.get(obj.codename.partition("_")[0])
        if model is None or verb is None:
            return obj.name
        return f"{capfirst(str(model._meta.verbose_name_plural))}: {verb}"


@admin.register(Group)
class GroupAdmin(PlainGroupAdmin, ModelAdmin):
    """What several members of staff may do."""

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        """Permissions for what is edited on the desk; the others open nothing here."""
        if db_field.name == "permissions":
            edited = ContentType.objects.get_for_models(*self.admin_site._registry).values()
            allowed = Permission.objects.filter(content_type__in=edited).select_related("content_type")
            kwargs |= {"form_class": PermissionsField, "queryset": allowed}
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(User)
class UserAdmin(PlainUserAdmin, ModelAdmin):
    """Who signs in here."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_fullwidth = True
    filter_horizontal = ["groups"]
    # Permissions are given to groups; everybody here signs in with a password.
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": [("first_name", "last_name"), "email"]}),
        (_("What they may do"), {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        (_("When"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"classes": ["wide"], "fields": ["username", "password1", "password2"]})]
