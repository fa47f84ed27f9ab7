"""Departments and roles to begin with, in both languages. What an editor already has is left alone."""

import json
from pathlib import Path
from typing import Any

from django.db import migrations

VOCABULARY = Path(__file__).resolve().parents[1] / "vocabulary.json"


def in_languages(row: dict[str, Any], field: str) -> dict[str, str]:
    """`{"name_it": …, "name_en": …}` of one field."""
    return {f"{field}_{language}": words for language, words in row.get(field, {}).items()}


def load(apps: Any, schema_editor: Any) -> None:
    """Adds each department and role whose slug is not there yet."""
    Department, Role = apps.get_model("crew", "Department"), apps.get_model("crew", "Role")
    for row in json.loads(VOCABULARY.read_text(encoding="utf-8")):
        names = in_languages(row, "name")
        department, _created = Department.objects.get_or_create(
            slug=row["slug"],
            defaults={"order": row["order"], "kind": row["kind"], "name": row["name"]["it"], **names},
        )
        for role in row["roles"]:
            forms = {
                name: words
                for field in ("name", "feminine", "masculine")
                for name, words in in_languages(role, field).items()
            }
            Role.objects.get_or_create(
                slug=role["slug"],
                defaults={
                    "department": department,
                    "order": role["order"],
                    "name": role["name"]["it"],
                    "abbreviations": ", ".join(role.get("abbreviations", [])),
                    **forms,
                },
            )


class Migration(migrations.Migration):
    """Data alone. Going back leaves the rows: an editor may use them."""

    dependencies = [("crew", "0001_crew")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
