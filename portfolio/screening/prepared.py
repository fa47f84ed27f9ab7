"""Questions that are put into SQL once and asked of the database each time.

Django needs thirty times as long to say a long question in SQL as the database needs to answer it. What is
kept here is the wording alone, in Django's own words: every answer is the database's, of that very moment.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

# The moments at which a question is worded for a trial: a winter's and a summer's night, of which the second
# belongs to the next day already where the site is.
TRIALS = (datetime(2001, 2, 3, 22, 31, 6, 70809, UTC), datetime(2012, 7, 10, 22, 32, 7, 605040, UTC))


class CannotBePrepared(Exception):
    """A question whose wording hangs on more than was said it does: its SQL would be wrong the next time."""


class Prepared:
    """A question that hangs on a moment and on some words.

    It is worded twice, with different ones: what differs in the parameters must be one of the words, or a
    moment as far from the one asked for both times, or its day. All else that differs is refused with
    `CannotBePrepared`.
    """

    def __init__(self, question: Callable[..., QuerySet[Any, Any]], *words: str) -> None:
        """`question(at, **words)` gives a queryset of tuples; of its answer the first row is given."""
        self.question, self.words, self.lock = question, words, Lock()
        self.worded: dict[str, Wording] = {}

    def first(self, at: datetime, **said: str) -> tuple[Any, ...] | None:
        """What the database answers now; None where there is no such row."""
        connection.ensure_connection()  # what follows speaks to the driver
        wording = self._wording()
        row = _asked(wording, wording.parameters(at, said))
        return wording.read(row) if row else None

    def _wording(self) -> "Wording":
        with self.lock:
            if connection.vendor not in self.worded:
                self.worded[connection.vendor] = self._put_into_words()
        return self.worded[connection.vendor]

    def _put_into_words(self) -> "Wording":
        said = [{word: f"{word} {number}" for word in self.words} for number in range(len(TRIALS))]
        compilers = [self._compiler(at, words) for at, words in zip(TRIALS, said, strict=True)]
        (sql, params), (other, others) = (compiler.as_sql() for compiler in compilers)
        if sql != other:
            raise CannotBePrepared(self.question)
        places = [_place(pair, said) for pair in zip(params, others, strict=True)]
        return Wording(sql, places, compilers[0])

    def _compiler(self, at: datetime, words: dict[str, str]) -> Any:
        return self.question(at, **words)[:1].query.get_compiler(connection=connection)


def _asked(wording: "Wording", parameters: list[Any]) -> tuple[Any, ...] | None:
    """The first row, by way of the driver's own cursor, save where Django writes questions down.

    Django's reads all of the question each time to put SQLite's marks into it; on PostgreSQL it never lets
    the server keep the plan, and planning takes ten times as long as answering.
    """
    if connection.queries_logged:
        with connection.cursor() as cursor:
            cursor.execute(wording.sql, parameters)
            return cursor.fetchone()
    with connection.make_cursor(_drivers_own()) as cursor:
        cursor.execute(wording.plain, parameters)
        return cursor.fetchone()


def _drivers_own() -> Any:
    if connection.vendor != "postgresql":
        return connection.connection.cursor()
    from psycopg import Cursor

    return Cursor(connection.connection)


def _plain(sql: str) -> str:
    """The question with the driver's own marks."""
    if connection.vendor != "sqlite":
        return sql
    marked: str = connection.create_cursor().convert_query(sql)
    return marked


class Wording:
    """A question in SQL, what stands at the places of its parameters, and how its answer is read."""

    def __init__(self, sql: str, places: list[tuple[str, Any]], compiler: Any) -> None:
        """Many places hold the same: each different one is worked out once."""
        self.sql, self.plain, self.compiler = sql, _plain(sql), compiler
        self.different = list(dict.fromkeys(places))
        self.order = [self.different.index(place) for place in places]
        self.converters = compiler.get_converters([column[0] for column in compiler.select])

    def parameters(self, at: datetime, said: dict[str, str]) -> list[Any]:
        """What the question is asked with."""
        values = [FILLED[kind](what, at, said) for kind, what in self.different]
        return [values[number] for number in self.order]

    def read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """The answer as Django would give it."""
        return tuple(next(iter(self.compiler.apply_converters([row], self.converters))))


# What stands at a place: the same always, one of the words, a moment so far from the one asked for, its day.
FILLED: dict[str, Callable[[Any, datetime, dict[str, str]], Any]] = {
    "always": lambda what, at, said: what,
    "word": lambda what, at, said: said[what],
    "moment": lambda what, at, said: connection.ops.adapt_datetimefield_value(at + what),
    "day": lambda what, at, said: connection.ops.adapt_datefield_value(_day(at)),
}


def _place(pair: tuple[Any, Any], said: list[dict[str, str]]) -> tuple[str, Any]:
    """What stands at a place that held this pair in the two trials. Refuses with `CannotBePrepared`."""
    if pair[0] == pair[1]:
        return "always", pair[0]
    for word in said[0]:
        if pair == (said[0][word], said[1][word]):
            return "word", word
    if [_date(value) for value in pair] == [_day(at) for at in TRIALS]:
        return "day", None
    return "moment", _distance(pair)


def _day(at: datetime) -> date:
    """The day that a moment belongs to, where the site is."""
    return at.astimezone(timezone.get_default_timezone()).date()


def _distance(pair: tuple[Any, Any]) -> timedelta:
    """How far a moment is from the one that is asked about. Refuses with `CannotBePrepared`."""
    moments = [_moment(value) for value in pair]
    first, second = (moment - at if moment else None for moment, at in zip(moments, TRIALS, strict=True))
    if first is None or first != second:
        raise CannotBePrepared(pair)
    return first


def _moment(value: Any) -> datetime | None:
    """A moment, also as SQLite writes it, in UTC; None for all else."""
    moment = _read(value, datetime)
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)


def _date(value: Any) -> date | None:
    """A day, also as SQLite writes it; None for all else."""
    return None if isinstance(value, datetime) else _read(value, date)


def _read(value: Any, kind: Any) -> Any:
    if not isinstance(value, str):
        return value if isinstance(value, kind) else None
    with suppress(ValueError):
        return kind.fromisoformat(value)
    return None
