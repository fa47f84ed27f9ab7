from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0024_agreement_clause"),
        ("screening", "0011_contact_erasure"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="grant",
            name="grant_terms_accepted_at_some_time",
        ),
        migrations.AddField(
            model_name="grant",
            name="accepted_text",
            field=models.TextField(blank=True, verbose_name="what was accepted"),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_text", ""), ("terms__isnull", True)),
                    ("terms_accepted_at__isnull", False),
                    _connector="OR",
                ),
                name="grant_terms_accepted_at_some_time",
            ),
        ),
    ]
