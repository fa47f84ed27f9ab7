"""Films, series, documentaries, concerts, festivals, theatre shows."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from backstage.bilingual.constraints import (
    filled_in_some_language,
    said_in_some_language,
    unique_in_each_language,
)
from portfolio.models import clock
from portfolio.models.places import validate_countries, validate_languages
from portfolio.models.precision import Precision


class ProductionQuerySet(models.QuerySet["Production"]):
    """Adjectives for productions."""

    def public(self, at: datetime | None = None) -> "ProductionQuerySet":
        """Those with a page: the editor published them. A secret one's page bears its alias alone."""
        return self.filter(is_published=True)

    def secret(self, at: datetime | None = None) -> "ProductionQuerySet":
        """Those whose very name may not be said at `at` (default: now)."""
        return self.filter(secret_at(at))

    def named(self, at: datetime | None = None) -> "ProductionQuerySet":
        """Public ones whose name may be said at `at` (default: now)."""
        return self.public(at).exclude(secret_at(at))


def secret_at(at: datetime | None = None, *, prefix: str = "") -> Q:
    """Confidential and not revealed by `at` (default: now). `prefix` walks there: `production__`."""
    moment = at or clock.now()
    hidden = Q(**{f"{prefix}revealed_at__isnull": True}) | Q(**{f"{prefix}revealed_at__gt": moment})
    return Q(**{f"{prefix}is_confidential": True}) & hidden


class Production(models.Model):
    """A film, series, documentary, concert, festival, theatre show or event, with its data sheet."""

    class Kind(models.TextChoices):
        """What it is."""

        FILM = "film", _("film")
        SERIES = "series", _("series")
        DOCUMENTARY = "documentary", _("documentary")
        CONCERT = "concert", _("concert")
        FESTIVAL = "festival", _("festival")
        THEATRE = "theatre", _("theatre show")
        EVENT = "event", _("event")

    class Status(models.TextChoices):
        """How far its making has come."""

        ANNOUNCED = "announced", _("announced")
        IN_DEVELOPMENT = "in_development", _("in development")
        PRE_PRODUCTION = "pre_production", _("in pre-production")
        SHOOTING = "shooting", _("shooting")
        POST_PRODUCTION = "post_production", _("in post-production")
        COMPLETED = "completed", _("completed")
        RELEASED = "released", _("released")
        CANCELLED = "cancelled", _("cancelled")

    title = models.CharField(_("title"), max_length=200)
    original_title = models.CharField(_("original title"), max_length=200, blank=True)
    slug = models.SlugField(
        _("address"), max_length=120, blank=True, help_text=_("Left empty, it is made from the title.")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.FILM)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=Status, default=Status.RELEASED)
    logline = models.CharField(
        _("logline"), max_length=300, blank=True, help_text=_("The story in one or two sentences.")
    )
    synopsis = models.TextField(_("synopsis"), blank=True)
    countries = models.CharField(
        _("countries"),
        max_length=80,
        blank=True,
        validators=[validate_countries],
        help_text=_("Two letters each: IT, FR."),
    )
    languages = models.CharField(
        _("languages"),
        max_length=80,
        blank=True,
        validators=[validate_languages],
        help_text=_("Two letters each: it, en."),
    )
    genres = models.CharField(_("genres"), max_length=160, blank=True)
    runtime_minutes = models.PositiveSmallIntegerField(_("running time (minutes)"), null=True, blank=True)
    shooting_start = models.DateField(_("start of shooting"), null=True, blank=True)
    shooting_end = models.DateField(_("end of shooting"), null=True, blank=True)
    shooting_precision = models.CharField(
        _("precision of the dates"), max_length=5, choices=Precision, default=Precision.DAY
    )
    shooting_places = models.TextField(_("shooting locations"), blank=True, help_text=_("One a line."))
    story_places = models.TextField(_("setting of the story"), blank=True, help_text=_("One a line."))
    crew_size_min = models.PositiveSmallIntegerField(_("crew size (at least)"), null=True, blank=True)
    crew_size_max = models.PositiveSmallIntegerField(_("crew size (at most)"), null=True, blank=True)
    cameras = models.CharField(_("cameras"), max_length=200, blank=True)
    lenses = models.CharField(_("lenses"), max_length=200, blank=True)
    aspect_ratio = models.CharField(_("aspect ratio"), max_length=40, blank=True)
    sound_mix = models.CharField(_("sound mix"), max_length=120, blank=True)
    official_url = models.URLField(_("official site"), blank=True)
    is_sheet_in_preparation = models.BooleanField(
        _("the data sheet is still in preparation"),
        default=False,
        help_text=_("The page then says so, kindly."),
    )
    is_confidential = models.BooleanField(
        _("confidential"),
        default=False,
        help_text=_("Until it is revealed, visitors see the public alias and nothing else."),
    )
    revealed_at = models.DateTimeField(_("revealed from"), null=True, blank=True)
    alias = models.CharField(_("public alias"), max_length=200, blank=True)
    alias_slug = models.SlugField(_("address of the alias"), max_length=120, blank=True)
    is_published = models.BooleanField(_("published"), default=False, db_index=True)
    order = models.PositiveIntegerField(_("order"), default=0, db_index=True)

    objects = ProductionQuerySet.as_manager()

    class Meta:
        """The newest first; inside a year as the editor ordered them."""

        verbose_name = _("production")
        verbose_name_plural = _("productions")
        ordering = [models.F("year").desc(nulls_last=True), "order", "pk"]
        constraints = [
            said_in_some_language("title", model="production"),
            said_in_some_language("slug", model="production"),
            *unique_in_each_language("slug", model="production"),
            *unique_in_each_language("alias_slug", model="production"),
            models.CheckConstraint(
                condition=Q(shooting_end__isnull=True)
                | Q(shooting_start__isnull=True)
                | Q(shooting_end__gte=models.F("shooting_start")),
                name="production_shooting_ends_after_it_starts",
                violation_error_message=_("Shooting ends before it starts. Check the two dates."),
            ),
            models.CheckConstraint(
                condition=Q(crew_size_max__isnull=True)
                | Q(crew_size_min__isnull=True)
                | Q(crew_size_max__gte=models.F("crew_size_min")),
                name="production_crew_size_in_order",
                violation_error_message=_("The crew's largest size is smaller than its smallest."),
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__range=(1888, 2200)),
                name="production_year_of_cinema",
                violation_error_message=_("The year has four figures and is not before 1888."),
            ),
            models.CheckConstraint(
                condition=Q(is_confidential=False)
                | (filled_in_some_language("alias") & filled_in_some_language("alias_slug")),
                name="production_confidential_has_alias",
                violation_error_message=_("A confidential production needs a public alias."),
            ),
        ]

    def __str__(self) -> str:
        """The true title: for staff. Visitors are shown `shown_title`."""
        return self.title or self.original_title

    def get_absolute_url(self) -> str:
        """Its page, under the alias while it is secret."""
        return reverse("portfolio:production", args=[self.shown_slug])

    def is_secret(self, at: datetime | None = None) -> bool:
        """Whether its name may not be said at `at` (default: now)."""
        moment = at or clock.now()
        return self.is_confidential and (self.revealed_at is None or self.revealed_at > moment)

    @property
    def shown_title(self) -> str:
        """What visitors may read: the alias while it is secret."""
        return self.alias if self.is_secret() else self.title

    @property
    def shown_slug(self) -> str:
        """The address that goes with the shown title."""
        return self.alias_slug if self.is_secret() else self.slug
