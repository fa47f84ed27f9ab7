"""Retires old lines of the log of rights."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from portfolio.actions import record


class Command(BaseCommand):
    """The lines of whatever is gone, so many years after the last of them."""

    help = "Deletes the lines of the log of rights about what has been gone for ten years (or --years)."

    def add_arguments(self, parser: CommandParser) -> None:
        """How long they are kept."""
        parser.add_argument("--years", type=int, default=10)

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many went."""
        if options["years"] < 1:
            raise CommandError(gettext("Lines are kept for one year at least."))
        number = record.retire(timezone.now() - timedelta(days=365.25 * options["years"]))
        self.stdout.write(
            ngettext("%(count)s line retired.", "%(count)s lines retired.", number) % {"count": number}
        )
