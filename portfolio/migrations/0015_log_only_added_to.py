"""The database refuses to change or delete a line of the log of rights; a line says what it is about."""

from django.db import migrations, models

from portfolio.models import append_only


def guard(apps, schema_editor):
    append_only.guard(schema_editor.connection)


def lift(apps, schema_editor):
    append_only.lift(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0014_incoming_stamp"),
    ]

    operations = [
        migrations.AddField(
            model_name="rightsentry",
            name="about",
            field=models.CharField(blank=True, db_index=True, max_length=80, verbose_name="about"),
        ),
        migrations.RunPython(guard, lift),
    ]
