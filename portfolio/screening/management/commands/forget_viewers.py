"""Lets go of what has been kept long enough of those who asked to watch."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from portfolio.screening.actions import forgetting


class Command(BaseCommand):
    """What the worker does every night; with `--dry-run` it only says what would go."""

    help = (
        "Deletes or erases what was kept long enough of requests, sittings and contacts (docs/operators.md)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to look only."""
        parser.add_argument("--dry-run", action="store_true", help="Say what would go, and let it stay.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says what went, or would."""
        now = timezone.now()
        for pile in forgetting.due(now):
            day = date_format(timezone.localtime(pile.before), "DATE_FORMAT")
            words = gettext("%(number)s: %(what)s, from before %(day)s")
            self.stdout.write(words % {"number": pile.rows.count(), "what": pile.name, "day": day})
        if options["dry_run"]:
            self.stdout.write(gettext("Nothing was deleted: this was a dry run."))
        else:
            forgetting.forget(at=now)
