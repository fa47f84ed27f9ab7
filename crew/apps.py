"""Who works on a set."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrewConfig(AppConfig):
    """Members, departments and roles."""

    name = "crew"
    verbose_name = _("Crew")
