"""Asks again for renditions that nobody makes any more: their worker was killed, or there was no room."""

import shutil
import tempfile
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import HUEY, db_periodic_task

from portfolio.actions.rendering import again, render_job
from portfolio.models import Film, FilmMaking, Photo
from portfolio.renditions import films
from portfolio.renditions.storages import has_room, vault

# A job that a killed worker held is lost: what waits longer than this is asked for again.
PATIENCE = timedelta(minutes=10)
# The trouble of a film that is made by itself as soon as there is room.
NO_ROOM = ":no_room"


@db_periodic_task(crontab(minute="*/2"))
def resume() -> None:
    """Asks again for what waits and whose job is lost: the worker that held it was killed."""
    known = {tuple(job.args) for job in [*HUEY.pending(), *HUEY.scheduled()] if _renders(job)}
    for kind, works in (("photo", _lost_photos()), ("film", _lost_films())):
        for pk in works.values_list("pk", flat=True):
            if (kind, pk) not in known:
                render_job(kind, pk)


@db_periodic_task(crontab(minute="27"))
def resume_where_there_is_room() -> None:
    """Asks again for films that there was no room for. Hourly: hours of work may be lost in vain."""
    failed = Film.objects.filter(state=Film.State.FAILED, trouble__endswith=NO_ROOM)
    again(film for film in failed if _has_room(film))


def _renders(job: Any) -> bool:
    return isinstance(job, render_job.task_class)


def _lost_photos() -> Any:
    return Photo.objects.filter(state=Photo.State.PENDING, created_at__lt=timezone.now() - PATIENCE)


def _lost_films() -> Any:
    """Those that wait too long, or whose worker has not been heard of; not what is being made now."""
    silent = FilmMaking.objects.exclude(pk__in=FilmMaking.objects.alive()).values("film")
    old = Q(created_at__lt=timezone.now() - PATIENCE) | Q(pk__in=silent)
    waiting = Film.objects.filter(old, state=Film.State.PENDING).exclude(poster="", source="")
    return waiting.exclude(pk__in=FilmMaking.objects.alive().values("film"))


def _has_room(film: Film) -> bool:
    """Whether what is made of it has room while it is made, and in the vault: the two may be one disk.

    Not where nobody knows how long it is.
    """
    wanted = films.weight(film.duration_seconds or 0)
    here = shutil.disk_usage(tempfile.gettempdir()).free
    return bool(wanted) and here >= wanted and has_room(vault(), 2 * wanted)
