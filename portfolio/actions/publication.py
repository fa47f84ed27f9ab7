"""What lies in the public storage follows what is public: copied out after the commit, gone before it."""

import logging
from collections.abc import Iterable
from functools import partial, singledispatch
from itertools import chain
from typing import Any

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext
from huey.contrib.djhuey import db_task

from crew.models import CrewMember
from portfolio.actions.record import record
from portfolio.models import Agreement, Appearance, Film, FilmTrack, PersonRelease, Photo, Production, Release
from portfolio.renditions import films, photographs
from portfolio.renditions.refusals import FULL
from portfolio.renditions.storages import forget, public, put, vault

logger = logging.getLogger(__name__)

# So many works are copied out by whoever opened them; of more the worker takes care.
AT_ONCE = 12


class TooManyPhotos(Exception):
    """The agreement allows no further published photograph."""

    def __init__(self, limit: int) -> None:
        """`limit` is the number agreed."""
        super().__init__(limit)
        self.limit = limit

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return gettext(
            "The agreement allows %(limit)s published photographs. Unpublish one, or ask the rights holder."
        ) % {"limit": self.limit}


@transaction.atomic
def publish(work: Photo | Film, *, by: Any = None) -> None:
    """Records the editor's choice to show `work`. Refuses with `TooManyPhotos` one more than was agreed."""
    if not work.is_published:
        _refuse_one_too_many(work)
        _choose(work, is_published=True, by=by)
    settle_later(works_affected_by(work))


@transaction.atomic
def unpublish(work: Photo | Film, *, by: Any = None) -> None:
    """Records the editor's choice to hide `work`. Its public copies are gone when this returns."""
    if work.is_published:
        _choose(work, is_published=False, by=by)
    settle_later(works_affected_by(work))


def settle(work: Photo | Film) -> None:
    """Has the public storage hold the renditions of `work` exactly where it is public and has no end.

    It may be hidden while it is copied: so the question is asked once more behind the copying.
    """
    settle_all([work])


def settle_all(works: Iterable[Photo | Film]) -> None:
    """The same for many, with one question for all of a kind, and one more for each that was copied out.

    All that must go is gone before anything is copied; a file that the vault has lost stops none of the rest.
    """
    _copy_all(_without_what_must_go(works))


def settle_later(works: Iterable[Photo | Film]) -> None:
    """Takes back at once what is public no longer; copies out what has become public after the commit.

    What was taken back is looked at after the commit as well: until then others see the former fact, and
    may have copied it out again.
    """
    touched = list(works)
    _without_what_must_go(touched)
    if touched:
        transaction.on_commit(partial(_settle_soon, touched))


def _settle_soon(works: list[Photo | Film]) -> None:
    """Takes back at once; copies a few out at once, too, and leaves many to the worker."""
    kept = _without_what_must_go(works)
    if len(kept) > AT_ONCE:
        settle_job([(work._meta.model_name, work.pk) for work in kept])
    else:
        _copy_all(kept)


@db_task()
def settle_job(works: list[tuple[str, int]]) -> None:
    """The worker's part, where an agreement opens a whole production."""
    models: tuple[Any, ...] = (Photo, Film)
    for model in models:
        keys = [pk for name, pk in works if name == model._meta.model_name]
        settle_all(model._default_manager.filter(pk__in=keys))


def _without_what_must_go(works: Iterable[Photo | Film]) -> list[Photo | Film]:
    """Takes back what is not public now, or has an end that is known; answers the rest, as it stands now.

    Rows that were read before may name files that were replaced since: they are read again.
    """
    rows = {(type(work), work.pk): work for work in works}
    kept: list[Photo | Film] = []
    for model in dict.fromkeys(model for model, _pk in rows):
        asked = {pk: work for (kind, pk), work in rows.items() if kind is model}
        found: Any = model._default_manager.filter(pk__in=asked)
        public = found.public_for_good(timezone.now()).in_bulk()
        kept += public.values()
        for pk in asked.keys() - public.keys():
            take_back(asked[pk])
    return kept


def _copy_all(works: Iterable[Photo | Film]) -> None:
    """Each is asked about once more where anything was copied: it may be hidden meanwhile."""
    for work in works:
        if _copy_out(work) and not is_public_for_good(work):
            take_back(work)


def take_back(work: Photo | Film) -> None:
    """Removes every public copy of `work`, of earlier renditions as well."""
    forget(public(), {*files_of(work), *_folder(public(), work)})


def _folder(storage: Storage, work: Photo | Film) -> list[str]:
    """All that lies in the folder of a work, save what somebody is just writing."""
    try:
        names = storage.listdir(work.asset)[1]
    except FileNotFoundError:
        return []
    return [f"{work.asset}/{name}" for name in names if not name.startswith(".")]


