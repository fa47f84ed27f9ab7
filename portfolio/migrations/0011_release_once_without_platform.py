from django.db import migrations, models


class Migration(migrations.Migration):
    """Two releases without platform are the same release too: to a database two NULLs are not."""

    dependencies = [("portfolio", "0010_releases_listed_twice")]
    operations = [
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(
                condition=models.Q(("platform__isnull", True)),
                fields=("production", "type", "territory"),
                name="release_once_without_platform",
                violation_error_message="This release is already listed: change its date there.",
            ),
        ),
    ]
