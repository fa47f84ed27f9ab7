"""Productions on the desk, with all that a data sheet prints."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import BooleanRadioFilter, ChoicesDropdownFilter
from unfold.decorators import action

from backstage.bilingual.desk import (
    GapMarks,
    MissingLanguageFilter,
    PlacedForm,
    SaidForm,
    SluggedForm,
    forgiving,
    language_tabs,
)
from backstage.bilingual.languages import columns
from portfolio.actions import clearance
from portfolio.admin.facts import FactsAdmin, OpenedPage
from portfolio.admin.lists import KnowingForm, Rows, Sheets
from portfolio.admin.order import InOrder
from portfolio.admin.people_rights import AgreementForm, ReleaseChoice, releases_of
from portfolio.admin.pictures import FIELDS, thumbnail
from portfolio.admin.telling import told_once
from portfolio.forms import DatedForm, FactForm
from portfolio.models import (
    Agreement,
    CompanyRole,
    Credit,
    ExternalId,
    PressItem,
    Production,
    Release,
    SheetLine,
    SoundtrackItem,
    Trailer,
    credit_lines,
)

# As many thumbnails as a form shows; the list of photographs shows all.
THUMBNAILS = 120
LISTED_TWICE = _("This release is already listed: change its date there.")


class ProductionForm(FactForm, SluggedForm, DatedForm):
    """A production, its addresses made from its title and its alias."""

    slug_sources = {"slug": "title", "alias_slug": "alias"}
    typed_with = {"is_confidential": [*columns("alias"), *columns("alias_slug")]}
    constraint_fields = {
        "production_shooting_ends_after_it_starts": "shooting_end",
        "production_crew_size_in_order": "crew_size_max",
        "production_year_of_cinema": "year",
        "production_confidential_has_alias": "is_confidential",
    }

    def clean(self) -> dict[str, Any]:
        """Refuses an alias that gives the title away, in any language."""
        cleaned = super().clean()
        titles = {str(cleaned.get(name) or "") for name in (*columns("title"), "original_title")} - {""}
        for name in columns("alias"):
            alias = str(cleaned.get(name) or "")
            if cleaned.get("is_confidential") and any(credit_lines.says(alias, title) for title in titles):
                self.add_error(name, _("This alias says the title: choose another until it is revealed."))
        return cleaned


class CreditForm(PlacedForm, KnowingForm):
    """A credit: one role or department, one member or name."""

    constraint_fields = {"credit_role_or_department": "role", "credit_member_or_name": "member"}


class CreditRows(Rows):
    """End titles: fifty a page, since a form of 120 in one piece is slow for everybody."""

    model = Credit
    form = CreditForm
    formset = InOrder
    # Two lines of four (desk.css): the department stands below the role in whose stead it is chosen.
    fields = ["member", "name", "role", "character", "credited_as", "billing", "department", "unit", "order"]
    known_fields = ("member", "role", "department")
    addable_fields = ("member",)
    ordering_field = "order"
    hide_ordering_field = True
    per_page = 50


class SheetLineForm(SaidForm, KnowingForm):
    """A line with its label and its value."""

    said_fields = ("label", "value")


class ReleaseForm(FactForm, PlacedForm, KnowingForm):
    """A release, which is listed once."""

    constraint_fields = {"release_once": "platform", "release_once_without_platform": "platform"}


class DistinctReleases(BaseInlineFormSet):
    """Rows of which no two are the same release: the database is asked about those that it has alone."""

    def clean(self) -> None:
        """Names the later of two."""
        super().clean()
        seen: set[tuple[Any, ...]] = set()
        for form in self.forms:
            cleaned = getattr(form, "cleaned_data", {})
            release = tuple(cleaned.get(name) for name in ("type", "platform", "territory"))
            if not cleaned.get("type") or cleaned.get("DELETE"):
                continue
            if release in seen:
                form.add_error("platform", LISTED_TWICE)
            seen.add(release)


class ReleaseRows(OpenedPage, Sheets):
    """Where and when the public can see it."""

    model = Release
    form = ReleaseForm
    formset = DistinctReleases
    known_fields = ("platform",)
    addable_fields = ("platform",)
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("type", "status"),
                    ("date", "date_precision"),
                    ("platform", "access_model", "territory"),
                    tuple(columns("note")),
                    ("link", "source", "source_date"),
                ]
            },
        )
    ]


class CompanyRows(Rows):
    """Who produced, distributed, hosted it."""

    model = CompanyRole
    formset = InOrder
    fields = ["organization", "capacity", "territory", "order"]
    known_fields = ("organization",)
    addable_fields = ("organization",)
    ordering_field = "order"
    hide_ordering_field = True


class SheetRows(Rows):
    """Facts for which there is no field."""

    model = SheetLine
    form = SheetLineForm
    formset = InOrder
    fields = ["group", *columns("label"), *columns("value"), "is_fictional", "order"]
    ordering_field = "order"
    hide_ordering_field = True


class SoundtrackRows(Sheets):
    """Music heard in it."""

    model = SoundtrackItem
    formset = InOrder
    ordering_field = "order"
    hide_ordering_field = True
    fieldsets = [
        (
            None,
            {
                "fields": [
                    tuple(columns("title")),
                    ("origin", "number", "is_performed_live"),
                    ("composers", "lyricists"),
                    tuple(columns("performers")),
                    "original_artist",
                    tuple(columns("note")),
                    "order",
                ]
            },
        )
    ]


class TrailerRows(Rows):
    """Promotional videos."""

    model = Trailer
    formset = InOrder
    fields = ["kind", *columns("title"), "url", "order"]
    ordering_field = "order"
    hide_ordering_field = True


class PressRows(Rows):
    """What was written about it."""

    model = PressItem
    fields = ["outlet", "title", "published_on", "language", "url"]


class ExternalIdRows(Rows):
    """Its numbers elsewhere."""

    model = ExternalId
    fields = ["scheme", "value"]


class AgreementSheet(OpenedPage, Sheets):
    """Its agreement: there is one at most."""

    model = Agreement
    form = AgreementForm
    max_num = 1
    known_fields = ("rights_holder",)
    addable_fields = ("rights_holder",)
    fieldsets = AgreementForm.terms

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A release of another production is refused in a sentence."""
        if db_field.name == "public_from_release":
            kwargs["form_class"] = ReleaseChoice
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The embargo waits for a release of this very production."""
        formset = super().get_formset(request, obj, **kwargs)
        field = formset.form.base_fields["public_from_release"]
        field.queryset = releases_of(obj)
        return formset


@admin.register(Production)
class ProductionAdmin(OpenedPage, GapMarks, FactsAdmin, ModelAdmin):
    """The sheet's fields on tabs, its lists on tabs of their own."""

    form = ProductionForm
    actions_detail = ["add_photographs"]
    formfield_overrides = FIELDS
    list_display = [
        "title_shown",
        "kind",
        "year",
        "status",
        "credit_count",
        "photo_count",
        "is_published",
        "gaps",
    ]
    list_filter = [
        ("kind", ChoicesDropdownFilter),
        ("status", ChoicesDropdownFilter),
        ("is_published", BooleanRadioFilter),
        ("is_confidential", BooleanRadioFilter),
        MissingLanguageFilter,
    ]
    list_filter_submit = True
    list_fullwidth = True
    list_per_page = 60
    search_fields = forgiving("title*", "alias*", "original_title", "logline*")
    search_help_text = _("Title, alias or logline, in either language; accents do not matter.")
    readonly_fields = ["photo_strip"]
    warn_unsaved_form = True
    fieldsets = [
        (None, {"fields": [("kind", "year", "status"), ("is_published", "is_sheet_in_preparation")]}),
        *language_tabs("title", "slug", "logline", "synopsis", "genres", "shooting_places", "story_places"),
        (
            _("Shooting"),
            {
                "classes": ["tab"],
                "fields": [
                    ("shooting_start", "shooting_end"),
                    "shooting_precision",
                    ("crew_size_min", "crew_size_max"),
                ],
            },
        ),
        (
            _("Technical"),
            {
                "classes": ["tab"],
                "fields": [
                    "original_title",
                    ("countries", "languages"),
                    "runtime_minutes",
                    ("cameras", "lenses"),
                    ("aspect_ratio", "sound_mix"),
                    "official_url",
                    "order",
                ],
            },
        ),
        (
            _("Confidential"),
            {
                "classes": ["tab"],
                "fields": ["is_confidential", "revealed_at", *columns("alias"), *columns("alias_slug")],
            },
        ),
        (_("Photographs"), {"classes": ["tab"], "fields": ["photo_strip"]}),
    ]
    inlines = [
        ReleaseRows,
        CreditRows,
        CompanyRows,
        AgreementSheet,
        SheetRows,
        SoundtrackRows,
        TrailerRows,
        PressRows,
        ExternalIdRows,
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the two numbers that the list prints."""
        return (
            super()
            .get_queryset(request)
            .annotate(
                number_of_credits=Count("credits", distinct=True),
                number_of_photos=Count("photos", distinct=True),
            )
        )

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The page's address, where there is a page."""
        return super().get_view_on_site_url(obj) if obj and obj.is_published else None

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """The production itself decides about no picture: its agreement and releases do."""
        clearance.keep_production(obj, by=request.user)

    def has_add_photos_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Who may add photographs."""
        return request.user.has_perm("portfolio.add_photo")

    @action(description=_("Add photographs…"), url_path="photographs", permissions=["add_photos"])
    def add_photographs(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The page for many, with this production chosen."""
        return HttpResponseRedirect(reverse("admin:portfolio_photo_many") + f"?production={int(object_id)}")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """With its agreement and releases. Works protect it: one that has any cannot go."""
        clearance.drop_production(obj, by=request.user)

    @admin.display(description=_("title"), ordering="title_it")
    def title_shown(self, production: Production) -> str:
        """The true title: this is the desk."""
        return str(production)

    @admin.display(description=_("credits"), ordering="number_of_credits")
    def credit_count(self, production: Any) -> int:
        """How many."""
        return production.number_of_credits

    @admin.display(description=_("photographs"), ordering="number_of_photos")
    def photo_count(self, production: Any) -> int:
        """How many."""
        return production.number_of_photos

    @admin.display(description=_("photographs"))
    @told_once
    def photo_strip(self, production: Production) -> SafeString:
        """Thumbnails that open their own forms, and the way to more."""
        if production.pk is None:
            return format_html("{}", _("Photographs are added once the production is saved."))
        photos = production.photos.all()[:THUMBNAILS]
        change = "admin:portfolio_photo_change"
        strip = format_html_join(
            "",
            '<a href="{}" title="{}">{}</a>',
            ((reverse(change, args=[photo.pk]), photo, thumbnail(photo)) for photo in photos),
        )
        return format_html(
            '<div class="desk-strip">{}</div><p class="desk-links">'
            '<a href="{}?production={}">{}</a> <a href="{}?production__id__exact={}">{}</a></p>',
            strip,
            reverse("admin:portfolio_photo_add"),
            production.pk,
            _("Add a photograph"),
            reverse("admin:portfolio_photo_changelist"),
            production.pk,
            _("All of them, to put them in order"),
        )
