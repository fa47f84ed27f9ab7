"""The facts that open and close works: releases that move, agreements and papers that are recorded."""

import hashlib
from typing import Any

from django.db import transaction
from django.db.models.fields.files import FieldFile

from backstage.bilingual.languages import columns
from portfolio.actions import publication
from portfolio.actions.record import record
from portfolio.models import Release, Testimony
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


@transaction.atomic
def keep_testimony(testimony: Testimony, *, by: Any = None) -> None:
    """Saves a voice, with the hash of the paper that the speaker signed.

    Each fact by which it is shown gets its line in the log where it changed: release, wording, choice.
    """
    former = Testimony.objects.filter(pk=testimony.pk).first() or Testimony()
    testimony.release_document_sha256 = hash_of(
        testimony.release_document, known=testimony.release_document_sha256
    )
    testimony.save()
    for fact in _facts_of_a_voice():
        before, after = getattr(former, fact) or "", getattr(testimony, fact) or ""
        if before != after:
            evidence = testimony.release_document_sha256
            record(testimony, fact, before=before, after=after, by=by, evidence=evidence)


@transaction.atomic
def drop_testimony(testimony: Testimony, *, by: Any = None) -> None:
    """Deletes a voice. The paper goes with the commit; its hash stays in the log."""
    record(testimony, "deleted", by=by, evidence=testimony.release_document_sha256)
    papers = [testimony.release_document.name] if testimony.release_document else []
    testimony.delete()
    transaction.on_commit(lambda: forget(vault(), papers))


def _facts_of_a_voice() -> list[str]:
    signed = ["release_signed_on", "release_document_sha256", "release_revoked_at"]
    return [*signed, *columns("wording_approved_on"), "is_published"]


def hash_of(paper: FieldFile, *, known: str) -> str:
    """The hash of a paper: read where it was just chosen, `known` where it was there before."""
    if not paper:
        return ""
    if paper._committed:  # type: ignore[attr-defined]
        return known
    digest = hashlib.file_digest(paper.file, "sha256").hexdigest()
    paper.file.seek(0)
    return digest
