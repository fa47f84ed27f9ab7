"""What may be shown, to whom, at which moment. Facts are stored; this is computed, here and nowhere else.

A work is as visible as the most restrictive of: the editor's choice, the agreement, everybody in it, every
track of a film, and whether it was suspended, killed or withdrawn. Whatever is missing means no.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, TypeVar

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from portfolio.models import clock
from portfolio.models.agreement import Agreement, AgreementQuerySet
from portfolio.models.person_release import Appearance, PersonRelease, PersonReleaseQuerySet
from portfolio.models.rights_entry import RightsEntry, name_of

AnyWork = TypeVar("AnyWork", bound=models.Model)


class Visibility(models.TextChoices):
    """From the narrowest to the widest."""

    HIDDEN = "hidden", _("hidden")
    PRIVATE = "private", _("private")
    PUBLIC = "public", _("public")


# What can keep a work from the public: the editor's choice, an end, its agreement, the people in it, and what
# its own kind asks besides (the music of a film, the number of photographs that was agreed).
BLOCKERS = ("choice", "ended", "agreement", "people", "own")


class WorkQuerySet(models.QuerySet[AnyWork]):
    """What photos and films have in common. Each says in `own_conditions` what it needs besides.

    `work_field` is the name that agreements, releases and appearances have for this kind of work.
    """

    work_field = ""

    def public(self, at: datetime | None = None) -> "WorkQuerySet[AnyWork]":
        """Those that everybody may see at `at` (default: now)."""
        moment = at or clock.now()
        agreements = Agreement.objects.open_to_the_public(moment)
        releases = PersonRelease.objects.in_force(moment).filter(scope=PersonRelease.Scope.PUBLIC)
        return self._released(moment, agreements, releases).own_public_conditions(moment)

    def public_for_good(self, at: datetime | None = None) -> "WorkQuerySet[AnyWork]":
        """Those that are public at `at` (default: now) by facts of which none has an end that is known.

        Two papers of which one ends and another begins are no such fact: there may be a gap between them.
        """
        moment = at or clock.now()
        agreements = Agreement.objects.open_to_the_public(moment).filter(
            valid_until__isnull=True, withdrawn_at__isnull=True
        )
        releases = PersonRelease.objects.in_force(moment).filter(
            scope=PersonRelease.Scope.PUBLIC, valid_until__isnull=True, revoked_at__isnull=True
        )
        lasting: Any = self.public(moment).filter(withdrawn_at__isnull=True).lasting()
        return lasting.agreed(agreements).everybody_agrees(releases)

    def lasting(self) -> "WorkQuerySet[AnyWork]":
        """Those of which no fact of their kind's own ends; all, unless a subclass says so."""
        return self

    def screenable(self, at: datetime | None = None) -> "WorkQuerySet[AnyWork]":
        """Those that *some* grantee may see at `at` (default: now); who, is asked at the gate."""
        moment = at or clock.now()
        agreements = Agreement.objects.open_to_grantees(moment)
        return self._released(moment, agreements, PersonRelease.objects.in_force(moment))

    def own_conditions(self, at: datetime) -> "WorkQuerySet[AnyWork]":
        """What this kind of work needs besides; nothing, unless a subclass says so."""
        return self

    def blocked_by(self, blocker: str, at: datetime | None = None) -> "WorkQuerySet[AnyWork]":
        """Those that one of `BLOCKERS` keeps from the public at `at` (default: now), whatever else does."""
        moment = at or clock.now()
        passing: Any = {
            "choice": self.filter(is_published=True),
            "ended": self.standing(moment),
            "agreement": self.agreed(Agreement.objects.open_to_the_public(moment)),
            "people": self.everybody_agrees(
                PersonRelease.objects.in_force(moment).filter(scope=PersonRelease.Scope.PUBLIC)
            ),
            "own": self.own_public_conditions(moment),
        }[blocker]
        return self.exclude(pk__in=passing.values("pk"))

    def standing(self, at: datetime) -> "WorkQuerySet[AnyWork]":
        """Neither suspended nor struck out, nor withdrawn by `at`."""
        return self.filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at),
            suspended_at__isnull=True,
            killed_at__isnull=True,
        )

    def own_public_conditions(self, at: datetime) -> "WorkQuerySet[AnyWork]":
        """What this kind needs to be public; no more than to be shown at all, unless a subclass says so."""
        return self.own_conditions(at)

    def agreed(self, agreements: AgreementQuerySet) -> "WorkQuerySet[AnyWork]":
        """Those of which the work's own agreement, else the production's, is among `agreements`.

        A work of no production needs none.
        """
        of_this_work = {self.work_field: OuterRef("pk")}
        own = Exists(Agreement.objects.filter(**of_this_work))
        own_says_yes = Exists(agreements.filter(**of_this_work))
        production_says_yes = Exists(agreements.filter(production=OuterRef("production")))
        return self.filter(own_says_yes | (~own & (Q(production__isnull=True) | production_says_yes)))

    def with_required_credit(self) -> "WorkQuerySet[AnyWork]":
        """Each knowing as `required_credit` the line that its agreement wants beside it, or an empty one."""
        wanted = Case(When(credit_required=True, then="credit_line"), default=Value(""))
        own = Agreement.objects.filter(**{self.work_field: OuterRef("pk")})
        of_its_production = Agreement.objects.filter(production=OuterRef("production"))
        # Not `values(wanted=…)`: of a translated model that gives all columns.
        found = (rows.annotate(wanted=wanted).values("wanted")[:1] for rows in (own, of_its_production))
        lines = [models.Subquery(each) for each in found]
        rows: Any = self.annotate(required_credit=models.functions.Coalesce(*lines, Value("")))
        return rows

    def everybody_agrees(self, releases: PersonReleaseQuerySet) -> "WorkQuerySet[AnyWork]":
        """Nobody is recognisable or listed, or all are listed, each with one of `releases` that covers it."""
        shown = Appearance.objects.filter(**{self.work_field: OuterRef("pk")})
        covering = releases.filter(
            Q(production__isnull=True, photo__isnull=True, film__isnull=True)
            | Q(**{self.work_field: OuterRef(self.work_field)})
            | Q(production=OuterRef(f"{self.work_field}__production")),
            member=OuterRef("member"),
        )
        unreleased = shown.filter(~Exists(covering))
        return self.filter(
            (Q(people="none") & ~Exists(shown)) | (Q(people="listed") & Exists(shown) & ~Exists(unreleased))
        )

    def _released(
        self, at: datetime, agreements: AgreementQuerySet, releases: PersonReleaseQuerySet
    ) -> "WorkQuerySet[AnyWork]":
        chosen: Any = self.standing(at).filter(is_published=True)
        return chosen.agreed(agreements).everybody_agrees(releases).own_conditions(at)


