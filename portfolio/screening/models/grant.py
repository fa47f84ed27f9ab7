"""A right to watch: whose, which films, until when. Whether it holds is asked anew for each file."""

import secrets
from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backstage.bilingual.constraints import filled_in_some_language
from portfolio.models import Agreement, Film
from portfolio.screening.models.access_request import AccessRequest
from portfolio.screening.models.days import last_day_of
from portfolio.screening.models.holder_decision import HolderDecision
from portfolio.screening.models.terms import Terms

# Letters and digits that are not taken for one another when they are read out.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 10
# How long an invitation lasts where nobody says otherwise, and at most.
USUALLY, AT_MOST = timedelta(days=7), timedelta(days=366)


def random_code() -> str:
    """The name of a grant in addresses and on the picture. It is no secret: it opens nothing by itself."""
    return "".join(secrets.choice(ALPHABET) for _letter in range(CODE_LENGTH))


class GrantQuerySet(models.QuerySet["Grant"]):
    """Adjectives for grants."""

    def in_force(self, at: datetime | None = None) -> Self:
        """Begun, not over, not revoked, its contact not blocked, at `at` (default: now)."""
        moment = at or timezone.now()
        return self.filter(
            valid_from__lte=moment,
            valid_until__gt=moment,
            revoked_at__isnull=True,
            request__contact__blocked_at__isnull=True,
        )

    def open(self, at: datetime | None = None) -> Self:
        """Neither over nor revoked at `at` (default: now), whatever stands behind it."""
        moment = at or timezone.now()
        return self.filter(Q(revoked_at__isnull=True) | Q(revoked_at__gt=moment), valid_until__gt=moment)

    def ended_by(self, moment: datetime) -> Self:
        """Over or revoked by then."""
        return self.filter(Q(valid_until__lte=moment) | Q(revoked_at__lte=moment))


class Grant(models.Model):
    """An invitation to watch for a limited time. It lives only while all that stands behind it does."""

    class Word(models.TextChoices):
        """Whose word ended it. A holder's ends films, by their decision or agreement, and no grant."""

        EDITOR = "editor", _("the editor")

    request = models.OneToOneField(
        AccessRequest, on_delete=models.PROTECT, related_name="grant", verbose_name=_("request to watch")
    )
    code = models.CharField(
        _("code"), max_length=CODE_LENGTH, unique=True, default=random_code, editable=False
    )
    films = models.ManyToManyField(
        Film, through="screening.GrantItem", related_name="grants", verbose_name=_("films")
    )
    valid_from = models.DateTimeField(_("valid from"), default=timezone.now)
    valid_until = models.DateTimeField(_("valid until"))
    max_views = models.PositiveSmallIntegerField(_("how many times"), null=True)
    hurried_at = models.DateTimeField(_("taken too fast"), null=True, editable=False)
    terms = models.ForeignKey(
        Terms, on_delete=models.PROTECT, null=True, related_name="grants", verbose_name=_("terms accepted")
    )
    terms_accepted_at = models.DateTimeField(_("terms accepted at"), null=True)
    accepted_text = models.TextField(_("what was accepted"), blank=True)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, editable=False)
    # Of sittings that were kept long enough: that there were so many, and nothing that says when or of what.
    let_go_at = models.DateTimeField(_("sittings let go at"), null=True, editable=False)
    sittings_let_go = models.PositiveIntegerField(_("sittings let go"), default=0, editable=False)
    # Not known of those that went before it was kept.
    views_let_go = models.PositiveIntegerField(_("screenings let go"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    revoked_by = models.CharField(_("revoked by"), max_length=6, choices=Word, blank=True)
    revoked_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        """The newest first."""

        verbose_name = _("invitation to watch")
        verbose_name_plural = _("invitations to watch")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")), name="grant_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="", revoked_reason="")
                | Q(revoked_at__isnull=False, revoked_by__gt=""),
                name="grant_revoked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(terms__isnull=True, accepted_text="") | Q(terms_accepted_at__isnull=False),
                name="grant_terms_accepted_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(let_go_at__isnull=True, sittings_let_go=0, views_let_go__isnull=True)
                | Q(let_go_at__isnull=False, sittings_let_go__gt=0),
                name="grant_sittings_let_go_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(max_views__isnull=True) | Q(max_views__gt=0), name="grant_watched_once_at_least"
            ),
        ]

    def __str__(self) -> str:
        """Whose, and its code."""
        return f"{self.request} ({self.code})"

    def get_absolute_url(self) -> str:
        """Where its contact watches."""
        return reverse("screening:showing", args=[self.code])

    @property
    def last_day(self) -> date:
        """The last day on which it holds, where the studio is; its films may end sooner (`contents`)."""
        return last_day_of(self.valid_until)

    def is_in_force(self, at: datetime | None = None) -> bool:
        """Whether it holds; whether a film may be shown is asked of its items."""
        return type(self).objects.in_force(at).filter(pk=self.pk).exists()


