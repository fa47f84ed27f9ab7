"""Wires the house when Django starts."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

from backstage.bilingual import spelling


class BackstageConfig(AppConfig):
    """The project's own app: staff, pages of words, the demo."""

    name = "backstage"
    verbose_name = _("Site")

    def ready(self) -> None:
        """Teaches the database to forgive accents."""
        from backstage import checks  # noqa: F401 - registers them; needs the apps to be ready

        spelling.register()
        connection_created.connect(spelling.teach_sqlite, dispatch_uid="backstage.spelling")


class BackstageAdminConfig(AdminConfig):
    """The admin on the editors' own site."""

    default_site = "backstage.admin_site.Desk"
