from django.db import migrations


def keep_words(apps, schema_editor):
    """Terms that somebody accepted were never changed: what was accepted is what they still say.

    In which language they were read was not written down; the asker's own is the likeliest.
    """
    accepted = apps.get_model("screening", "Grant").objects.filter(terms__isnull=False, accepted_text="")
    for grant in accepted.select_related("terms", "request"):
        texts = [getattr(grant.terms, f"text_{code}") for code in (grant.request.language, "it", "en")]
        grant.accepted_text = next((text for text in texts if text), "")
        grant.save(update_fields=["accepted_text"])


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0012_accepted_text"),
    ]

    operations = [migrations.RunPython(keep_words, migrations.RunPython.noop)]
