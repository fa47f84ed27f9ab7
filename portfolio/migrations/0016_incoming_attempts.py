"""A file remembers how often it was begun with, a batch where its photographs stand."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0015_log_only_added_to"),
    ]

    operations = [
        migrations.AddField(
            model_name="incomingphoto",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="photobatch",
            name="offset",
            field=models.BigIntegerField(editable=False, null=True),
        ),
    ]
