from django.db import migrations
from django.db.models import F

# Until now a delivery was the number of a piece of so many bytes.
PIECE = 2 * 1024 * 1024


def into_bytes(apps, schema_editor):
    """The piece that began somewhere in these two megabytes counts for all of them, as it did until now."""
    deliveries = apps.get_model("screening", "Delivery").objects
    deliveries.update(first_byte=F("sequence") * PIECE, length=PIECE)


def into_pieces(apps, schema_editor):
    apps.get_model("screening", "Delivery").objects.update(sequence=F("first_byte") / PIECE)


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0008_delivery_bytes"),
    ]

    operations = [migrations.RunPython(into_bytes, into_pieces)]
