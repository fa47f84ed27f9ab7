"""A person's release neither ends nor is withdrawn before it was signed."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Rows that say so stop it: their dates are to be set right first."""

    dependencies = [("portfolio", "0004_work_trouble")]
    operations = [
        migrations.AddConstraint(
            model_name="personrelease",
            constraint=models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("signed_on")),
                name="personrelease_ends_after_signing",
                violation_error_message="It ends before it was signed. Check the two dates.",
            ),
        ),
        migrations.AddConstraint(
            model_name="personrelease",
            constraint=models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gt=F("signed_on")),
                name="personrelease_revoked_after_signing",
                violation_error_message="It was withdrawn before it was signed. Check the two dates.",
            ),
        ),
    ]
