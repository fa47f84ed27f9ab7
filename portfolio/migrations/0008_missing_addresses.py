"""Rows without an address in any language get one, made as the desk's forms make it."""

from typing import Any

from django.db import migrations

from backstage.bilingual.addresses import give_addresses, said_first


def fill(apps: Any, schema_editor: Any) -> None:
    """Whatever has an address keeps it; an alias gets one where its production is confidential."""
    for name in ("Production", "Film", "Showreel"):
        give_addresses(apps.get_model("portfolio", name).objects.all(), _title)
    give_addresses(apps.get_model("portfolio", "Testimony").objects.all(), _speaker)
    confidential = apps.get_model("portfolio", "Production").objects.filter(is_confidential=True)
    give_addresses(confidential, _alias, field="alias_slug")


def _title(row: Any, language: str) -> str:
    return said_first(row, "title", language)


def _alias(row: Any, language: str) -> str:
    return said_first(row, "alias", language)


def _speaker(row: Any, language: str) -> str:
    return row.member.name if row.member else row.name


class Migration(migrations.Migration):
    """Data alone. Going back leaves the addresses."""

    dependencies = [("portfolio", "0007_release_waited_for")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
