"""Many photographs at once: files gather piece by piece, then each is taken in by itself.

A dropped connection goes on where it stopped, a killed server or worker loses nothing, and what is refused
leaves the rest of the batch alone.
"""

import fcntl
import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Iterable
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from backstage.bilingual.spelling import fold
from crew.models import CrewMember
from portfolio.actions import clearance, intake
from portfolio.models import Appearance, Credit, IncomingPhoto, PersonRelease, Photo, PhotoBatch
from portfolio.renditions.photographs import Facts, PictureRefused

State = IncomingPhoto.State
MEGABYTE = 1024**2
# How a ZIP begins. One that hides behind a picture is that picture.
ZIP = b"PK\x03\x04"
# A job that a killed worker held is lost: what waits longer than this is picked up again.
PATIENCE = timedelta(minutes=10)
# An upload that nobody went on with is thrown away after so long.
ABANDONED = timedelta(days=7)

SENTENCES = {
    "lost": _("What came of this file was lost on the server. Choose it again."),
    "zip_damaged": _("This ZIP is damaged: it breaks off or holds something else. Make it again and retry."),
    "zip_locked": _("This ZIP is locked with a password. Make it again without one and retry."),
    "zip_too_many": _("This ZIP holds too many files: at most %(files)s are taken. Make several and retry."),
    "zip_too_heavy": _("This ZIP is too heavy: at most %(gigabytes)s GB are taken. Make several and retry."),
}


class FileRefused(Exception):
    """A file is not taken; `code` says why in a word, `sentence` in the reader's language."""

    def __init__(self, code: str) -> None:
        """`code` is a key of `SENTENCES`, or of the pictures'."""
        super().__init__(code)
        self.code = code


class OutOfStep(Exception):
    """The piece does not begin where the last one ended; `received` says where that is."""

    def __init__(self, received: int) -> None:
        """`received` is how many bytes are here."""
        super().__init__(received)
        self.received = received


