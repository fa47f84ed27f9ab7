"""A file of a batch remembers whom it names and nobody here is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0017_photographer"),
    ]

    operations = [
        migrations.AddField(
            model_name="incomingphoto",
            name="strangers",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name="photobatch",
            name="credit_line",
            field=models.CharField(
                blank=True,
                help_text="Empty: the agreement’s, else each file’s own.",
                max_length=200,
                verbose_name="credit line",
            ),
        ),
    ]
