"""PostgreSQL learns to forgive accents; others have their own way (`backstage.bilingual.spelling`)."""

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    """A trusted extension since PostgreSQL 13: the database's owner may create it."""

    dependencies = [("portfolio", "0001_portfolio")]
    operations = [UnaccentExtension()]
