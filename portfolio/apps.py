"""What was made."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortfolioConfig(AppConfig):
    """Productions, photographs, films, voices, and the rights to show them."""

    name = "portfolio"
    verbose_name = _("Portfolio")

    def ready(self) -> None:
        """Lets the worker know its jobs: they are functions of the actions."""
        from portfolio.actions import (  # noqa: F401 - they need the models
            batches,
            incoming_films,
            reminders,
            rendering,
            resuming,
            sweeping,
        )
