"""Making renditions: in the worker, all of a picture's from one decode, whole or not at all."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from portfolio.actions import publication
from portfolio.models import Film, Photo
from portfolio.renditions import photographs
from portfolio.renditions.storages import forget, vault

# A job that a killed worker held is lost: what waits longer than this is asked for again.
PATIENCE = timedelta(minutes=10)


def render(work: Photo | Film) -> None:
    """Makes the renditions of a photo, or of a film's poster, and lets the public storage follow.

    A picture that cannot be developed leaves the row `failed`.
    """
    _write(work, _develop(work))


def render_all(works: Iterable[Photo | Film]) -> Iterator[Photo | Film]:
    """The same for many, as many at a time as there are processors; gives each when it is done.

    The threads wait for the cage and touch no row: rows are written here.
    """
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        jobs = {pool.submit(_develop, work): work for work in works}
        for job in as_completed(jobs):
            _write(jobs[job], job.result())
            yield jobs[job]


def render_later(work: Photo | Film) -> None:
    """Has the worker make the renditions, once the row is really there."""
    transaction.on_commit(lambda: render_job(work._meta.model_name, work.pk))


@db_task(retries=2, retry_delay=30)
def render_job(kind: str, pk: int) -> None:
    """The worker's part. A row that is gone, or that is no longer waiting, needs nothing."""
    model: Any = {"photo": Photo, "film": Film}[kind]
    work = model.objects.filter(pk=pk, state=model.State.PENDING).first()
    if work is not None:
        render(work)


@db_periodic_task(crontab(minute="*/10"))
def resume() -> None:
    """Asks again for what has been waiting too long."""
    since = timezone.now() - PATIENCE
    for work in Photo.objects.filter(state=Photo.State.PENDING, created_at__lt=since):
        render_job("photo", work.pk)
    for film in Film.objects.filter(state=Film.State.PENDING, created_at__lt=since).exclude(poster=""):
        render_job("film", film.pk)


def _develop(work: Photo | Film) -> dict[str, Any] | None:
    """Makes the files and puts them into the vault; the manifest, or None for a picture of no use."""
    picture = work.original if isinstance(work, Photo) else work.poster
    try:
        with picture.open("rb") as stream, photographs.developed(stream) as (manifest, folder):
            for name in photographs.files(manifest):
                _keep(f"{work.asset}/{name}", folder / name)
    except photographs.PictureRefused:
        return None
    return manifest


def _keep(name: str, path: Path) -> None:
    """Puts one file into the vault. Its name holds its hash: one that is there already is the same."""
    storage = vault()
    if not storage.exists(name):
        with path.open("rb") as stream:
            storage.save(name, File(stream))


def _write(work: Photo | Film, manifest: dict[str, Any] | None) -> None:
    """Records what was made, unless the picture was replaced meanwhile; then lets go of what it replaces."""
    former = set(publication.files_of(work))
    field = "original" if isinstance(work, Photo) else "poster"
    row = type(work)._default_manager.filter(pk=work.pk, **{field: getattr(work, field).name})
    if manifest is None:
        row.update(state=work.State.FAILED)
        return
    work.renditions = manifest if isinstance(work, Photo) else {"poster": manifest}
    work.state = work.State.READY
    if row.update(renditions=work.renditions, state=work.state):
        forget(vault(), former - set(publication.files_of(work)))
        publication.settle(work)
