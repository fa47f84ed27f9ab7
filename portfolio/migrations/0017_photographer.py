"""A photograph has a photographer of its own where it was not the owner of the site."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0016_incoming_attempts"),
    ]

    operations = [
        migrations.AddField(
            model_name="photo",
            name="creator",
            field=models.CharField(
                blank=True,
                help_text="Empty: the owner of the site.",
                max_length=200,
                verbose_name="photographer",
            ),
        ),
    ]
