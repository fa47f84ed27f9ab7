"""Companies, associations, venues, and what each was to a production."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portfolio.models.places import validate_territory


class Organization(models.Model):
    """A company, association, venue, festival, platform or institution."""

    class Kind(models.TextChoices):
        """What it is, in the main."""

        PRODUCTION_COMPANY = "production_company", _("production company")
        RIGHTS_HOLDER = "rights_holder", _("rights holder")
        PLATFORM = "platform", _("platform, channel or distributor")
        ASSOCIATION = "association", _("association")
        VENUE = "venue", _("venue")
        AGENCY = "agency", _("agency")
        INSTITUTION = "institution", _("institution")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=160, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.PRODUCTION_COMPANY)
    website = models.URLField(_("website"), blank=True)

    class Meta:
        """By name."""

        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        """Its name."""
        return self.name


class CompanyRole(models.Model):
    """What an organization was to a production: it produced it, distributed it, hosted it."""

    class Capacity(models.TextChoices):
        """In the order in which a sheet prints them."""

        PRODUCTION = "production", _("Production company")
        CO_PRODUCTION = "co_production", _("Co-production")
        PRODUCTION_SERVICES = "production_services", _("Production services")
        IN_ASSOCIATION_WITH = "in_association_with", _("In association with")
        BROADCASTER = "broadcaster", _("Broadcaster")
        PLATFORM = "platform", _("Streaming platform")
        DISTRIBUTOR = "distributor", _("Distributor")
        WORLD_SALES = "world_sales", _("World sales")
        FUNDER = "funder", _("With the support of")
        SPONSOR = "sponsor", _("Sponsor")
        ORGANIZER = "organizer", _("Organiser, promoter")
        PRESS_OFFICE = "press_office", _("Press office")
        VENUE = "venue", _("Venue")
        RENTAL = "rental", _("Equipment rental")
        POST_FACILITY = "post_facility", _("Post-production facility")
        DUBBING_STUDIO = "dubbing_studio", _("Dubbing studio")
        STAGING = "staging", _("Stage and rigging supplier")

    production = models.ForeignKey(
        "portfolio.Production",
        on_delete=models.CASCADE,
        related_name="company_roles",
        verbose_name=_("production"),
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="roles", verbose_name=_("organization")
    )
    capacity = models.CharField(_("capacity"), max_length=20, choices=Capacity)
    territory = models.CharField(
        _("territory"),
        max_length=2,
        blank=True,
        validators=[validate_territory],
        help_text=_("Two letters: IT, FR; WW for the world."),
    )
    order = models.PositiveIntegerField(_("order"), default=0, db_index=True)

    class Meta:
        """As the editor ordered them."""

        verbose_name = _("company on a production")
        verbose_name_plural = _("companies on a production")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["production", "organization", "capacity", "territory"],
                name="companyrole_once",
                violation_error_message=_("This organization already has this capacity here."),
            )
        ]

    def __str__(self) -> str:
        """The organization and its capacity."""
        return f"{self.organization}, {self.get_capacity_display()}"
