"""The facts that open and close works: releases that move, agreements and papers that are recorded."""

from typing import Any

from django.db import transaction

from portfolio.actions import publication
from portfolio.actions.record import record
from portfolio.models import Release
from portfolio.renditions.storages import forget, vault


@transaction.atomic
def move_release(release: Release, *, by: Any = None) -> None:
    """Saves a release with the moment at which it opens, and all that waits for it moves along."""
    before = release.opens_at
    release.opens_at = release.opening_moment()
    release.save()
    if before != release.opens_at:
        record(release, "opens_at", before=before or "", after=release.opens_at or "", by=by)
    publication.settle_later(publication.works_affected_by(release))


@transaction.atomic
def fact_changed(fact: Any, *, by: Any = None, what: str = "saved") -> None:
    """Records that a saved row that decides about visibility changed, and settles every work it touches."""
    record(fact, what, by=by)
    publication.settle_later(publication.works_affected_by(fact))


@transaction.atomic
def drop_fact(fact: Any, *, by: Any = None) -> None:
    """Deletes a row that decides about visibility, with its paper. The works that it touched are settled."""
    works = list(publication.works_affected_by(fact))
    paper = str(getattr(fact, "document", "") or "")
    record(fact, "deleted", by=by)
    fact.delete()
    publication.settle_later(works)
    if paper:
        transaction.on_commit(lambda: forget(vault(), [paper]))
