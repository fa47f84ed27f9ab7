"""A film's file comes in piece by piece, and is looked at before its form is saved (decision 0013)."""

import shutil
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task
from huey.exceptions import RetryTask

from portfolio.actions import intake, uploads
from portfolio.actions.intake import FilmArrival
from portfolio.models import IncomingFilm
from portfolio.renditions import containers, ffmpeg
from portfolio.renditions.containers import Container
from portfolio.renditions.films import Facts
from portfolio.renditions.refusals import FilmRefused
from portfolio.renditions.storages import Lent, has_room, vault

State = IncomingFilm.State
NO_ROOM = "no_room"


class NoRoomYet(Exception):
    """The disk is full: the film is here, and waits."""


def why_not(file: IncomingFilm) -> str:
    """Why a film was not taken, or waits for longer, and what to do; nothing where all is well."""
    return FilmRefused(file.trouble).sentence if file.trouble else ""


def announce(owner: Any, name: str, size: int, *, stamp: str = "") -> IncomingFilm:
    """A film of `owner`'s that is about to come; the same one that stopped on its way goes on.

    It is the same by name, size and `stamp`. With a stamp one that is here whole is answered, too. One that
    is empty or too heavy is refused before any of it is sent, as is every film where there is no ffmpeg.
    """
    known = {
        "owner": owner,
        "name": uploads.plain_name(name),
        "size": size,
        "stamp": uploads.printable(stamp),
    }
    wanted = [State.ARRIVING, State.WAITING, State.SEEN] if stamp else [State.ARRIVING]
    for earlier in IncomingFilm.objects.filter(**known, state__in=wanted):
        if earlier.state == State.ARRIVING or uploads.received(earlier) == size:
            IncomingFilm.objects.filter(pk=earlier.pk).update(changed_at=timezone.now())
            return earlier
    file = IncomingFilm(**known, trouble=_trouble_at_once(size))
    file.state = State.REFUSED if file.trouble else State.ARRIVING
    file.save()
    return file


def receive(file: IncomingFilm, piece: IO[bytes], *, at: int) -> int:
    """Appends a piece as `uploads.append` does, and refuses what it refuses. A whole film is looked at.

    One that does not begin as a film does is refused with its first piece.
    """
    try:
        return uploads.append(file, piece, at=at)
    finally:
        here = uploads.received(file)
        if at < containers.HEAD and file.state == State.ARRIVING:
            _look_at_beginning(file, here)
        if here == file.size:
            _arrived(file)


def look_at(file: IncomingFilm) -> None:
    """Looks at a film that is here whole, in the cage, and writes down what it is or why it is refused.

    Refuses with `uploads.Busy` where another process does so now, and with `NoRoomYet`.
    """
    if file.state != State.WAITING:
        return
    if not file.path.exists():
        _refuse(file, "lost")
        return
    with uploads.held(file):
        try:
            if uploads.begin(file):
                _examine(file)
        except uploads.GivenUp:
            _refuse(file, "given_up")
        except FilmRefused as refusal:
            if refusal.code == NO_ROOM:  # not the film's fault: it is looked at when there is
                uploads.put_off(file, NO_ROOM)
                raise NoRoomYet from refusal
            _refuse(file, refusal.code)


def claimed(key: str, owner: Any) -> IncomingFilm | None:
    """The film with this key, if it is `owner`'s; nothing where it is unknown or another's.

    Inside a transaction: until its end nobody throws it away. One that the vault has no room for counts as
    refused this time, and stays.
    """
    file = IncomingFilm.objects.select_for_update().filter(code=key, owner=owner).first()
    if file and file.state == State.SEEN and not _fits_the_vault(file.size):
        file.state, file.trouble = State.REFUSED, NO_ROOM
    return file


def of(owner: Any, key: str) -> IncomingFilm | None:
    """The same, to look how it fares."""
    return IncomingFilm.objects.filter(code=key, owner=owner).first()


def arrival(file: IncomingFilm) -> FilmArrival:
    """What was seen of a film that is in order."""
    facts = file.seen["facts"]
    return FilmArrival(Facts(**facts | {"container": Container(**facts["container"])}), file.seen["sha256"])


def content(file: IncomingFilm) -> Lent:
    """Its bytes, for the vault to link."""
    return Lent(file.path)


def forget(file: IncomingFilm) -> None:
    """Its row goes now, its bytes with the commit: it was kept, or is not wanted."""
    IncomingFilm.objects.filter(pk=file.pk).delete()
    transaction.on_commit(lambda: file.path.unlink(missing_ok=True))


@db_task(retries=2, retry_delay=30, priority=5)
def look_at_job(pk: int) -> None:
    """The worker's part. Somebody waits for it: it goes before photographs and films that are developed."""
    file = IncomingFilm.objects.filter(pk=pk).first()
    try:
        if file is not None:
            look_at(file)
    except uploads.Busy:
        raise RetryTask(delay=15) from None
    except NoRoomYet:
        raise RetryTask(delay=300) from None


@db_periodic_task(crontab(minute="*/10"))
def pick_up_films() -> None:
    """Looks at what a killed worker or server had begun with, and ends what nobody went on with or saved."""
    uploads.pick_up(IncomingFilm.objects.all(), arrived=_arrived, job=look_at_job)
    abandoned = IncomingFilm.objects.filter(changed_at__lt=timezone.now() - uploads.ABANDONED)
    uploads.throw_away(abandoned.exclude(state=State.WAITING))


def _trouble_at_once(size: int) -> str:
    """What is wrong with a film of which no byte is here."""
    if not size:
        return "empty"
    if size > settings.FILM_MAX_BYTES:
        return "too_heavy"
    if not _has_room(size):
        return NO_ROOM
    return "" if ffmpeg.is_here() else "no_ffmpeg"


def _has_room(size: int) -> bool:
    """Whether it has room on its way in, and then in the vault."""
    return shutil.disk_usage(_folder()).free >= size and _fits_the_vault(size)


def _fits_the_vault(size: int) -> bool:
    return has_room(vault(), size, lent_from=_folder())


def _folder() -> Path:
    place = Path(settings.INCOMING)
    place.mkdir(mode=0o750, parents=True, exist_ok=True)
    return place


def _look_at_beginning(file: IncomingFilm, here: int) -> None:
    if here < min(file.size, containers.HEAD):
        return
    with file.path.open("rb") as whole:
        head = whole.read(containers.HEAD)
    if not containers.may_begin(head):
        _refuse(file, "not_a_film")


def _arrived(file: IncomingFilm) -> None:
    if uploads.mark_whole(file):
        transaction.on_commit(lambda: look_at_job(file.pk))


def _examine(file: IncomingFilm) -> None:
    with content(file).open() as upload:
        seen = intake.examine_film(upload)
    _settle(file, State.SEEN, trouble="", seen={"facts": asdict(seen.facts), "sha256": seen.sha256})


def _refuse(file: IncomingFilm, trouble: str) -> None:
    """Its bytes are not waited for any more."""
    if _settle(file, State.REFUSED, trouble=trouble):
        transaction.on_commit(lambda: file.path.unlink(missing_ok=True))


def _settle(file: IncomingFilm, state: IncomingFilm.State, **more: Any) -> bool:
    """Writes down how it ended. False where another process has said so meanwhile, or it was let go."""
    rows = IncomingFilm.objects.filter(pk=file.pk, state=file.state)
    if not rows.update(state=state, changed_at=timezone.now(), **more):
        return False
    file.state = state
    for name, value in more.items():
        setattr(file, name, value)
    return True
