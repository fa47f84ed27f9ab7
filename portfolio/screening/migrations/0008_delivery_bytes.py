from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0007_knock"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="first_byte",
            field=models.PositiveBigIntegerField(default=0, verbose_name="from byte"),
        ),
        migrations.AddField(
            model_name="delivery",
            name="length",
            field=models.PositiveBigIntegerField(default=0, verbose_name="bytes"),
        ),
    ]
