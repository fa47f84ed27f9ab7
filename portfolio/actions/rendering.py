"""Making renditions: in the worker; of each part of a work whole or not at all."""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
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
from portfolio.actions import making, publication, words
from portfolio.models import Film, FilmMaking, IncomingPhoto, Photo, SiteProfile
from portfolio.models.credit_lines import creator, credit_line, notice
from portfolio.renditions import films, photographs, workshops
from portfolio.renditions.imprint import Imprint
from portfolio.renditions.photographs import PictureRefused
from portfolio.renditions.refusals import CaptionsRefused, FilmRefused, Refused, where_there_is_room
from portfolio.renditions.storages import forget, has_room, public, put, vault

# A job that a killed worker held is lost: what waits longer than this is asked for again.
PATIENCE = timedelta(minutes=10)

# What the making of a film alone writes. One film is made at a time: what nobody knows of these was left by a
# killed worker. Half a file begins with a dot; it may be somebody's who is writing, and is left to the night.
LEFT = re.compile(r"(?:\d+|master)-[0-9a-f]{16}\.(?:m4s|m3u8|mp4)|stills-[0-9a-f]{16}\.jpg")
# The trouble of a film that is made by itself as soon as there is room.
NO_ROOM = ":no_room"

REFUSALS = (PictureRefused, FilmRefused)


class AnotherIsBeingMade(Exception):
    """One film at a time: whoever is refused asks again later."""


@dataclass(frozen=True)
class Order:
    """A work as it was when its job began, and how its picture is to be developed."""

    work: Photo | Film
    picture: photographs.Order

    @classmethod
    def of(cls, work: Photo | Film) -> "Order":
        """Reads the words of its picture: what follows asks the database nothing."""
        return cls(work, picture_order(work))

    @property
    def ingredients(self) -> dict[str, tuple[str, ...]]:
        """What each part is made of. What was made of something else is not written."""
        work = self.work
        if isinstance(work, Photo):
            return {"picture": (str(work.original.name), work.sha256, repr(self.picture))}
        source = (str(work.source.name), work.sha256)
        return {"poster": (*source, str(work.poster.name), str(work.poster_at_seconds)), "video": source}

    def still_fitting(self, row: Photo | Film) -> set[str]:
        """The parts that would be made of the same today."""
        now = Order.of(row).ingredients
        return {part for part, said in self.ingredients.items() if now[part] == said}


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
    """Makes the renditions of a photo, or of a film with its poster and words; the public storage follows.

    Of a photo whose focal point alone has moved, the crops; of a film what is not there as it would be made
    today. A part that cannot be made leaves the row `failed`, and the part as it was. `hears` is told how
    much of a film is done, from 0 to 1.
    """
    order = Order.of(work)
    if not isinstance(work, Film):
        _write(order, _develop(order))
        return
    if not work.renditions.get("poster"):
        _keep_poster(work)
    with making.watched(work) as told:

        def both(done: float) -> None:
            told(done)
            hears(done)

        made = _develop_film(order, work, both)
    _write(order, replace(made, trouble=made.trouble or _words_trouble(work)))


def _words_trouble(film: Film) -> str:
    """Captions and chapters written anew; what is wrong with them, in two words."""
    try:
        with where_there_is_room():
            return words.write(film.pk)
    except FilmRefused as refusal:
        return f"video:{refusal.code}"


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
            _forget_of_what(row, "poster", "video")
        render(row, hears)


def render_later(work: Photo | Film) -> None:
    """Has the worker make the renditions, once the row is really there."""
    transaction.on_commit(lambda: render_job(work._meta.model_name, work.pk))


def poster_later(film: Film) -> None:
    """Has the worker make the poster of a film that is here, and nothing else of it."""
    transaction.on_commit(lambda: poster_job(film.pk))


@db_task(retries=2, retry_delay=30)
def poster_job(pk: int) -> None:
    """The worker's part: it does not wait for films that are being made."""
    film = Film.objects.filter(pk=pk).first()
    if film is not None:
        _keep_poster(film)


def again(works: Iterable[Photo | Film]) -> None:
    """Has the worker make the renditions once more. What is there already stays until then."""
    for work in works:
        with transaction.atomic():
            row = type(work)._default_manager.select_for_update().get(pk=work.pk)
            if isinstance(row, Film):
                _forget_of_what(row, "poster")  # as quickly made as looked for
            row.state = row.State.PENDING
            row.save(update_fields=["state", "renditions"])
        render_later(work)


def _forget_of_what(film: Film, *parts: str) -> None:
    """Has these parts be made anew although they are made of what is there."""
    for part in parts:
        film.renditions.get(part, {}).pop("of", None)


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
    if isinstance(work, Film) and _is_to_be_encoded(work):
        try:
            _render_in_turn(work)
        except AnotherIsBeingMade:
            raise RetryTask(delay=15) from None
    elif work is not None:
        render(work)


def _is_to_be_encoded(film: Film) -> bool:
    return bool(film.source) and film.renditions.get("video", {}).get("of") != _made_of(film)


def _render_in_turn(film: Film) -> None:
    """A film that has no poster yet gets it at once, whatever else is made; then it waits for its turn."""
    if not film.renditions.get("poster"):
        _keep_poster(film)
    with _one_film_at_a_time():
        render(film)


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


