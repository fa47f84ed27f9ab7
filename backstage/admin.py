"""The site's own rows on the desk: pages of words, and who may edit; and the desk's first page."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as PlainGroupAdmin
from django.contrib.auth.admin import UserAdmin as PlainUserAdmin
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import BooleanRadioFilter, ChoicesDropdownFilter
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from backstage.bilingual.addresses import reserved_words
from backstage.bilingual.desk import (
    GapMarks,
    MissingLanguageFilter,
    SluggedForm,
    forgiving,
    gaps_in,
    language_tabs,
)
from backstage.bilingual.languages import codes
from backstage.models import Page, Presentation, User
from crew.models import CrewMember
from portfolio.admin.describing import without_alt
from portfolio.admin.facts import save_rows
from portfolio.admin.lists import Rows
from portfolio.admin.order import InOrder
from portfolio.models import Film, Photo, Production, Showreel, Testimony
from portfolio.screening.admin.undelivered import agreements_of_undelivered
from portfolio.screening.models import AccessRequest, Contact
from portfolio.screening.models.waiting import (
    waiting_for_holders,
    waiting_for_the_asker,
    waiting_for_the_studio,
)

COUNTED: list[type[Any]] = [Production, Photo, Film, Testimony, CrewMember]
# What waits: its name, which goes by their number, its rows, and the query of the list that mends them.
Waiting = tuple[Any, Any, str]
TRANSLATED: list[type[Any]] = [Production, Photo, Film, Showreel, Testimony, CrewMember, Page]


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


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The first page: how much there is, what waits, and where a language is missing."""
    may_see = [model for model in COUNTED if _may_see(request, model)]
    context["counts"] = [_count(model) for model in may_see]
    context["waiting"] = [row for row in _waiting(request) if _may_see(request, row["model"])]
    context["gap_languages"] = [code.upper() for code in codes()]
    context["gaps"] = [_gaps(model) for model in TRANSLATED if _may_see(request, model)]
    return context


def _may_see(request: HttpRequest, model: type[Any]) -> bool:
    return bool(admin.site._registry[model].has_view_permission(request))


def _list_of(model: type[Any], query: str = "") -> str:
    options = model._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_changelist") + query


def _count(model: type[Any]) -> dict[str, Any]:
    add = f"admin:{model._meta.app_label}_{model._meta.model_name}_add"
    number = model._default_manager.count()
    options = model._meta
    return {
        "name": capfirst(options.verbose_name if number == 1 else options.verbose_name_plural),
        "number": number,
        "list": _list_of(model),
        "add": reverse(add),
    }


def _waiting(request: HttpRequest) -> list[dict[str, Any]]:
    """Who waits for an answer, and what keeps works from being seen; each with the list that mends it."""
    may_describe = admin.site._registry[Photo].has_change_permission(request)
    found = [*_unanswered(), *_unfinished_photos(may_describe=may_describe), *_unfinished_films()]
    return [
        {"name": name % number, "number": number, "list": _list_of(rows.model, query), "model": rows.model}
        for name, rows, query in found
        if (number := rows.count())
    ]


def _unanswered() -> list[Waiting]:
    to_be_erased = Contact.objects.waiting_to_be_erased()
    unreached = AccessRequest.objects.with_undelivered_mail()
    return [
        (
            ngettext_lazy(
                "request for a private screening that waits for your answer",
                "requests for a private screening that wait for your answer",
            ),
            waiting_for_the_studio(),
            "?state=waiting",
        ),
        (
            ngettext_lazy(
                "request for a private screening that waits for rights holders",
                "requests for a private screening that wait for rights holders",
            ),
            waiting_for_holders(),
            "?state=asked",
        ),
        (
            ngettext_lazy(
                "request for a private screening that waits for the asker’s answer",
                "requests for a private screening that wait for the asker’s answer",
            ),
            waiting_for_the_asker(),
            "?state=asked_back",
        ),
        (
            ngettext_lazy(
                "request or invitation of which a mail did not arrive",
                "requests and invitations of which a mail did not arrive",
            ),
            unreached,
            "?state=undelivered",
        ),
        (
            ngettext_lazy(
                "agreement of which a mail did not arrive", "agreements of which a mail did not arrive"
            ),
            agreements_of_undelivered(),
            "?mails=undelivered",
        ),
        (
            ngettext_lazy("contact who asks to be erased", "contacts who ask to be erased"),
            to_be_erased,
            "?erasure=asked",
        ),
    ]


def _unfinished_photos(*, may_describe: bool) -> list[Waiting]:
    photos = Photo.objects.all()
    nobody_said = ngettext_lazy(
        "photograph of which nobody has said who is in it",
        "photographs of which nobody has said who is in them",
    )
    unseen = ngettext_lazy(
        "published photograph that the public does not see",
        "published photographs that the public does not see",
    )
    suspended = photos.filter(suspended_at__isnull=False)
    return [
        (
            ngettext_lazy("photograph without alternative text", "photographs without alternative text"),
            without_alt(photos),
            "alt/" if may_describe else "?alt=none",
        ),
        (nobody_said, photos.filter(people="unknown"), "?people__exact=unknown"),
        (unseen, _unseen(photos), "?is_published__exact=1&seen=no"),
        (
            ngettext_lazy(
                "photograph that could not be developed", "photographs that could not be developed"
            ),
            photos.filter(state="failed"),
            "?state__exact=failed",
        ),
        (
            ngettext_lazy("suspended photograph", "suspended photographs"),
            suspended,
            "?suspended_at__isnull=False",
        ),
    ]


def _unfinished_films() -> list[Waiting]:
    films = Film.objects.all()
    nobody_said = ngettext_lazy(
        "film of which nobody has said who is in it", "films of which nobody has said who is in them"
    )
    unseen = ngettext_lazy(
        "published film that the public does not see", "published films that the public does not see"
    )
    return [
        (nobody_said, films.filter(people="unknown"), "?people__exact=unknown"),
        (unseen, _unseen(films), "?is_published__exact=1&seen=no"),
    ]


def _unseen(works: Any) -> Any:
    seen = works.model.objects.public().values("pk")
    return works.filter(Q(is_published=True), ~Q(pk__in=seen))


def _gaps(model: type[Any]) -> dict[str, Any]:
    """How many rows lack words, a language at a time."""
    return {
        "name": capfirst(model._meta.verbose_name_plural),
        "numbers": [
            {
                "number": model._default_manager.filter(gaps_in(model, code)).count(),
                "list": _list_of(model, f"?missing={code}"),
            }
            for code in codes()
        ],
    }
