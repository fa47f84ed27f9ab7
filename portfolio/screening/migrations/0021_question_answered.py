from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0020_letters_troubles"),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
            name="answered_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="answer noted at"),
        ),
    ]
