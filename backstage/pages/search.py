"""Finding productions, films, people by name and trade, voices and pages, with or without accents."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backstage.bilingual.languages import codes, column, columns
from backstage.bilingual.spelling import fold
from backstage.models import Page
from crew.models import CrewMember
from portfolio.models import CaptionTrack, Credit, Film, Production, clock
from portfolio.models.clock import ROME
from portfolio.models.testimony import TestimonyQuerySet
from portfolio.views.members import public_credits, public_members
from portfolio.views.players import transcripts
from portfolio.views.testimonies import voices
from portfolio.views.works import films

# More words than a person types, and fewer than a database minds.
MOST_WORDS = 8
LONGEST = 200
MOST_RESULTS = 30
MOST_CREDITS = 60
# Of a paragraph so many letters are shown, so many of them before the word that was found.
GLANCE, BEFORE = 160, 60


@dataclass(frozen=True)
class Person:
    """Somebody who was found, once, with all the credits that belong to the answer."""

    name: str
    member: CrewMember | None
    credits: list[Credit]


@dataclass(frozen=True)
class Heard:
    """A film that was found; where the words are said in it, the second and the paragraph."""

    film: Film
    second: float = 0
    words: str = ""
    language: str = ""


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
    """The rows to show, by kind, titles first: one query each, two for people and for films."""
    return {
        "productions": _productions(words)[:MOST_RESULTS],
        "films": _films(words),
        "people": _people(words),
        "testimonies": _voices(words)[:MOST_RESULTS],
        "pages": Page.objects.public().filter(_each(words, _translated("title", "body")))[:MOST_RESULTS],
    }


def _films(words: list[str]) -> list[Heard]:
    """By what is said of them, and by what their pages print that is said in them, in whatever language."""
    fields = _translated("title", "description")
    said = (_says(word, fields) | Q(pk__in=_heard(word)) for word in words)
    found = films().filter(reduce(and_, said)).prefetch_related("captions")[:MOST_RESULTS]
    return [_place(film, {str(fold(word)) for word in words}) for film in found]


def _heard(word: str) -> QuerySet[Any]:
    """The films that are here in which the word is said. What is said was folded when it was read out."""
    tracks = CaptionTrack.objects.filter(transcript_folded__contains=str(fold(word)))
    return tracks.filter(film__renditions__has_key="video").values("film")


def _place(film: Film, sought: set[str]) -> Heard:
    """The paragraph of a film that holds the most of the words, and when it begins; none where none does."""
    if not film.renditions.get("video"):
        return Heard(film)
    found = Heard(film)
    most = 0
    for track in transcripts(film):
        folded = track.transcript_folded.split("\n")
        for (second, words), plain in zip(track.paragraphs, folded, strict=True):
            held = [word for word in sought if word in plain]
            if len(held) > most:
                most = len(held)
                found = Heard(film, second, _around(words, plain, held), track.language)
    return found


def _around(words: str, folded: str, held: list[str]) -> str:
    """As much of a paragraph as is read at a glance, with the first of the words that it holds."""
    # Folding may make it longer: the place is near enough.
    first = min(folded.index(word) for word in held) * len(words) // len(folded)
    start = words.rfind(" ", 0, max(first - BEFORE, 0)) + 1
    end = words.find(" ", start + GLANCE)
    return ("… " if start else "") + (f"{words[start:end]} …" if end > 0 else words[start:])


def _productions(words: list[str]) -> QuerySet[Production]:
    """By everything that is said of those that may be named; the secret ones by their alias alone."""
    fields = ["original_title", *_translated("title", "logline", "synopsis")]
    named = Q(pk__in=Production.objects.named().values("pk")) & _each(words, fields)
    secret = Q(pk__in=Production.objects.secret().values("pk")) & _each(words, columns("alias"))
    return Production.objects.public().filter(named | secret)


def _people(words: list[str]) -> list[Person]:
    """People by name, with all that they did; then others by trade, with what they did in it."""
    named = list(
        public_members().filter(_each(words, ["name", "nickname", *columns("words")]))[:MOST_RESULTS]
    )
    found = {str(member.pk): Person(member.name, member, []) for member in named}
    for credit in _credits(words, named):
        key = str(credit.member_id or credit.name)
        found.setdefault(key, Person(credit.who, credit.member, [])).credits.append(credit)
    return list(found.values())


def _credits(words: list[str], named: list[CrewMember]) -> QuerySet[Credit]:
    """Credits by trade, and those of the people who were found by name."""
    roles = [f"role__{name}" for name in _translated("name", "feminine", "masculine")]
    paths = ("department", "role__department")
    departments = [f"{path}__{name}" for path in paths for name in columns("name")]
    fields = ["name", "character", "member__name", *roles, *departments]
    rows = public_credits().filter(_each(words, fields) | Q(member__in=named))
    return rows.order_by("role__department__order", "role__order", "role", "order", "pk")[:MOST_CREDITS]


def _voices(words: list[str]) -> TestimonyQuerySet:
    """By the speaker, and by words in a language whose wording was approved: never by another's."""
    speaker = ["name", "member__name"]
    return voices().filter(reduce(and_, (_says(word, speaker) | _worded(word) for word in words)))


def _worded(word: str) -> Q:
    today = clock.now().astimezone(ROME).date()
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
