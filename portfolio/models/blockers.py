"""Why a work is not shown: every blocker in a sentence, and where it is mended.

Agrees with `visibility`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portfolio.models import clock
from portfolio.models.agreement import Agreement
from portfolio.models.clock import ROME
from portfolio.models.person_release import Appearance, PersonRelease, PersonReleaseQuerySet
from portfolio.models.release import Release
from portfolio.models.visibility import within_the_number_agreed


@dataclass(frozen=True)
class Blocker:
    """A reason, in the reader's language, and the row whose form mends it; None is the work itself."""

    sentence: str
    mended_at: Model | None = None


# What an agreement has against it, at a moment.
Terms = Callable[[Agreement, datetime], Iterator[Blocker]]


def why_hidden(work: Any, at: datetime | None = None) -> list[Blocker]:
    """Every reason for which the public may not see `work` at `at` (default: now).

    Empty exactly where `public(at)` holds it.
    """
    moment = at or clock.now()
    papers = PersonRelease.objects.in_force(moment).filter(scope=PersonRelease.Scope.PUBLIC)
    return [
        *map(Blocker, _choices(work, moment)),
        *_agreement(work, moment, _terms),
        *map(Blocker, _listing(work)),
        *_people(work, moment, papers),
        *map(Blocker, _tracks(work, moment)),
        *_number(work),
    ]


def why_not_screenable(work: Any, at: datetime | None = None) -> list[Blocker]:
    """Every reason for which nobody at all may be shown `work` in private at `at` (default: now).

    Empty exactly where `screenable(at)` holds it.
    """
    moment = at or clock.now()
    return [
        *map(Blocker, _choices(work, moment)),
        *_agreement(work, moment, _private_terms),
        *map(Blocker, _listing(work)),
        *_people(work, moment, PersonRelease.objects.in_force(moment)),
        *map(Blocker, _tracks(work, moment)),
    ]


def _choices(work: Any, at: datetime) -> Iterator[str]:
    if not work.is_published:
        yield _("It is not published: tick “published” when it is ready.")
    if work.suspended_at:
        yield _("It is suspended: %(reason)s") % {"reason": work.suspended_reason}
    if work.killed_at:
        yield _("The person shown has struck it out: it is never shown again.")
    if work.withdrawn_at and work.withdrawn_at <= at:
        yield _("It was withdrawn on %(day)s.") % {"day": _day(work.withdrawn_at)}


def _agreement(work: Any, at: datetime, terms: Terms) -> Iterator[Blocker]:
    own = {work._meta.model_name: work.pk}
    agreement = Agreement.objects.filter(**own).first()
    if agreement is None and work.production_id is None:
        return
    agreement = agreement or Agreement.objects.filter(production=work.production_id).first()
    if agreement is None:
        sentence = _("Its production has no agreement yet: nobody has said what may be shown.")
        yield Blocker(sentence, work.production)
        return
    yield from terms(agreement, at)


def _waiting(release: Release) -> str:
    """For which release it waits, and why that does not open where it has no moment."""
    if release.opens_at is not None:
        return _("It waits for the release “%(release)s”.") % {"release": release}
    if release.date is None:
        return _("It waits for the release “%(release)s”, which has no date yet.") % {"release": release}
    said = {"release": release, "status": release.get_status_display()}
    return _("It waits for the release “%(release)s”, which does not open: %(status)s.") % said


def _terms(agreement: Agreement, at: datetime) -> Iterator[Blocker]:
    yield from _ends(agreement, at)
    if agreement.public != Agreement.Public.YES:
        yield Blocker(_("The agreement does not allow it to be public."), agreement)
    if agreement.public_from and agreement.public_from > at:
        sentence = _("It is under embargo until %(day)s.") % {"day": _day(agreement.public_from)}
        yield Blocker(sentence, agreement)
    release = agreement.public_from_release
    if release and (release.opens_at is None or release.opens_at > at):
        yield Blocker(_waiting(release), release.production)


