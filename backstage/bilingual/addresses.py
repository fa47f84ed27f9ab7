"""Finding a row by a slug that each language spells its own way; the words that no such slug may be."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from django.utils.translation import override

from backstage.bilingual.languages import active_language, codes, column, columns

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


def reserved_words() -> frozenset[str]:
    """The first words of the site's own addresses, in every language: whoever stands at the root avoids them.

    They are read from the URLconf. A word of one language is kept free in all: the language switch and old
    links would otherwise lead from a room to a page of words.
    """
    return frozenset(word for code in codes() for word in _first_words_in(code))


def _first_words_in(language: str) -> list[str]:
    with override(language):
        return list(_first_words(get_resolver().url_patterns))


def _first_words(patterns: Iterable[Any]) -> Iterator[str]:
    """The first word of each pattern that has one; where it is empty, those of the patterns below."""
    for entry in patterns:
        word = _first_word(entry.pattern)
        if word:
            yield word
        if isinstance(entry, URLResolver) and (not word or isinstance(entry.pattern, LocalePrefixPattern)):
            yield from _first_words(entry.url_patterns)


def _first_word(pattern: Any) -> str:
    """What a plain pattern begins with; nothing for one that begins with a parameter."""
    if not isinstance(pattern, RoutePattern | LocalePrefixPattern):
        return ""
    word = str(pattern).split("/", 1)[0]
    return "" if "<" in word else word
