import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0013_words_accepted_before"),
    ]

    operations = [
        migrations.AddField(
            model_name="accessrequest",
            name="prolongs",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="prolongations",
                to="screening.grant",
                verbose_name="more days for",
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="reminded_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="reminded at"),
        ),
    ]
