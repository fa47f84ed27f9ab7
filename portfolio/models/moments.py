"""When an answer changes: what becomes public, what is public no longer, and at which moment.

Only the clock is moved here; facts that somebody will record are not guessed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import chain
from typing import Any

from django.db.models import Q

from portfolio.models import clock
from portfolio.models.agreement import Agreement
from portfolio.models.clock import ROME
from portfolio.models.film import Film, FilmTrack
from portfolio.models.person_release import Appearance, PersonRelease
from portfolio.models.photo import Photo
from portfolio.models.production import Production
from portfolio.models.release import Release

JUST_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True)
class Change:
    """From `moment` on, `work` is public, or is so no longer."""

    moment: datetime
    work: Photo | Film
    is_public: bool


def changes(since: datetime, until: datetime) -> list[Change]:
    """What becomes public or ceases to be, after `since` and up to and with `until`; the earliest first."""
    facts = (model._default_manager.all() for model in (Agreement, Release, PersonRelease, FilmTrack))
    moments = sorted({each for each in _moments(*facts) if since < each <= until})
    return [change for moment in moments for change in _changes_at(moment)]


def reveals(since: datetime, until: datetime) -> list[Production]:
    """The productions whose name may be said after `since`, up to `until`; the earliest first."""
    rows = Production.objects.filter(is_confidential=True, revealed_at__gt=since, revealed_at__lte=until)
    return list(rows.order_by("revealed_at", "pk"))


def visible_from(work: Photo | Film, at: datetime | None = None) -> datetime | None:
    """The first moment from `at` (default: now) at which everybody may see `work`; None if none is known."""
    now = at or clock.now()
    row: Any = type(work)._default_manager.filter(pk=work.pk)
    later = sorted({each for each in named_about(row) if each > now})
    return next((each for each in [now, *later] if row.public(each).exists()), None)


def named_about(works: Any) -> Iterable[datetime]:
    """Every moment that the facts about these photos, or films, name: when any of them may change."""
    these = works.order_by()
    of_these = Q(**{f"{works.model._meta.model_name}__in": these.values("pk")})
    productions = these.filter(production__isnull=False).values("production")
    agreements = Agreement.objects.filter(of_these | Q(production__in=productions))
    named = _moments(
        agreements,
        Release.objects.filter(opens__in=agreements),
        PersonRelease.objects.filter(member__in=Appearance.objects.filter(of_these).values("member")),
        FilmTrack.objects.filter(of_these) if works.model is Film else FilmTrack.objects.none(),
    )
    return chain(named, these.filter(withdrawn_at__isnull=False).values_list("withdrawn_at", flat=True))


def _changes_at(moment: datetime) -> Iterator[Change]:
    for model in (Photo, Film):
        rows: Any = model._default_manager
        before, after = rows.public(moment - JUST_BEFORE), rows.public(moment)
        for work in after.exclude(pk__in=before.values("pk")).select_related("production"):
            yield Change(moment, work, is_public=True)
        for work in before.exclude(pk__in=after.values("pk")).select_related("production"):
            yield Change(moment, work, is_public=False)


def _moments(agreements: Any, releases: Any, person_releases: Any, tracks: Any) -> Iterable[datetime]:
    """Every moment that these facts name."""
    columns = (
        (agreements, "public_from"),
        (agreements, "valid_until"),
        (agreements, "withdrawn_at"),
        (releases, "opens_at"),
        (person_releases, "valid_until"),
        (person_releases, "revoked_at"),
        (tracks, "until"),
    )
    named = (rows.filter(**{f"{name}__isnull": False}).values_list(name, flat=True) for rows, name in columns)
    days = person_releases.values_list("signed_on", flat=True)
    midnights = (datetime.combine(day, time(), ROME).astimezone(UTC) for day in days)
    return chain(chain.from_iterable(named), midnights)
