import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A production that waits for its own release may be deleted with both. Nothing changes in the tables."""

    dependencies = [("portfolio", "0006_place_codes")]
    operations = [
        migrations.AlterField(
            model_name="agreement",
            name="public_from_release",
            field=models.ForeignKey(
                blank=True,
                help_text="When that release moves, the embargo moves with it.",
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="opens",
                to="portfolio.release",
                verbose_name="embargo until the release",
            ),
        ),
    ]
