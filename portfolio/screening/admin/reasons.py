"""Why a film of an invitation may not be watched now, and until when it may: in sentences that lead on."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext

from portfolio.actions.rendering import trouble_in_words
from portfolio.admin.works import mending
from portfolio.models import Film
from portfolio.models.blockers import Blocker, why_not_screenable
from portfolio.screening.admin.words import EACH_TIME, ends_sooner, in_words
from portfolio.screening.models import Grant, HolderDecision
from portfolio.screening.models.contents import ends_of
from portfolio.screening.models.holder import films_needing_a_yes


def films_of(grant: Grant) -> SafeString:
    """Each film of a grant: that it may be watched, until when where it ends sooner; else every reason."""
    items = list(grant.items.select_related("film"))
    ends, is_open = ends_of(items), grant.is_in_force()
    said = {decision.film_id: decision for decision in grant.request.decisions.all()}
    rows = []
    for item in items:
        film, end = item.film, ends.get(item.pk)
        if end is None:
            rows.append((film, gettext("may not be watched now"), _list(_why_not(film, said.get(film.pk)))))
        elif not is_open:
            rows.append((film, gettext("may not be watched now"), _list(_of_the_grant(grant))))
        else:
            shorter = ends_sooner(film, end, said.get(film.pk)) if end < grant.valid_until else ""
            rows.append((film, _how_far(film), _list([Blocker(shorter)] if shorter else [])))
    return format_html('<ul class="desk-reasons">{}</ul>', format_html_join("", "<li>{}: {}{}</li>", rows))


def why_nobody(film: Film) -> SafeString:
    """Every reason for which nobody may be shown a film in private, as a list."""
    return _list(_why_nobody(film))


def _why_nobody(film: Film) -> Iterator[Blocker]:
    yield from why_not_screenable(film)
    if not film.source:
        yield Blocker(gettext("Its file is not here: it could neither be logged nor stopped."), film)


def _why_not(film: Film, said: HolderDecision | None) -> Iterator[Blocker]:
    """Every reason for which nobody, or not this viewer, may watch a film."""
    yield from _why_nobody(film)
    needs_a_yes = films_needing_a_yes().filter(pk=film.pk).exists()
    if said is not None and (said.withdrawn_at or (needs_a_yes and not said.is_standing)):
        yield Blocker(f"{capfirst(in_words(said))}.", said.request)
    elif needs_a_yes and said is None:
        yield Blocker(f"{capfirst(str(EACH_TIME))}.")


def _of_the_grant(grant: Grant) -> Iterator[Blocker]:
    """Why an invitation opens nothing, whatever its films are."""
    if grant.revoked_at:
        day = {"day": date_format(localtime(grant.revoked_at), "j F Y")}
        yield Blocker(gettext("The invitation was taken back on %(day)s.") % day)
    elif grant.request.contact and grant.request.contact.blocked_at:
        yield Blocker(gettext("The contact is blocked."), grant.request.contact)
    else:
        last = {"day": date_format(grant.last_day, "j F Y")}
        yield Blocker(gettext("The invitation was valid to the end of %(day)s.") % last)


def _how_far(film: Film) -> str:
    """That it may be watched; where there is nothing to play yet, why."""
    if film.state == Film.State.READY:
        return gettext("may be watched now")
    if film.state == Film.State.FAILED:
        return f"{gettext('may be watched, but could not be made')}: {trouble_in_words(film)}"
    return gettext("may be watched as soon as it is made: that is being done")


def _list(reasons: "Iterator[Blocker] | list[Blocker]") -> SafeString:
    lines = [(mending(reason),) for reason in reasons]
    if not lines:
        return SafeString()
    return format_html('<ul class="desk-reasons">{}</ul>', format_html_join("", "<li>{}</li>", lines))
