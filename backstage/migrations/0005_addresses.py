from django.db import migrations, models


class Migration(migrations.Migration):
    """A page has an address in at least one language."""

    dependencies = [("backstage", "0004_missing_addresses")]

    operations = [
        migrations.AddConstraint(
            model_name="page",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("slug_it__isnull", False), models.Q(("slug_it", ""), _negated=True)),
                    models.Q(("slug_en__isnull", False), models.Q(("slug_en", ""), _negated=True)),
                    _connector="OR",
                ),
                name="page_slug_in_some_language",
                violation_error_message="Write it in at least one language.",
            ),
        ),
    ]
