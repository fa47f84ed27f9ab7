"""Why the renditions of a work failed, so that the desk can say it in a sentence."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0003_mail_limits")]

    operations = [
        migrations.AddField(
            model_name=model,
            name="trouble",
            field=models.CharField(blank=True, default="", editable=False, max_length=40),
            preserve_default=False,
        )
        for model in ("photo", "film")
    ]
