from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0015_letter"),
    ]

    operations = [
        migrations.AddField(
            model_name="grant",
            name="let_go_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="sittings let go at"),
        ),
        migrations.AddField(
            model_name="grant",
            name="sittings_let_go",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="sittings let go"),
        ),
        migrations.AddField(
            model_name="grant",
            name="views_let_go",
            field=models.PositiveIntegerField(editable=False, null=True, verbose_name="screenings let go"),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=Q(let_go_at__isnull=True, sittings_let_go=0, views_let_go__isnull=True)
                | Q(let_go_at__isnull=False, sittings_let_go__gt=0),
                name="grant_sittings_let_go_at_some_time",
            ),
        ),
    ]