def visibility(work: Any, at: datetime | None = None) -> Visibility:
    """How far one work may be seen at `at` (default: now): the same answer as the querysets give."""
    row = type(work).objects.filter(pk=work.pk)
    if row.public(at).exists():
        return Visibility.PUBLIC
    return Visibility.PRIVATE if row.screenable(at).exists() else Visibility.HIDDEN


def withdrawn_from_the_public(work: Any, at: datetime | None = None) -> bool:
    """Whether a withdrawal hides `work` at `at` (default: now), and everybody saw it until that very moment.

    The work's own, its agreement's, or that of somebody shown. Computed from the facts as they stand: what
    something else hides by now (a suspension, the editor's choice) was never there; nor what was published
    after it was withdrawn.
    """
    moment = at or clock.now()
    row: Any = type(work).objects.filter(pk=work.pk)
    since = _there_since(work)
    ended = [each for each in _withdrawals(work) if since < each <= moment]
    if not ended or row.public(moment).exists():
        return False
    return any(
        row.public(each - timedelta(microseconds=1)).exists() and not row.public(each).exists()
        for each in ended
    )


def _there_since(work: Any) -> datetime:
    """When it came, or was last published: the editor's choice has no moment of its own but in the log."""
    chosen = RightsEntry.objects.filter(subject=name_of(work), fact="is_published", after="True")
    return max(chosen.aggregate(last=models.Max("at"))["last"] or work.created_at, work.created_at)


def _withdrawals(work: Any) -> Iterator[datetime]:
    """The moments of all withdrawals that bear on a work, whenever they are."""
    if work.withdrawn_at:
        yield work.withdrawn_at
    of_this_work = Q(**{work._meta.model_name: work.pk})
    of_its_production = Q(production__isnull=False, production=work.production_id)
    agreements = Agreement.objects.filter(of_this_work | of_its_production)
    shown = Appearance.objects.filter(of_this_work).values("member")
    releases = PersonRelease.objects.filter(member__in=shown)
    ends = [agreements.values_list("withdrawn_at", flat=True), releases.values_list("revoked_at", flat=True)]
    yield from (end for end in chain.from_iterable(ends) if end)


def within_the_number_agreed(photos: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Photos among the first `max_photos` published ones of their production, where it has such a limit.

    A photo with an agreement of its own follows that one, and takes no place from the others.
    """
    before = Q(order__lt=OuterRef("order")) | Q(order=OuterRef("order"), pk__lt=OuterRef("pk"))
    bound = photos.model.objects.filter(is_published=True, agreement=None)
    earlier = bound.filter(before, production=OuterRef("production"))
    count = earlier.order_by().values("production").annotate(number=models.Count("pk")).values("number")
    limit = Agreement.objects.filter(production=OuterRef("production"), max_photos__isnull=False)
    return photos.alias(
        number_before=models.functions.Coalesce(models.Subquery(count), 0),
        number_agreed=models.Subquery(limit.values("max_photos")[:1]),
    ).filter(
        Q(number_agreed__isnull=True)
        | Q(number_before__lt=F("number_agreed"))
        | Exists(Agreement.objects.filter(photo=OuterRef("pk")))
    )
