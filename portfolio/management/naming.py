"""What a command's options name."""

from typing import Any

from django.core.management.base import CommandError
from django.db.models import Model, Q

from backstage.bilingual.languages import columns


def named(model: type[Model], slug: str | None) -> Any:
    """The row with this address, in whichever language it is spelt; None where none is named.

    Refuses with `CommandError` an address that nothing has.
    """
    if not slug:
        return None
    fields = {field.name for field in model._meta.get_fields()}
    anywhere = Q()
    for column in fields.intersection(["slug", *columns("slug")]):
        anywhere |= Q(**{column: slug})
    row = model._default_manager.filter(anywhere).first()
    if row is None:
        raise CommandError(f"There is no {model._meta.verbose_name} with the address “{slug}”.")
    return row
