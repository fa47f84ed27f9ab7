from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0023_read_captions_out"),
    ]

    operations = [
        migrations.AddField(
            model_name="agreement",
            name="clause",
            field=models.TextField(
                blank=True,
                help_text="Shown with the viewing terms before a private screening, and accepted with them.",
                max_length=2000,
                verbose_name="clause for viewers",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="clause_en",
            field=models.TextField(
                blank=True,
                help_text="Shown with the viewing terms before a private screening, and accepted with them.",
                max_length=2000,
                null=True,
                verbose_name="clause for viewers",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="clause_it",
            field=models.TextField(
                blank=True,
                help_text="Shown with the viewing terms before a private screening, and accepted with them.",
                max_length=2000,
                null=True,
                verbose_name="clause for viewers",
            ),
        ),
    ]
