from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0005_question"),
    ]

    operations = [
        migrations.AddField(
            model_name="grant",
            name="max_views",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="how many times"),
        ),
        migrations.AddField(
            model_name="grant",
            name="hurried_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="taken too fast"),
        ),
        migrations.AddField(
            model_name="viewing",
            name="counted_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="counts since"),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=Q(max_views__isnull=True) | Q(max_views__gt=0), name="grant_watched_once_at_least"
            ),
        ),
    ]
