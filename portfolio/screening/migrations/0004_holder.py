"""Who is asked for a rights holder: a mailbox, and which of them a decision was asked of."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("screening", "0003_wants_advice")]

    operations = [
        migrations.CreateModel(
            name="Holder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail")),
                (
                    "language",
                    models.CharField(
                        choices=[("it", "Italian"), ("en", "English")], max_length=8, verbose_name="language"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="known since")),
            ],
            options={
                "verbose_name": "rights holder’s mailbox",
                "verbose_name_plural": "rights holders’ mailboxes",
                "ordering": ["email"],
            },
        ),
        migrations.AddField(
            model_name="holderdecision",
            name="holder",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="screening.holder",
                verbose_name="who was asked",
            ),
        ),
    ]
