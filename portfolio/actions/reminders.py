"""A mail to the studio before something becomes public or lapses: a week before, and the day before."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from portfolio import emails
from portfolio.models import SiteProfile
from portfolio.models.moments import changes

DAY = timedelta(days=1)


@db_periodic_task(crontab(minute="0", hour="6"))
def remind() -> None:
    """Once a day; the two days of which it tells follow one another from mail to mail."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    tell_of(now, now + DAY)
    tell_of(now + 6 * DAY, now + 7 * DAY)


def tell_of(since: datetime, until: datetime) -> None:
    """Mails what changes after `since` and up to `until`; nothing where nothing does."""
    found = changes(since, until)
    if found:
        emails.send(
            "rights_calendar",
            to=emails.studio(),
            language=SiteProfile.current().default_language or settings.LANGUAGE_CODE,
            changes=found,
            desk=emails.address(reverse("admin:portfolio_agreement_calendar")),
        )
