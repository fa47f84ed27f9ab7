"""The contract that says who holds the rights and what may be shown."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portfolio.models import clock
from portfolio.models.names import document_name
from portfolio.renditions.storages import vault


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Adjectives for agreements."""

    def in_force(self, at: datetime | None = None) -> "AgreementQuerySet":
        """Neither withdrawn nor lapsed by `at` (default: now)."""
        moment = at or clock.now()
        return self.filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=moment),
            Q(valid_until__isnull=True) | Q(valid_until__gt=moment),
        )

    def open_to_the_public(self, at: datetime | None = None) -> "AgreementQuerySet":
        """In force, saying that the public may see the work, and past its embargo at `at` (default: now).

        A release without an opening moment (undated, postponed, cancelled, only announced) keeps it closed.
        """
        moment = at or clock.now()
        return self.in_force(moment).filter(
            Q(public_from__isnull=True) | Q(public_from__lte=moment),
            Q(public_from_release__isnull=True) | Q(public_from_release__opens_at__lte=moment),
            public=Agreement.Public.YES,
        )

    def open_to_grantees(self, at: datetime | None = None) -> "AgreementQuerySet":
        """In force, and letting somebody see the work in private, or all, at `at` (default: now)."""
        moment = at or clock.now()
        private = Q(private__in=[Agreement.Private.EACH_TIME, Agreement.Private.YES])
        return self.in_force(moment).filter(private | Q(pk__in=self.open_to_the_public(moment).values("pk")))

    def open_without_asking(self, at: datetime | None = None) -> "AgreementQuerySet":
        """Open to grantees without a word of the holder's: our own work, a standing yes, or public."""
        moment = at or clock.now()
        answered = Q(own_initiative=True) | Q(private=Agreement.Private.YES)
        public = Q(pk__in=self.open_to_the_public(moment).values("pk"))
        return self.open_to_grantees(moment).filter(answered | public)


class Agreement(models.Model):
    """One for a production; one for a photo or film that has terms of its own, which then win."""

    class Private(models.TextChoices):
        """Whether the work may be shown in private."""

        NO = "no", _("no")
        EACH_TIME = "each_time", _("the holder decides each time")
        YES = "yes", _("yes")

    class Public(models.TextChoices):
        """Whether the work may be shown to everybody."""

        NO = "no", _("no")
        YES = "yes", _("yes")

    class Word(models.TextChoices):
        """Whose word ended it."""

        HOLDER = "holder", _("the rights holder")
        EDITOR = "editor", _("the editor")

    production = models.OneToOneField(
        "portfolio.Production",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="agreement",
        verbose_name=_("production"),
    )
    photo = models.OneToOneField(
        "portfolio.Photo",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="agreement",
        verbose_name=_("photograph"),
    )
    film = models.OneToOneField(
        "portfolio.Film",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="agreement",
        verbose_name=_("film"),
    )
    own_initiative = models.BooleanField(
        _("our own work"), default=False, help_text=_("Nobody else holds rights in it.")
    )
    rights_holder = models.ForeignKey(
        "portfolio.Organization",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("rights holder"),
    )
    decision_email = models.EmailField(
        _("address that decides"),
        blank=True,
        help_text=_("Where the rights holder is asked for a yes or no."),
    )
    private = models.CharField(_("private screenings"), max_length=9, choices=Private, default=Private.NO)
    public = models.CharField(_("public"), max_length=3, choices=Public, default=Public.NO)
    public_from = models.DateTimeField(
        _("embargo until"), null=True, blank=True, help_text=_("Empty: at once, or from the release below.")
    )
    public_from_release = models.ForeignKey(
        "portfolio.Release",
        on_delete=models.RESTRICT,  # a release that is waited for stays, unless both go with their production
        null=True,
        blank=True,
        related_name="opens",
        verbose_name=_("embargo until the release"),
        help_text=_("When that release moves, the embargo moves with it."),
    )
    valid_until = models.DateTimeField(
        _("valid until"), null=True, blank=True, help_text=_("Empty: until it is withdrawn.")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=6, choices=Word, blank=True)
    withdrawn_reason = models.CharField(_("reason"), max_length=300, blank=True)
    press = models.BooleanField(_("may go into the press kit"), default=False)
    credit_line = models.CharField(_("credit line"), max_length=200, blank=True)
    credit_required = models.BooleanField(_("the credit line must be printed"), default=False)
    max_photos = models.PositiveSmallIntegerField(
        _("photographs at most"),
        null=True,
        blank=True,
        help_text=_("Only the first so many published ones, in their order, are public."),
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    clause = models.TextField(
        _("clause for viewers"),
        max_length=2000,
        blank=True,
        help_text=_("Shown with the viewing terms before a private screening, and accepted with them."),
    )
    document = models.FileField(
        _("document"), upload_to=document_name, storage=vault, blank=True, max_length=200
    )
    document_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        """Each is for one thing, and has one holder or none."""

        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(production__isnull=False, photo__isnull=True, film__isnull=True)
                | Q(production__isnull=True, photo__isnull=False, film__isnull=True)
                | Q(production__isnull=True, photo__isnull=True, film__isnull=False),
                name="agreement_for_one_thing",
                violation_error_message=_("An agreement is for one production, photograph or film."),
            ),
            models.CheckConstraint(
                condition=Q(own_initiative=True, rights_holder__isnull=True, decision_email="")
                | Q(own_initiative=False, rights_holder__isnull=False, decision_email__gt=""),
                name="agreement_holder_or_own",
                violation_error_message=_(
                    "Say who holds the rights and the address that decides, or tick “our own work”."
                ),
            ),
            models.CheckConstraint(
                condition=Q(public_from__isnull=True) | Q(public_from_release__isnull=True),
                name="agreement_one_embargo",
                violation_error_message=_("The embargo ends on a date or with a release: choose one."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(public_from__isnull=True)
                | Q(valid_until__gt=models.F("public_from")),
                name="agreement_ends_after_embargo",
                violation_error_message=_("It ends before its embargo does. Check the two dates."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__gt=""),
                name="agreement_withdrawn_by_somebody",
                violation_error_message=_("Say both when it was withdrawn and by whom."),
            ),
            models.CheckConstraint(
                condition=Q(credit_required=False) | Q(credit_line__gt=""),
                name="agreement_required_credit_is_written",
                violation_error_message=_("Write the credit line that must be printed."),
            ),
        ]

    def unique_error_message(self, model_class: Any, unique_check: Any) -> ValidationError:
        """The sentence for a second agreement of one thing: Django's own knows neither gender nor article."""
        return ValidationError(_("There is an agreement for it already: change that one."), code="unique")

    def __str__(self) -> str:
        """What it is for, and with whom."""
        return f"{self.production or self.photo or self.film}: {self.rights_holder or _('our own work')}"
