"""What captions say, and the frame of a film that is its poster."""

import django.core.validators
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crew", "0004_member_has_an_address"),
        ("portfolio", "0021_film_making"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="captiontrack",
            name="transcript",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="captiontrack",
            name="transcript_folded",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="captiontrack",
            name="transcript_starts",
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
        migrations.AddField(
            model_name="film",
            name="poster_at_seconds",
            field=models.FloatField(
                blank=True,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="frame of the poster",
            ),
        ),
        migrations.AddConstraint(
            model_name="film",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("poster_at_seconds__isnull", True), ("poster_at_seconds__gte", 0), _connector="OR"
                ),
                name="film_poster_after_it_begins",
            ),
        ),
    ]
