"""Finding people, productions, roles, films, voices and pages, with or without accents."""

from collections.abc import Iterable
from functools import reduce
from itertools import groupby
from operator import and_, or_
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from backstage.bilingual.languages import codes, column, columns
from backstage.models import Page
from portfolio.models import Credit, Production
from portfolio.models.testimony import ROME, TestimonyQuerySet
from portfolio.views.members import public_credits, public_members
from portfolio.views.testimonies import voices
from portfolio.views.works import films

# More words than a person types, and fewer than a database minds.
MOST_WORDS = 8
LONGEST = 200
MOST_RESULTS = 30


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is public and holds every word, wherever in it each one stands."""
    words = words_of(request.GET.get("q", ""))
    found = {kind: list(rows) for kind, rows in find(words).items()} if words else {}
    context = {"query": " ".join(words), "found": found, "is_nothing": not any(found.values())}
    return render(request, "pages/search.html", context)


def words_of(query: str) -> list[str]:
    """The words of a query as somebody typed it, hostile or not: printable, few, and not too long."""
    printable = "".join(letter if letter.isprintable() else " " for letter in query[:LONGEST])
    return printable.split()[:MOST_WORDS]


def find(words: list[str]) -> dict[str, Any]:
    """The rows to show, by kind: one query each, two where people are named."""
    people = _each(words, ["name", "nickname", *columns("words")])
    return {
        "members": public_members().filter(people)[:MOST_RESULTS],
        "credits": _credits(words),
        "productions": _productions(words)[:MOST_RESULTS],
        "films": films().filter(_each(words, _translated("title", "description")))[:MOST_RESULTS],
        "testimonies": _voices(words)[:MOST_RESULTS],
        "pages": Page.objects.public().filter(_each(words, _translated("title", "body")))[:MOST_RESULTS],
    }


def _productions(words: list[str]) -> QuerySet[Production]:
    """By everything that is said of those that may be named; the secret ones by their alias alone."""
    fields = ["original_title", *_translated("title", "logline", "synopsis")]
    named = Q(pk__in=Production.objects.named().values("pk")) & _each(words, fields)
    secret = Q(pk__in=Production.objects.secret().values("pk")) & _each(words, columns("alias"))
    return Production.objects.public().filter(named | secret)


def _credits(words: list[str]) -> list[tuple[str, list[Credit]]]:
    """Credits by role: whoever was a hairdresser, and on what."""
    roles = [f"role__{name}" for name in _translated("name", "feminine", "masculine")]
    paths = ("department", "role__department")
    departments = [f"{path}__{name}" for path in paths for name in columns("name")]
    fields = ["name", "character", "member__name", *roles, *departments]
    rows = public_credits().filter(_each(words, fields))
    in_order = rows.order_by("role__department__order", "role__order", "role", "order", "pk")[:MOST_RESULTS]
    return [(label, list(found)) for label, found in groupby(in_order, key=lambda row: row.function)]


def _voices(words: list[str]) -> TestimonyQuerySet:
    """By the speaker, and by words in a language whose wording was approved: never by another's."""
    speaker = ["name", "member__name"]
    return voices().filter(reduce(and_, (_says(word, speaker) | _worded(word) for word in words)))


def _worded(word: str) -> Q:
    today = timezone.now().astimezone(ROME).date()
    return reduce(
        or_,
        (
            Q(**{f"{column('wording_approved_on', code)}__lte": today})
            & _says(word, [column(field, code) for field in ("quote", "words", "trade")])
            for code in codes()
        ),
    )


def _each(words: Iterable[str], fields: list[str]) -> Q:
    """Every word is said in one of the fields."""
    return reduce(and_, (_says(word, fields) for word in words))


def _says(word: str, fields: list[str]) -> Q:
    return reduce(or_, (Q(**{f"{field}__folded__contains": word}) for field in fields))


def _translated(*fields: str) -> list[str]:
    return [name for field in fields for name in columns(field)]
