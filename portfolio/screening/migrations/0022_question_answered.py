from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0021_grant_ended_by_the_editor"),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
            name="answered_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="answer noted at"),
        ),
    ]
