"""Agreements and releases of persons on the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import AutocompleteSelectFilter, BooleanRadioFilter, ChoicesDropdownFilter
from unfold.decorators import action, display

from backstage.bilingual.desk import PlacedForm, forgiving
from backstage.bilingual.languages import columns
from portfolio.admin import calendar
from portfolio.admin.facts import FactsAdmin, OpenedPage
from portfolio.admin.lists import KnowingForm
from portfolio.admin.pictures import FIELDS, KeptFiles
from portfolio.forms import AS_TYPED, FactForm, PaperForm, plain_address
from portfolio.models import (
    Agreement,
    Film,
    PersonRelease,
    Photo,
    Production,
    Release,
    credit_lines,
)


class AgreementForm(FactForm, PaperForm, PlacedForm, KnowingForm):
    """An agreement: what it says, and which field mends what it says wrongly."""

    constraint_fields = {
        "agreement_holder_or_own": "rights_holder",
        "agreement_one_embargo": "public_from_release",
        "agreement_ends_after_embargo": "valid_until",
        "agreement_withdrawn_by_somebody": "withdrawn_by",
        "agreement_required_credit_is_written": "credit_line",
    }
    terms: list[tuple[Any, dict[str, Any]]] = [
        (None, {"fields": ["own_initiative", ("rights_holder", "decision_email")]}),
        (
            _("What may be shown"),
            {
                "fields": [
                    ("public", "private"),
                    "public_from",
                    "public_from_release",
                    "valid_until",
                    ("max_photos", "press"),
                    ("credit_line", "credit_required"),
                ]
            },
        ),
        (_("For those who watch in private"), {"fields": [tuple(columns("clause"))]}),
        (_("The paper"), {"fields": [("signed_on", "document")]}),
        (_("Withdrawal"), {"fields": ["withdrawn_at", ("withdrawn_by", "withdrawn_reason")]}),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address = self.fields.get("decision_email")
        if address is not None:
            # A line with the keyboard for one: see `AS_TYPED`.
            address.widget.input_type = "text"
            address.widget.attrs |= AS_TYPED

    def clean_decision_email(self) -> str:
        """Refuses an address that no mail reaches; one that stands already is left."""
        address: str = self.cleaned_data["decision_email"]
        if address and "decision_email" in self.changed_data:
            plain_address(address)
        return address

    def clean(self) -> dict[str, Any]:
        """Refuses a line that gives a secret away, and a paper that is signed tomorrow or after its end."""
        cleaned = super().clean()
        secret = self._secret_production(cleaned)
        if (
            secret
            and cleaned.get("credit_required")
            and credit_lines.names(cleaned.get("credit_line", ""), secret)
        ):
            sentence = _(
                "The production is confidential, and this line says its name: write it with the alias."
            )
            self.add_error("credit_line", sentence)
        signed_on, withdrawn_at = cleaned.get("signed_on"), cleaned.get("withdrawn_at")
        if signed_on and signed_on > timezone.localdate():
            self.add_error("signed_on", _("This day is still to come: write the day on which it was signed."))
        if signed_on and withdrawn_at and timezone.localdate(withdrawn_at) < signed_on:
            self.add_error("withdrawn_at", _("It was withdrawn before it was signed. Check the two dates."))
        return cleaned

    def _secret_production(self, cleaned: dict[str, Any]) -> Production | None:
        """The production whose name may not be said, if it is for such a one."""
        chosen = cleaned.get("production") or self.instance.production
        for work in (cleaned.get("photo"), cleaned.get("film"), self.instance.photo, self.instance.film):
            chosen = chosen or (work.production if work else None)
        return chosen if chosen and chosen.is_secret() else None


class AnyAgreementForm(AgreementForm):
    """An agreement on its own page: the embargo is offered the releases of what the agreement is for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subject = self._subject()
        if subject is not None and "public_from_release" in self.fields:
            waiting: Any = self.fields["public_from_release"]
            waiting.queryset = releases_of(getattr(subject, "production", subject))

    def _subject(self) -> Production | Photo | Film | None:
        """What was chosen, was there before, or came with the page's address."""
        models: tuple[Any, ...] = (Production, Photo, Film)
        chosen = ((model, self._chosen(model._meta.model_name)) for model in models)
        return next((model.objects.filter(pk=pk).first() for model, pk in chosen if pk), None)

    def _chosen(self, name: str) -> str:
        pk = str(self[name].value() or "") if name in self.fields else ""
        return pk if pk.isdecimal() else ""


class ReleaseChoice(ModelChoiceField):
    """A release for which an embargo may wait, named with its production."""

    default_error_messages = {
        "invalid_choice": _("An embargo waits for a release of the same production: this one is another’s."),
    }

    def label_from_instance(self, obj: Any) -> str:
        """With its production."""
        return f"{obj.production}: {obj}"


def releases_of(production: Any) -> QuerySet[Release]:
    """The releases for which an embargo of this production may wait."""
    if production is None:
        return Release.objects.none()
    return Release.objects.filter(production=production).select_related("production", "platform")


