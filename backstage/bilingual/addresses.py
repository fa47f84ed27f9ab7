"""Slugs that each language spells its own way: finding a row by one, and making one that is free."""

from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from operator import and_
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from django.utils.text import slugify
from django.utils.translation import gettext, override

from backstage.bilingual.languages import active_language, codes, column, columns

ROOM_FOR_A_NUMBER = 5  # "-9999"

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


def free_slug(
    model: type[Model],
    name: str,
    words: str,
    *,
    besides: Any = None,
    reserved: frozenset[str] = frozenset(),
) -> str:
    """A slug made of `words`, not `reserved`, that no other row of `model` has in `name`, and that fits in.

    Words without a letter that an address may hold give "untitled", in the column's language.
    """
    field: Any = model._meta.get_field(name)
    base = slugify(words)[: field.max_length - ROOM_FOR_A_NUMBER].rstrip("-") or _untitled(name)
    taken = set(
        model._default_manager.exclude(pk=besides)
        .filter(**{f"{name}__startswith": base})
        .values_list(name, flat=True)
    )
    taken |= {word for word in reserved if word.startswith(base)}
    numbered: Callable[[int], str] = lambda number: f"{base}-{number}"  # noqa: E731
    candidates = [base, *(numbered(number) for number in range(2, len(taken) + 3))]
    return next(slug for slug in candidates if slug not in taken)


def give_addresses(rows: QuerySet[Any], words: Callable[[Any, str], str], *, field: str = "slug") -> None:
    """Makes the address of each of `rows` that has none in any language, from `words(row, language)`.

    For migrations: it touches the columns that their state of the model has, those of `field` alone.
    """
    there = {each.name for each in rows.model._meta.fields}
    spelt = {code: column(field, code) for code in codes() if column(field, code) in there}
    without = reduce(and_, (Q(**{f"{name}__isnull": True}) | Q(**{name: ""}) for name in spelt.values()))
    for row in rows.filter(without):
        for code, name in spelt.items():
            setattr(row, name, free_slug(rows.model, name, words(row, code)))
        row.save(update_fields=spelt.values())


def said_first(row: Any, field: str, language: str) -> str:
    """What a row says in `field`, in this language, else in the first that says it. For migrations."""
    order: Iterable[str] = (language, *codes())
    return next((said for code in order if (said := getattr(row, column(field, code), None))), "")


def _untitled(name: str) -> str:
    language = name.rpartition("_")[2]
    with override(language if language in codes() else active_language()):
        return slugify(gettext("untitled"))
