"""For whom a request waits: for rights holders, for the asker who was asked back, else for the studio."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from portfolio.screening.models.access_request import AccessRequest, AccessRequestQuerySet
from portfolio.screening.models.holder_decision import HolderDecision
from portfolio.screening.models.letter import Letter
from portfolio.screening.models.question import Question


def waiting_for_holders(at: datetime | None = None) -> AccessRequestQuerySet:
    """The requests that wait, of which a rights holder was asked and has not answered yet."""
    return AccessRequest.objects.waiting().filter(pk__in=HolderDecision.objects.awaited(at).values("request"))


def waiting_for_the_asker() -> AccessRequestQuerySet:
    """The requests that wait, of which the asker was asked something and no answer is noted yet."""
    return AccessRequest.objects.waiting().filter(pk__in=_asked_back())


def waiting_for_the_studio(at: datetime | None = None) -> AccessRequestQuerySet:
    """The others that wait: nobody but the studio has a word to say."""
    waiting = AccessRequest.objects.waiting()
    without_holders = waiting.exclude(pk__in=HolderDecision.objects.awaited(at).values("request"))
    return without_holders.exclude(pk__in=_asked_back())


def _asked_back() -> QuerySet[Any, Any]:
    """The keys of requests whose askers owe an answer: not of those whom the question never reached."""
    lost = Letter.objects.given_up().filter(name="asked_back", request__isnull=False)
    return Question.objects.unanswered().exclude(request__in=lost.values("request")).values("request")
