from django.db import migrations, models


def say_who_wanted_advice(apps, schema_editor):
    """Until now it was understood where neither films nor a showreel were named."""
    asked = apps.get_model("screening", "AccessRequest").objects
    named_nothing = asked.filter(films=None, showreel=None, invited_by=None)
    asked.filter(pk__in=list(named_nothing.values_list("pk", flat=True))).update(wants_advice=True)


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0002_decided_or_withdrawn"),
    ]

    operations = [
        migrations.AddField(
            model_name="accessrequest",
            name="wants_advice",
            field=models.BooleanField(default=False, verbose_name="wants to be advised"),
        ),
        migrations.RunPython(say_who_wanted_advice, migrations.RunPython.noop),
    ]
