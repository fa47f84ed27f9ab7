import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0024_agreement_clause"),
        ("screening", "0017_let_go_before"),
    ]

    operations = [
        migrations.AddField(
            model_name="holderdecision",
            name="rights_holder",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="portfolio.organization",
                verbose_name="rights holder",
            ),
        ),
    ]