def _private_terms(agreement: Agreement, at: datetime) -> Iterator[Blocker]:
    """What everybody may see may be shown in private too, whatever else the agreement says."""
    yield from _ends(agreement, at)
    is_public = Agreement.objects.open_to_the_public(at).filter(pk=agreement.pk).exists()
    if agreement.private == Agreement.Private.NO and not is_public:
        yield Blocker(_("The agreement does not allow private screenings."), agreement)


def _ends(agreement: Agreement, at: datetime) -> Iterator[Blocker]:
    if agreement.withdrawn_at and agreement.withdrawn_at <= at:
        sentence = _("The agreement was withdrawn on %(day)s.") % {"day": _day(agreement.withdrawn_at)}
        yield Blocker(sentence, agreement)
    if agreement.valid_until and agreement.valid_until <= at:
        sentence = _("The agreement ended on %(day)s.") % {"day": _day(agreement.valid_until)}
        yield Blocker(sentence, agreement)


def _listing(work: Any) -> Iterator[str]:
    is_anybody_listed = Appearance.objects.filter(**{work._meta.model_name: work.pk}).exists()
    if work.people == "unknown":
        yield _("Nobody has said yet who is in it.")
    if work.people == "none" and is_anybody_listed:
        yield _("It says that nobody is recognisable, but somebody is listed: one of the two is wrong.")
    if work.people == "listed" and not is_anybody_listed:
        yield _("Somebody is recognisable, but nobody is listed.")


def _people(work: Any, at: datetime, papers: PersonReleaseQuerySet) -> Iterator[Blocker]:
    """`papers` are the releases that would do, if they cover the work."""
    if work.people != "listed":
        return
    released = set(papers.filter(_covers(work)).values_list("member_id", flat=True))
    shown = Appearance.objects.filter(**{work._meta.model_name: work.pk}).select_related("member")
    for member in (appearance.member for appearance in shown if appearance.member_id not in released):
        yield Blocker(_unreleased(work, member, at), member)


def _covers(work: Any) -> Q:
    """The releases for everything, for this work, or for its production."""
    covers = Q(production__isnull=True, photo__isnull=True, film__isnull=True)
    covers |= Q(**{work._meta.model_name: work.pk})
    return covers | Q(production=work.production_id) if work.production_id else covers


def _unreleased(work: Any, member: Any, at: datetime) -> str:
    """What is wrong with the newest release of somebody that covers the work; that there is none."""
    newest = PersonRelease.objects.filter(_covers(work), member=member).order_by("signed_on", "pk").last()
    name = {"name": member.name}
    if newest is None:
        return _("%(name)s has signed no release for it.") % name
    if newest.revoked_at and newest.revoked_at <= at:
        return _("%(name)s withdrew the release on %(day)s.") % {**name, "day": _day(newest.revoked_at)}
    if newest.valid_until and newest.valid_until <= at:
        return _("The release of %(name)s ended on %(day)s.") % {**name, "day": _day(newest.valid_until)}
    if newest.signed_on > at.astimezone(ROME).date():
        return _("The release of %(name)s is to be signed yet.") % name
    return _("The release of %(name)s is for private screenings only.") % name


def _tracks(work: Any, at: datetime) -> Iterator[str]:
    if work._meta.model_name == "film":
        for track in work.tracks.unlicensed(at):
            if track.until is None:
                sentence = _("Nobody has said yet whether the music “%(title)s” may be heard.")
                yield sentence % {"title": track.title}
            else:
                sentence = _("The licence of the music “%(title)s” ended on %(day)s.")
                yield sentence % {"title": track.title, "day": _day(track.until)}


def _number(work: Any) -> Iterator[Blocker]:
    if work._meta.model_name != "photo" or not work.production_id:
        return
    if not within_the_number_agreed(type(work).objects.filter(pk=work.pk)).exists():
        sentence = _("The agreement allows fewer photographs: this one comes after the last that is allowed.")
        yield Blocker(sentence, Agreement.objects.get(production=work.production_id))


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