class GrantItemQuerySet(models.QuerySet["GrantItem"]):
    """Adjectives for granted films."""

    def playable(self, at: datetime | None = None) -> Self:
        """Those that may be handed over at `at` (default: now).

        The grant is in force, and the film is no secret to its contact.
        """
        moment = at or timezone.now()
        return self.unsealed(moment).filter(grant__in=Grant.objects.in_force(moment).values("pk"))

    def unsealed(self, at: datetime | None = None) -> Self:
        """Those whose film is no secret to their contact at `at` (default: now), be the grant over or not.

        The film may be shown in private; where its agreement says that the holder decides each time, the
        holder's yes to this very request stands. A yes that was taken back closes the film to this request
        whatever its agreement allows: the holder was told that it stops.
        """
        moment = at or timezone.now()
        unasked = Film.objects.agreed(Agreement.objects.open_without_asking(moment))
        said_yes = HolderDecision.objects.standing(moment).filter(
            request=OuterRef("grant__request"), film=OuterRef("film")
        )
        taken_back = HolderDecision.objects.filter(
            request=OuterRef("grant__request"), film=OuterRef("film"), withdrawn_at__lte=moment
        )
        return self.filter(
            Q(film__in=unasked.values("pk")) | Exists(said_yes),
            ~Exists(taken_back),
            # A film that only plays elsewhere is out of our hands: it could neither be logged nor stopped.
            film__in=Film.objects.screenable(moment).exclude(source="").values("pk"),
        )

    def promised(self, at: datetime | None = None) -> Self:
        """Those whose viewer accepted the terms and the film's clause, or was asked for none by `at`."""
        terms = Terms.objects.filter(since__lte=at or timezone.now())
        clauses = GrantItem.objects.with_clause().filter(pk=OuterRef("pk"))
        asked = Exists(terms) | Exists(clauses)
        return self.filter(Q(grant__terms_accepted_at__isnull=False) | ~asked)

    def with_clause(self) -> Self:
        """Those of whose film the agreement, its own or its production's, has a clause for viewers."""
        said = Agreement.objects.filter(filled_in_some_language("clause"))
        own = Q(film__agreement__isnull=True, film__production__agreement__in=said.values("pk"))
        return self.filter(Q(film__agreement__in=said.values("pk")) | own)


class GrantItem(models.Model):
    """One film of a grant."""

    grant = models.ForeignKey(
        Grant, on_delete=models.CASCADE, related_name="items", verbose_name=_("invitation")
    )
    film = models.ForeignKey(
        Film, on_delete=models.PROTECT, related_name="grant_items", verbose_name=_("film")
    )
    order = models.PositiveIntegerField(_("order"), default=0)

    objects = GrantItemQuerySet.as_manager()

    class Meta:
        """As they are shown."""

        verbose_name = _("film of an invitation")
        verbose_name_plural = _("films of an invitation")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["grant", "film"], name="grantitem_once")]

    def __str__(self) -> str:
        """The film."""
        return str(self.film)
