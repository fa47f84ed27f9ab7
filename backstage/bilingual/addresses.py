"""Finding a row by a slug that each language spells its own way."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from backstage.bilingual.languages import active_language, column, columns

AnyModel = TypeVar("AnyModel", bound=Model)


def find_by_slug(queryset: QuerySet[AnyModel], slug: str, *, field: str = "slug") -> AnyModel:
    """The row whose address is `slug`, in whichever language it is spelt. Refuses with `Http404`.

    The address in the active language wins where two rows answer to the same word in two languages; the
    view sends the reader on where the row's own address reads otherwise.
    """
    anywhere = Q()
    for name in columns(field):
        anywhere |= Q(**{name: slug})
    found = list(queryset.filter(anywhere))
    if not found:
        raise Http404
    here = column(field, active_language())
    return next((row for row in found if getattr(row, here) == slug), found[0])
