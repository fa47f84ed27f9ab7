"""What a page of the desk tells of a row."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Told = TypeVar("Told", bound=Callable[..., Any])


def told_once(tell: Told) -> Told:
    """Has a method find out what it tells of a row once for each row that is at hand.

    The desk's theme asks for every read-only field five times a page.
    """
    name = f"_told_{tell.__name__}"

    @wraps(tell)
    def told(desk: Any, row: Any) -> Any:
        if name not in row.__dict__:
            setattr(row, name, tell(desk, row))
        return row.__dict__[name]

    return told  # type: ignore[return-value]
