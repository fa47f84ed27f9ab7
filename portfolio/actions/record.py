"""Writing the log of rights."""

from typing import Any

from portfolio.models import RightsEntry


def record(
    thing: Any, fact: str, *, before: Any = "", after: Any = "", by: Any = None, reason: str = ""
) -> None:
    """Adds a line: `fact` of `thing` went from `before` to `after`. `by` is a member of staff, or nobody."""
    RightsEntry.objects.create(
        subject=f"{thing._meta.model_name}:{thing.pk}",
        fact=fact,
        before=str(before)[:200],
        after=str(after)[:200],
        by=by,
        reason=reason,
    )
