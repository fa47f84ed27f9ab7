"""A mail to the studio before something becomes public or lapses: a week before, and the day before."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from portfolio import emails
from portfolio.models import SiteProfile
from portfolio.models.clock import ROME
from portfolio.models.moments import changes, reveals

# How many days before: of a day is told once from each of them.
AHEAD = (1, 7)
# Longer ago than this nobody catches up: what happens by then has happened.
AT_MOST = timedelta(days=7)


@db_periodic_task(crontab(minute="0", hour="6-22"))
def remind() -> None:
    """Once a day, in the morning; a worker that was down tells of the days that it missed once it is up."""
    today = timezone.now().astimezone(ROME).date()
    profile, _new = SiteProfile.objects.get_or_create(defaults={"name": SiteProfile.current().name})
    last = max(profile.calendar_told_on or today - timedelta(days=1), today - AT_MOST)
    if last >= today or not emails.studio():
        return
    for days in AHEAD:
        untold = max(_end_of(last + timedelta(days=days)), timezone.now())
        tell_of(untold, _end_of(today + timedelta(days=days)))
    SiteProfile.objects.filter(pk=profile.pk).update(calendar_told_on=today)


def tell_of(since: datetime, until: datetime) -> None:
    """Mails what changes after `since` and up to `until`; nothing where nothing does."""
    found, named = changes(since, until), reveals(since, until)
    if found or named:
        emails.send(
            "rights_calendar",
            to=emails.studio(),
            language=SiteProfile.current().default_language or settings.LANGUAGE_CODE,
            changes=found,
            reveals=named,
            desk=emails.address(reverse("admin:portfolio_agreement_calendar")),
        )


def _end_of(day: date) -> datetime:
    """Its last midnight, in Rome."""
    return datetime.combine(day + timedelta(days=1), time(), ROME)