@transaction.atomic
def discard(work: Photo | Film, *, by: Any = None) -> None:
    """Deletes a work for good. Its public copies go first; original and renditions go with the commit."""
    record(work, "deleted", by=by, evidence=work.sha256)
    take_back(work)
    others = [each for each in works_affected_by(work) if each != work]
    brought = [str(file.name) for file in _originals(work) if file]
    work.delete()
    settle_later(others)
    transaction.on_commit(partial(take_back, work))
    transaction.on_commit(lambda: forget(vault(), {*brought, *_folder(vault(), work)}))


def files_of(work: Photo | Film) -> list[str]:
    """The names of a work's renditions, the same in either storage."""
    names = photographs.files if isinstance(work, Photo) else films.files
    return [f"{work.asset}/{name}" for name in names(work.renditions)]


def all_files_of(work: Photo | Film) -> list[str]:
    """The same with what an editor brought: all that the vault may hold of a work."""
    return [*files_of(work), *(str(file.name) for file in _originals(work) if file)]


def is_public_for_good(work: Photo | Film) -> bool:
    """Whether `work` is public now and no date that is known today ends it."""
    row: Any = type(work).objects.filter(pk=work.pk)
    return bool(row.public_for_good(timezone.now()).exists())


@singledispatch
def works_affected_by(fact: Any) -> Iterable[Photo | Film]:
    """The works whose visibility may turn on `fact`, a saved row; none for rows that are no such fact."""
    return ()


@works_affected_by.register
def _(fact: Photo) -> Iterable[Photo | Film]:
    # Where a number was agreed, one photo more or less moves the others past it.
    limited = Agreement.objects.filter(production=fact.production_id, max_photos__isnull=False)
    return fact.production.photos.all() if fact.production and limited.exists() else (fact,)


@works_affected_by.register
def _(fact: Film) -> Iterable[Photo | Film]:
    return (fact,)


@works_affected_by.register
def _(fact: Production) -> Iterable[Photo | Film]:
    return chain(fact.photos.all(), fact.films.all())


@works_affected_by.register
def _(fact: Agreement) -> Iterable[Photo | Film]:
    target = fact.production or fact.photo or fact.film
    return works_affected_by(target)


@works_affected_by.register
def _(fact: Release) -> Iterable[Photo | Film]:
    return chain.from_iterable(works_affected_by(agreement) for agreement in fact.opens.all())


@works_affected_by.register
def _(fact: PersonRelease) -> Iterable[Photo | Film]:
    return works_affected_by(fact.member)


@works_affected_by.register
def _(fact: CrewMember) -> Iterable[Photo | Film]:
    return chain(Photo.objects.filter(subjects=fact), Film.objects.filter(subjects=fact))


@works_affected_by.register
def _(fact: Appearance) -> Iterable[Photo | Film]:
    return tuple(work for work in (fact.photo, fact.film) if work)


@works_affected_by.register
def _(fact: FilmTrack) -> Iterable[Photo | Film]:
    return (fact.film,)


def _choose(work: Photo | Film, *, is_published: bool, by: Any) -> None:
    record(work, "is_published", before=work.is_published, after=is_published, by=by)
    work.is_published = is_published
    work.save(update_fields=["is_published"])


def _refuse_one_too_many(work: Photo | Film) -> None:
    if not isinstance(work, Photo) or Agreement.objects.filter(photo=work).exists():
        return  # a photo with terms of its own follows those
    # Locked, so that of two who publish at once the second counts the first.
    rows = Agreement.objects.select_for_update().filter(max_photos__isnull=False)
    agreement = rows.filter(production=work.production_id).first() if work.production_id else None
    if agreement is not None and agreement.max_photos is not None:
        published = Photo.objects.filter(production=work.production_id, is_published=True, agreement=None)
        if published.exclude(pk=work.pk).count() >= agreement.max_photos:
            raise TooManyPhotos(agreement.max_photos)


def _originals(work: Photo | Film) -> Iterable[FieldFile]:
    """What an editor brought."""
    if isinstance(work, Photo):
        return (work.original,)
    return (work.poster, work.source, *(track.file for track in work.captions.all()))


def _copy_out(work: Photo | Film) -> bool:
    """Whether anything had to be copied. What the vault has lost, and a full disk, is said in the log."""
    missing = [name for name in files_of(work) if not public().exists(name)]
    for name in missing:
        try:
            with vault().open(name) as stream:
                put(public(), name, stream)
        except FileNotFoundError:
            logger.exception("The vault has lost %s, which is public.", name)
        except OSError as problem:
            if problem.errno not in FULL:
                raise
            logger.exception("The public storage has no room for %s.", name)
    return bool(missing)
