"""Sittings, and every file that was handed over in them: the evidence."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portfolio.models import Film
from portfolio.screening.models.grant import Grant

# A sitting sleeps after this long without a file, and ends after so many days whatever happens.
IDLE = timedelta(hours=2)
LONGEST = timedelta(days=7)
# The files that carry a film's pictures; the others are its playlists, words and stills.
FILMS = (".mp4", ".m4s")
# How the fingerprint begins of a browser whose sitting was ended: no hash begins so.
LEFT = "left:"
# What the log says of a grant whose sittings were deleted.
FORGOTTEN = "viewings_forgotten"


class ViewingQuerySet(models.QuerySet["Viewing"]):
    """Adjectives for sittings."""

    def awake(self, at: datetime | None = None) -> Self:
        """Opened or fed within `IDLE`, and begun within `LONGEST`, before `at` (default: now)."""
        moment = at or timezone.now()
        fed = Delivery.objects.filter(viewing=OuterRef("pk"), at__gt=moment - IDLE)
        return self.filter(Q(last_seen_at__gt=moment - IDLE) | Exists(fed), started_at__gt=moment - LONGEST)

    def open(self, at: datetime | None = None) -> Self:
        """Awake, and neither left nor ended."""
        return self.awake(at).exclude(Q(browser="") | Q(browser__startswith=LEFT))

    def end(self) -> None:
        """A copy of their browsers' secrets opens nothing from now on.

        What stays of a fingerprint is none, and still tells its browser from another.
        """
        self.update(browser=Concat(Value(LEFT), Substr("browser", len(LEFT) + 1)))


class Viewing(models.Model):
    """One sitting: a grant in one browser, known by the hash of a secret that only its cookie holds."""

    grant = models.ForeignKey(
        Grant, on_delete=models.CASCADE, related_name="viewings", verbose_name=_("invitation")
    )
    browser = models.CharField(max_length=64, editable=False)
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    last_seen_at = models.DateTimeField(_("last seen at"), default=timezone.now)
    counted_at = models.DateTimeField(_("counts since"), null=True, editable=False)

    objects = ViewingQuerySet.as_manager()

    class Meta:
        """The newest first."""

        verbose_name = _("viewing")
        verbose_name_plural = _("viewings")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["browser", "grant"], name="viewing_of_a_browser")]

    def __str__(self) -> str:
        """Whose, and since when."""
        return f"{self.grant}, {timezone.localtime(self.started_at):%d.%m.%Y %H:%M}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Adjectives for deliveries."""

    def of_films(self) -> Self:
        """Of films' own bytes: whoever opens the room gets posters and captions without watching anything."""
        return self.filter(is_film())


def is_film(prefix: str = "") -> Q:
    """The condition for that, from a row that reaches deliveries by `prefix`."""
    found = Q()
    for ending in FILMS:
        found |= Q(**{f"{prefix}path__endswith": ending})
    return found


class Delivery(models.Model):
    """One file, or one piece of one, that was handed over in a sitting."""

    viewing = models.ForeignKey(
        Viewing, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("viewing")
    )
    film = models.ForeignKey(Film, on_delete=models.PROTECT, related_name="+", verbose_name=_("film"))
    path = models.CharField(_("file"), max_length=120)
    first_byte = models.PositiveBigIntegerField(_("from byte"), default=0)
    length = models.PositiveBigIntegerField(_("bytes"), default=0)
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        """As they were handed over."""

        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["pk"]
        indexes = [models.Index(fields=["viewing", "at"], name="delivery_of_a_viewing")]

    def __str__(self) -> str:
        """The file, and which bytes of it."""
        return f"{self.path} {self.first_byte}+{self.length}"