def _develop(order: Order) -> Made:
    """Makes the files and puts them into the vault."""
    work = order.work
    if isinstance(work, Film):
        return _develop_film(order, work, lambda done: None)
    try:
        with work.original.open("rb") as stream:
            return Made(_picture(work, stream, order.picture, known=work.renditions))
    except PictureRefused as refusal:
        return Made(work.renditions, f"original:{refusal.code}")
    except FileNotFoundError:
        return Made(work.renditions, "original:lost")


def _develop_film(order: Order, film: Film, told: films.Told) -> Made:
    """Each part by itself: a poster does not wait for the film to be lost."""
    poster = _part(film, "poster", lambda: _poster(film, order.picture))
    video = _part(film, "video", lambda: _video(film, told))
    # What is wrong with the film is said first: a poster that was to come from it has the same trouble.
    return Made(poster.manifest | video.manifest, video.trouble or poster.trouble)


def _part(film: Film, part: str, make: Callable[[], dict[str, Any]]) -> Made:
    """One part of a film's manifest; where it cannot be made, the part as it was."""
    try:
        with where_there_is_room():
            made, trouble = make(), ""
    except REFUSALS as refusal:
        made, trouble = film.renditions.get(part, {}), f"{part}:{refusal.code}"
    except FileNotFoundError:
        made, trouble = film.renditions.get(part, {}), f"{part}:lost"
    return Made({part: made} if made else {}, trouble)


def _keep_poster(film: Film) -> None:
    """Makes and records the poster alone: the film stays as it is, made, being made or stopped."""
    order = Order.of(film)
    made = _part(film, "poster", lambda: _poster(film, order.picture))
    with transaction.atomic():
        row = Film.objects.select_for_update().filter(pk=film.pk).first()
        if row is None or "poster" not in order.still_fitting(row):
            return  # who changed it has asked for another
        former = set(publication.files_of(row))
        row.renditions = _joined(row, made.manifest, {"poster"})
        if row.state != row.State.PENDING and (made.trouble or row.trouble.startswith("poster:")):
            row.trouble = made.trouble
            row.state = row.State.FAILED if made.trouble else row.State.READY
        row.save(update_fields=["renditions", "trouble", "state"])
    film.renditions = row.renditions
    _let_go(row, former)


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
    left = [name for name in vault().listdir(film.asset)[1] if LEFT.fullmatch(name) and name not in known]
    forget(vault(), [f"{film.asset}/{name}" for name in left])
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
    """Of the poster that the editor chose, else of a picture from the film; what is there if it fits."""
    known: dict[str, Any] = film.renditions.get("poster", {})
    if known.get("of") == _poster_of(film):
        return known
    if film.poster:
        with film.poster.open("rb") as stream:
            return _picture(film, stream, order) | {"of": _poster_of(film)}
    if film.source:
        with film.source.open("rb") as source, films.still(source, film.poster_at_seconds) as stream:
            return _picture(film, stream, order) | {"of": _poster_of(film)}
    return {}


def _poster_of(film: Film) -> str:
    """Of which picture: one that was uploaded, or one of the film's."""
    return str(film.poster.name) if film.poster else f"{film.sha256[:16]}@{film.poster_at_seconds}"


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

    Not where a file, a word or the focal point changed meanwhile: then it is asked for anew. Of a film of
    which another poster is wanted meanwhile, the film is recorded, and the poster asked for. The files that
    nobody wants are left to the nightly sweep: another job may be making the same at this moment.
    """
    work = order.work
    with transaction.atomic():
        row = type(work)._default_manager.select_for_update().filter(pk=work.pk).first()
        if row is None:
            return False
        fitting = order.still_fitting(row)
        if fitting != set(order.ingredients) and row.state == row.State.PENDING:
            render_later(row)
        if not fitting:
            return False
        former = set(publication.files_of(row))
        row.renditions = made.manifest if isinstance(row, Photo) else _joined(row, made.manifest, fitting)
        if fitting == set(order.ingredients):
            row.trouble = made.trouble
            row.state = row.State.FAILED if made.trouble else row.State.READY
        row.save(update_fields=["renditions", "trouble", "state"])
        if isinstance(row, Photo):
            _tell_its_batch(row)
        work.renditions, work.trouble, work.state = row.renditions, row.trouble, row.state
    _let_go(row, former)
    return True


def _let_go(row: Photo | Film, former: set[str]) -> None:
    """Of the files that were replaced; the public storage has the others."""
    gone = former - set(publication.files_of(row))
    forget(public(), gone)
    forget(vault(), gone)
    publication.settle(row)


def _joined(row: Film, made: dict[str, Any], parts: set[str]) -> dict[str, Any]:
    """These parts as they were made; the others, and the words, as the row has them now."""
    kept = {part: said for part, said in row.renditions.items() if part not in parts}
    return kept | {part: said for part, said in made.items() if part in parts}


def _tell_its_batch(photo: Photo) -> None:
    """The page of a batch asks for files that have changed: what such a file shows, has."""
    shown = IncomingPhoto.objects.filter(Q(photo=photo) | Q(twin=photo))
    shown.update(changed_at=timezone.now())
