"""What is put into SQL once and said to the database each time: the gate's question, and its row.

Django needs thirty times as long to say a long question in SQL as the database needs to answer it. What is
kept here is the wording alone, in Django's own words: every answer is the database's, of that very moment.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.sql import InsertQuery
from django.utils import timezone

# The moments at which a question is worded for a trial: a winter's and a summer's night, of which the second
# belongs to the next day already where the site is.
TRIALS = (datetime(2001, 2, 3, 22, 31, 6, 70809, UTC), datetime(2012, 7, 10, 22, 32, 7, 605040, UTC))

# What stands for a value in Django's SQL, and what stands for a percent sign.
MARK = re.compile("%[s%]")


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
        wording = self._wording()
        row = wording.statement.first(wording.values(at, said))
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


class Statement:
    """SQL that goes to the driver as it stands, past all that would read it anew each time."""

    def __init__(self, sql: str, order: list[int] | None = None) -> None:
        """`sql` has Django's marks; `order` tells for each mark which of the values stands there."""
        self.sql, self.order = sql, order if order is not None else list(range(sql.count("%s")))
        self.plain = _plain(sql, self.order)

    def first(self, values: list[Any]) -> tuple[Any, ...] | None:
        """Runs it with these values; the first row of what comes back, None where there is none.

        By way of the driver's own cursor, save where Django writes down what is asked. Django's would read
        all of it each time to put SQLite's marks into it; on PostgreSQL it never lets the server keep the
        plan, and planning takes ten times as long as answering.
        """
        connection.ensure_connection()  # what follows speaks to the driver
        if connection.queries_logged:
            with connection.cursor() as cursor:
                cursor.execute(self.sql, self._in_order(values))
                return _row(cursor)
        has_numbers = connection.vendor == "postgresql"
        with connection.make_cursor(_drivers_own()) as cursor:
            cursor.execute(self.plain, values if has_numbers else self._in_order(values))
            return _row(cursor)

    def _in_order(self, values: list[Any]) -> list[Any]:
        return [values[number] for number in self.order]


def _row(cursor: Any) -> tuple[Any, ...] | None:
    return cursor.fetchone() if cursor.description else None


def _drivers_own() -> Any:
    """Of psycopg's cursors the one that takes PostgreSQL's marks: it has nothing to translate."""
    if connection.vendor != "postgresql":
        return connection.connection.cursor()
    from psycopg import RawCursor

    return RawCursor(connection.connection)


def _plain(sql: str, order: list[int]) -> str:
    """The same with the driver's own marks."""
    if connection.vendor == "postgresql":
        numbers = iter(order)
        return MARK.sub(lambda mark: "%" if mark[0] == "%%" else f"${next(numbers) + 1}", sql)
    connection.ensure_connection()
    marked: str = connection.create_cursor().convert_query(sql)
    return marked


# Ends the wait for the disk at the end of the transaction that it is said in, and says nothing to the next.
WITHOUT_WAITING = "set_config('synchronous_commit', 'off', true)"


class PreparedRow:
    """A new row of a model, put into SQL once, without what Django asks and tells about each it saves.

    Everybody sees it at once, but its database does not wait for the disk: what a power cut takes with it is
    the last rows before, which were of an answer that was cut as well. For an SQLite file the settings say so
    (`synchronous=NORMAL`), on PostgreSQL the statement does, so it is to be written by itself, outside a
    transaction that must last.
    """

    def __init__(self, model: type[Model]) -> None:
        """All of the model's columns but its key are to be given; the key is the database's."""
        self.model = model
        self.statements: dict[str, Statement] = {}

    def write(self, **values: Any) -> None:
        """Writes the row down; `values` by the names of the columns, as `viewing_id`."""
        columns = [field for field in self.model._meta.concrete_fields if not field.primary_key]
        if {field.attname for field in columns} != set(values):
            raise TypeError(f"Not the columns of {self.model._meta.label}: {', '.join(values)}.")
        if connection.vendor not in self.statements:
            self.statements[connection.vendor] = Statement(self._sql(columns))
        statement = self.statements[connection.vendor]
        statement.first([field.get_db_prep_save(values[field.attname], connection) for field in columns])

    def _sql(self, columns: list[Any]) -> str:
        query = InsertQuery(self.model)
        query.insert_values(columns, [self.model()])
        ((sql, _values),) = query.get_compiler(connection=connection).as_sql()
        if connection.vendor != "postgresql":
            return str(sql)
        into, values = sql.split(" VALUES ")
        return f"{into} SELECT {values.strip('()')} FROM {WITHOUT_WAITING}"  # noqa: S608 - Django's own words


class Wording:
    """A question in SQL, what stands at the places of its values, and how its answer is read."""

    def __init__(self, sql: str, places: list[tuple[str, Any]], compiler: Any) -> None:
        """Many places hold the same: each different one is worked out, and sent, once."""
        self.different = list(dict.fromkeys(places))
        self.statement = Statement(sql, [self.different.index(place) for place in places])
        self.compiler = compiler
        self.converters = compiler.get_converters([column[0] for column in compiler.select])

    def values(self, at: datetime, said: dict[str, str]) -> list[Any]:
        """What the question is asked with, each once."""
        return [FILLED[kind](what, at, said) for kind, what in self.different]

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
