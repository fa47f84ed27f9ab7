"""Taking pictures in: looked at before anything is kept, and nothing is left behind when they are refused."""

import hashlib
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction

from portfolio.actions import publication, rendering
from portfolio.models import Film, Photo
from portfolio.renditions import photographs
from portfolio.renditions.photographs import Facts, PictureRefused
from portfolio.renditions.storages import forget, vault


@dataclass(frozen=True)
class Arrival:
    """A picture that was looked at: what its file is, and the hash of its bytes."""

    facts: Facts
    sha256: str


def examine(upload: File) -> Arrival:
    """Looks at a picture in the cage. Keeps nothing.

    Refuses with `PictureRefused`: empty, too heavy, no picture, damaged, too many pixels, several pictures.
    """
    if not upload.size:
        raise PictureRefused("empty")
    if upload.size > settings.PHOTO_MAX_BYTES:
        raise PictureRefused("too_heavy")
    facts = photographs.inspect(upload)
    upload.seek(0)
    digest = hashlib.file_digest(upload, "sha256").hexdigest()
    return Arrival(facts, digest)


def accept_photo(upload: File, *, by: Any = None, **fields: Any) -> Photo:
    """A new photo with `upload` as its original, byte for byte; its renditions follow the commit.

    Refuses what `examine` refuses.
    """
    return keep_original(Photo(**fields), upload, arrival=examine(upload), by=by)


def keep_original(photo: Photo, upload: File, *, arrival: Arrival, by: Any = None) -> Photo:
    """Saves `photo`, new or known, with `upload` as its original. A former original goes with the commit."""
    former = _former_files(photo)
    photo.sha256 = arrival.sha256
    photo.width, photo.height = arrival.facts.width, arrival.facts.height
    photo.taken_on = photo.taken_on or arrival.facts.taken_on
    photo.state, photo.renditions = Photo.State.PENDING, {}
    photo.created_by = photo.created_by or by
    _save_with_file(photo, "original", upload, arrival.facts.ending)
    transaction.on_commit(lambda: forget(vault(), former))
    rendering.render_later(photo)
    return photo


def keep_poster(film: Film, upload: File, *, arrival: Arrival) -> Film:
    """Saves `film`, new or known, with `upload` as its poster."""
    former = _former_files(film)
    film.renditions = {}
    film.state = Film.State.PENDING
    _save_with_file(film, "poster", upload, arrival.facts.ending)
    transaction.on_commit(lambda: forget(vault(), former))
    rendering.render_later(film)
    return film


def _save_with_file(work: Photo | Film, field: str, upload: File, ending: str) -> None:
    """Writes the file, then the row; the file goes again where the row is refused."""
    upload.seek(0)
    setattr(work, field, File(upload, name=f"upload{ending}"))
    with ExitStack() as otherwise:
        otherwise.callback(_discard, work, field)
        with transaction.atomic():
            work.save()
        otherwise.pop_all()


def _discard(work: Photo | Film, field: str) -> None:
    """Deletes a file that was written for a row that was not."""
    written = getattr(work, field)
    if written and written._committed:
        written.storage.delete(written.name)


def _former_files(work: Photo | Film) -> list[str]:
    """The files that a replacement makes superfluous."""
    if work.pk is None:
        return []
    kept = type(work)._default_manager.get(pk=work.pk)
    picture = kept.original if isinstance(kept, Photo) else kept.poster
    return ([str(picture.name)] if picture else []) + publication.files_of(kept)
