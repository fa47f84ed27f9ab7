"""Writing the log of rights."""

from typing import Any

from portfolio.models import RightsEntry


def record(
    thing: Any,
    fact: str,
    *,
    before: Any = "",
    after: Any = "",
    by: Any = None,
    reason: str = "",
    evidence: str = "",
) -> None:
    """Adds a line: `fact` of `thing` went from `before` to `after`.

    `by` is a member of staff, or nobody; `evidence` the hash of the paper that says so.
    """
    RightsEntry.objects.create(
        subject=f"{thing._meta.model_name}:{thing.pk}",
        fact=fact,
        before=str(before)[:200],
        after=str(after)[:200],
        by=by,
        reason=reason,
        evidence_sha256=evidence,
    )
