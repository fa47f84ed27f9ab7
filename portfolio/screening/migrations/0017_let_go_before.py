from django.db import migrations


def count(apps, schema_editor):
    """The log says of which invitations how many sittings went; how many of them counted it does not."""
    grants = apps.get_model("screening", "Grant").objects
    lines = apps.get_model("portfolio", "RightsEntry").objects.filter(fact="viewings_forgotten")
    for line in lines.order_by("pk"):
        grant = grants.filter(pk=int(line.subject.removeprefix("grant:"))).first()
        if grant is not None:
            grant.sittings_let_go += int(line.before)
            grant.let_go_at = line.at
            grant.save(update_fields=["sittings_let_go", "let_go_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0016_sittings_let_go"),
        ("portfolio", "0024_agreement_clause"),
    ]

    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
