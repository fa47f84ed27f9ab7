from django.db import migrations


def fill(apps, schema_editor):
    """A word was that of whoever the agreement names, unless the log says that this was written later."""
    agreements = apps.get_model("portfolio", "Agreement").objects
    lines = apps.get_model("portfolio", "RightsEntry").objects.filter(fact="rights_holder")
    for said in apps.get_model("screening", "HolderDecision").objects.select_related("film"):
        agreement = (
            agreements.filter(film=said.film_id).first()
            or agreements.filter(production__isnull=False, production=said.film.production_id).first()
        )
        since = said.decided_at or said.asked_at
        if agreement is None or since is None:
            continue
        if not lines.filter(subject=f"agreement:{agreement.pk}", at__gt=since).exists():
            said.rights_holder_id = agreement.rights_holder_id
            said.save(update_fields=["rights_holder"])


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0018_whose_word"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
