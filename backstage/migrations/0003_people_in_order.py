"""The people whom a page presents stand in an order: the table of their pairs is a model now."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table stays what it is and gets a column."""

    dependencies = [("backstage", "0002_page"), ("crew", "0001_crew")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Presentation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "page",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="presentations",
                                to="backstage.page",
                                verbose_name="page",
                            ),
                        ),
                        (
                            "crewmember",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="presentations",
                                to="crew.crewmember",
                                verbose_name="crew member",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "person presented",
                        "verbose_name_plural": "people presented",
                        "db_table": "backstage_page_people",
                        "unique_together": {("page", "crewmember")},
                    },
                ),
                migrations.AlterField(
                    model_name="page",
                    name="people",
                    field=models.ManyToManyField(
                        related_name="pages",
                        through="backstage.Presentation",
                        to="crew.crewmember",
                        verbose_name="people presented",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="presentation",
            name="order",
            field=models.PositiveIntegerField(default=0, verbose_name="order"),
        ),
        migrations.AlterModelOptions(
            name="presentation",
            options={
                "ordering": ["order", "pk"],
                "verbose_name": "person presented",
                "verbose_name_plural": "people presented",
            },
        ),
    ]
