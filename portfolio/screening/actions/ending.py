"""A mail the day before an invitation ends, where nothing of it has been watched yet: one, and no more."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from portfolio.screening.actions import letters, posting
from portfolio.screening.models import Delivery, Grant, GrantItem
from portfolio.screening.models.contents import contents_of

# In the studio's hours: nobody is woken, and a worker that was away in the morning catches up.
FIRST_HOUR, LAST_HOUR = 9, 20
# An invitation as young as this is still in everybody's mind.
FRESH = timedelta(days=1)


@db_periodic_task(crontab(minute="15"))
def remind_by_day() -> None:
    """Every hour of the day."""
    if FIRST_HOUR <= timezone.localtime().hour < LAST_HOUR:
        remind()


def remind(*, at: datetime | None = None) -> None:
    """Reminds whoever should be. Of two workers at once, one does."""
    moment = at or timezone.now()
    for grant in unwatched(moment):
        _remind(grant, moment)


def unwatched(at: datetime) -> list[Grant]:
    """Grants in force of which nothing was watched, and tomorrow is the last day on which anything may be.

    That is the invitation's own, or, where a holder's yes or an agreement ends before it, the day of that.
    """
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    watched = Delivery.objects.of_films().filter(viewing__grant=OuterRef("pk"))
    candidates = Grant.objects.in_force(at).filter(
        ~Exists(watched),
        Exists(GrantItem.objects.playable(at).filter(grant=OuterRef("pk"))),
        valid_until__gt=_midnight(tomorrow),
        valid_from__lte=at - FRESH,
        reminded_at__isnull=True,
    )
    return [grant for grant in candidates if contents_of(grant, at).last_day == tomorrow]


@transaction.atomic
def _remind(grant: Grant, at: datetime) -> None:
    if Grant.objects.filter(pk=grant.pk, reminded_at__isnull=True).update(reminded_at=at):
        posting.post(letters.ends_soon, grant.pk)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
