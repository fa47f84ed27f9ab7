from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0009_bytes_from_pieces"),
    ]

    operations = [
        migrations.RemoveField(model_name="delivery", name="sequence"),
    ]
