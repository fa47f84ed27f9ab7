from django.db import migrations, models


class Migration(migrations.Migration):
    """What has a page has an address in some language, and so has the alias of what is confidential."""

    dependencies = [("portfolio", "0008_missing_addresses")]

    operations = [
        migrations.RemoveConstraint(
            model_name="production",
            name="production_confidential_has_alias",
        ),
        migrations.AddConstraint(
            model_name="film",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("slug_it__isnull", False), models.Q(("slug_it", ""), _negated=True)),
                    models.Q(("slug_en__isnull", False), models.Q(("slug_en", ""), _negated=True)),
                    _connector="OR",
                ),
                name="film_slug_in_some_language",
                violation_error_message="Write it in at least one language.",
            ),
        ),
        migrations.AddConstraint(
            model_name="production",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("slug_it__isnull", False), models.Q(("slug_it", ""), _negated=True)),
                    models.Q(("slug_en__isnull", False), models.Q(("slug_en", ""), _negated=True)),
                    _connector="OR",
                ),
                name="production_slug_in_some_language",
                violation_error_message="Write it in at least one language.",
            ),
        ),
        migrations.AddConstraint(
            model_name="production",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_confidential", False),
                    models.Q(
                        models.Q(
                            models.Q(("alias_it__isnull", False), models.Q(("alias_it", ""), _negated=True)),
                            models.Q(("alias_en__isnull", False), models.Q(("alias_en", ""), _negated=True)),
                            _connector="OR",
                        ),
                        models.Q(
                            models.Q(
                                ("alias_slug_it__isnull", False),
                                models.Q(("alias_slug_it", ""), _negated=True),
                            ),
                            models.Q(
                                ("alias_slug_en__isnull", False),
                                models.Q(("alias_slug_en", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="production_confidential_has_alias",
                violation_error_message="A confidential production needs a public alias.",
            ),
        ),
        migrations.AddConstraint(
            model_name="showreel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("slug_it__isnull", False), models.Q(("slug_it", ""), _negated=True)),
                    models.Q(("slug_en__isnull", False), models.Q(("slug_en", ""), _negated=True)),
                    _connector="OR",
                ),
                name="showreel_slug_in_some_language",
                violation_error_message="Write it in at least one language.",
            ),
        ),
        migrations.AddConstraint(
            model_name="testimony",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("slug_it__isnull", False), models.Q(("slug_it", ""), _negated=True)),
                    models.Q(("slug_en__isnull", False), models.Q(("slug_en", ""), _negated=True)),
                    _connector="OR",
                ),
                name="testimony_slug_in_some_language",
                violation_error_message="Write it in at least one language.",
            ),
        ),
    ]
