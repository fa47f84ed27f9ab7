"""Proves that the public storage holds what is public, and nothing else."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portfolio.actions import sweeping


class Command(BaseCommand):
    """Changes nothing; ends with an error where a file is too many or too few."""

    help = "Compares the public storage with what is public and has no end; ends with 1 where they differ."

    def handle(self, *args: Any, **options: Any) -> None:
        """Names each file that is wrong."""
        extra, lacking = sweeping.superfluous(), sweeping.missing()
        for path in extra:
            self.stdout.write(f"Not public, but in the public storage: {path}")
        for path in lacking:
            self.stdout.write(f"Public, but not in the public storage: {path}")
        if extra or lacking:
            raise CommandError(
                f"{len(extra)} files too many, {len(lacking)} missing. The nightly sweep puts this right; "
                "a file too many that comes back is an error of ours: please report it."
            )
        self.stdout.write("The public storage holds exactly what is public.")
