"""Takes a folder of photographs in, as the desk's page for many does."""

import os
from argparse import ArgumentParser
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from tqdm import tqdm

from crew.models import Department, Role
from portfolio.actions import batches
from portfolio.management.naming import named
from portfolio.models import IncomingPhoto, Photo, PhotoBatch, Production

State = IncomingPhoto.State


class Command(BaseCommand):
    """Safe to run again: what is here already is not taken in twice."""

    help = "Takes in every photograph of a folder and of the folders in it. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder, and what holds for all."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--production", metavar="SLUG", help="the production that they are of")
        parser.add_argument("--kind", choices=Photo.Kind.values, default=Photo.Kind.PORTRAIT)
        parser.add_argument("--credit", default="", help="the credit line of all")
        parser.add_argument("--role", metavar="SLUG", help="credits whoever the files name with this role")
        parser.add_argument("--department", metavar="SLUG", help="the same, where no role is known")
        parser.add_argument(
            "--release-signed-on",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="whoever the files name has signed a release for the production on this day",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Takes them in, and says how each fared that was not."""
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder. Name one that holds photographs.")
        paths = sorted(path for path in folder.rglob("*") if path.is_file() and not _is_hidden(path, folder))
        batch = _batch(options)
        bar = tqdm(paths, desc="Taking in", unit="photo", file=self.stderr, ncols=78, disable=not paths)
        with translation.override(settings.LANGUAGE_CODE):
            self._report([(path, _taken_in(batch, path)) for path in bar])

    def _report(self, fared: list[tuple[Path, IncomingPhoto | OSError]]) -> None:
        count: Counter[str] = Counter()
        for path, file in fared:
            shown = os.fsencode(path).decode(errors="replace")
            if isinstance(file, OSError):
                count[State.REFUSED] += 1
                self.stdout.write(f"Not read: {shown}: {file.strerror or file}")
                continue
            count["twin" if file.twin else file.state] += 1
            if file.state == State.REFUSED:
                self.stdout.write(f"Not taken: {shown}: {batches.why_not(file)}")
            elif file.twin:
                self.stdout.write(f"Here already: {shown}: “{file.twin}” (photograph {file.twin.pk})")
        self.stdout.write(
            f"{count[State.KEPT]} taken in, {count['twin']} here already, {count[State.REFUSED]} not taken. "
            "The worker makes the sizes."
        )
        if count[State.UNPACKED]:
            self.stdout.write(f"The pictures in {count[State.UNPACKED]} ZIP follow by the worker.")


def _taken_in(batch: PhotoBatch, path: Path) -> IncomingPhoto | OSError:
    """What cannot be read is told at the end like what is refused: the others go on."""
    try:
        return batches.import_file(batch, path)
    except OSError as problem:
        return problem


def _is_hidden(path: Path, folder: Path) -> bool:
    """What systems hide, and what they hide it in."""
    return any(part.startswith(".") or part == "__MACOSX" for part in path.relative_to(folder).parts)


def _batch(options: dict[str, Any]) -> PhotoBatch:
    production = named(Production, options["production"])
    role, department = (
        named(Role, options["role"]),
        named(Department, options["department"]),
    )
    if role and department:
        raise CommandError("Name a role, or a department where no role is known: one of the two.")
    if (role or department or options["release_signed_on"]) and not production:
        raise CommandError("Name the --production whose credits and releases these are.")
    return PhotoBatch.objects.create(
        production=production,
        kind=options["kind"],
        credit_line=options["credit"],
        role=role,
        department=department,
        release_signed_on=options["release_signed_on"],
    )
