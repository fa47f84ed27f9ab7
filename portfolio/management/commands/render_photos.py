"""Makes the sizes of photographs anew."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from tqdm import tqdm

from portfolio.actions import rendering
from portfolio.actions.developing import picture_order
from portfolio.management.naming import named
from portfolio.models import Photo, Production


class Command(BaseCommand):
    """Resumable: what was made is not made again, save with `--all`."""

    help = "Makes the sizes of photographs that lack them or were made in another way. Safe to interrupt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which."""
        parser.add_argument("--production", metavar="SLUG", help="those of one production")
        parser.add_argument("--all", action="store_true", help="those too that have their sizes already")

    def handle(self, *args: Any, **options: Any) -> None:
        """As many at a time as there are processors; names those that could not be made."""
        photos = self._photos(options["production"])
        wanted = [photo for photo in photos if options["all"] or not _is_made(photo)]
        done = tqdm(
            rendering.render_all(wanted),
            total=len(wanted),
            desc="Developing",
            unit="photo",
            file=self.stderr,
            ncols=78,
            disable=not wanted,
        )
        with translation.override(settings.LANGUAGE_CODE):
            written = list(done)
            failed = [photo for photo in written if photo.state == Photo.State.FAILED]
            for photo in failed:
                self.stdout.write(
                    f"Not made: photograph {photo.pk}, “{photo}”: {rendering.trouble_in_words(photo)}"
                )
        self.stdout.write(f"{len(written) - len(failed)} made, {len(failed)} not.")
        if len(written) < len(wanted):
            self.stdout.write(f"{len(wanted) - len(written)} changed meanwhile: the worker makes them.")
        if failed:
            raise CommandError("Some could not be made: choose their files again on the desk.")

    def _photos(self, slug: str | None) -> Any:
        photos = Photo.objects.exclude(original="").order_by("pk")
        return photos.filter(production=named(Production, slug)) if slug else photos


def _is_made(photo: Photo) -> bool:
    """Whether its sizes are there, and are those that would be made now."""
    return photo.state == Photo.State.READY and picture_order(photo).is_met_by(photo.renditions)
