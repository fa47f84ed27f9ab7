"""Codes of countries and languages are checked before they are kept."""

from django.db import migrations, models

import portfolio.models.places


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0005_release_dates"),
    ]

    operations = [
        migrations.AlterField(
            model_name="companyrole",
            name="territory",
            field=models.CharField(
                blank=True,
                help_text="Two letters: IT, FR; WW for the world.",
                max_length=2,
                validators=[portfolio.models.places.validate_territory],
                verbose_name="territory",
            ),
        ),
        migrations.AlterField(
            model_name="production",
            name="countries",
            field=models.CharField(
                blank=True,
                help_text="Two letters each: IT, FR.",
                max_length=80,
                validators=[portfolio.models.places.validate_countries],
                verbose_name="countries",
            ),
        ),
        migrations.AlterField(
            model_name="production",
            name="languages",
            field=models.CharField(
                blank=True,
                help_text="Two letters each: it, en.",
                max_length=80,
                validators=[portfolio.models.places.validate_languages],
                verbose_name="languages",
            ),
        ),
        migrations.AlterField(
            model_name="release",
            name="territory",
            field=models.CharField(
                blank=True,
                help_text="Two letters: IT, FR; WW for the world.",
                max_length=2,
                validators=[portfolio.models.places.validate_territory],
                verbose_name="territory",
            ),
        ),
    ]
