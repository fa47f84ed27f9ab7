"""The receipt for a rights holder, as a PDF: who asked, who allowed, what was watched, and when."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Table

from portfolio.models import Agreement, Film, Organization, RightsEntry, SiteProfile
from portfolio.models.rights_entry import name_of
from portfolio.screening.evidence import deliveries, paper
from portfolio.screening.evidence.deliveries import Evidence, Shown
from portfolio.screening.evidence.paper import BOLD, PALE, WIDTH, Timeline, lines, style, table, words
from portfolio.screening.models import Grant, HolderDecision
from portfolio.screening.models.holder import governing, who_holds


def holders(grant: Grant) -> list[Organization]:
    """Whose films are in a grant, each once."""
    found = (who_holds(item.film) for item in _items(grant))
    return list(dict.fromkeys(holder for holder in found if holder))


def receipt(grant: Grant, holder: Organization | None = None, *, at: datetime | None = None) -> bytes:
    """The PDF, in the active language: of the films of `holder` alone; without one, of all.

    Of the other films of the grant it says nothing, not even that there are some: they may be secret.
    """
    films = [item.film for item in _items(grant) if holder is None or who_holds(item.film) == holder]
    story = _story(grant, holder, films, at or timezone.now())
    title = f"{gettext('Receipt of a private screening')} {grant.code}"
    return paper.written(story, title=title, author=str(SiteProfile.current()), foot=grant.code)


def log_lines(grant: Grant, films: Sequence[Film], holder: Organization | None = None) -> list[RightsEntry]:
    """The lines of the log about the grant, its request, and what was said for these films; oldest first.

    For `holder` without the lines of what another company said while it held the rights.
    """
    said = HolderDecision.objects.filter(request=grant.request_id, film__in=[film.pk for film in films])
    if holder is not None:
        said = said.filter(rights_holder=holder)
    subjects = [name_of(grant), name_of(grant.request), *map(name_of, said)]
    return list(RightsEntry.objects.filter(subject__in=subjects).order_by("pk"))


def fingerprint(lines: Sequence[RightsEntry]) -> str:
    """The SHA-256 of lines of the log, as they stand: one that were changed would give another."""
    facts = ("pk", "subject", "fact", "before", "after", "by_id", "on_behalf_of", "reason", "evidence_sha256")
    written = (
        "|".join([line.at.isoformat(), *(str(getattr(line, fact)) for fact in facts)]) for line in lines
    )
    return hashlib.sha256("\n".join(written).encode()).hexdigest()


def _items(grant: Grant) -> Any:
    paths = ("agreement", "production__agreement")
    holders = [f"film__{path}__rights_holder" for path in paths]
    return grant.items.select_related("film", *(f"film__{path}" for path in paths), *holders)


# The page, from its title to its last line.


def _story(
    grant: Grant, holder: Organization | None, films: Sequence[Film], at: datetime
) -> Iterator[Flowable]:
    yield words(gettext("Receipt of a private screening"), style(18, BOLD, after=2))
    made = gettext("%(site)s, made on %(moment)s") % {"site": SiteProfile.current(), "moment": _moment(at)}
    yield words(made, style(9, colour=PALE, after=10))
    yield table(_who(grant, holder))
    found = deliveries.of(grant, films)
    for film in films:
        yield from _film(grant, holder, film, found)
    yield words(gettext("On the record"), style(12, BOLD, before=12, after=4))
    yield table(_record(grant, films, holder))
    yield words(_caveat(), style(8, colour=PALE, before=10))


def _who(grant: Grant, holder: Organization | None) -> Iterator[tuple[str, str]]:
    asked = grant.request
    if holder:
        yield gettext("Rights holder"), str(holder)
    who = [asked.name, asked.role, asked.company, asked.email]
    yield gettext("Who asked"), str(asked) if asked.is_erased else ", ".join(filter(None, who))
    if asked.production:
        yield gettext("For which production"), asked.production
    if asked.reason:
        yield gettext("Why"), asked.reason
    yield gettext("Asked on"), _moment(asked.asked_at)
    yield gettext("Allowed by the studio"), _by_whom(asked.decided_by, asked.decided_at)
    end = gettext("to the end of %(date)s") % {"date": date_format(grant.last_day, "j F Y")}
    yield gettext("Valid"), f"{_moment(grant.valid_from)}, {end}"
    if grant.revoked_at:
        yield gettext("Taken back"), f"{_moment(grant.revoked_at)}, {grant.get_revoked_by_display()}"


def _film(grant: Grant, holder: Organization | None, film: Film, found: Evidence) -> Iterator[Flowable]:
    heading = words(str(film), style(12, BOLD, before=12, after=2))
    allowed = words(_allowance(grant, holder, film), style(9, after=3))
    total = [shown for shown in found.films if shown.film == film]
    if not total:
        yield KeepTogether([heading, allowed, words(_unplayed(found), style(9))])
        return
    parts = [part for shown in total for part in _total(shown)]
    yield KeepTogether([heading, allowed, *parts])
    yield _sittings(film, found)


def _unplayed(found: Evidence) -> str:
    if found.let_go_at:
        day = {"day": date_format(timezone.localtime(found.let_go_at), "j F Y")}
        return gettext("What was watched is no longer kept: it was let go on %(day)s.") % day
    return gettext("It was not played.")


def _total(shown: Shown) -> Iterator[Flowable]:
    if shown.is_earlier:
        said = gettext(
            "An earlier version was delivered from %(first)s to %(last)s; the film was made anew since, and "
            "which seconds it was can no longer be said."
        )
        yield words(said % {"first": _moment(shown.first_at), "last": _moment(shown.last_at)}, style(9))
        return
    yield Timeline(shown)
    facts = {"share": shown.share, "length": deliveries.clock(shown.length), "times": shown.most_times}
    yield words(gettext("Delivered: about %(share)s %% of %(length)s.") % facts, style(9, after=3))


def _sittings(film: Film, found: Evidence) -> Table:
    heads = [gettext("Sitting"), gettext("Delivered"), gettext("Which seconds"), gettext("At most")]
    rows = [[words(head, style(8, BOLD)) for head in heads]]
    # The receipt's own films alone are in it: sittings of others are not even counted.
    played = (sitting for sitting in found.sittings if sitting.shown)
    for number, sitting in enumerate(played, 1):
        mine = (shown for shown in sitting.shown if shown.film == film)
        rows.extend([words(cell, style(8)) for cell in _cells(number, shown)] for shown in mine)
    widths = [16 * mm, 48 * mm, WIDTH - 84 * mm, 20 * mm]
    return Table(rows, colWidths=widths, repeatRows=1, style=lines())


def _cells(number: int, shown: Shown) -> list[str]:
    seconds = gettext("an earlier version") if shown.is_earlier else shown.spans_in_words or "–"
    times = ngettext("once", "%(number)s times", shown.most_times) % {"number": shown.most_times}
    begin, end = _moment(shown.first_at), _moment(shown.last_at)
    hours = begin if begin == end else f"{begin} – {_hour(shown.last_at)}"
    return [str(number), hours, seconds, "–" if shown.is_earlier or not shown.spans else times]


def _allowance(grant: Grant, holder: Organization | None, film: Film) -> str:
    """Whose word stands behind the film. Who held the rights before is named to the studio alone."""
    said = HolderDecision.objects.filter(request=grant.request_id, film=film, answer="yes").first()
    if said is not None and (holder is None or said.rights_holder == holder):
        return _yes(said)
    if said is not None:
        return gettext("Whoever held the rights before allowed it.")
    agreement = governing(film)
    if agreement is None or agreement.own_initiative:
        return gettext("The studio’s own work.")
    if agreement.private == Agreement.Private.YES:
        return gettext("The agreement allows private screenings.")
    if agreement.public == Agreement.Public.YES:
        return gettext("The agreement allows showing it to everybody.")
    return gettext("No word of the rights holder is written down for it.")


def _yes(said: HolderDecision) -> str:
    said_yes = gettext("The rights holder’s yes: %(who)s, %(moment)s.")
    facts = [said_yes % {"who": said.decided_by, "moment": _moment(said.decided_at)}]
    if said.until:
        last = date_format(said.last_day or timezone.localdate(said.until), "j F Y")
        facts.append(gettext("Until the end of %(day)s.") % {"day": last})
    if said.withdrawn_at:
        facts.append(gettext("Withdrawn on %(moment)s.") % {"moment": _moment(said.withdrawn_at)})
    return " ".join(facts)


def _record(grant: Grant, films: Sequence[Film], holder: Organization | None) -> Iterator[tuple[str, str]]:
    if grant.terms_accepted_at:
        words_of = f"{grant.terms}, " if grant.terms else ""
        yield gettext("Viewing terms"), f"{words_of}{_moment(grant.terms_accepted_at)}"
        proof = hashlib.sha256(grant.accepted_text.encode()).hexdigest()
        yield gettext("SHA-256 of what was accepted"), proof
    else:
        yield gettext("Viewing terms"), gettext("not accepted")
    lines = log_lines(grant, films, holder)
    if lines:
        numbers = ", ".join(str(line.pk) for line in lines)
        yield gettext("Lines of the log"), numbers
        yield gettext("Their SHA-256"), fingerprint(lines)


def _caveat() -> str:
    return gettext(
        "It says what was handed over to the viewer’s browser, which asks for some seconds ahead; it cannot "
        "say what somebody looked at. Hours are those of Rome. The studio’s log has the SHA-256 of this file."
    )


def _by_whom(user: Any, at: datetime | None) -> str:
    who = (user.get_full_name() or user.get_username()) if user else "–"
    return f"{who}, {_moment(at)}" if at else who


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT") if at else "–"


def _hour(at: datetime) -> str:
    return date_format(timezone.localtime(at), "TIME_FORMAT")
