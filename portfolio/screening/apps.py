"""Private showings, an app of its own on the top floor of the portfolio."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreeningConfig(AppConfig):
    """Contacts, what they ask for, what they were granted, what they watched."""

    name = "portfolio.screening"
    label = "screening"
    verbose_name = _("Private screenings")

    def ready(self) -> None:
        """Lets the worker know its letters, and what it does by the clock."""
        from portfolio.screening.actions import (  # noqa: F401 - need the models
            ending,
            forgetting,
            letters,
            limits,
            posting,
            quotas,
        )
