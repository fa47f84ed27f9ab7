"""Searching as people type: without accents, without capitals, with whatever apostrophe the keyboard has."""

import unicodedata
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, TextField, Transform

# PostgreSQL folds what has no decomposition (ø, ß, æ …) by its own table; here the commonest of them.
UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})

# What stands for an apostrophe in set type and on keyboards, beside the straight one.
APOSTROPHES = "‘’ʼ′´`"
STRAIGHTENED = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))


def fold(text: str | None) -> str | None:
    """`text` in small letters, without accents, its apostrophes straight; None stays None."""
    if text is None:
        return None
    plain = text.lower().translate(STRAIGHTENED).translate(UNDECOMPOSED)
    letters = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


class Folded(Transform):
    """`name__folded__contains="perico"` finds "Pericò". Both sides are folded."""

    lookup_name = "folded"
    bilateral = True
    function = "FOLD"

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        """PostgreSQL has `unaccent`, an extension that the first migration of portfolio brings."""
        straight = f"TRANSLATE(%(expressions)s, '{APOSTROPHES}', REPEAT('''', {len(APOSTROPHES)}))"
        return super().as_sql(compiler, connection, template=f"LOWER(UNACCENT({straight}))", **extra)


def teach_sqlite(sender: object, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """SQLite knows ASCII capitals only: each new connection learns `FOLD`."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("FOLD", 1, fold, deterministic=True)


def register() -> None:
    """Gives the `folded` transform to every column of words."""
    CharField.register_lookup(Folded)
    TextField.register_lookup(Folded)
