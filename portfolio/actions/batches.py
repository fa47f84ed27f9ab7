"""Many photographs at once: each file of a batch is taken in by itself.

A killed server or worker loses nothing, and what is refused leaves the rest of the batch alone.
"""

import hashlib
import shutil
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from textwrap import shorten
from typing import IO, Any

from django.core.files import File
from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task
from huey.exceptions import RetryTask

from backstage.bilingual.spelling import fold
from crew.models import CrewMember
from portfolio.actions import clearance, intake, uploads
from portfolio.actions.record import record_changes
from portfolio.models import Appearance, Credit, IncomingPhoto, PersonRelease, Photo, PhotoBatch
from portfolio.renditions import archives
from portfolio.renditions.archives import Member
from portfolio.renditions.photographs import Facts, PictureRefused
from portfolio.renditions.refusals import ArchiveRefused

State = IncomingPhoto.State


def why_not(file: IncomingPhoto) -> str:
    """Why a file was not taken, and what to do; nothing where it was not refused."""
    if file.state != State.REFUSED:
        return ""
    kind = ArchiveRefused if file.trouble in ArchiveRefused.sentences else PictureRefused
    return kind(file.trouble).sentence


def receive(file: IncomingPhoto, piece: IO[bytes], *, at: int) -> int:
    """Appends a piece as `uploads.append` does, and refuses what it refuses. A whole file is taken in.

    Also where the piece was refused: the server may have been killed between the last byte and the row.
    """
    try:
        return uploads.append(file, piece, at=at)
    finally:
        if uploads.received(file) == file.size:
            _arrived(file)


def bring(
    batch: PhotoBatch,
    name: str,
    content: IO[bytes],
    size: int,
    *,
    stamp: str = "",
    archive: IncomingPhoto | None = None,
) -> IncomingPhoto:
    """The same in one go. What of `content` is here from an earlier time is passed over."""
    file = uploads.announce(batch, name, size, stamp=stamp, archive=archive)
    if file.state == State.ARRIVING:
        here = uploads.received(file)
        content.seek(here)
        receive(file, content, at=here)
    return file


def import_file(batch: PhotoBatch, path: Path) -> IncomingPhoto:
    """Takes in a file of this machine at once. One whose picture is here already is left out, uncopied."""
    with path.open("rb") as content:
        twin = Photo.objects.filter(sha256=hashlib.file_digest(content, "sha256").hexdigest()).first()
        size = path.stat().st_size
        if twin is not None:
            name = uploads.plain_name(path.name)
            return IncomingPhoto.objects.create(
                batch=batch, name=name, size=size, state=State.LEFT, twin=twin
            )
        content.seek(0)
        file = uploads.announce(batch, path.name, size)
        if file.state == State.ARRIVING:
            _copy(file, content)
            take_in(file)
    return file


def take_in(file: IncomingPhoto) -> None:
    """Looks at a file that has arrived and keeps it as a photograph, or says why not. Twice is once.

    Refuses with `uploads.Busy` where another process does so now.
    """
    if file.state == State.WAITING:
        _take_in(file)


def keep_twin(file: IncomingPhoto) -> None:
    """Takes in a file although its picture is here already. Where somebody chose the same, they do."""
    if file.state == State.TWIN:
        with suppress(uploads.Busy):
            _take_in(file)


def leave_out(file: IncomingPhoto) -> None:
    """Lets go of a file whose picture is here already."""
    if file.state == State.TWIN:
        _settle(file, State.LEFT)


def members_named(names: Iterable[str]) -> tuple[list[CrewMember], list[str]]:
    """The crew members of these names, and the names that are nobody's here, or more than one's."""
    # A name of which nothing is left, folded, is somebody's too, and nobody's here.
    wanted = {fold(each.strip()): each.strip() for each in names}
    found = {name: list(CrewMember.objects.filter(name__folded=name)[:2]) if name else [] for name in wanted}
    members = [rows[0] for rows in found.values() if len(rows) == 1]
    return members, [wanted[name] for name, rows in found.items() if len(rows) != 1]


@db_task(retries=2, retry_delay=30)
def take_in_job(pk: int) -> None:
    """The worker's part."""
    file = IncomingPhoto.objects.select_related("batch").filter(pk=pk, state=State.WAITING).first()
    try:
        if file is not None:
            take_in(file)
    except uploads.Busy:
        raise RetryTask(delay=15) from None


@db_periodic_task(crontab(minute="*/10"))
def pick_up() -> None:
    """Takes in what a killed worker or server had begun, and ends what nobody went on with."""
    uploads.pick_up(IncomingPhoto.objects.all(), arrived=_arrived, job=take_in_job)
    abandoned = IncomingPhoto.objects.filter(changed_at__lt=timezone.now() - uploads.ABANDONED)
    uploads.throw_away(abandoned.filter(state=State.ARRIVING))
    for twin in abandoned.filter(state=State.TWIN):
        leave_out(twin)


def _arrived(file: IncomingPhoto) -> None:
    if uploads.mark_whole(file):
        transaction.on_commit(lambda: take_in_job(file.pk))


def _take_in(file: IncomingPhoto) -> None:
    """By one process at a time: two that unpack a ZIP would both bring what lies in it."""
    if not file.path.exists():
        _settle(file, State.REFUSED, trouble="lost")
        return
    with uploads.held(file):
        try:
            if uploads.begin(file):
                _look_at(file)
        except uploads.GivenUp:
            _refuse(file, "given_up")
        except (PictureRefused, ArchiveRefused) as refusal:
            _refuse(file, refusal.code)


def _refuse(file: IncomingPhoto, trouble: str) -> None:
    """With what lay in it and was on its way."""
    uploads.throw_away(file.inside.filter(state=State.ARRIVING))
    _settle(file, State.REFUSED, trouble=trouble)


