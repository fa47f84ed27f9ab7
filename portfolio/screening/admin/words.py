"""How the desk says what an agreement allows, and what its holder said."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portfolio.screening.models import HolderDecision

EACH_TIME = _("the rights holder decides each time")
WITHOUT_ASKING = _("may be shown without asking")


def day(moment: datetime) -> str:
    """A day as one says it, where the studio is."""
    return date_format(timezone.localtime(moment), "j F Y")


def in_words(decision: HolderDecision) -> str:
    """Whether the holder was asked, and what they said."""
    if decision.has_changed_hands:
        return gettext("the agreement has changed hands since somebody was asked: ask its new holder")
    if decision.answer:
        return _answered(decision)
    if decision.asked_at:
        return gettext("asked on %(day)s, no answer yet") % {"day": day(decision.asked_at)}
    return str(EACH_TIME)


def _answered(decision: HolderDecision) -> str:
    if decision.withdrawn_at:
        return gettext("the rights holder has taken the yes back, on %(day)s") % {
            "day": day(decision.withdrawn_at)
        }
    if decision.answer == HolderDecision.Answer.NO:
        return _with_note(gettext("the rights holder has said no, on %(day)s"), decision)
    if decision.last_day:
        sentence = gettext("the rights holder has said yes until the end of %(last)s, on %(day)s")
        return _with_note(sentence, decision, last=date_format(decision.last_day, "j F Y"))
    return _with_note(gettext("the rights holder has said yes, on %(day)s"), decision)


def _with_note(sentence: str, decision: HolderDecision, **more: str) -> str:
    said = sentence % {"day": day(decision.decided_at), **more} if decision.decided_at else sentence
    return f"{said}: “{decision.note}”" if decision.note else said
