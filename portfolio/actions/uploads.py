"""Files that come in piece by piece: a dropped connection goes on where it stopped (decision 0010)."""

import fcntl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from huey.contrib.djhuey import HUEY

from portfolio.models import IncomingPhoto, PhotoBatch
from portfolio.models.incoming import Incoming

State = IncomingPhoto.State
MEGABYTE = 1024**2
# A job that a killed worker held is lost: what waits longer than this is picked up again.
PATIENCE = timedelta(minutes=10)
# A file that kills its worker is not begun with for ever.
MOST_ATTEMPTS = 3
# An upload that nobody went on with is thrown away after so long.
ABANDONED = timedelta(days=7)
# A file that need not come again.
HERE = (State.ARRIVING, State.WAITING, State.KEPT, State.TWIN, State.UNPACKED)


class OutOfStep(Exception):
    """The piece does not begin where the last one ended; `received` says where that is."""

    def __init__(self, received: int) -> None:
        """`received` is how many bytes are here."""
        super().__init__(received)
        self.received = received


class Busy(Exception):
    """Another process has the file in its hands."""


class GivenUp(Exception):
    """The file was begun with as often as may be, and never ended."""


def announce(
    batch: PhotoBatch, name: str, size: int, *, stamp: str = "", archive: IncomingPhoto | None = None
) -> IncomingPhoto:
    """A file that is about to come; the same one that stopped on its way goes on.

    It is the same by name, size and `stamp`: two cameras number alike, and uncompressed pictures weigh alike.
    With a stamp one that is here whole is answered, too: the same files chosen again bring what is missing.
    One that is too heavy or empty is refused before any of it is sent. `archive` is the ZIP that it lies in.
    """
    known = {"name": plain_name(name), "size": size, "stamp": printable(stamp), "archive": archive}
    here = batch.files.filter(**known, state__in=HERE if stamp else [State.ARRIVING])
    # Of what was kept and deleted since nothing is here.
    earlier = here.exclude(state=State.KEPT, photo=None).first()
    if earlier is not None:
        go_on(earlier)
        return earlier
    file = IncomingPhoto(batch=batch, **known)
    file.trouble = _trouble_with_size(file)
    file.state = State.REFUSED if file.trouble else State.ARRIVING
    file.save()
    return file


def received(file: Incoming) -> int:
    """How many of its bytes are here. The file itself is asked: a killed server leaves no wrong count."""
    try:
        return file.path.stat().st_size
    except FileNotFoundError:
        return 0


def append(file: Incoming, piece: IO[bytes], *, at: int) -> int:
    """Appends a piece that begins `at` so many bytes; gives how many are here now, `file.size` at the most.

    Refuses with `OutOfStep` a piece that begins elsewhere, or beside another that is being written. What came
    of a piece before the line went down stays.
    """
    if file.state != file.ARRIVING:
        raise OutOfStep(file.size)
    file.path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    with _alone(file) as whole:
        go_on(file)
        here = whole.seek(0, 2)
        if at != here:
            raise OutOfStep(here)
        left = file.size - here
        while left and (some := piece.read(min(left, MEGABYTE))):
            whole.write(some)
            left -= len(some)
    return file.size - left


def go_on(file: Incoming) -> None:
    """Somebody sends it: from now on it waits again as long as a file may."""
    _rows(file).filter(state=file.ARRIVING).update(changed_at=timezone.now())


def mark_whole(file: Incoming) -> bool:
    """Has a file wait to be looked at. False where another process has done so already."""
    if not _rows(file).filter(state=file.ARRIVING).update(state=file.WAITING, changed_at=timezone.now()):
        return False
    file.state = file.WAITING
    return True


def begin(file: Incoming) -> bool:
    """Counts the attempt before it is made, for who is killed writes nothing.

    Refuses with `GivenUp` one too many. False where another process has settled the file meanwhile.
    """
    here = _rows(file).filter(state=file.state)
    if here.filter(attempts__lt=MOST_ATTEMPTS).update(attempts=F("attempts") + 1):
        return True
    if here.exists():
        raise GivenUp
    file.refresh_from_db()
    return False


def put_off(file: Incoming, trouble: str) -> None:
    """Takes back an attempt that failed through no fault of the file, and says why it waits."""
    _rows(file).filter(attempts__gt=0).update(attempts=F("attempts") - 1, trouble=trouble)


def _queued(job: Any) -> set[int]:
    """The files whose `job` is not lost: they wait for hours in a long queue, or to be tried again."""
    return {each.args[0] for each in [*HUEY.pending(), *HUEY.scheduled()] if isinstance(each, job.task_class)}


def pick_up(files: Any, *, arrived: Callable[[Any], None], job: Any) -> None:
    """Goes on with files that a killed server or worker had begun with.

    `arrived` takes those that are here whole and still count as on their way; `job` is asked again for those
    that wait for one which is lost.
    """
    stopped = files.filter(changed_at__lt=timezone.now() - PATIENCE)
    for file in stopped.filter(state=Incoming.ARRIVING):
        if received(file) == file.size:
            arrived(file)
    known = _queued(job)
    for pk in stopped.filter(state=Incoming.WAITING).values_list("pk", flat=True):
        if pk not in known:
            job(pk)


def throw_away(files: Iterable[Incoming]) -> None:
    """Forgets files that never came whole, bytes and row. Those that somebody goes on with meanwhile stay."""
    for file in files:
        if _rows(file).filter(state=file.state, changed_at=file.changed_at).delete()[0]:
            file.path.unlink(missing_ok=True)


@contextmanager
def held(file: Incoming, mode: str = "r+b") -> Iterator[IO[Any]]:
    """The file's bytes, by one process at a time. Refuses with `Busy` where another has them.

    The lock is the operating system's: it goes with the process that holds it, however that one ends.
    """
    with file.path.open(mode) as whole:
        try:
            fcntl.flock(whole, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield whole


def plain_name(name: str) -> str:
    """A file's name without folders and without what cannot be printed: it is shown, and opens nothing."""
    base = PurePosixPath(name.replace("\\", "/")).name
    return printable(base)[-255:] or "?"


def printable(text: str) -> str:
    """Without what cannot be printed, and no database can hold."""
    return "".join(letter for letter in text if letter.isprintable())


def _trouble_with_size(file: IncomingPhoto) -> str:
    """By what its name claims: what it is, is seen when it is here."""
    if not file.size:
        return "empty"
    if file.name.lower().endswith(".zip") and file.archive is None:
        return "zip_too_heavy" if file.size > settings.ZIP_MAX_BYTES else ""
    return "too_heavy" if file.size > settings.PHOTO_MAX_BYTES else ""


@contextmanager
def _alone(file: Incoming) -> Iterator[IO[bytes]]:
    """The file's bytes, opened to append, by one request at a time: an older one may still hold the line."""
    try:
        with held(file, "ab") as whole:
            yield whole
    except Busy:
        raise OutOfStep(received(file)) from None


def _rows(file: Incoming) -> Any:
    """The file's row, to be asked and written in one stroke."""
    return type(file)._default_manager.filter(pk=file.pk)
