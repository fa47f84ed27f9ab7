"""Refuses to go on where a release without platform is listed twice, and says which: the editor chooses."""

from typing import Any

from django.db import migrations
from django.db.models import Count

SAME = ("production", "type", "territory")


class ListedTwice(Exception):
    """Two releases of one production say the same but for their dates."""


def check(apps: Any, schema_editor: Any) -> None:
    """Reads alone: which of two dates holds is not for a migration to say."""
    rows = apps.get_model("portfolio", "Release").objects.filter(platform__isnull=True)
    twice = list(
        rows.order_by().values(*SAME).annotate(number=Count("pk")).filter(number__gt=1).values(*SAME)
    )
    if twice:
        lines = (_line(same, rows.filter(**same).order_by("pk")) for same in twice)
        raise ListedTwice("\n".join(["Delete or change all but one of each, then migrate again.", *lines]))


def _line(same: dict[str, Any], rows: Any) -> str:
    numbers = ", ".join(f"{row.pk} ({row.date or 'no date'})" for row in rows)
    where = same["territory"] or "no territory"
    return f"Production {same['production']}, {same['type']}, {where}: releases {numbers}"


class Migration(migrations.Migration):
    """A look before the constraint."""

    dependencies = [("portfolio", "0009_addresses")]
    operations = [migrations.RunPython(check, migrations.RunPython.noop)]
