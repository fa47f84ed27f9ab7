"""What a rights holder said, for one viewer and one film."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portfolio.models import Film, Organization
from portfolio.screening.models.access_request import AccessRequest
from portfolio.screening.models.days import last_day_of
from portfolio.screening.models.holder import Holder, films_needing_a_yes, governing

# What an answer that is to be given anew is emptied of.
UNANSWERED: Mapping[str, Any] = {
    "answer": "",
    "decided_at": None,
    "decided_by": "",
    "recorded_by": None,
    "until": None,
    "note": "",
    "withdrawn_at": None,
}


class HolderDecisionQuerySet(models.QuerySet["HolderDecision"]):
    """Adjectives for decisions."""

    def standing(self, at: datetime | None = None) -> "HolderDecisionQuerySet":
        """A yes of whoever holds the rights, neither over nor taken back at `at` (default: now)."""
        moment = at or timezone.now()
        return self.of_who_holds_the_rights().filter(
            Q(until__isnull=True) | Q(until__gt=moment),
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=moment),
            answer=HolderDecision.Answer.YES,
            decided_at__lte=moment,
        )

    def of(self, holder: Holder) -> "HolderDecisionQuerySet":
        """Those that this mailbox decides, by the agreements as they stand now, whoever was asked then."""
        return self.filter(holder.decides_about())

    def of_who_holds_the_rights(self) -> "HolderDecisionQuerySet":
        """Asked of, or said by, the very company that the agreement names as it stands now.

        Where an agreement has changed hands, nothing that was said before binds or opens anything.
        """
        of_its_production = Q(
            film__agreement__isnull=True, film__production__agreement__rights_holder=F("rights_holder")
        )
        return self.filter(Q(film__agreement__rights_holder=F("rights_holder")) | of_its_production)

    def awaited(self, at: datetime | None = None) -> "HolderDecisionQuerySet":
        """Asked and not answered, of a request that waits and a film that still needs a yes at `at`."""
        return self.of_who_holds_the_rights().filter(
            answer="",
            asked_at__isnull=False,
            request__in=AccessRequest.objects.waiting().values("pk"),
            film__in=films_needing_a_yes(at).values("pk"),
        )


class HolderDecision(models.Model):
    """One for each request and film whose agreement says that the holder decides each time."""

    class Answer(models.TextChoices):
        """What was said; empty while nothing was."""

        YES = "yes", _("yes")
        NO = "no", _("no")

    # Its lines in the log are told in the history of the request.
    LOGGED_ABOUT = ("request",)

    request = models.ForeignKey(
        AccessRequest, on_delete=models.CASCADE, related_name="decisions", verbose_name=_("request to watch")
    )
    film = models.ForeignKey(Film, on_delete=models.PROTECT, related_name="+", verbose_name=_("film"))
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    holder = models.ForeignKey(
        Holder,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("who was asked"),
    )
    rights_holder = models.ForeignKey(
        Organization,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("rights holder"),
    )
    answer = models.CharField(_("answer"), max_length=3, choices=Answer, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.CharField(
        _("whose word"), max_length=200, blank=True, help_text=_("Who said it, when and how.")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written down by"),
    )
    until = models.DateTimeField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = HolderDecisionQuerySet.as_manager()

    class Meta:
        """As they were asked."""

        verbose_name = _("holder’s decision")
        verbose_name_plural = _("holders’ decisions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "film"], name="decision_one_a_film"),
            models.CheckConstraint(
                condition=Q(answer="", decided_at__isnull=True, decided_by="")
                | Q(answer__gt="", decided_at__isnull=False, decided_by__gt=""),
                name="decision_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(answer="yes"), name="decision_only_a_yes_ends"
            ),
        ]

    def __str__(self) -> str:
        """The film, and the answer where there is one."""
        return f"{self.film}: {self.get_answer_display()}" if self.answer else str(self.film)

    @property
    def last_day(self) -> date | None:
        """The last day of a yes that ends, where the studio is."""
        return last_day_of(self.until) if self.until else None

    @property
    def has_changed_hands(self) -> bool:
        """Whether the agreement names another company by now than the one that was asked."""
        agreement = governing(self.film)
        now = agreement.rights_holder_id if agreement else None
        return now is None or now != self.rights_holder_id

    @property
    def is_refusal(self) -> bool:
        """Whether it was a no, or a yes that was taken back; one that is merely over is none."""
        return self.answer == self.Answer.NO or self.withdrawn_at is not None

    @property
    def is_standing(self) -> bool:
        """What `standing` says of one row that is at hand."""
        is_over = self.until is not None and self.until <= timezone.now()
        is_yes = self.answer == self.Answer.YES and self.withdrawn_at is None and not is_over
        return is_yes and not self.has_changed_hands
