"""Who did what on a production."""

from typing import cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crew.models import CrewMember, Department, Role


class Credit(models.Model):
    """One person, known or a plain name, in one role, or in a department where no role is said."""

    class Billing(models.TextChoices):
        """Where in the titles."""

        NONE = "", _("not said")
        LEAD = "lead", _("lead")
        SUPPORTING = "supporting", _("supporting")
        GUEST = "guest", _("guest")
        WITH = "with", _("with")
        AND = "and", _("and")
        EXTRA = "extra", _("extra")

    class Unit(models.TextChoices):
        """Which unit they worked in."""

        MAIN = "main", _("main unit")
        SECOND = "second", _("second unit")
        ADDITIONAL = "additional", _("additional unit")
        BTS = "bts", _("behind-the-scenes unit")

    production = models.ForeignKey(
        "portfolio.Production",
        on_delete=models.CASCADE,
        related_name="credits",
        verbose_name=_("production"),
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="credits",
        verbose_name=_("department"),
        help_text=_("Only where no role is known."),
    )
    role = models.ForeignKey(
        Role,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="credits",
        verbose_name=_("role"),
    )
    member = models.ForeignKey(
        CrewMember,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="credits",
        verbose_name=_("crew member"),
    )
    name = models.CharField(
        _("plain name"),
        max_length=160,
        blank=True,
        help_text=_("For cast and others who have no page here."),
    )
    character = models.CharField(_("character"), max_length=120, blank=True)
    credited_as = models.CharField(
        _("credited as"),
        max_length=160,
        blank=True,
        help_text=_("The wording on screen, kept as it is. It is shown in the credits only."),
    )
    billing = models.CharField(_("billing"), max_length=10, choices=Billing, blank=True, default=Billing.NONE)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit, default=Unit.MAIN)
    order = models.PositiveIntegerField(_("order"), default=0, db_index=True)

    class Meta:
        """As the editor ordered them."""

        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(department__isnull=False, role__isnull=True)
                | Q(department__isnull=True, role__isnull=False),
                name="credit_role_or_department",
                violation_error_message=_("Choose a role, or a department where no role is known: one."),
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=False, name="") | Q(member__isnull=True, name__gt=""),
                name="credit_member_or_name",
                violation_error_message=_("Choose a crew member, or write a plain name: one of the two."),
            ),
        ]

    def __str__(self) -> str:
        """Who, and as what."""
        return f"{self.who}, {self.function}"

    @property
    def who(self) -> str:
        """The name to print."""
        return self.member.name if self.member else self.name

    @property
    def function(self) -> str:
        """The role in the form that goes with the person, else the department, in the reader's language."""
        if self.role is None:
            return str(self.department)
        return self.role.form_for(self.member.pronoun if self.member else "")

    @property
    def group(self) -> Department:
        """The department under which end titles print it."""
        return self.role.department if self.role else cast("Department", self.department)
