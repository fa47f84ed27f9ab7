"""Why a work is not public: every blocker in a sentence, and where it is mended. Agrees with `visibility`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portfolio.models import clock
from portfolio.models.agreement import Agreement
from portfolio.models.person_release import Appearance, PersonRelease
from portfolio.models.visibility import within_the_number_agreed


@dataclass(frozen=True)
class Blocker:
    """A reason, in the reader's language, and the row whose form mends it; None is the work itself."""

    sentence: str
    mended_at: Model | None = None


def why_hidden(work: Any, at: datetime | None = None) -> list[Blocker]:
    """Every reason for which the public may not see `work` at `at` (default: now).

    Empty exactly where `public(at)` holds it.
    """
    moment = at or clock.now()
    return [
        *map(Blocker, _choices(work, moment)),
        *_agreement(work, moment),
        *map(Blocker, _listing(work)),
        *_people(work, moment),
        *map(Blocker, _tracks(work, moment)),
        *(Blocker(sentence, work.production) for sentence in _number(work)),
    ]


def _choices(work: Any, at: datetime) -> Iterator[str]:
    if not work.is_published:
        yield _("It is not published: tick “published” when it is ready.")
    if work.suspended_at:
        yield _("It is suspended: %(reason)s") % {"reason": work.suspended_reason}
    if work.killed_at:
        yield _("The person shown has struck it out: it is never shown again.")
    if work.withdrawn_at and work.withdrawn_at <= at:
        yield _("It was withdrawn.")


def _agreement(work: Any, at: datetime) -> Iterator[Blocker]:
    own = {work._meta.model_name: work.pk}
    agreement = Agreement.objects.filter(**own).first()
    if agreement is None and work.production_id is None:
        return
    agreement = agreement or Agreement.objects.filter(production=work.production_id).first()
    if agreement is None:
        sentence = _("Its production has no agreement yet: nobody has said what may be shown.")
        yield Blocker(sentence, work.production)
        return
    yield from (Blocker(sentence, agreement) for sentence in _terms(agreement, at))


def _terms(agreement: Agreement, at: datetime) -> Iterator[str]:
    if agreement.withdrawn_at and agreement.withdrawn_at <= at:
        yield _("The agreement was withdrawn.")
    if agreement.valid_until and agreement.valid_until <= at:
        yield _("The agreement ended on %(day)s.") % {"day": _day(agreement.valid_until)}
    if agreement.public != Agreement.Public.YES:
        yield _("The agreement does not allow it to be public.")
    if agreement.public_from and agreement.public_from > at:
        yield _("It is under embargo until %(day)s.") % {"day": _day(agreement.public_from)}
    release = agreement.public_from_release
    if release and (release.opens_at is None or release.opens_at > at):
        yield _("It waits for the release “%(release)s”.") % {"release": release}


def _listing(work: Any) -> Iterator[str]:
    is_anybody_listed = Appearance.objects.filter(**{work._meta.model_name: work.pk}).exists()
    if work.people == "unknown":
        yield _("Nobody has said yet who is in it.")
    if work.people == "none" and is_anybody_listed:
        yield _("It says that nobody is recognisable, but somebody is listed: one of the two is wrong.")
    if work.people == "listed" and not is_anybody_listed:
        yield _("Somebody is recognisable, but nobody is listed.")


def _people(work: Any, at: datetime) -> Iterator[Blocker]:
    if work.people != "listed":
        return
    released = _released(work, at)
    shown = Appearance.objects.filter(**{work._meta.model_name: work.pk}).select_related("member")
    for member in (appearance.member for appearance in shown if appearance.member_id not in released):
        yield Blocker(_("%(name)s has no release in force that covers it.") % {"name": member.name}, member)


def _released(work: Any, at: datetime) -> set[int]:
    covers = Q(production__isnull=True, photo__isnull=True, film__isnull=True)
    covers |= Q(**{work._meta.model_name: work.pk})
    if work.production_id:
        covers |= Q(production=work.production_id)
    releases = PersonRelease.objects.in_force(at).filter(covers, scope=PersonRelease.Scope.PUBLIC)
    return set(releases.values_list("member_id", flat=True))


def _tracks(work: Any, at: datetime) -> Iterator[str]:
    if work._meta.model_name == "film":
        for track in work.tracks.unlicensed(at):
            yield _("The music “%(title)s” has no licence in force.") % {"title": track.title}


def _number(work: Any) -> Iterator[str]:
    if work._meta.model_name != "photo" or not work.production_id:
        return
    if not within_the_number_agreed(type(work).objects.filter(pk=work.pk)).exists():
        yield _("The agreement allows fewer photographs: this one comes after the last that is allowed.")


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
