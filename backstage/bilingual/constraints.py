"""Constraints that follow `LANGUAGES`: a third language brings its own with `makemigrations`."""

from functools import reduce
from operator import or_

from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from backstage.bilingual.languages import codes, column, columns


def unique_in_each_language(field: str, *, model: str) -> list[UniqueConstraint]:
    """No two rows of `model` share an address in one language; an empty one is no address."""
    return [
        UniqueConstraint(
            fields=[column(field, code)],
            condition=~Q(**{column(field, code): ""}),
            name=f"{model}_{column(field, code)}_unique",
            violation_error_code="unique",
            violation_error_message=_("This address is already taken. Choose another one."),
        )
        for code in codes()
    ]


def said_in_some_language(field: str, *, model: str) -> CheckConstraint:
    """`field` says something in at least one language."""
    return CheckConstraint(
        condition=filled_in_some_language(field),
        name=f"{model}_{field}_in_some_language",
        violation_error_message=_("Write it in at least one language."),
    )


def filled_in_some_language(field: str) -> Q:
    """The condition itself. NULL is spelt out, since a check that is NULL passes."""
    said = [Q(**{f"{name}__isnull": False}) & ~Q(**{name: ""}) for name in columns(field)]
    return reduce(or_, said)
