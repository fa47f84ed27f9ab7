"""How the desk says what an agreement allows, and what its holder said."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portfolio.models import Film, PersonRelease
from portfolio.screening.models import HolderDecision
from portfolio.screening.models.days import until_in_words
from portfolio.screening.models.holder import governing

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


def in_words_for(own: HolderDecision | None, before: HolderDecision | None) -> str:
    """What was said to a request; where that is nothing yet, what was said about the same person before."""
    said = in_words(own) if own is not None else str(EACH_TIME)
    if before is None or (own is not None and own.answer and not own.has_changed_hands):
        return said
    words = {"said": said, "before": in_words(before)}
    if before.is_standing:
        return (
            gettext(
                "%(said)s; to an earlier request of this person: %(before)s. That yes opens that request "
                "alone: by the agreement the holder decides on each one"
            )
            % words
        )
    return gettext("%(said)s; to an earlier request of this person: %(before)s") % words


def ends_sooner(film: Film, end: datetime, said: HolderDecision | None) -> str:
    """That a film may be watched until `end` and no longer, and which fact it is that ends then."""
    words = {"until": until_in_words(end), "why": _what_ends(film, end, said)}
    if not words["why"]:
        return gettext("It may be watched %(until)s and no longer.") % words
    return gettext("It may be watched %(until)s and no longer: %(why)s.") % words


def _what_ends(film: Film, end: datetime, said: HolderDecision | None) -> str:
    agreement = governing(film)
    if said is not None and said.until == end:
        return gettext("the rights holder’s yes ends then")
    if agreement and end in {agreement.valid_until, agreement.withdrawn_at}:
        return gettext("the agreement ends then")
    track = film.tracks.filter(until=end).first()
    if track is not None:
        return gettext("the licence of the music “%(title)s” ends then") % {"title": track.title}
    papers = PersonRelease.objects.filter(Q(valid_until=end) | Q(revoked_at=end))
    paper = papers.filter(member__in=film.appearances.values("member")).select_related("member").first()
    return gettext("the release of %(name)s ends then") % {"name": paper.member.name} if paper else ""


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
