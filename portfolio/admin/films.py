"""Films and showreels on the desk."""

from contextlib import nullcontext
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms import ModelForm, Script
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import AutocompleteSelectFilter, BooleanRadioFilter, ChoicesDropdownFilter
from unfold.widgets import UnfoldAdminTextareaWidget

from backstage.bilingual.desk import (
    GapMarks,
    MissingLanguageFilter,
    SluggedForm,
    forgiving,
    language_tabs,
)
from backstage.bilingual.languages import codes, column
from portfolio.actions import incoming_films, intake
from portfolio.admin.chapters import ChaptersAdmin
from portfolio.admin.facts import FactsAdmin, OpenedPage
from portfolio.admin.film_uploads import FilmFileInput, FilmUploadPages
from portfolio.admin.lists import FactRow, KnowingForm, Rows
from portfolio.admin.making import MakingAdmin
from portfolio.admin.order import InOrder, OrderedList
from portfolio.admin.photos import AppearanceRows
from portfolio.admin.pictures import CAPTIONS, FIELDS, FILMS, PICTURES, KeptFiles
from portfolio.admin.seen import BlockerFilter, SeenFilter
from portfolio.admin.stills import FrameInput
from portfolio.forms import CaptionsForm, ChaptersForm, FactForm, FilmUploadForm, SuspendableForm
from portfolio.models import CaptionTrack, Film, FilmTrack, Showreel, ShowreelItem, timecodes


class FilmForm(FactForm, ChaptersForm, SluggedForm, FilmUploadForm, SuspendableForm):
    """A film, its address made from its title, its files looked at before they are kept."""

    class Media:
        """Sends its file in pieces."""

        js = [Script(f"portfolio/{name}.js", defer=True) for name in ("pieces", "film", "stills")]

    constraint_fields = {
        "film_file_or_link": "external_url",
        "film_suspended_by_somebody_with_a_reason": "suspended_reason",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "source" in self.fields:
            self.fields["source"].widget = FilmFileInput(key=self["source_key"])
        if "poster_at_seconds" in self.fields:
            self.fields["poster_at_seconds"].widget = FrameInput(self.instance)
        for name in (column("chapters", code) for code in codes()):
            self.fields[name].widget = UnfoldAdminTextareaWidget(
                attrs={"rows": 5, "placeholder": "0:00 …\n1:23 …"}
            )
        for name, endings in (("poster", PICTURES), ("source", FILMS)):
            if name in self.fields:
                self.fields[name].widget.attrs["accept"] = endings


class TrackRows(OpenedPage, Rows):
    """Music, with its licences: the film goes dark when one lapses."""

    model = FilmTrack
    form = FactRow
    formset = InOrder
    fields = ["title", "by", "licence", "until", "order"]
    ordering_field = "order"
    hide_ordering_field = True


class CaptionForm(CaptionsForm, KnowingForm):
    """Captions, read before they are kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].widget.attrs["accept"] = CAPTIONS


class CaptionRows(Rows):
    """Captions, one file a language."""

    model = CaptionTrack
    form = CaptionForm
    fields = ["language", "file"]


@admin.register(Film)
class FilmAdmin(FilmUploadPages, ChaptersAdmin, GapMarks, OrderedList, MakingAdmin, KeptFiles, ModelAdmin):
    """Behind-the-scenes films."""

    form = FilmForm
    formfield_overrides = FIELDS
    list_display = ["thumb", "title_shown", "production", "duration", "is_published", "seen", "gaps"]
    list_display_links = ["thumb", "title_shown"]
    list_filter = [
        ("production", AutocompleteSelectFilter),
        ("is_published", BooleanRadioFilter),
        SeenFilter,
        BlockerFilter,
        ("people", ChoicesDropdownFilter),
        MissingLanguageFilter,
        ("state", ChoicesDropdownFilter),
    ]
    list_filter_submit = True
    list_fullwidth = True
    search_fields = forgiving("title*", "description*", "production__title_it", "production__title_en")
    search_help_text = _("Title, description or production; accents do not matter.")
    autocomplete_fields = ["production"]
    ordering_field = "order"
    hide_ordering_field = True
    readonly_fields = ["preview", "condition", "blockers", "online", "created_at", "created_by"]
    inlines = [AppearanceRows, TrackRows, CaptionRows]
    warn_unsaved_form = True
    fieldsets = [
        (
            None,
            {"fields": ["preview", "blockers", "is_published", "people", "production", "has_sealed_card"]},
        ),
        *language_tabs(
            "title", "slug", "description", "chapters", "music_credit", "editing_credit", "poster_alt"
        ),
        (
            _("Files"),
            {
                "classes": ["tab"],
                "fields": [
                    *("source", "external_url", "duration_seconds", "poster", "poster_at_seconds"),
                    *("condition", "order"),
                ],
            },
        ),
        (
            _("Suspension"),
            {"classes": ["tab"], "fields": ["suspended_at", ("suspended_by", "suspended_reason")]},
        ),
    ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001 - Django's signature
        """The form knows whose uploads it may use. Its class is made for each request."""
        form = super().get_form(request, obj, change, **kwargs)
        form.owner = request.user
        return form

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With what the list prints."""
        return super().get_queryset(request).select_related("production")

    @admin.display(description=_("title"), ordering="title_it")
    def title_shown(self, film: Film) -> str:
        """In the reader's language, else the other."""
        return str(film)

    @admin.display(description=_("duration"), ordering="duration_seconds")
    def duration(self, film: Film) -> str:
        """Minutes and seconds."""
        return "–" if film.duration_seconds is None else timecodes.written(film.duration_seconds)

    def save_work(self, request: HttpRequest, work: Film, form: ModelForm) -> None:
        """Poster and film that were looked at come in with the row; what came in pieces is used up."""
        seen = {"poster": getattr(form, "arrival", None), "source": getattr(form, "film_arrival", None)}
        arrivals = {name: (form.cleaned_data[name], arrival) for name, arrival in seen.items() if arrival}
        incoming = getattr(form, "incoming", None)
        with form.cleaned_data["source"].open() if incoming else nullcontext():
            intake.keep_film(work, arrivals, by=request.user)
        if incoming:
            incoming_films.forget(incoming)


class ShowreelItemRows(Rows):
    """Its films, in order."""

    model = ShowreelItem
    formset = InOrder
    fields = ["film", "order"]
    known_fields = ("film",)
    ordering_field = "order"
    hide_ordering_field = True
    tab = False


@admin.register(Showreel)
class ShowreelAdmin(GapMarks, FactsAdmin, ModelAdmin):
    """Selections of films."""

    form = SluggedForm
    list_display = ["title_shown", "film_count", "gaps"]
    list_filter = [MissingLanguageFilter]
    list_fullwidth = True
    search_fields = forgiving("title*")
    warn_unsaved_form = True
    inlines = [ShowreelItemRows]
    fieldsets = language_tabs("title", "slug")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the number of films."""
        return super().get_queryset(request).annotate(number_of_films=Count("items"))

    @admin.display(description=_("title"), ordering="title_it")
    def title_shown(self, showreel: Showreel) -> str:
        """In the reader's language, else the other."""
        return str(showreel)

    @admin.display(description=_("films"), ordering="number_of_films")
    def film_count(self, showreel: Any) -> int:
        """How many."""
        return showreel.number_of_films
