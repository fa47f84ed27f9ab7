"""People at production companies who may ask to watch."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portfolio.models.mail_address import LONGEST


class ContactQuerySet(models.QuerySet["Contact"]):
    """Adjectives for contacts."""

    def welcome(self) -> "ContactQuerySet":
        """Neither blocked nor erased."""
        return self.filter(blocked_at__isnull=True, erased_at__isnull=True)

    def waiting_to_be_erased(self) -> "ContactQuerySet":
        """Who asked for it and still stands here."""
        return self.filter(erasure_asked_at__isnull=False, erased_at__isnull=True)


class Contact(models.Model):
    """A person at a production company who may ask to watch. Not a user: there is no password.

    The mailbox is verified by the person, the company by the editor.
    """

    email = models.EmailField(_("e-mail"), max_length=LONGEST, unique=True)
    name = models.CharField(_("name"), max_length=120)
    company = models.CharField(_("company"), max_length=160)
    role = models.CharField(_("role there"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    email_verified_at = models.DateTimeField(_("address verified at"), null=True, editable=False)
    company_verified_at = models.DateTimeField(_("company verified at"), null=True, editable=False)
    company_verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("company verified by"),
    )
    blocked_at = models.DateTimeField(_("blocked at"), null=True, editable=False)
    created_at = models.DateTimeField(_("known since"), auto_now_add=True)
    erasure_asked_at = models.DateTimeField(_("asked to be erased at"), null=True, editable=False)
    erased_at = models.DateTimeField(_("erased at"), null=True, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        """By name."""

        verbose_name = _("production contact")
        verbose_name_plural = _("production contacts")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(company_verified_at__isnull=True, company_verified_by__isnull=True)
                | Q(company_verified_at__isnull=False, company_verified_by__isnull=False),
                name="contact_company_verified_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        """Name and company, while we know them."""
        return gettext("an erased contact") if self.erased_at else f"{self.name}, {self.company}"
