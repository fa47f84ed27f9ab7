"""Making renditions: in the worker; of each part of a work whole or not at all."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from huey import crontab
from huey.contrib.djhuey import HUEY, db_periodic_task, db_task
from huey.exceptions import RetryTask

from backstage.bilingual.languages import codes, column
from portfolio.actions import making, publication
from portfolio.models import CaptionTrack, Chapter, Film, FilmMaking, IncomingPhoto, Photo, SiteProfile
from portfolio.models.credit_lines import creator, credit_line, notice
from portfolio.models.film import titles_of
from portfolio.renditions import captions, films, photographs, workshops
from portfolio.renditions.imprint import Imprint
from portfolio.renditions.photographs import PictureRefused
from portfolio.renditions.refusals import CaptionsRefused, FilmRefused, Refused
from portfolio.renditions.storages import clear_drafts, forget, has_room, public, put, vault

# A job that a killed worker held is lost: what waits longer than this is asked for again.
PATIENCE = timedelta(minutes=10)

# The trouble of a film that is made by itself as soon as there is room.
NO_ROOM = "video:no_room"

REFUSALS = (PictureRefused, FilmRefused, CaptionsRefused)


class AnotherIsBeingMade(Exception):
    """One film at a time: whoever is refused asks again later."""


@dataclass(frozen=True)
class Order:
    """A work, its captions and its chapters as they were when its job began."""

    work: Photo | Film
    tracks: tuple[CaptionTrack, ...]
    chapters: tuple[Chapter, ...]
    picture: photographs.Order

    @classmethod
    def of(cls, work: Photo | Film) -> "Order":
        """Reads captions and words: what follows asks the database nothing."""
        tracks = tuple(work.captions.all()) if isinstance(work, Film) else ()
        chapters = tuple(work.chapters.all()) if isinstance(work, Film) else ()
        return cls(work, tracks, chapters, picture_order(work))

    @property
    def ingredients(self) -> tuple[str, ...]:
        """The files that it is made of. What was made of others is not written."""
        if isinstance(self.work, Photo):
            return (str(self.work.original.name), self.work.sha256, repr(self.picture))
        tracks = (f"{track.language} {track.file.name}" for track in self.tracks)
        chapters = (repr(titles_of(self.chapters, code)) for code in codes())
        film = (str(self.work.poster.name), str(self.work.source.name), self.work.sha256)
        return (*film, str(self.work.poster_at_seconds), *tracks, *chapters)


# Gets a part of a film, by its name, as soon as it is made.
Early = Callable[[str, dict[str, Any]], None]


@dataclass(frozen=True)
class Made:
    """The manifest of what could be made; which part could not, and why, in two words."""

    manifest: dict[str, Any]
    trouble: str = ""


def picture_order(work: Photo | Film) -> photographs.Order:
    """How its picture is to be developed today."""
    if isinstance(work, Film):
        return photographs.Order(crops=False)
    return photographs.Order(focus=(work.focus_x, work.focus_y), words=_imprint(work).words())


def _imprint(photo: Photo) -> Imprint:
    """What is written into its files: what its page says to machines, and no more."""
    site = SiteProfile.current()
    line = credit_line(photo, site)
    languages = sorted(codes(), key=lambda code: code != site.default_language)
    with override(site.default_language):
        ask_at = settings.SITE_URL + reverse("contact")
    return Imprint(
        creator=creator(photo, site),
        credit=line,
        notice=notice(line),
        licensor=line,
        ask_at=ask_at,
        terms={code: _terms(code) for code in languages},
        alt={code: getattr(photo, column("alt", code)) or "" for code in languages},
    )


def _terms(language: str) -> str:
    with override(language):
        return gettext("All rights reserved. Ask before any use.")


def render(work: Photo | Film, hears: films.Told = lambda done: None) -> None:
    """Makes the renditions of a photo, or of a film with its poster and captions; the public storage follows.

    Of a photo whose focal point alone has moved, the crops. A part that cannot be made leaves the row
    `failed`, and the part as it was. `hears` is told how much of a film is done, from 0 to 1.
    """
    order = Order.of(work)
    if not isinstance(work, Film):
        _write(order, _develop(order))
        return
    with making.watched(work) as told:

        def both(done: float) -> None:
            told(done)
            hears(done)

        made = _develop(order, both, partial(_show_poster, order))
    _write(order, made)


def render_all(works: Iterable[Photo | Film]) -> Iterator[Photo | Film]:
    """The same for many, as many at a time as there are processors; gives each that was written down.

    The threads wait for the cage and touch no row: rows are written here.
    """
    pool = ThreadPoolExecutor(max_workers=os.cpu_count() or 1)
    try:
        jobs = {pool.submit(_develop, order): order for order in map(Order.of, works)}
        for job in as_completed(jobs):
            if _write(jobs[job], job.result()):
                yield jobs[job].work
    finally:  # whoever interrupts waits for what is under way, not for all that was to come
        pool.shutdown(cancel_futures=True)


def is_made(film: Film) -> bool:
    """Whether a film is there as it would be made today."""
    return film.state == Film.State.READY and film.renditions.get("video", {}).get("of") == _made_of(film)


def render_at_once(film: Film, hears: films.Told, *, anew: bool = False) -> None:
    """Makes a film in this process; `anew` although it is there as it would be made today.

    Refuses with `AnotherIsBeingMade` while a worker makes one.
    """
    with _one_film_at_a_time():
        Film.objects.filter(pk=film.pk).update(state=Film.State.PENDING)
        row = Film.objects.get(pk=film.pk)
        if anew:
            row.renditions.get("video", {}).pop("of", None)
        render(row, hears)


def render_later(work: Photo | Film) -> None:
    """Has the worker make the renditions, once the row is really there."""
    transaction.on_commit(lambda: render_job(work._meta.model_name, work.pk))


def again(works: Iterable[Photo | Film]) -> None:
    """Has the worker make the renditions once more. What is there already stays until then."""
    for work in works:
        type(work)._default_manager.filter(pk=work.pk).update(state=work.State.PENDING)
        render_later(work)


def follow(photos: Iterable[Photo]) -> None:
    """Has the worker make anew what fits these photos no longer: the crops where a focal point moved.

    All of it where the words changed: they are inside the files. What is being made now is asked again when
    it is written down.
    """
    ready = Photo.objects.filter(pk__in=[photo.pk for photo in photos], state=Photo.State.READY)
    for photo in ready.select_related("production"):
        if not picture_order(photo).is_met_by(photo.renditions):
            Photo.objects.filter(pk=photo.pk, state=Photo.State.READY).update(state=Photo.State.PENDING)
            render_later(photo)


def from_scratch(photos: Iterable[Photo]) -> None:
    """Lets go of what was made of these photos at once, and has the worker make it anew.

    Their pages show an empty frame meanwhile. The files in the vault are left to the nightly sweep.
    """
    for photo in photos:
        publication.take_back(photo)
        Photo.objects.filter(pk=photo.pk).update(renditions={}, state=Photo.State.PENDING)
        render_later(photo)


@db_task()
def follow_all_job() -> None:
    """The worker's part where the line of the whole site changed."""
    follow(Photo.objects.all())


