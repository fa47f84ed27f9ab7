"""Takes a film in, as the desk's form does."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from tqdm import tqdm

from backstage.bilingual.addresses import free_slug
from backstage.bilingual.languages import codes, column
from portfolio.actions import intake
from portfolio.management.naming import named
from portfolio.models import Film, Production
from portfolio.renditions.refusals import FilmRefused

LONGEST_TITLE = 200


class ReadAloud(File):
    """A file that tells a bar how much of it was copied."""

    def __init__(self, file: Any, bar: Any) -> None:
        """`bar` counts bytes."""
        super().__init__(file)
        self.source, self.bar = file, bar

    def read(self, size: int = -1) -> bytes:
        """As any file."""
        content: bytes = self.source.read(size)
        self.bar.update(min(len(content), self.bar.total - self.bar.n))
        return content


class Command(BaseCommand):
    """Safe to run again: a film that is here already is not taken in twice."""

    help = "Takes a film in: looks at the file, keeps it, and has the worker make it for the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and what is known of it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--production", metavar="SLUG", help="the production that it is about")
        parser.add_argument("--title", default="", help="its title; else the name of the file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses in a sentence what is no film."""
        path: Path = options["file"]
        production = named(Production, options["production"])
        title = (options["title"].strip() or path.stem)[:LONGEST_TITLE]
        with translation.override(settings.LANGUAGE_CODE):
            try:
                with path.open("rb") as stream:
                    film = self._taken_in(stream, path.stat().st_size, title, production)
            except OSError as problem:
                raise CommandError(f"{path} cannot be read: {problem.strerror or problem}.") from problem
            except FilmRefused as refusal:
                raise CommandError(refusal.sentence) from refusal
            if film:
                self.stdout.write(f"“{film}” taken in (film {film.pk}). The worker makes it for the site.")

    def _taken_in(self, stream: Any, size: int, title: str, production: Production | None) -> Film | None:
        """None where it is here already."""
        bar = tqdm(total=size, desc="Taking in", unit="B", unit_scale=True, file=self.stderr, ncols=78)
        with bar:
            upload = ReadAloud(stream, bar)
            arrival = intake.examine_film(upload)
            twin = Film.objects.filter(sha256=arrival.sha256).first()
            if twin:
                bar.close()
                self.stdout.write(f"Here already: “{twin}” (film {twin.pk}).")
                return None
            slugs = {column("slug", code): free_slug(Film, column("slug", code), title) for code in codes()}
            said = {column("title", settings.LANGUAGE_CODE): title}
            film = Film(production=production, **said, **slugs)
            bar.reset()
            return intake.keep_source(film, upload, arrival=arrival)
