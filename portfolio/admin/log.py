"""The log of rights on the desk: to be read, never written."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import DateTimeField, Model
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from backstage.bilingual.desk import forgiving
from portfolio.models import RightsEntry

# What one page shows of a history; the log itself has all of it.
MOST_LINES = 200
ROOMS = ("portfolio", "crew", "screening")
# Words that the actions write where it is no field that changed.
FACTS = {
    "saved": _("saved"),
    "recorded": _("recorded"),
    "source": _("film file"),
    "chapters": _("chapters"),
    "retired": _("old lines retired"),
    "deleted": _("deleted"),
    "granted": _("granted"),
    "declined": _("declined"),
    "revoked": _("taken back"),
    "terms_accepted": _("terms accepted"),
    "company_verified": _("company checked"),
    "blocked": _("blocked"),
    "unblocked": _("let in again"),
    "withdrawn": _("withdrawn"),
    "yes": _("the holder’s yes written down"),
    "asked": _("the holder asked"),
    "asked_back": _("a question asked back"),
    "answered_back": _("the asker’s answer noted"),
    "said_yes": _("the holder said yes"),
    "said_no": _("the holder said no"),
    "signed_in": _("signed in with a code"),
    "hurried": _("taken faster than one can watch"),
    "exported": _("saved as a file"),
    "data_given": _("their data given to the contact"),
    "erasure_asked": _("asked to be erased"),
    "erasure_taken_back": _("no longer asks to be erased"),
    "erased": _("erased"),
    "forgotten": _("kept long enough, deleted"),
    "viewings_forgotten": _("sittings kept long enough, deleted"),
}
# Whose word it was, where a form says so.
WORDS = {"holder": _("the rights holder"), "editor": _("the editor"), "person": _("the person shown")}
VALUES = {"True": _("yes"), "False": _("no"), "": "–"}


@admin.register(RightsEntry)
class RightsEntryAdmin(ModelAdmin):
    """Who changed which fact, and when."""

    list_display = ["at", "subject_link", "what_fact", "was", "became", "by", "whose_word", "reason"]
    list_display_links = ["at"]
    list_filter = ["fact"]
    list_fullwidth = True
    list_select_related = ["by"]
    search_fields = forgiving("subject", "fact", "reason", "by__username")
    search_help_text = _("What, fact, reason or user; accents do not matter.")
    readonly_fields = ["at"]

    @admin.display(description=_("what"), ordering="subject")
    def subject_link(self, entry: RightsEntry) -> SafeString | str:
        """Its kind and number, leading to its form."""
        return subject_in_words(entry)

    @admin.display(description=_("fact"), ordering="fact")
    def what_fact(self, entry: RightsEntry) -> str:
        """The field's name as the forms have it, else the word in the reader's language."""
        return fact_in_words(entry)

    @admin.display(description=_("before"))
    def was(self, entry: RightsEntry) -> str:
        """The former value."""
        return value_in_words(entry, entry.before)

    @admin.display(description=_("after"))
    def became(self, entry: RightsEntry) -> str:
        """The new value."""
        return value_in_words(entry, entry.after)

    @admin.display(description=_("on behalf of"))
    def whose_word(self, entry: RightsEntry) -> str:
        """Whose word it was, where it was another's."""
        return word_of(entry)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: actions write it."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


class RightsHistory:
    """A mixin: an object's history begins with the lines of the log of rights that concern it."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The newest first, a page's worth; the log itself has all."""
        thing = self.get_object(request, object_id)  # type: ignore[attr-defined]
        may_read = request.user.has_perm("portfolio.view_rightsentry")
        lines = RightsEntry.objects.concerning(thing) if thing and may_read else RightsEntry.objects.none()
        rights = [
            {
                "entry": entry,
                "subject": subject_in_words(entry),
                "fact": fact_in_words(entry),
                "before": value_in_words(entry, entry.before),
                "after": value_in_words(entry, entry.after),
                "word": word_of(entry),
            }
            for entry in lines.select_related("by")[:MOST_LINES]
        ]
        return super().history_view(request, object_id, {**(extra_context or {}), "rights": rights})  # type: ignore[misc]


def subject_in_words(entry: RightsEntry) -> SafeString | str:
    """Its kind and number, leading to its form where it is still there."""
    model, number = _subject(entry)
    if model is None or not number.isdigit():
        return entry.subject
    options = model._meta
    view = f"admin:{options.app_label}_{options.model_name}_change"
    return _link(view, number, f"{options.verbose_name} {number}")


def fact_in_words(entry: RightsEntry) -> str:
    """The field's name as the forms have it, else the word in the reader's language."""
    field = _field(entry)
    return str(field.verbose_name if field else FACTS.get(entry.fact, entry.fact))


def word_of(entry: RightsEntry) -> str:
    """Whose word it was, in the reader's language; empty where it was the user's own."""
    whose, _colon, number = entry.on_behalf_of.partition(":")
    return f"{WORDS.get(whose, whose)} {number}".strip()


def value_in_words(entry: RightsEntry, value: str) -> str:
    """As the forms say it: a choice by its label, a moment in Rome's hours, yes and no."""
    field = _field(entry)
    if value in VALUES:
        return str(VALUES[value])
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    moment = parse_datetime(value) if isinstance(field, DateTimeField) else None
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else value


def _field(entry: RightsEntry) -> Any:
    """The field that a line speaks of; None where it is no field."""
    model, _number = _subject(entry)
    fields = {field.name: field for field in model._meta.fields} if model else {}
    return fields.get(entry.fact)


def _subject(entry: RightsEntry) -> tuple[type[Model] | None, str]:
    """The model and number that a line speaks of."""
    name, _colon, number = entry.subject.partition(":")
    found = (apps.all_models[room].get(name) for room in ROOMS)
    return next((model for model in found if model is not None), None), number


def _link(view: str, number: str, label: str) -> SafeString | str:
    try:
        return format_html('<a href="{}">{}</a>', reverse(view, args=[number]), label)
    except NoReverseMatch:
        return label
