from django.db import migrations, models


class Migration(migrations.Migration):
    """The hash of the paper that a speaker signed."""

    dependencies = [("portfolio", "0011_release_once_without_platform")]
    operations = [
        migrations.AddField(
            model_name="testimony",
            name="release_document_sha256",
            field=models.CharField(
                blank=True, editable=False, max_length=64, verbose_name="hash of the paper"
            ),
        ),
    ]
