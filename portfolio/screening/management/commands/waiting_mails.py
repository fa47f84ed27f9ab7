"""Says which mails of the screenings are on their way, and which never arrived."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from portfolio.screening.models import Letter


class Command(BaseCommand):
    """To be read; nothing is sent. Nobody's address is printed."""

    help = "Lists the mails of the screenings that wait, and those that were given up (docs/operators.md)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Both piles, the oldest first."""
        waiting, given_up = Letter.objects.waiting(), Letter.objects.given_up()
        number = waiting.count()
        self.stdout.write(
            ngettext("%(number)s mail waits.", "%(number)s mails wait.", number) % {"number": number}
        )
        for letter in waiting:
            words = gettext("%(letter)s: tried %(tries)s times, next at %(moment)s")
            self._say(words, letter, letter.due_at)
        number = given_up.count()
        self.stdout.write(
            ngettext("%(number)s did not arrive.", "%(number)s did not arrive.", number) % {"number": number}
        )
        for letter in given_up:
            words = gettext("%(letter)s: tried %(tries)s times, given up at %(moment)s")
            self._say(words, letter, letter.given_up_at)

    def _say(self, words: str, letter: Letter, moment: Any) -> None:
        at = date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
        known = {"letter": f"{letter.pk} {letter}", "tries": letter.tries, "moment": at}
        trouble = f" ({letter.get_trouble_display()})" if letter.trouble else ""
        self.stdout.write(f"  {words % known}{trouble}")
