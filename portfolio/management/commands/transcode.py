"""Makes films anew for the site."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from tqdm import tqdm

from portfolio.actions import rendering
from portfolio.management.naming import named
from portfolio.models import Film


class Command(BaseCommand):
    """Resumable: what is made in today's way is not made again, save with `--all`."""

    help = "Makes the films for the site that are not made yet or in another way. Safe to interrupt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which."""
        parser.add_argument("films", nargs="*", metavar="SLUG", help="these alone")
        parser.add_argument("--all", action="store_true", help="those too that are made already")

    def handle(self, *args: Any, **options: Any) -> None:
        """One after the other; names those that could not be made."""
        with translation.override(settings.LANGUAGE_CODE):
            films = [self._film(slug) for slug in options["films"]] or list(
                Film.objects.exclude(source="").order_by("pk")
            )
            wanted = [film for film in films if options["all"] or not rendering.is_made(film)]
            failed = [film for film in wanted if not self._is_made(film, anew=options["all"])]
        self.stdout.write(f"{len(wanted) - len(failed)} made, {len(failed)} not.")
        if failed:
            raise CommandError("Some films could not be made: choose their files again on the desk.")

    def _film(self, slug: str) -> Film:
        film: Film = named(Film, slug)
        if not film.source:
            raise CommandError(f"“{film}” has no file here: bring one on the desk, or with import_film.")
        return film

    def _is_made(self, film: Film, *, anew: bool) -> bool:
        """Shows how far it is; says why it failed."""
        with tqdm(total=100, desc=str(film)[:30], unit="%", file=self.stderr, ncols=78) as bar:

            def hears(done: float) -> None:
                bar.update(round(100 * done) - bar.n)

            try:
                rendering.render_at_once(film, hears, anew=anew)
            except rendering.AnotherIsBeingMade as refusal:
                raise CommandError(
                    "A film is being made at this moment, and one at a time is enough. Try again later."
                ) from refusal
        film.refresh_from_db()
        if film.state == Film.State.FAILED:
            self.stdout.write(f"Not made: “{film}”: {rendering.trouble_in_words(film)}")
        return film.state == Film.State.READY
