"""PostgreSQL learns to forgive accents; others have their own way (`backstage.bilingual.spelling`).

By hand, since `django.contrib.postgres` cannot be imported where no PostgreSQL driver is installed.
"""

from typing import Any

from django.db import migrations


def teach(apps: Any, schema_editor: Any) -> None:
    """A trusted extension since PostgreSQL 13: the database's owner may create it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS unaccent")


class Migration(migrations.Migration):
    """Going back leaves the extension: another application may use it."""

    dependencies = [("portfolio", "0001_portfolio")]
    operations = [migrations.RunPython(teach, migrations.RunPython.noop)]
