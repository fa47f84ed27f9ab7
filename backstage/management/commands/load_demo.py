"""Loads the demo, and an editor to sign in as."""

import secrets
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.utils import translation
from tqdm import tqdm

from backstage.demo.loading import SITES, load
from portfolio.renditions import ffmpeg


class Command(BaseCommand):
    """Safe to run again: what is there, changed or not, is left alone."""

    help = "Loads the demo: four sites in one, or one of them alone. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--only` one site."""
        parser.add_argument("--only", choices=sorted(SITES), help="one of the four sites, alone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads, and says what it did."""
        with translation.override(settings.LANGUAGE_CODE):
            loaded = load(only=options["only"], watch=self.bar)
        self.stdout.write(f"Loaded: {', '.join(loaded)}." if loaded else "The demo is already here.")
        if "unit" in loaded and not ffmpeg.is_here():
            self.stdout.write("There is no ffmpeg here, so the films have no clips: their posters stand in.")
        self.stdout.write(self.editor())

    def bar(self, label: str) -> Callable[..., Iterable[Any]]:
        """A progress bar."""

        def watch(things: Iterable[Any], *, total: int) -> Iterable[Any]:
            return tqdm(things, total=total, desc=label, file=self.stderr, disable=not total, ncols=78)

        return watch

    def editor(self) -> str:
        """Makes sure that the editor is there; says how to sign in."""
        given = settings.DEMO_PASSWORD
        user, created = get_user_model().objects.get_or_create(
            username="editor", defaults={"is_staff": True, "is_superuser": True}
        )
        if not created and not given:
            return "Sign in as editor, with the password that was printed the first time."
        password = given or secrets.token_urlsafe(9)
        if not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
        return f"Sign in as editor with the password {password}"
