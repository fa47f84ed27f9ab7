"""A member without an address, of whom there can be one, gets one made from the name."""

from typing import Any

from django.db import migrations

from backstage.bilingual.addresses import free_slug


def fill(apps: Any, schema_editor: Any) -> None:
    """Whoever has an address keeps it."""
    CrewMember = apps.get_model("crew", "CrewMember")
    for member in CrewMember.objects.filter(slug=""):
        member.slug = free_slug(CrewMember, "slug", member.name)
        member.save(update_fields=["slug"])


class Migration(migrations.Migration):
    """Data alone. Going back leaves the addresses."""

    dependencies = [("crew", "0002_vocabulary")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