def in_force(row: Any, withdrawn: str) -> tuple[str, Any]:
    """How a paper stands today: its key for the mark's colour, and a word."""
    now = timezone.now()
    withdrawn_at = getattr(row, withdrawn)
    if withdrawn_at and withdrawn_at <= now:
        return "withdrawn", _("withdrawn")
    if row.valid_until and row.valid_until <= now:
        return "lapsed", _("lapsed")
    return "in_force", _("in force")


MARKS = {"in_force": "success", "lapsed": "warning", "withdrawn": "danger"}


@admin.register(Agreement)
class AgreementAdmin(OpenedPage, FactsAdmin, KeptFiles, ModelAdmin):
    """All agreements; a production's own is on its form too."""

    form = AnyAgreementForm
    formfield_overrides = FIELDS
    list_display = ["subject", "holder", "public", "private", "public_from", "valid_until", "standing"]
    list_display_links = ["subject"]
    list_filter = [
        ("rights_holder", AutocompleteSelectFilter),
        ("own_initiative", BooleanRadioFilter),
        ("public", ChoicesDropdownFilter),
        ("private", ChoicesDropdownFilter),
    ]
    list_filter_submit = True
    list_fullwidth = True
    list_select_related = ["production", "photo", "film", "rights_holder"]
    search_fields = forgiving(
        "production__title_it",
        "production__title_en",
        "film__title_it",
        "film__title_en",
        "rights_holder__name",
    )
    search_help_text = _("Production, film or rights holder; accents do not matter.")
    autocomplete_fields = ["production", "photo", "film", "rights_holder"]
    warn_unsaved_form = True
    fieldsets = [
        (
            _("For one production, photograph or film"),
            {"fields": ["production", "photo", "film"]},
        ),
        *AgreementForm.terms,
    ]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Releases are named with their production."""
        if db_field.name == "public_from_release":
            kwargs["queryset"] = Release.objects.select_related("production", "platform")
            kwargs["form_class"] = ReleaseChoice
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    actions_list = ["calendar"]

    @action(description=_("Calendar of rights"), url_path="calendar", permissions=["view"])
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """What becomes public or lapses."""
        return calendar.calendar(request, self)

    @admin.display(description=_("for"))
    def subject(self, agreement: Agreement) -> str:
        """The production, photograph or film."""
        return str(agreement.production or agreement.photo or agreement.film)

    @admin.display(description=_("rights holder"), ordering="rights_holder__name")
    def holder(self, agreement: Agreement) -> str:
        """The organization, or our own work."""
        return str(agreement.rights_holder or _("our own work"))

    @display(description=_("standing"), label=MARKS)
    def standing(self, agreement: Agreement) -> tuple[str, Any]:
        """In force, lapsed or withdrawn."""
        return in_force(agreement, "withdrawn_at")


class PersonReleaseForm(FactForm, PaperForm, PlacedForm, KnowingForm):
    """A release is for everything, or for one thing; it ends after it was signed."""

    constraint_fields = {
        "personrelease_at_most_one_work": "production",
        "personrelease_ends_after_signing": "valid_until",
        "personrelease_revoked_after_signing": "revoked_at",
    }


class StandingFilter(admin.SimpleListFilter):
    """Lists releases in force, lapsed, or withdrawn."""

    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The three."""
        return [("in_force", _("in force")), ("lapsed", _("lapsed")), ("withdrawn", _("withdrawn"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Those that stand so now."""
        now = timezone.now()
        revoked, ended = Q(revoked_at__lte=now), Q(valid_until__lte=now)
        chosen = {"in_force": queryset.in_force(), "lapsed": queryset.filter(ended).exclude(revoked)}
        chosen["withdrawn"] = queryset.filter(revoked)
        return chosen.get(str(self.value()), queryset)


@admin.register(PersonRelease)
class PersonReleaseAdmin(OpenedPage, FactsAdmin, KeptFiles, ModelAdmin):
    """What people signed about their own image."""

    form = PersonReleaseForm
    formfield_overrides = FIELDS
    list_display = ["member", "subject", "scope", "signed_on", "valid_until", "standing"]
    list_filter = [
        ("member", AutocompleteSelectFilter),
        ("production", AutocompleteSelectFilter),
        ("scope", ChoicesDropdownFilter),
        StandingFilter,
    ]
    list_filter_submit = True
    list_fullwidth = True
    list_select_related = ["member", "production", "photo", "film"]
    search_fields = forgiving(
        "member__name", "member__nickname", "production__title_it", "production__title_en"
    )
    search_help_text = _("Person or production; accents do not matter.")
    autocomplete_fields = ["member", "production", "photo", "film"]
    warn_unsaved_form = True
    fieldsets = [
        (
            None,
            {"fields": ["member", "scope", "signed_on", "valid_until", ("signed_by_guardian", "document")]},
        ),
        (_("Only for"), {"fields": ["production", "photo", "film"]}),
        (_("Withdrawal"), {"fields": ["revoked_at", "note"]}),
    ]

    @admin.display(description=_("only for"))
    def subject(self, release: PersonRelease) -> str:
        """The one thing; everything, where there is none."""
        return str(release.production or release.photo or release.film or _("everything"))

    @display(description=_("standing"), label=MARKS)
    def standing(self, release: PersonRelease) -> tuple[str, Any]:
        """In force, lapsed or withdrawn."""
        return in_force(release, "revoked_at")
