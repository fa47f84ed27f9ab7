"""Pages without an address in any language get one made from their titles."""

from typing import Any

from django.db import migrations

from backstage.bilingual.addresses import give_addresses, said_first


def fill(apps: Any, schema_editor: Any) -> None:
    """Whatever has an address keeps it."""
    rows = apps.get_model("backstage", "Page").objects.all()
    give_addresses(rows, lambda page, language: said_first(page, "title", language))


class Migration(migrations.Migration):
    """Data alone. Going back leaves the addresses."""

    dependencies = [("backstage", "0003_people_in_order")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
