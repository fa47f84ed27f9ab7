from django.db import migrations, models


class Migration(migrations.Migration):
    """A member has a page, so the address is never empty."""

    dependencies = [("crew", "0003_missing_addresses")]

    operations = [
        migrations.AddConstraint(
            model_name="crewmember",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug__gt", "")), name="member_has_an_address"
            ),
        ),
    ]
