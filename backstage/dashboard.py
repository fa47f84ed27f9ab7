"""The desk's first page: how much there is, what waits, and where a language is missing."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import ngettext_lazy

from backstage.bilingual.desk import gaps_in
from backstage.bilingual.languages import codes
from backstage.models import Page
from crew.models import CrewMember
from portfolio.admin.describing import without_alt
from portfolio.models import Film, Photo, Production, Showreel, Testimony
from portfolio.screening.admin.undelivered import agreements_of_undelivered
from portfolio.screening.models import AccessRequest, Contact
from portfolio.screening.models.waiting import (
    waiting_for_holders,
    waiting_for_the_asker,
    waiting_for_the_studio,
)

COUNTED: list[type[Any]] = [Production, Photo, Film, Testimony, CrewMember]
TRANSLATED: list[type[Any]] = [Production, Photo, Film, Showreel, Testimony, CrewMember, Page]
# What waits: its name, which goes by their number, its rows, and the query of the list that mends them.
Waiting = tuple[Any, Any, str]
# Who waits for a word; the rows are asked for when the page is.
UNANSWERED: list[tuple[Any, Callable[[], Any], str]] = [
    (
        ngettext_lazy(
            "request for a private screening that waits for your answer",
            "requests for a private screening that wait for your answer",
        ),
        waiting_for_the_studio,
        "?state=waiting",
    ),
    (
        ngettext_lazy(
            "request for a private screening that waits for rights holders",
            "requests for a private screening that wait for rights holders",
        ),
        waiting_for_holders,
        "?state=asked",
    ),
    (
        ngettext_lazy(
            "request for a private screening that waits for the asker’s answer",
            "requests for a private screening that wait for the asker’s answer",
        ),
        waiting_for_the_asker,
        "?state=asked_back",
    ),
    (
        ngettext_lazy(
            "request or invitation of which a mail did not arrive",
            "requests and invitations of which a mail did not arrive",
        ),
        AccessRequest.objects.with_undelivered_mail,
        "?state=undelivered",
    ),
    (
        ngettext_lazy(
            "agreement of which a mail did not arrive", "agreements of which a mail did not arrive"
        ),
        agreements_of_undelivered,
        "?mails=undelivered",
    ),
    (
        ngettext_lazy("contact who asks to be erased", "contacts who ask to be erased"),
        Contact.objects.waiting_to_be_erased,
        "?erasure=asked",
    ),
]


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
    unanswered = [(name, rows(), query) for name, rows, query in UNANSWERED]
    found = [*unanswered, *_unfinished_photos(may_describe=may_describe), *_unfinished_films()]
    return [
        {"name": name % number, "number": number, "list": _list_of(rows.model, query), "model": rows.model}
        for name, rows, query in found
        if (number := rows.count())
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
