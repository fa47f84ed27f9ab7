"""Who is recognisable in a work, and the releases that they signed."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crew.models import CrewMember
from portfolio.models import clock
from portfolio.models.clock import ROME
from portfolio.models.names import document_name
from portfolio.renditions.storages import vault


class Appearance(models.Model):
    """A crew member who can be recognised in a photo or a film."""

    member = models.ForeignKey(
        CrewMember, on_delete=models.PROTECT, related_name="appearances", verbose_name=_("crew member")
    )
    photo = models.ForeignKey(
        "portfolio.Photo",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="appearances",
        verbose_name=_("photograph"),
    )
    film = models.ForeignKey(
        "portfolio.Film",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="appearances",
        verbose_name=_("film"),
    )
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        """As the editor ordered them: usually from the left."""

        verbose_name = _("person shown")
        verbose_name_plural = _("persons shown")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(photo__isnull=False, film__isnull=True)
                | Q(photo__isnull=True, film__isnull=False),
                name="appearance_photo_or_film",
            ),
            models.UniqueConstraint(
                fields=["member", "photo"],
                name="appearance_once_a_photo",
                violation_error_message=_("This person is already listed."),
            ),
            models.UniqueConstraint(
                fields=["member", "film"],
                name="appearance_once_a_film",
                violation_error_message=_("This person is already listed."),
            ),
        ]

    def __str__(self) -> str:
        """The person."""
        return str(self.member)


class PersonReleaseQuerySet(models.QuerySet["PersonRelease"]):
    """Adjectives for releases."""

    def in_force(self, at: datetime | None = None) -> "PersonReleaseQuerySet":
        """Signed on or before the day of `at` in Rome (default: now), not lapsed, not revoked by then."""
        moment = at or clock.now()
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=moment),
            Q(revoked_at__isnull=True) | Q(revoked_at__gt=moment),
            signed_on__lte=moment.astimezone(ROME).date(),
        )


class PersonRelease(models.Model):
    """A person's signed word that their image may be used: everywhere, or for one production or work.

    In Italy it can be withdrawn at any time, whatever the contract says (Cass. 1748/2016).
    """

    class Scope(models.TextChoices):
        """How far it reaches."""

        PRIVATE = "private", _("private screenings only")
        PUBLIC = "public", _("public")

    member = models.ForeignKey(
        CrewMember, on_delete=models.PROTECT, related_name="releases", verbose_name=_("crew member")
    )
    production = models.ForeignKey(
        "portfolio.Production",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="person_releases",
        verbose_name=_("only for this production"),
    )
    photo = models.ForeignKey(
        "portfolio.Photo",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="person_releases",
        verbose_name=_("only for this photograph"),
    )
    film = models.ForeignKey(
        "portfolio.Film",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="person_releases",
        verbose_name=_("only for this film"),
    )
    scope = models.CharField(_("scope"), max_length=7, choices=Scope, default=Scope.PUBLIC)
    signed_on = models.DateField(_("signed on"))
    signed_by_guardian = models.CharField(
        _("signed for a minor by"), max_length=160, blank=True, help_text=_("Parent or guardian.")
    )
    valid_until = models.DateTimeField(
        _("valid until"), null=True, blank=True, help_text=_("Empty: until it is withdrawn.")
    )
    document = models.FileField(
        _("document"), upload_to=document_name, storage=vault, blank=True, max_length=200
    )
    document_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = PersonReleaseQuerySet.as_manager()

    class Meta:
        """The newest first."""

        verbose_name = _("release of a person")
        verbose_name_plural = _("releases of persons")
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(production__isnull=True, photo__isnull=True)
                | Q(production__isnull=True, film__isnull=True)
                | Q(photo__isnull=True, film__isnull=True),
                name="personrelease_at_most_one_work",
                violation_error_message=_(
                    "A release is for everything, or for one production, one photograph or one film."
                ),
            ),
            # A day is compared as its midnight in UTC, by plain operators: any tool may restore a dump.
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=models.F("signed_on")),
                name="personrelease_ends_after_signing",
                violation_error_message=_("It ends before it was signed. Check the two dates."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gt=models.F("signed_on")),
                name="personrelease_revoked_after_signing",
                violation_error_message=_("It was withdrawn before it was signed. Check the two dates."),
            ),
        ]

    def __str__(self) -> str:
        """Who signed, and when."""
        return f"{self.member}, {self.signed_on:%d.%m.%Y}"