def why_not(file: IncomingPhoto) -> str:
    """Why a file was not taken, and what to do; nothing where it was not refused."""
    if file.state != State.REFUSED:
        return ""
    if file.trouble not in SENTENCES:
        return PictureRefused(file.trouble).sentence
    limits = {"files": settings.ZIP_MAX_FILES, "gigabytes": settings.ZIP_MAX_BYTES // 1024**3}
    return str(SENTENCES[file.trouble]) % limits


def announce(
    batch: PhotoBatch, name: str, size: int, *, archive: IncomingPhoto | None = None
) -> IncomingPhoto:
    """A file that is about to come; one of this name and size that stopped on its way goes on.

    One that is too heavy or empty is refused before any of it is sent. `archive` is the ZIP that it lies in.
    """
    plain = plain_name(name)
    known = batch.files.filter(name=plain, size=size, state=State.ARRIVING, archive=archive).first()
    if known is not None:
        return known
    file = IncomingPhoto(batch=batch, name=plain, size=size, archive=archive)
    file.trouble = _trouble_with_size(file)
    file.state = State.REFUSED if file.trouble else State.ARRIVING
    file.save()
    return file


def received(file: IncomingPhoto) -> int:
    """How many of its bytes are here. The file itself is asked: a killed server leaves no wrong count."""
    try:
        return file.path.stat().st_size
    except FileNotFoundError:
        return 0


def receive(file: IncomingPhoto, piece: IO[bytes], *, at: int) -> int:
    """Appends a piece that begins `at` so many bytes; gives how many are here now.

    Refuses with `OutOfStep` a piece that begins elsewhere, or beside another that is being written. What came
    of a piece before the line went down stays. With the last byte the worker is told.
    """
    if file.state != State.ARRIVING:
        raise OutOfStep(file.size)
    file.path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    with _alone(file) as whole:
        here = whole.seek(0, 2)
        if at != here:
            raise OutOfStep(here)
        left = file.size - here
        while left and (bytes_read := piece.read(min(left, MEGABYTE))):
            whole.write(bytes_read)
            left -= len(bytes_read)
    if not left:
        _arrived(file)
    return file.size - left


def bring(
    batch: PhotoBatch, name: str, content: IO[bytes], size: int, *, archive: IncomingPhoto | None = None
) -> IncomingPhoto:
    """The same in one go."""
    file = announce(batch, name, size, archive=archive)
    if file.state == State.ARRIVING:
        receive(file, content, at=received(file))
    return file


def import_file(batch: PhotoBatch, path: Path) -> IncomingPhoto:
    """Takes in a file of this machine at once. One whose picture is here already is left out, uncopied."""
    with path.open("rb") as content:
        twin = Photo.objects.filter(sha256=hashlib.file_digest(content, "sha256").hexdigest()).first()
        size = path.stat().st_size
        if twin is not None:
            return IncomingPhoto.objects.create(
                batch=batch, name=plain_name(path.name), size=size, state=State.LEFT, twin=twin
            )
        content.seek(0)
        file = announce(batch, path.name, size)
        if file.state == State.ARRIVING:
            _copy(file, content)
            take_in(file)
    return file


def take_in(file: IncomingPhoto) -> None:
    """Looks at a file that has arrived and keeps it as a photograph, or says why not. Twice is once."""
    if file.state != State.WAITING:
        return
    try:
        if not file.path.exists():
            _refuse_lost(file)
        elif _is_zip(file):
            _unpack(file)
        else:
            _keep(file, twins_too=False)
    except (PictureRefused, FileRefused) as refusal:
        _settle(file, State.REFUSED, trouble=refusal.code)


def keep_twin(file: IncomingPhoto) -> None:
    """Takes in a file although its picture is here already."""
    if file.state == State.TWIN:
        file.state = State.WAITING
        _keep(file, twins_too=True)


def leave_out(file: IncomingPhoto) -> None:
    """Lets go of a file whose picture is here already."""
    if file.state == State.TWIN:
        _settle(file, State.LEFT)


def plain_name(name: str) -> str:
    """A file's name without folders and without what cannot be printed: it is shown, and opens nothing."""
    base = PurePosixPath(name.replace("\\", "/")).name
    return "".join(letter for letter in base if letter.isprintable())[-255:] or "?"


def is_zip_by_name(name: str) -> bool:
    """What it claims to be, for the limit alone; what it is, its bytes say."""
    return name.lower().endswith(".zip")


def members_named(names: Iterable[str]) -> tuple[list[CrewMember], bool]:
    """The crew members of these names, and whether every name is one member's and no more than one's."""
    wanted = [name for name in dict.fromkeys(fold(each.strip()) for each in names) if name]
    found = {name: list(CrewMember.objects.filter(name__folded=name)[:2]) for name in wanted}
    members = [rows[0] for rows in found.values() if len(rows) == 1]
    return members, len(members) == len(wanted)


@db_task(retries=2, retry_delay=30)
def take_in_job(pk: int) -> None:
    """The worker's part."""
    file = IncomingPhoto.objects.select_related("batch").filter(pk=pk, state=State.WAITING).first()
    if file is not None:
        take_in(file)


@db_periodic_task(crontab(minute="*/10"))
def pick_up() -> None:
    """Takes in what a killed worker had begun, and throws away what nobody went on sending."""
    now = timezone.now()
    for file in IncomingPhoto.objects.filter(state=State.WAITING, changed_at__lt=now - PATIENCE):
        take_in_job(file.pk)
    _throw_away(IncomingPhoto.objects.filter(state=State.ARRIVING, changed_at__lt=now - ABANDONED))


def _throw_away(files: Iterable[IncomingPhoto]) -> None:
    for file in files:
        file.path.unlink(missing_ok=True)
        file.delete()


def _refuse_lost(file: IncomingPhoto) -> None:
    """Nothing of it is here: another job has settled it meanwhile, or its bytes are gone."""
    file.refresh_from_db()
    if file.state == State.WAITING:
        raise FileRefused("lost")


def _trouble_with_size(file: IncomingPhoto) -> str:
    if not file.size:
        return "empty"
    if is_zip_by_name(file.name) and file.archive is None:
        return "zip_too_heavy" if file.size > settings.ZIP_MAX_BYTES else ""
    return "too_heavy" if file.size > settings.PHOTO_MAX_BYTES else ""


def _is_zip(file: IncomingPhoto) -> bool:
    """Whether it is to be unpacked: a ZIP in a ZIP is not, or one that holds itself would never end."""
    with file.path.open("rb") as stream:
        return file.archive is None and stream.read(4) == ZIP


def _arrived(file: IncomingPhoto) -> None:
    here = IncomingPhoto.objects.filter(pk=file.pk, state=State.ARRIVING)
    if here.update(state=State.WAITING, changed_at=timezone.now()):
        file.state = State.WAITING
        transaction.on_commit(lambda: take_in_job(file.pk))


@contextmanager
def _alone(file: IncomingPhoto) -> Any:
    """The file's bytes, opened to append, by one request at a time: an older one may still hold the line."""
    with file.path.open("ab") as whole:
        try:
            fcntl.flock(whole, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutOfStep(received(file)) from None
        yield whole


def _keep(file: IncomingPhoto, *, twins_too: bool) -> None:
    """Looks at it, then keeps row, file and what hangs on them in one stroke."""
    with file.path.open("rb") as stream:
        upload = File(stream, name=file.name)
        arrival = intake.examine(upload)
        with transaction.atomic():
            # One at a time in a batch: two files alike must see each other.
            batch = PhotoBatch.objects.select_for_update().get(pk=file.batch_id)
            if not IncomingPhoto.objects.filter(pk=file.pk).exclude(state=State.KEPT).exists():
                return
            twin = Photo.objects.filter(sha256=arrival.sha256).first()
            if twin is not None and not twins_too:
                IncomingPhoto.objects.filter(pk=file.pk).update(state=State.TWIN, twin=twin)
                return
            photo = intake.keep_original(_photo_of(file, batch), upload, arrival=arrival, by=batch.created_by)
            _introduce(photo, batch, arrival.facts)
            _settle(file, State.KEPT, photo=photo)


def _photo_of(file: IncomingPhoto, batch: PhotoBatch) -> Photo:
    return Photo(
        production=batch.production,
        kind=batch.kind,
        credit_line=batch.credit_line,
        order=_place_of(file, batch),
    )


def _place_of(file: IncomingPhoto, batch: PhotoBatch) -> int:
    """Behind what the production had, in the order in which the files were chosen, whichever came first."""
    others = Photo.objects.filter(production=batch.production).exclude(incoming__batch=batch)
    last = others.aggregate(last=Max("order"))["last"]
    return (0 if last is None else last + 1) + batch.files.filter(pk__lt=file.pk).count()


def _introduce(photo: Photo, batch: PhotoBatch, facts: Facts) -> None:
    """Whom the file names: persons shown, credited and released as the batch says."""
    members, are_all = members_named(facts.words.persons)
    for order, member in enumerate(members):
        Appearance.objects.create(photo=photo, member=member, order=order)
        _credit(member, batch)
        _release(member, batch)
    if members and are_all:
        photo.people = Photo.People.LISTED
        photo.save(update_fields=["people"])
        clearance.fact_changed(photo, by=batch.created_by)


def _credit(member: CrewMember, batch: PhotoBatch) -> None:
    if batch.production and (batch.role or batch.department):
        Credit.objects.get_or_create(
            production=batch.production, member=member, role=batch.role, department=batch.department
        )


def _release(member: CrewMember, batch: PhotoBatch) -> None:
    if batch.production and batch.release_signed_on:
        release, is_new = PersonRelease.objects.get_or_create(
            member=member,
            production=batch.production,
            signed_on=batch.release_signed_on,
            scope=PersonRelease.Scope.PUBLIC,
        )
        if is_new:
            clearance.fact_changed(release, by=batch.created_by)


def _settle(file: IncomingPhoto, state: IncomingPhoto.State, **more: Any) -> None:
    """Writes down how it ended; its bytes are not waited for any more."""
    file.state = state
    for name, value in more.items():
        setattr(file, name, value)
    file.save(update_fields=["state", *more, "changed_at"])
    transaction.on_commit(lambda: file.path.unlink(missing_ok=True))


def _unpack(file: IncomingPhoto) -> None:
    """Each picture of a ZIP becomes a file of the batch; folders, and what systems hide there, do not."""
    try:
        with zipfile.ZipFile(file.path) as archive:
            inside = [info for info in archive.infolist() if _is_meant(info)]
            _refuse_hostile(inside)
            for info in inside:
                _bring_from(archive, info, file)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as problem:
        _throw_away(file.inside.filter(state=State.ARRIVING))
        raise FileRefused("zip_damaged") from problem
    _settle(file, State.UNPACKED)


def _is_meant(info: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    return not info.is_dir() and "__MACOSX" not in parts and not parts[-1].startswith(".")


def _refuse_hostile(inside: list[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & 1 for info in inside):
        raise FileRefused("zip_locked")
    if len(inside) > settings.ZIP_MAX_FILES:
        raise FileRefused("zip_too_many")
    if sum(min(info.file_size, settings.PHOTO_MAX_BYTES) for info in inside) > settings.ZIP_MAX_BYTES:
        raise FileRefused("zip_too_heavy")


def _bring_from(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: IncomingPhoto) -> None:
    """Unpacked no further than its size says, at which the limits have looked. What came before stays."""
    name = plain_name(info.filename)
    if file.inside.filter(name=name, size=info.file_size).exclude(state=State.ARRIVING).exists():
        return
    with archive.open(info) as content:
        bring(file.batch, info.filename, content, info.file_size, archive=file)


def _copy(file: IncomingPhoto, content: IO[bytes]) -> None:
    """Like `receive`, but nobody else is told: the caller takes it in."""
    file.path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    with file.path.open("wb") as whole:
        shutil.copyfileobj(content, whole)
    file.state = State.WAITING
    file.save(update_fields=["state", "changed_at"])
