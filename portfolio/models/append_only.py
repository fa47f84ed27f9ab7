"""The database itself refuses to change or delete a line of the log of rights, whoever asks.

Triggers do it: SQL typed by hand, the admin and our own code are all told the same. A later migration that
has SQLite rebuild the table must call `guard` again, for its triggers go with the old table.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

TABLE = "portfolio_rightsentry"
REFUSAL = "The log of rights is only added to."

REFUSE = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
# REPLACE deletes without asking the trigger of deletions: the third one sees it.
SQLITE = [
    f"CREATE TRIGGER {TABLE}_unchanged BEFORE UPDATE ON {TABLE} {REFUSE}",
    f"CREATE TRIGGER {TABLE}_kept BEFORE DELETE ON {TABLE} {REFUSE}",
    f"""CREATE TRIGGER {TABLE}_not_replaced BEFORE INSERT ON {TABLE}
    WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id) {REFUSE}""",  # noqa: S608 - our own words
]
POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE TRIGGER {TABLE}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()""",
]
GUARDS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
LIFTING = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {TABLE}_{name}" for name in ("unchanged", "kept", "not_replaced")],
    "postgresql": [f"DROP TRIGGER IF EXISTS {TABLE}_kept ON {TABLE}"],
}


def guard(connection: Any) -> None:
    """From now on the table is only added to. Again is no error."""
    lift(connection)
    _execute(connection, GUARDS[connection.vendor])


def lift(connection: Any) -> None:
    """The table is a table like others again: for what retires old lines, and for a test's own database."""
    _execute(connection, LIFTING[connection.vendor])


@contextmanager
def lifted(connection: Any) -> Iterator[None]:
    """In one transaction without the guard; whatever happens inside, the guard stands again after it."""
    with transaction.atomic(using=connection.alias):
        lift(connection)
        yield
        guard(connection)


def _execute(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
