"""Asks for the first editor of a new site."""

import os
import sys
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Does nothing where somebody can sign in already."""

    help = "Asks for the first editor's name and password, where there is no editor yet."

    def handle(self, *args: Any, **options: Any) -> None:
        """Asks, or takes DJANGO_SUPERUSER_USERNAME, _PASSWORD and _EMAIL, or says what to do."""
        if get_user_model().objects.filter(is_staff=True).exists():
            return
        if "DJANGO_SUPERUSER_PASSWORD" in os.environ:
            call_command("createsuperuser", interactive=False)
        elif sys.stdin.isatty():
            self.stdout.write("Who edits this site? Choose a name and a password to sign in with.")
            call_command("createsuperuser")
        else:
            self.stdout.write("Nobody can sign in yet. Run: .venv/bin/python manage.py createsuperuser")
