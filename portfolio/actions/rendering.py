"""Renditions: asked for, made in the worker, and written down; of each part of a work whole or not at all."""

import fcntl
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from huey.contrib.djhuey import db_task
from huey.exceptions import RetryTask

from portfolio.actions import making, publication, words
from portfolio.actions.developing import Made, Order, develop, develop_poster, made_of, picture_order
from portfolio.models import Film, IncomingPhoto, Photo
from portfolio.renditions import films, photographs, workshops
from portfolio.renditions.photographs import PictureRefused
from portfolio.renditions.refusals import CaptionsRefused, FilmRefused, Refused, where_there_is_room
from portfolio.renditions.storages import forget, public, vault


class AnotherIsBeingMade(Exception):
    """One film at a time: whoever is refused asks again later."""


def render(work: Photo | Film, hears: films.Told = lambda done: None) -> None:
    """Makes the renditions of a photo, or of a film with its poster and words; the public storage follows.

    Of a photo whose focal point alone has moved, the crops; of a film what is not there as it would be made
    today. A part that cannot be made leaves the row `failed`, and the part as it was. `hears` is told how
    much of a film is done, from 0 to 1.
    """
    order = Order.of(work)
    if not isinstance(work, Film):
        _write(order, develop(order))
        return
    if not work.renditions.get("poster"):
        _keep_poster(work)
    with making.watched(work) as told:

        def both(done: float) -> None:
            told(done)
            hears(done)

        made = develop(order, both)
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
        jobs = {pool.submit(develop, order): order for order in map(Order.of, works)}
        for job in as_completed(jobs):
            if _write(jobs[job], job.result()):
                yield jobs[job].work
    finally:  # whoever interrupts waits for what is under way, not for all that was to come
        pool.shutdown(cancel_futures=True)


def is_made(film: Film) -> bool:
    """Whether a film is there as it would be made today."""
    return film.state == Film.State.READY and film.renditions.get("video", {}).get("of") == made_of(film)


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
    return bool(film.source) and film.renditions.get("video", {}).get("of") != made_of(film)


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


def _keep_poster(film: Film) -> None:
    """Makes and records the poster alone: the film stays as it is, made, being made or stopped."""
    order = Order.of(film)
    made = develop_poster(order, film)
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
