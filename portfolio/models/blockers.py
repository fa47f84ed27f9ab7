"""Why a work is not public: every blocker in a sentence. The answer agrees with `visibility`."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portfolio.models.agreement import Agreement
from portfolio.models.person_release import Appearance, PersonRelease
from portfolio.models.visibility import within_the_number_agreed


def why_hidden(work: Any, at: datetime | None = None) -> list[str]:
    """Every reason for which the public may not see `work` at `at` (default: now), in the reader's language.

    Empty exactly where `public(at)` holds it.
    """
    moment = at or timezone.now()
    return [
        *_choices(work, moment),
        *_agreement(work, moment),
        *_people(work, moment),
        *_tracks(work, moment),
        *_number(work),
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


def _agreement(work: Any, at: datetime) -> Iterator[str]:
    own = {work._meta.model_name: work.pk}
    agreement = Agreement.objects.filter(**own).first()
    if agreement is None and work.production_id is None:
        return
    agreement = agreement or Agreement.objects.filter(production=work.production_id).first()
    if agreement is None:
        yield _("Its production has no agreement yet: nobody has said what may be shown.")
        return
    yield from _terms(agreement, at)


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


def _people(work: Any, at: datetime) -> Iterator[str]:
    if work.people == "unknown":
        yield _("Nobody has said yet who is in it.")
    shown = Appearance.objects.filter(**{work._meta.model_name: work.pk}).select_related("member")
    if work.people == "none" and shown:
        yield _("It says that nobody is recognisable, but somebody is listed: one of the two is wrong.")
    if work.people != "listed":
        return
    if not shown:
        yield _("Somebody is recognisable, but nobody is listed.")
    released = _released(work, at)
    for appearance in shown:
        if appearance.member_id not in released:
            yield _("%(name)s has no release in force that covers it.") % {"name": appearance.member.name}


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
