"""Who decides for a rights holder: a mailbox that an agreement names, and the language it reads."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portfolio.models import Agreement, Film, Organization
from portfolio.models.mail_address import canonical


class HolderQuerySet(models.QuerySet["Holder"]):
    """Adjectives for those who decide."""

    def at(self, address: str) -> Self:
        """The one whose mailbox this is, however it is spelled."""
        return self.filter(email=canonical(address))


class Holder(models.Model):
    """A mailbox that decides. Not a user: a link and a fresh code open its page.

    For what it decides is never kept here: the agreements say so, as they stand at that moment.
    """

    email = models.EmailField(_("e-mail"), unique=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    created_at = models.DateTimeField(_("known since"), auto_now_add=True)

    objects = HolderQuerySet.as_manager()

    class Meta:
        """By address."""

        verbose_name = _("rights holder’s mailbox")
        verbose_name_plural = _("rights holders’ mailboxes")
        ordering = ["email"]

    def __str__(self) -> str:
        """The address."""
        return self.email

    @property
    def name(self) -> str:
        """Whose mailbox it is, by the agreements that name it; the address where none does any longer."""
        rows = Agreement.objects.filter(pk__in=self.agreements()).order_by("rights_holder__name")
        names = dict.fromkeys(rows.values_list("rights_holder__name", flat=True))
        return ", ".join(names) or self.email

    def agreements(self) -> list[int]:
        """The keys of the agreements that name this mailbox, in force or not."""
        named = Agreement.objects.filter(own_initiative=False).values_list("pk", "decision_email")
        return [key for key, address in named if canonical(address) == self.email]

    def decides_about(self) -> Q:
        """Which films are this holder's: for lookups from a row that has a `film`."""
        mine = self.agreements()
        of_its_production = Q(film__agreement__isnull=True, film__production__agreement__in=mine)
        return Q(film__agreement__in=mine) | of_its_production


def governing(film: Film) -> Agreement | None:
    """The agreement by which `film` is shown: its own, else its production's; None where it needs none.

    Of rows that brought their agreements along it asks nothing more.
    """
    own: Agreement | None = getattr(film, "agreement", None)
    return own or getattr(film.production, "agreement", None)


def who_holds(film: Film) -> Organization | None:
    """The company whose word counts for `film`; None where it is ours alone."""
    agreement = governing(film)
    return agreement.rights_holder if agreement else None


def films_needing_a_yes(at: datetime | None = None) -> models.QuerySet[Film]:
    """The films of which the agreement says, at `at` (default: now), that the holder decides each time."""
    unasked = Film.objects.agreed(Agreement.objects.open_without_asking(at))
    return Film.objects.screenable(at).exclude(pk__in=unasked.values("pk"))
