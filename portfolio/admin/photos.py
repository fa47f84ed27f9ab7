"""Photographs on the desk."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm, Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import AutocompleteSelectFilter, BooleanRadioFilter, ChoicesDropdownFilter
from unfold.decorators import action

from backstage.bilingual.desk import GapMarks, MissingLanguageFilter, PlacedForm, forgiving, language_tabs
from backstage.bilingual.languages import codes, column, columns
from portfolio.actions import clearance, intake, publication, rendering
from portfolio.admin import describing
from portfolio.admin.batches import BatchPages
from portfolio.admin.facts import OpenedPage
from portfolio.admin.lists import FactRow, Rows
from portfolio.admin.order import InOrder, OrderedList
from portfolio.admin.pictures import FIELDS, PICTURES, KeptFiles, focal_point
from portfolio.admin.pieces import MOST_DIGITS
from portfolio.admin.seen import BlockerFilter, SeenFilter
from portfolio.admin.telling import told_once
from portfolio.admin.works import ReasonForm, WorkAdmin
from portfolio.forms import FactForm, PhotoUploadForm, SuspendableForm
from portfolio.models import Appearance, Photo, PhotoBatch


class PhotoForm(FactForm, describing.DescribedForm, PlacedForm, PhotoUploadForm, SuspendableForm):
    """A photograph, looked at before it is kept."""

    class Media:
        """The handle of the focal point."""

        js = [Script("portfolio/focus.js", defer=True)]

    constraint_fields = {
        "photo_focus_inside": "focus_x",
        "photo_suspended_by_somebody_with_a_reason": "suspended_reason",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "original" in self.fields:
            self.fields["original"].widget.attrs["accept"] = PICTURES


class WithoutAltFilter(admin.SimpleListFilter):
    """Lists the photographs that nobody has described yet, or not in every language."""

    title = _("alternative text")
    parameter_name = "alt"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Two piles."""
        return [("none", _("in no language")), ("some", _("missing in some language"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        """Those without."""
        piles = {"none": describing.without_alt, "some": describing.lacking_alt}
        return piles[str(self.value())](queryset) if self.value() in piles else queryset


class BatchFilter(admin.SimpleListFilter):
    """Lists the photographs that came in together."""

    title = _("batch")
    parameter_name = "batch"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The newest ten."""
        newest = PhotoBatch.objects.select_related("production").filter(files__photo__isnull=False).distinct()
        return [(str(batch.pk), str(batch)) for batch in newest[:10]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        """Those of one batch."""
        value = str(self.value() or "")
        is_number = value.isdecimal() and len(value) <= MOST_DIGITS
        return queryset.filter(incoming__batch=int(value)) if is_number else queryset


class AppearanceRows(OpenedPage, Rows):
    """The persons who can be recognised."""

    model = Appearance
    form = FactRow
    formset = InOrder
    fields = ["member", "order"]
    known_fields = ("member",)
    addable_fields = ("member",)
    ordering_field = "order"
    hide_ordering_field = True
    tab = False


@admin.register(Photo)
class PhotoAdmin(BatchPages, GapMarks, OrderedList, WorkAdmin, KeptFiles, ModelAdmin):
    """The list is a contact sheet; the form says at its top why a photograph is not online."""

    form = PhotoForm
    formfield_overrides = FIELDS
    list_display = ["thumb", "title", "kind", "production", "persons", "is_published", "seen", "gaps"]
    list_display_links = ["thumb", "title"]
    list_filter = [
        ("kind", ChoicesDropdownFilter),
        ("production", AutocompleteSelectFilter),
        ("subjects", AutocompleteSelectFilter),
        ("is_published", BooleanRadioFilter),
        SeenFilter,
        BlockerFilter,
        ("people", ChoicesDropdownFilter),
        WithoutAltFilter,
        MissingLanguageFilter,
        ("state", ChoicesDropdownFilter),
        BatchFilter,
    ]
    list_filter_submit = True
    list_fullwidth = True
    search_fields = forgiving(
        "caption*",
        "alt*",
        "subjects__name",
        "subjects__nickname",
        "production__title_it",
        "production__title_en",
    )
    search_help_text = _("Caption, alternative text, person or production; accents do not matter.")
    autocomplete_fields = ["production"]
    ordering_field = "order"
    hide_ordering_field = True
    readonly_fields = [
        "preview",
        "focus",
        "dimensions",
        "condition",
        "blockers",
        "online",
        "created_at",
        "created_by",
    ]
    inlines = [AppearanceRows]
    warn_unsaved_form = True
    actions_list = ["many", "describe"]
    actions_detail = ["develop", "withdraw", "take_up_again", "strike_out"]
    add_fieldsets = [
        (None, {"fields": ["original", ("kind", "taken_on"), "production", "people", "is_published"]}),
        (_("Alternative text"), {"fields": [tuple(columns("alt"))]}),
        *language_tabs("caption"),
        (
            _("Credit and frame"),
            {"classes": ["tab"], "fields": [("credit_line", "creator"), ("focus_x", "focus_y")]},
        ),
    ]
    fieldsets = [
        (
            None,
            {"fields": ["preview", "blockers", "is_published", "people", ("kind", "taken_on"), "production"]},
        ),
        (_("Alternative text"), {"fields": [tuple(columns("alt"))]}),
        *language_tabs("caption"),
        (
            _("Credit and frame"),
            {
                "classes": ["tab"],
                "fields": [("credit_line", "creator"), "focus", ("focus_x", "focus_y"), "order"],
            },
        ),
        (
            _("Suspension"),
            {"classes": ["tab"], "fields": ["suspended_at", ("suspended_by", "suspended_reason")]},
        ),
        (
            _("File"),
            {
                "classes": ["tab"],
                "fields": ["original", "dimensions", "condition", "created_at", "created_by"],
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With what the list prints."""
        return super().get_queryset(request).select_related("production").prefetch_related("subjects")

    def get_urls(self) -> list[Any]:
        """With the queue of those that lack words for who cannot see them."""
        name, guarded = "portfolio_photo", self.admin_site.admin_view
        return [
            path("alt/", guarded(self.describe_view), name=f"{name}_alts"),
            path("alt/<int:number>/", guarded(self.describe_view), name=f"{name}_alt"),
            *super().get_urls(),
        ]

    def describe_view(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        """The queue, for those who may change photographs."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if number is None:
            return describing.start_describing(request, self)
        return describing.describe(request, self, number)

    @action(description=_("Describe those without alternative text"), permissions=["change"])
    def describe(self, request: HttpRequest) -> HttpResponseRedirect:
        """Leads to the queue."""
        return HttpResponseRedirect(reverse("admin:portfolio_photo_alts"))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Another order puts other photographs within the number that an agreement allows."""
        answer = super().changelist_view(request, extra_context)
        if "_save" in request.POST:
            limited = Photo.objects.filter(production__agreement__max_photos__isnull=False)
            publication.settle_later(limited.filter(is_published=True))
        return answer

    @action(description=_("Struck out by the actor…"), url_path="strike-out", permissions=["strike_out"])
    def strike_out(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """For good."""
        title = _("Strike it out for good? It is never shown again, not even in private.")
        words = title, _("Strike it out for good"), gettext("Struck out. It is never shown again.")
        return self.decide(request, object_id, clearance.strike_out, *words, form=ReasonForm)

    def has_strike_out_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Who may change it, once."""
        return self._may_change(request, object_id, killed_at__isnull=True)

    def remark_on(self, request: HttpRequest, published: list[Any]) -> None:
        """Who cannot see a picture that nobody describes is told nothing of it."""
        chosen = Photo.objects.filter(pk__in=[photo.pk for photo in published])
        number = describing.without_alt(chosen).count()
        if number:
            sentence = ngettext(
                "%(count)s of them has no alternative text yet.",
                "%(count)s of them have no alternative text yet.",
                number,
            )
            messages.warning(request, sentence % {"count": number})

    def languages_lacking(self, row: Any) -> list[str]:
        """Also those in which nobody describes it, though no other language does either."""
        lacking = super().languages_lacking(row)
        return [code for code in codes() if code in lacking or not getattr(row, column("alt", code))]

    @admin.display(description=_("caption"), ordering="caption_it")
    def title(self, photo: Photo) -> str:
        """The caption, else kind and number."""
        return str(photo)

    @admin.display(description=_("persons shown"))
    def persons(self, photo: Photo) -> str:
        """Their names, or that nobody has said."""
        if photo.people != Photo.People.LISTED:
            return photo.get_people_display()
        return ", ".join(member.name for member in photo.subjects.all()) or "–"

    @admin.display(description=_("focal point"))
    @told_once
    def focus(self, photo: Photo) -> SafeString | str:
        """The picture with a handle on it; a sentence where there is no picture yet."""
        return focal_point(photo)

    def save_work(self, request: HttpRequest, work: Photo, form: ModelForm) -> None:
        """A picture that was looked at comes in with the row."""
        arrival = getattr(form, "arrival", None)
        if arrival is None:
            work.save_said()
            rendering.follow([work])
        else:
            intake.keep_original(work, form.cleaned_data["original"], arrival=arrival, by=request.user)
