"""How a request stands, for the desk: while it waits, for whom and since when."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portfolio.screening.admin.words import day
from portfolio.screening.models import AccessRequest, HolderDecision, Question
from portfolio.screening.models.waiting import (
    waiting_for_holders,
    waiting_for_the_asker,
    waiting_for_the_studio,
)

State = AccessRequest.State
# How one stands that waits, and not for the studio.
ASKED = "asked"
MARKS = {
    ASKED: "info",
    State.WAITING: "warning",
    State.APPROVED: "success",
    State.DECLINED: "danger",
    State.UNCONFIRMED: "info",
    State.WITHDRAWN: "info",
}


class StateFilter(admin.SimpleListFilter):
    """Those that wait, for whom; those that were answered; those of which nobody knows yet whose they are.

    And those of which a mail did not arrive.
    """

    title = _("how it stands")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The piles."""
        return [
            ("waiting", _("waiting for you")),
            ("asked", _("waiting for rights holders")),
            ("asked_back", _("waiting for the asker’s answer")),
            ("answered", _("answered")),
            ("unconfirmed", _("address not confirmed")),
            ("undelivered", _("a mail did not arrive")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The chosen pile."""
        piles = {
            "waiting": queryset.filter(pk__in=waiting_for_the_studio().values("pk")),
            "asked": queryset.filter(pk__in=waiting_for_holders().values("pk")),
            "asked_back": queryset.filter(pk__in=waiting_for_the_asker().values("pk")),
            "answered": queryset.filter(decided_at__isnull=False),
            "unconfirmed": queryset.filter(contact__isnull=True),
            "undelivered": queryset.filter(pk__in=AccessRequest.objects.with_undelivered_mail().values("pk")),
        }
        return piles.get(str(self.value()), queryset)


def with_whom_they_wait_for(requests: QuerySet[Any]) -> QuerySet[Any]:
    """The same rows, with what `in_words` and `mark_of` tell of each."""
    awaited = HolderDecision.objects.awaited().filter(request=OuterRef("pk")).order_by()
    holders = awaited.values("request").annotate(number=Count("rights_holder", distinct=True))
    unanswered = Question.objects.unanswered().filter(
        request=OuterRef("pk"), request__in=waiting_for_the_asker().values("pk")
    )
    first = unanswered.order_by().values("request").annotate(since=Min("asked_at"))
    return requests.annotate(
        holders_awaited=Coalesce(Subquery(holders.values("number")), 0),
        asked_back_since=Subquery(first.values("since")),
    )


def mark_of(asked: Any) -> str:
    """The colour of its mark."""
    return ASKED if asked.holders_awaited or asked.asked_back_since else asked.state


def in_words(asked: Any) -> str:
    """How it stands; while it waits for others, for whom."""
    return " · ".join(_others(asked)) or str(asked.state.label)


def _others(asked: Any) -> list[str]:
    """The asker who was asked back, and how many rights holders."""
    others = []
    if asked.asked_back_since:
        since = {"day": day(asked.asked_back_since)}
        others.append(gettext("waiting for the asker’s answer since %(day)s") % since)
    if number := asked.holders_awaited:
        words = ngettext(
            "waiting for %(number)s rights holder", "waiting for %(number)s rights holders", number
        )
        others.append(words % {"number": number})
    return others