def trouble_in_words(work: Photo | Film) -> str:
    """Why its renditions failed, as a sentence in the reader's language; nothing where they did not."""
    part, _colon, code = work.trouble.partition(":")
    refusals: dict[str, type[Refused | PictureRefused]] = {"video": FilmRefused, "captions": CaptionsRefused}
    if not code:
        return ""
    # A poster that nobody chose is taken from the film, and then the film may be what is wrong.
    known = refusals.get(part, PictureRefused if code in photographs.SENTENCES else FilmRefused)
    return known(code).sentence


@db_task(retries=2, retry_delay=30)
def render_job(kind: str, pk: int) -> None:
    """The worker's part. A row that is gone, or that is no longer waiting, needs nothing."""
    model: Any = {"photo": Photo, "film": Film}[kind]
    work = model.objects.filter(pk=pk, state=model.State.PENDING).first()
    if isinstance(work, Film):
        try:
            with _one_film_at_a_time():
                render(work)
        except AnotherIsBeingMade:
            raise RetryTask(delay=15) from None
    elif work is not None:
        render(work)


@contextmanager
def _one_film_at_a_time() -> Iterator[None]:
    """Refuses while another process makes a film, so that one worker is always free for what is short.

    The lock is the operating system's: it goes with the process that holds it, however that one ends.
    """
    with (settings.DATA_DIR / "films.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherIsBeingMade from None
        workshops.clear()  # what a killed worker left takes the room that this film needs
        yield


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
    again(film for film in Film.objects.filter(state=Film.State.FAILED, trouble=NO_ROOM) if _has_room(film))


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


def _develop(
    order: Order, told: films.Told = lambda done: None, early: Early = lambda part, made: None
) -> Made:
    """Makes the files and puts them into the vault. `early` gets each part of a film once it is there."""
    work = order.work
    if isinstance(work, Film):
        return _develop_film(order, work, told, early)
    try:
        with work.original.open("rb") as stream:
            return Made(_picture(work, stream, order.picture, known=work.renditions))
    except PictureRefused as refusal:
        return Made(work.renditions, f"original:{refusal.code}")
    except FileNotFoundError:
        return Made(work.renditions, "original:lost")


def _develop_film(order: Order, film: Film, told: films.Told, early: Early) -> Made:
    """Each part by itself: a poster does not wait for the film to be lost."""
    manifest, troubles = {}, []
    parts = {
        "poster": lambda: _poster(film, order.picture),
        "captions": lambda: _captions(order.tracks),
        "chapters": lambda: _chapters(film, order.chapters),
        "video": lambda: _video(film, told),
    }
    for part, make in parts.items():
        try:
            made = make()
        except REFUSALS as refusal:
            troubles.append(f"{part}:{refusal.code}")
            made = film.renditions.get(part, {})
        except FileNotFoundError:
            troubles.append(f"{part}:lost")
            made = film.renditions.get(part, {})
        if made:
            manifest[part] = made
            early(part, made)
    # What is wrong with the film is said first: a poster that was to come from it has the same trouble.
    return Made(manifest, next(iter(sorted(troubles, key=lambda said: not said.startswith("video"))), ""))


def _show_poster(order: Order, part: str, made: dict[str, Any]) -> None:
    """Records a poster while the film itself is being made, where there was none."""
    rows = Film.objects.select_for_update()
    with transaction.atomic():
        row = rows.filter(pk=order.work.pk, state=Film.State.PENDING).first()
        if (
            part != "poster"
            or row is None
            or part in row.renditions
            or Order.of(row).ingredients != order.ingredients
        ):
            return
        row.renditions = row.renditions | {part: made}
        row.save(update_fields=["renditions"])
    publication.settle(row)


def _video(film: Film, told: films.Told) -> dict[str, Any]:
    """What is there already, where it was made of this very source and in today's way."""
    known: dict[str, Any] = film.renditions.get("video", {})
    if not film.source or known.get("of") == _made_of(film):
        return known if film.source else {}
    with film.source.open("rb") as stream, films.developed(stream, told) as (manifest, folder):
        _keep_all(film, films.files({"video": manifest}), folder, told)
    return manifest | {"of": _made_of(film)}


def _keep_all(film: Film, names: list[str], folder: Path, told: films.Told) -> None:
    """Puts all the files of a film into the vault, or none: a stop or a full disk leaves no part."""
    known = films.files(film.renditions)
    clear_drafts(vault(), film.asset)
    with ExitStack() as otherwise:
        for name in names:
            if name not in known:  # what is shown now may be one of them
                otherwise.callback(forget, vault(), [f"{film.asset}/{name}"])
            with (folder / name).open("rb") as stream:
                put(vault(), f"{film.asset}/{name}", stream, lambda: told(1))
        otherwise.pop_all()


def _made_of(film: Film) -> str:
    """Of which source, and how."""
    return f"{film.sha256[:16]}-{films.RECIPE}"


def _poster(film: Film, order: photographs.Order) -> dict[str, Any]:
    """Of the poster that the editor chose, else of a picture from the film."""
    if film.poster:
        with film.poster.open("rb") as stream:
            return _picture(film, stream, order)
    if film.source:
        with film.source.open("rb") as source, films.still(source, film.poster_at_seconds) as stream:
            return _picture(film, stream, order)
    return {}


def _captions(tracks: Iterable[CaptionTrack]) -> dict[str, str]:
    """The name of a file a language."""
    return {track.language: _captions_file(track) for track in tracks}


def _captions_file(track: CaptionTrack) -> str:
    with track.file.open("rb") as stream:
        content = captions.cleaned(stream.read())
    return _words_file(track.film, f"captions-{track.language}", content)


def _chapters(film: Film, rows: Iterable[Chapter]) -> dict[str, str]:
    """The name of a file for each language in which any chapter has a title."""
    said = {code: titles_of(rows, code) for code in codes()}
    until = film.duration_seconds or 0
    return {
        code: _words_file(film, f"chapters-{code}", captions.chapters(titles, until=until))
        for code, titles in said.items()
        if titles
    }


def _words_file(film: Film, word: str, text: str) -> str:
    content = text.encode()
    name = f"{word}-{hashlib.sha256(content).hexdigest()[:16]}.vtt"
    put(vault(), f"{film.asset}/{name}", BytesIO(content))
    return name


def _picture(
    work: Photo | Film, stream: IO[bytes], order: photographs.Order, known: dict[str, Any] | None = None
) -> dict[str, Any]:
    with photographs.developed(stream, order, known=known) as (manifest, folder):
        for name in photographs.files(manifest):
            if (folder / name).exists():  # the ladder that was kept lies in the vault already
                _keep(f"{work.asset}/{name}", folder / name)
    return manifest


def _keep(name: str, path: Path) -> None:
    """Puts one file into the vault, in place of one that a killed job may have left half."""
    with path.open("rb") as stream:
        put(vault(), name, stream)


def _write(order: Order, made: Made) -> bool:
    """Records what was made and lets go of what it replaces; answers whether it did.

    Not where a file, a word or the focal point changed meanwhile: then it is asked for anew. The files that
    nobody wants are left to the nightly sweep: another job may be making the same at this moment.
    """
    work = order.work
    with transaction.atomic():
        row = type(work)._default_manager.select_for_update().filter(pk=work.pk).first()
        if row is None:
            return False
        if Order.of(row).ingredients != order.ingredients:
            if row.state == row.State.PENDING:
                render_later(row)
            return False
        former = set(publication.files_of(row))
        row.renditions, row.trouble = made.manifest, made.trouble
        row.state = row.State.FAILED if made.trouble else row.State.READY
        row.save(update_fields=["renditions", "trouble", "state"])
        if isinstance(row, Photo):
            _tell_its_batch(row)
        work.renditions, work.trouble, work.state = row.renditions, row.trouble, row.state
    gone = former - set(publication.files_of(row))
    forget(public(), gone)
    forget(vault(), gone)
    publication.settle(row)
    return True


def _tell_its_batch(photo: Photo) -> None:
    """The page of a batch asks for files that have changed: what such a file shows, has."""
    shown = IncomingPhoto.objects.filter(Q(photo=photo) | Q(twin=photo))
    shown.update(changed_at=timezone.now())
