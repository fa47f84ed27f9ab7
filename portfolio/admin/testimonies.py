"""Voices on the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import AutocompleteSelectFilter, BooleanRadioFilter, ChoicesDropdownFilter

from backstage.bilingual.desk import (
    GapMarks,
    MissingLanguageFilter,
    SaidForm,
    fill_slug,
    forgiving,
    language_tabs,
)
from backstage.bilingual.languages import codes, column, columns
from portfolio.actions import clearance
from portfolio.admin.facts import OpenedPage
from portfolio.admin.log import RightsHistory
from portfolio.admin.order import OrderedList
from portfolio.admin.pictures import FIELDS, KeptFiles
from portfolio.forms import DatedForm, FactForm, PaperForm
from portfolio.models import Testimony


class TestimonyForm(FactForm, PaperForm, SaidForm, DatedForm):
    """A testimony, its addresses made from the speaker's name."""

    paper_field = "release_document"
    said_fields = ("quote",)
    constraint_fields = {"testimony_member_or_name": "member"}

    def clean(self) -> dict[str, Any]:
        """Refuses addresses that are taken; fills the empty ones."""
        cleaned = super().clean()
        speaker = cleaned["member"].name if cleaned.get("member") else cleaned.get("name") or ""
        for name in columns("slug"):
            fill_slug(self, cleaned, name, speaker, needed=True)
        for code in codes():
            self._require_approval_of_new_words(cleaned, code)
        return cleaned

    def _require_approval_of_new_words(self, cleaned: dict[str, Any], code: str) -> None:
        """An approval is of the words that were there: others are approved anew, or not at all."""
        approval = column("wording_approved_on", code)
        changed = {column(name, code) for name in ("quote", "words", "trade")} & set(self.changed_data)
        is_today = cleaned.get(approval) == timezone.localdate()
        if changed and cleaned.get(approval) and approval not in self.changed_data and not is_today:
            self.add_error(
                approval, _("These words changed: write when the speaker approved them, or empty it.")
            )


@admin.register(Testimony)
class TestimonyAdmin(OpenedPage, GapMarks, RightsHistory, OrderedList, KeptFiles, ModelAdmin):
    """What people say of their work."""

    form = TestimonyForm
    formfield_overrides = FIELDS
    list_display = ["speaker_name", "kind", "sector", "setting", "approved", "is_published", "gaps"]
    list_filter = [
        ("kind", ChoicesDropdownFilter),
        ("sector", AutocompleteSelectFilter),
        ("setting", ChoicesDropdownFilter),
        ("is_published", BooleanRadioFilter),
        MissingLanguageFilter,
    ]
    list_filter_submit = True
    list_fullwidth = True
    list_select_related = ["member", "sector"]
    search_fields = forgiving("member__name", "member__nickname", "name", "quote*", "words*")
    search_help_text = _("Speaker or words; accents do not matter.")
    autocomplete_fields = ["member", "sector", "photo", "film"]
    ordering_field = "order"
    hide_ordering_field = True
    warn_unsaved_form = True
    fieldsets = [
        (None, {"fields": [("kind", "setting"), "member", "name", "sector", "is_published"]}),
        *language_tabs("trade", "quote", "words", "wording_approved_on", "slug"),
        (
            _("The speaker's release"),
            {
                "classes": ["tab"],
                "fields": ["release_signed_on", "release_document", "release_revoked_at"],
            },
        ),
        (_("Beside the words"), {"classes": ["tab"], "fields": ["photo", "film", "order"]}),
    ]

    def save_model(self, request: HttpRequest, obj: Testimony, form: ModelForm, change: Any) -> None:
        """The log learns what the speaker signed, approved and withdrew."""
        clearance.keep_testimony(obj, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Testimony) -> None:
        """With its paper."""
        clearance.drop_testimony(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Testimony]) -> None:
        """Several, one by one: each has a paper and a line in the log."""
        for testimony in queryset:
            clearance.drop_testimony(testimony, by=request.user)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The page's address, where there is a page."""
        return (
            super().get_view_on_site_url(obj)
            if obj and Testimony.objects.public().filter(pk=obj.pk).exists()
            else None
        )

    @admin.display(description=_("who speaks"))
    def speaker_name(self, testimony: Testimony) -> str:
        """The member's or the plain name."""
        return testimony.speaker

    @admin.display(description=_("approved"))
    def approved(self, testimony: Testimony) -> SafeString | str:
        """The languages whose wording the speaker approved."""
        languages = testimony.approved_languages()
        return format_html_join(" ", "{}", ((code.upper(),) for code in languages)) if languages else "–"
