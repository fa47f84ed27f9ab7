"""What a killed process left is put right: every file has its row, and the public storage what is public."""

import re
import shutil
from collections.abc import Container, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from portfolio.actions import publication, rendering
from portfolio.models import (
    Agreement,
    Film,
    IncomingFilm,
    IncomingPhoto,
    PersonRelease,
    Photo,
    Production,
    Testimony,
)
from portfolio.models.moments import changes
from portfolio.models.names import PAPERS
from portfolio.renditions import workshops
from portfolio.renditions.storages import forget, public, vault

# The folder of a work is its asset; signed papers lie elsewhere.
ASSET = re.compile(r"[0-9a-f]{32}")
# A row is written seconds after its files, or minutes: what has none by then gets none.
PATIENCE = timedelta(days=1)
IncomingState = IncomingPhoto.State
AWAITED = (IncomingState.ARRIVING, IncomingState.WAITING, IncomingState.TWIN)


# What has just become public is copied out by then; whoever asks before gets it from the vault.
LATEST = timedelta(minutes=15)


@db_periodic_task(crontab(minute="*/5"))
def open_up() -> None:
    """Copies out what became public lately by the clock alone; where a name was revealed, files follow."""
    now = timezone.now()
    publication.settle_all(just_opened(now))
    revealed = Production.objects.filter(revealed_at__gt=now - LATEST, revealed_at__lte=now)
    for production in revealed.filter(is_confidential=True):
        rendering.follow(production.photos.all())


def just_opened(now: datetime) -> list[Photo | Film]:
    """What became public in the last minutes by the clock alone."""
    return [change.work for change in changes(now - LATEST, now) if change.is_public]


@db_periodic_task(crontab(minute="40", hour="4"))
def sweep() -> None:
    """All of it, at night."""
    sweep_vault()
    sweep_public()
    sweep_incoming()
    sweep_cage()


def sweep_vault() -> None:
    """Deletes files of works that never were, and of known works what is neither brought nor made."""
    for folder in _folders(vault()):
        work = _work(folder)
        _sweep(vault(), folder, publication.all_files_of(work) if work else ())
    _sweep(vault(), PAPERS, _papers())


def _papers() -> set[str]:
    """The signed papers of all rows."""
    models: tuple[Any, ...] = (Agreement, PersonRelease)
    found = {name for model in models for name in model.objects.values_list("document", flat=True)}
    return found | set(Testimony.objects.values_list("release_document", flat=True))


def sweep_public() -> None:
    """Deletes whatever is not to be seen, and copies out what is missing."""
    forget(public(), superfluous())
    expected = _expected()
    for folder in _folders(public()):
        _sweep(public(), folder, expected)
    for model in (Photo, Film):
        publication.settle_all(model.objects.public_for_good().iterator(chunk_size=200))


def superfluous() -> list[str]:
    """The files in the public storage that are no rendition of what is public and has no end."""
    expected = _expected()
    return sorted(path for path in _walk(public()) if path not in expected and not _is_draft(path))


def missing() -> list[str]:
    """The renditions of what is public and has no end that the public storage does not hold.

    Without what became public in the last minutes: the worker is copying that out.
    """
    due = {path for work in just_opened(timezone.now()) for path in publication.files_of(work)}
    return sorted(_expected() - due - set(_walk(public())))


def _expected() -> set[str]:
    rows = (work for model in (Photo, Film) for work in model.objects.public_for_good().iterator(500))
    return {path for work in rows for path in publication.files_of(work)}


def _walk(storage: Storage, folder: str = "") -> Iterator[str]:
    """Every file, in whatever folder."""
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return  # nothing was ever copied out, or it went this moment
    yield from (f"{folder}/{name}".lstrip("/") for name in names)
    for each in folders:
        yield from _walk(storage, f"{folder}/{each}".lstrip("/"))


def sweep_incoming() -> None:
    """Deletes bytes that nobody waits for any more, and the folders in which none are left."""
    root = Path(settings.INCOMING)
    photos = IncomingPhoto.objects.filter(state__in=AWAITED).select_related("batch")
    films = IncomingFilm.objects.exclude(state=IncomingFilm.State.REFUSED)
    awaited = {file.path for file in [*photos, *films]}
    for path in sorted(root.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in awaited and _is_old(_changed(path)):
            path.unlink(missing_ok=True)


def sweep_cage() -> None:
    """Deletes the working folders of jobs that were killed: copies of originals lie in them."""
    workshops.clear()
    for folder in workshops.all_there():
        if workshops.is_held(folder) is None and _is_old(_changed(folder)):
            shutil.rmtree(folder, ignore_errors=True)


def _folders(storage: Storage) -> list[str]:
    try:
        return [folder for folder in storage.listdir("")[0] if ASSET.fullmatch(folder)]
    except FileNotFoundError:
        return []  # nothing was ever kept


def _work(asset: str) -> Any:
    found = (model.objects.filter(asset=asset).first() for model in (Photo, Film))
    return next((work for work in found if work), None)


def _sweep(storage: Storage, folder: str, known: Container[str]) -> None:
    """Deletes old files that are not `known`, and the folder where nothing is left in it."""
    try:
        paths = [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
    except FileNotFoundError:
        return  # no paper was ever kept
    gone = [path for path in paths if path not in known and _is_old(storage.get_modified_time(path))]
    forget(storage, gone)
    if len(gone) == len(paths):
        forget(storage, [folder])


def _is_draft(path: str) -> bool:
    """Whether somebody is just writing it: `put` begins beside its place, under a name with a dot."""
    return path.rpartition("/")[2].startswith(".")


def _is_old(moment: datetime) -> bool:
    return moment < timezone.now() - PATIENCE


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
