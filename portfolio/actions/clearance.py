"""The facts that open and close works: agreements, releases, papers that are recorded, changed or dropped."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from portfolio.actions import publication, rendering
from portfolio.actions.record import FACTS, record, record_changes
from portfolio.models import Agreement, Film, Photo, Production, Release, Testimony
from portfolio.renditions.storages import forget, vault

# Facts of an agreement that stand inside the files of its pictures.
LINES = {"credit_line", "credit_required", "production", "photo"}


@transaction.atomic
def keep_fact(fact: Any, *, by: Any = None) -> None:
    """Saves a row that decides who may see a work, new or known, with the hash of its paper.

    Each fact that changed gets its line in the log. What the row decided about until now is settled too: it
    may be about something else from now on.
    """
    former = type(fact)._default_manager.filter(pk=fact.pk).first()
    left = list(publication.works_affected_by(former)) if former else []
    if hasattr(fact, "document_sha256"):
        fact.document_sha256 = hash_of(fact.document, known=fact.document_sha256)
    if isinstance(fact, Release):
        fact.opens_at = fact.opening_moment()
    fact.save()
    changed = record_changes(fact, former, by=by)
    works = [*left, *publication.works_affected_by(fact)]
    publication.settle_later(works)
    if LINES & set(changed):
        rendering.follow([work for work in works if isinstance(work, Photo)])


@transaction.atomic
def fact_changed(fact: Any, former: Any, *, by: Any = None) -> None:
    """Records in what a saved row differs from its `former` one (None: it is new), and settles its works."""
    changed = record_changes(fact, former, by=by)
    if former and not changed and getattr(former, "order", None) == getattr(fact, "order", None):
        return
    left = publication.works_affected_by(former) if former else ()
    publication.settle_later([*left, *publication.works_affected_by(fact)])


@transaction.atomic
def keep_production(production: Production, *, by: Any = None) -> None:
    """Saves a production; whether it is published, secret and revealed gets its lines in the log.

    Of its works nothing moves, their agreement decides; but the line inside their files may be another. Once
    it is secret, no file is served that was made when its name could be said.
    """
    former = Production.objects.filter(pk=production.pk).first()
    production.save()
    if not record_changes(production, former, by=by):
        return
    if former and production.is_secret() and not former.is_secret():
        rendering.from_scratch(production.photos.all())
    else:
        rendering.follow(production.photos.all())


@transaction.atomic
def withdraw(work: Photo | Film, *, reason: str = "", by: Any = None, at: datetime | None = None) -> None:
    """Takes a work from everybody, from now on; where it was public its address answers that it is gone.

    Its public copies are gone when this returns. A work that is withdrawn already stays as it was.
    """
    _end(work, "withdrawn_at", at or timezone.now(), reason=reason, by=by)


@transaction.atomic
def take_up_again(work: Photo | Film, *, by: Any = None) -> None:
    """Takes a withdrawal back: what the facts allow is seen again."""
    before = work.withdrawn_at
    if before:
        work.withdrawn_at = None
        work.save(update_fields=["withdrawn_at"])
        record(work, "withdrawn_at", before=before, by=by)
        publication.settle_later([work])


@transaction.atomic
def strike_out(photo: Photo, *, reason: str = "", by: Any = None, at: datetime | None = None) -> None:
    """Writes down that an actor's approval struck the photograph out: it is never shown again, to nobody.

    There is no way back, and its file is refused if it is brought once more: the log keeps its hash. Whatever
    else was made of the very same file goes with it.
    """
    same = Photo.objects.filter(sha256=photo.sha256).exclude(pk=photo.pk) if photo.sha256 else ()
    for each in (photo, *same):
        _end(each, "killed_at", at or timezone.now(), reason=reason, by=by)


def _end(work: Photo | Film, fact: str, moment: datetime, *, reason: str, by: Any) -> None:
    if getattr(work, fact):
        return
    setattr(work, fact, moment)
    work.save(update_fields=[fact])
    record(work, fact, after=moment, by=by, reason=reason, evidence=work.sha256)
    publication.settle_later(publication.works_affected_by(work))


@transaction.atomic
def drop_fact(fact: Any, *, by: Any = None) -> None:
    """Deletes a row that decides about visibility, with its paper. The works that it touched are settled."""
    works = list(publication.works_affected_by(fact))
    paper = str(getattr(fact, "document", "") or "")
    record(fact, "deleted", by=by, evidence=getattr(fact, "document_sha256", ""))
    fact.delete()
    publication.settle_later(works)
    if isinstance(fact, Agreement):
        rendering.follow(
            [work for work in works if isinstance(work, Photo)]
        )  # its line stands in their files
    if paper:
        transaction.on_commit(lambda: forget(vault(), [paper]))


@transaction.atomic
def drop_production(production: Production, *, by: Any = None) -> None:
    """Deletes a production with all that decided about it, each with its line and its paper.

    Refuses with `ProtectedError` one that has works, or releases of persons.
    """
    for fact in [*Agreement.objects.filter(production=production), *production.releases.all()]:
        drop_fact(fact, by=by)
    record(production, "deleted", by=by)
    production.delete()


@transaction.atomic
def drop_work(work: Photo | Film, *, by: Any = None) -> None:
    """Deletes a work with all that decided about it, each with its line and its paper."""
    for fact in [
        *Agreement.objects.filter(**{str(work._meta.model_name): work.pk}),
        *work.person_releases.all(),
    ]:
        drop_fact(fact, by=by)
    publication.discard(work, by=by)


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
    for fact in FACTS[Testimony]:
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


def hash_of(paper: FieldFile, *, known: str) -> str:
    """The hash of a paper: read where it was just chosen, `known` where it was there before."""
    if not paper:
        return ""
    if paper._committed:  # type: ignore[attr-defined]
        return known
    digest = hashlib.file_digest(paper.file, "sha256").hexdigest()
    paper.file.seek(0)
    return digest