def _look_at(file: IncomingPhoto) -> None:
    if file.archive is None and archives.is_archive(file.path):
        _unpack(file)  # a ZIP in a ZIP is not: one that holds itself would never end
    else:
        _keep(file)


def _keep(file: IncomingPhoto) -> None:
    """Looks at it, then keeps row, file and what hangs on them in one stroke. A twin was chosen: it stays."""
    with file.path.open("rb") as stream:
        upload = File(stream, name=file.name)
        arrival = intake.examine(upload)
        photo = _photo_of(file.batch)
        with intake.all_or_nothing(photo):
            # One at a time in a batch: two files alike must see each other.
            batch = PhotoBatch.objects.select_for_update().get(pk=file.batch_id)
            # Held to the end: a twin may be left out while it is looked at.
            row = IncomingPhoto.objects.select_for_update().get(pk=file.pk)
            if row.state != file.state:
                return
            twin = Photo.objects.filter(sha256=arrival.sha256).first()
            if twin is not None and file.state != State.TWIN:
                # A command's batch has nobody to choose, and no page that leads to it.
                state = State.TWIN if batch.created_by_id else State.LEFT
                _settle(file, state, twin=twin, attempts=0)
                return
            photo.order = _place_of(file, batch)
            intake.keep_original(photo, upload, arrival=arrival, by=batch.created_by)
            left = _introduce(photo, batch, arrival.facts)
            _settle(file, State.KEPT, photo=photo, strangers=shorten(", ".join(left), 300, placeholder="…"))


def _unpack(file: IncomingPhoto) -> None:
    """Each picture of a ZIP becomes a file of the batch, once: a killed worker may have brought some."""

    def keep(member: Member, content: IO[bytes]) -> None:
        brought = file.inside.filter(stamp=member.place).exclude(state=State.ARRIVING)
        if not brought.exists():
            bring(file.batch, member.name, content, member.size, stamp=member.place, archive=file)

    archives.unpack(file.path, keep)
    _settle(file, State.UNPACKED)


def _photo_of(batch: PhotoBatch) -> Photo:
    return Photo(production=batch.production, kind=batch.kind, credit_line=batch.credit_line)


def _place_of(file: IncomingPhoto, batch: PhotoBatch) -> int:
    """Behind what the production had before the batch, in the order in which the files were chosen."""
    if batch.offset is None:
        others = Photo.objects.filter(production=batch.production).exclude(incoming__batch=batch)
        last = others.aggregate(last=Max("order"))["last"]
        begins = 0 if last is None else last + 1
        batch.offset = begins - batch.files.aggregate(first=Min("pk"))["first"]
        batch.save(update_fields=["offset"])
    return batch.offset + file.pk


def _introduce(photo: Photo, batch: PhotoBatch, facts: Facts) -> list[str]:
    """Whom the file names: persons shown, credited and released as the batch says.

    Answers the names of whom nobody knows here who they are.
    """
    members, left = members_named(facts.words.persons)
    former = Photo.objects.get(pk=photo.pk)
    for order, member in enumerate(members):
        shown = Appearance.objects.create(photo=photo, member=member, order=order)
        record_changes(shown, None, by=batch.created_by)
        _credit(member, batch)
        _release(member, batch)
    if members and not left and not facts.words.more_persons:
        photo.people = Photo.People.LISTED
        photo.save(update_fields=["people"])
        # One that is not published moves nobody: its production need not be settled for each file.
        write_down = clearance.fact_changed if photo.is_published else record_changes
        write_down(photo, former, by=batch.created_by)
    return left


def _credit(member: CrewMember, batch: PhotoBatch) -> None:
    """Once; whoever has this role twice, as two characters, has it."""
    if batch.production and (batch.role or batch.department):
        said = Credit(
            production=batch.production, member=member, role=batch.role, department=batch.department
        )
        if not _is_said(said, "production", "member", "role", "department"):
            said.save()


def _release(member: CrewMember, batch: PhotoBatch) -> None:
    """Once; two papers of one day are as good as one."""
    if batch.production and batch.release_signed_on:
        said = PersonRelease(
            production=batch.production,
            member=member,
            signed_on=batch.release_signed_on,
            scope=PersonRelease.Scope.PUBLIC,
        )
        if not _is_said(said, "production", "member", "signed_on", "scope"):
            said.save()
            clearance.fact_changed(said, None, by=batch.created_by)


def _is_said(row: Credit | PersonRelease, *fields: str) -> bool:
    """Whether a row says the same in these fields already."""
    return type(row).objects.filter(**{field: getattr(row, field) for field in fields}).exists()


def _settle(file: IncomingPhoto, state: IncomingPhoto.State, **more: Any) -> None:
    """Writes down how it ended, unless another process has said so meanwhile.

    Its bytes are not waited for any more, save a twin's, of which somebody is asked.
    """
    rows = IncomingPhoto.objects.filter(pk=file.pk, state=file.state)
    if not rows.update(state=state, changed_at=timezone.now(), **more):
        file.refresh_from_db()
        return
    file.state = state
    for name, value in more.items():
        setattr(file, name, value)
    if state != State.TWIN:
        transaction.on_commit(lambda: file.path.unlink(missing_ok=True))


def _copy(file: IncomingPhoto, content: IO[bytes]) -> None:
    """Like `receive`, but nobody else is told: the caller takes it in. What cannot be read leaves nothing."""
    file.path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    with ExitStack() as otherwise:
        otherwise.callback(uploads.throw_away, [file])
        with file.path.open("wb") as whole:
            shutil.copyfileobj(content, whole)
        otherwise.pop_all()
    uploads.mark_whole(file)
