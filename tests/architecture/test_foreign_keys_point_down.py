"""Foreign keys are strings, which import-linter cannot see."""

import pytest
from django.apps import apps
from django.conf import settings

FLOOR = {"crew": 0, "portfolio": 1, "backstage": 2}
OURS = [model for label in FLOOR for model in apps.get_app_config(label).get_models()]


def related(model):
    fields = [*model._meta.fields, *model._meta.many_to_many]
    return [field for field in fields if field.related_model and field.related_model in OURS]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_relations_point_down_save_those_to_the_user(model):
    upward = [
        field.name
        for field in related(model)
        if FLOOR[field.related_model._meta.app_label] > FLOOR[model._meta.app_label]
        and field.related_model._meta.label != settings.AUTH_USER_MODEL
    ]
    assert upward == []


def test_the_user_stands_alone_in_the_first_migration():
    from django.db.migrations.loader import MigrationLoader

    first = MigrationLoader(None, ignore_no_migrations=True).disk_migrations["backstage", "0001_user"]
    assert [operation.name for operation in first.operations] == ["User"]
