"""What somebody asked to see."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portfolio.models import Film, Showreel
from portfolio.screening.models.contact import Contact


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    """Adjectives for requests."""

    def confirmed(self) -> "AccessRequestQuerySet":
        """Of which we know that the address is the asker's, or which the editor made."""
        return self.filter(contact__isnull=False)

    def waiting(self) -> "AccessRequestQuerySet":
        """Confirmed, not answered yet, and not of somebody who is blocked."""
        return self.confirmed().filter(
            decided_at__isnull=True, withdrawn_at__isnull=True, contact__blocked_at__isnull=True
        )

    def with_undelivered_mail(self) -> "AccessRequestQuerySet":
        """Confirmed, and a mail about it never arrived.

        Of what nobody confirmed this says nothing: else whoever types addresses that there are not would fill
        the desk's first page.
        """
        return self.confirmed().filter(letters__given_up_at__isnull=False).distinct()


class AccessRequest(models.Model):
    """What was typed, for a contact or for somebody who may become one.

    `contact` is empty until the address is confirmed, so that a stranger can neither make a contact nor
    change one.
    """

    class State(models.TextChoices):
        """Where it stands; computed, never stored."""

        UNCONFIRMED = "unconfirmed", _("address not confirmed")
        WAITING = "waiting", _("waiting for you")
        APPROVED = "approved", pgettext_lazy("a request", "approved")
        DECLINED = "declined", pgettext_lazy("a request", "declined")
        WITHDRAWN = "withdrawn", _("withdrawn by the asker")

    name = models.CharField(_("name"), max_length=120)
    company = models.CharField(_("company"), max_length=160)
    email = models.EmailField(_("e-mail"), db_index=True)
    role = models.CharField(_("role there"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    contact = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("production contact"),
    )
    films = models.ManyToManyField(Film, blank=True, related_name="requests", verbose_name=_("films"))
    showreel = models.ForeignKey(
        Showreel,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=_("showreel"),
    )
    wants_advice = models.BooleanField(_("wants to be advised"), default=False)
    production = models.CharField(_("for which production"), max_length=200, blank=True)
    reason = models.TextField(_("why"), max_length=2000, blank=True)
    needed_by = models.DateField(_("needed by"), null=True, blank=True)
    prolongs = models.ForeignKey(
        "screening.Grant",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="prolongations",
        verbose_name=_("more days for"),
    )
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("invited by"),
    )
    email_verified_at = models.DateTimeField(_("address verified at"), null=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    declined_reason = models.TextField(_("why it was declined"), max_length=1000, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        """The newest first."""

        verbose_name = _("request to watch")
        verbose_name_plural = _("requests to watch")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contact__isnull=True)
                | Q(email_verified_at__isnull=False)
                | Q(invited_by__isnull=False),
                name="request_contact_is_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="request_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(declined_reason="") | Q(decided_at__isnull=False),
                name="request_declined_when_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="request_decided_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(contact__isnull=False),
                name="request_decided_only_for_a_contact",
            ),
        ]

    def __str__(self) -> str:
        """Who asked, while we know."""
        return gettext("an erased contact") if self.is_erased else f"{self.name}, {self.company}"

    @property
    def is_erased(self) -> bool:
        """Whether who asked has been erased."""
        return self.contact is not None and self.contact.erased_at is not None

    @property
    def state(self) -> "AccessRequest.State":
        """Where it stands."""
        if self.declined_reason:
            return self.State.DECLINED
        if self.decided_at:
            return self.State.APPROVED
        if self.withdrawn_at:
            return self.State.WITHDRAWN
        return self.State.WAITING if self.contact_id else self.State.UNCONFIRMED

    @property
    def open_questions(self) -> list[Any]:
        """What was asked back while it waits, and no answer is noted to."""
        is_waiting = self.state == self.State.WAITING
        return [each for each in self.questions.all() if is_waiting and each.answered_at is None]

    @property
    def wish(self) -> str:
        """What was asked for, in a line; with the films' titles, so for the studio alone."""
        return self._listed([str(film) for film in self.films.all()])

    @property
    def wish_untitled(self) -> str:
        """The same for whoever asked, to whom a sealed film's title is a secret."""
        number = len(self.films.all())
        sealed = ngettext("%(number)s sealed film", "%(number)s sealed films", number) % {"number": number}
        return self._listed([sealed] if number else [])

    def _listed(self, films: list[str]) -> str:
        showreel = [str(self.showreel)] if self.showreel else []
        advice = [gettext("wants to be advised")] if self.wants_advice else []
        return ", ".join([*showreel, *films, *advice]) or "–"

    def wanted_films(self) -> list[Film]:
        """The films asked for, one by one or as a showreel, in order and each once."""
        reel = Film.objects.filter(showreel_items__showreel=self.showreel_id).order_by(
            "showreel_items__order"
        )
        return list(dict.fromkeys([*(reel if self.showreel_id else []), *self.films.all()]))
