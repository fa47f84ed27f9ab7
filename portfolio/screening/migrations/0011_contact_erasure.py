from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0010_no_pieces"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="erased_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="erased at"),
        ),
        migrations.AddField(
            model_name="contact",
            name="erasure_asked_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="asked to be erased at"),
        ),
    ]
