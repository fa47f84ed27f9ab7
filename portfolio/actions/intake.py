"""Taking pictures and films in: looked at first, and nothing stays of what is refused."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction

from backstage.bilingual.languages import codes, column
from portfolio.actions import publication, rendering
from portfolio.actions.record import is_struck_out, record
from portfolio.models import Agreement, Film, Photo, SiteProfile
from portfolio.renditions import captions, films, photographs
from portfolio.renditions.photographs import Facts, PictureRefused
from portfolio.renditions.refusals import CaptionsRefused, FilmRefused, PaperRefused
from portfolio.renditions.sayings import Words
from portfolio.renditions.storages import forget, public, vault

# How a PDF begins and ends, and how far from either end its readers look for that.
PDF, PDF_END, PDF_WITHIN = b"%PDF-", b"%%EOF", 1024


@dataclass(frozen=True)
class Arrival:
    """A picture that was looked at: what its file is, and the hash of its bytes."""

    facts: Facts
    sha256: str


@dataclass(frozen=True)
class FilmArrival:
    """A film that was looked at: what its file is, and the hash of its bytes."""

    facts: films.Facts
    sha256: str


# What comes with a film's row, by its field: the upload, and what was seen of it.
Arrivals = Mapping[str, tuple[File, Arrival | FilmArrival]]


def examine(upload: File) -> Arrival:
    """Looks at a picture in the cage. Keeps nothing.

    Refuses with `PictureRefused`: empty, too heavy, no picture, damaged, too many pixels, several pictures,
    struck out before.
    """
    if not upload.size:
        raise PictureRefused("empty")
    if upload.size > settings.PHOTO_MAX_BYTES:
        raise PictureRefused("too_heavy")
    facts = photographs.inspect(upload)
    upload.seek(0)
    digest = hashlib.file_digest(upload, "sha256").hexdigest()
    if is_struck_out(digest):
        raise PictureRefused("struck_out")
    return Arrival(facts, digest)


def examine_film(upload: File) -> FilmArrival:
    """Looks at a film in the cage: its header, and its first picture. Keeps nothing.

    Refuses with `FilmRefused`: empty, heavy, no film, damaged, no picture, too long, too wide, HDR, codec.
    """
    if not upload.size:
        raise FilmRefused("empty")
    if upload.size > settings.FILM_MAX_BYTES:
        raise FilmRefused("too_heavy")
    facts = films.inspect(upload)
    upload.seek(0)
    return FilmArrival(facts, hashlib.file_digest(upload, "sha256").hexdigest())


def examine_captions(upload: File) -> str:
    """Looks at captions; gives the ending that goes with what they are. Keeps nothing.

    Refuses with `CaptionsRefused`.
    """
    if (upload.size or 0) > captions.MOST_BYTES:
        raise CaptionsRefused("too_heavy")
    upload.seek(0)
    content = upload.read()
    captions.cleaned(content)
    return captions.ending(content)


def examine_paper(upload: File) -> str:
    """Looks at a signed paper; gives the ending that goes with what it is. Keeps nothing.

    Refuses with `PaperRefused` what is neither a PDF nor a picture, and with `PictureRefused` a picture that
    cannot be used. A PDF is told by its first and last bytes: nobody opens it here.
    """
    if not upload.size:
        raise PaperRefused("empty")
    if upload.size > settings.PAPER_MAX_BYTES:
        raise PaperRefused("too_heavy")
    upload.seek(0)
    is_pdf = PDF in upload.read(PDF_WITHIN)
    if not is_pdf:
        return _picture_of_a_paper(upload)
    upload.seek(max(upload.size - PDF_WITHIN, 0))
    if PDF_END not in upload.read():
        raise PaperRefused("damaged")
    upload.seek(0)
    return ".pdf"


def _picture_of_a_paper(upload: File) -> str:
    try:
        facts = photographs.inspect(upload)
    except PictureRefused as refusal:
        if refusal.code == "not_a_picture":
            raise PaperRefused("not_a_paper") from refusal
        raise
    upload.seek(0)
    return facts.ending


def accept_photo(upload: File, *, by: Any = None, **fields: Any) -> Photo:
    """A new photo with `upload` as its original, byte for byte; its renditions follow the commit.

    Refuses what `examine` refuses.
    """
    return keep_original(Photo(**fields), upload, arrival=examine(upload), by=by)


def keep_original(photo: Photo, upload: File, *, arrival: Arrival, by: Any = None) -> Photo:
    """Saves `photo`, new or known, with `upload` as its original. A former original goes with the commit."""
    former = _let_go(photo)
    if photo.pk is None:
        _take_words(photo, arrival.facts.words)
    photo.sha256 = arrival.sha256
    photo.width, photo.height = arrival.facts.width, arrival.facts.height
    photo.taken_on = photo.taken_on or arrival.facts.taken_on
    photo.state, photo.trouble, photo.renditions = Photo.State.PENDING, "", {}
    photo.created_by = photo.created_by or by
    _save_with_files(photo, {"original": (upload, arrival.facts.ending)})
    transaction.on_commit(lambda: forget(vault(), former))
    rendering.render_later(photo)
    return photo


@contextmanager
def all_or_nothing(photo: Photo) -> Iterator[None]:
    """A transaction in which a new `photo` is kept. Rolled back, it leaves no file in the vault either."""
    with ExitStack() as otherwise:
        otherwise.callback(_discard, photo, "original")
        with transaction.atomic():
            yield
        otherwise.pop_all()


def keep_poster(film: Film, upload: File, *, arrival: Arrival, by: Any = None) -> Film:
    """Saves `film`, new or known, with `upload` as its poster."""
    return keep_film(film, {"poster": (upload, arrival)}, by=by)


def keep_source(film: Film, upload: File, *, arrival: FilmArrival | None = None, by: Any = None) -> Film:
    """Saves `film`, new or known, with `upload` as its file. Refuses what `examine_film` refuses."""
    return keep_film(film, {"source": (upload, arrival or examine_film(upload))}, by=by)


@transaction.atomic
def keep_film(film: Film, arrivals: Arrivals, *, by: Any = None) -> Film:
    """Saves `film`, new or known, with the files that came. Those that they replace go with the commit.

    What was made of a replaced file stays until the new one is developed. What was made of a file that was
    taken off the form has lost its public copies when this returns.
    """
    kept = Film._default_manager.select_for_update(no_key=True).filter(pk=film.pk).first()
    film.created_by = film.created_by or by
    former = _replaced(film, kept, arrivals)
    if not arrivals and not former and not _has_another_frame(film, kept):
        if not film.source and not film.poster:
            film.state = Film.State.READY  # there is nothing to make
        film.save_said()
        return film
    film.renditions = kept.renditions if kept else {}
    if "poster" in arrivals:  # it may have the name of the one that it replaces
        film.renditions.get("poster", {}).pop("of", None)
    former += _forget_parts(film, kept, arrivals)
    _take_facts(film, arrivals)
    source = kept.source.name if kept else ""
    is_same_film = bool(source) and source == film.source.name and "source" not in arrivals
    if not is_same_film:
        film.state, film.trouble = Film.State.PENDING, ""
    _save_with_files(film, {name: (upload, seen.facts.ending) for name, (upload, seen) in arrivals.items()})
    before = kept.sha256 if kept else ""
    if before != film.sha256:
        record(film, "source", before=before, after=film.sha256, by=by)
    # A file that had been lost has left its name to the new one.
    gone = set(former) - {film.poster.name, film.source.name}
    transaction.on_commit(lambda: forget(vault(), gone))
    (rendering.poster_later if is_same_film else rendering.render_later)(film)
    return film


def _take_words(photo: Photo, words: Words) -> None:
    """What the file says of itself, where the editor says nothing."""
    main = SiteProfile.current().default_language or settings.LANGUAGE_CODE
    for field, said in (("alt", words.alt), ("caption", words.caption)):
        for code in codes():
            text = said.get(code) or (said.get("") if code == main else "") or ""
            # Programs repeat one line in every box; beside the picture it would be read out twice.
            text = "" if text == getattr(photo, column("alt", code)) else text
            name = column(field, code)
            setattr(photo, name, getattr(photo, name) or _fitting(photo, name, text))
    photo.creator = photo.creator or _fitting(photo, "creator", words.creator)
    # A line that an agreement asks for is printed unless the photo has its own: the file's is none.
    agreed = Agreement.objects.filter(production__isnull=False, production=photo.production_id)
    if not photo.credit_line and not agreed.exclude(credit_line="").exists():
        photo.credit_line = _fitting(photo, "credit_line", words.credit)


def _fitting(photo: Photo, name: str, text: str) -> str:
    """Cut where a word ends, if it is longer than its column."""
    field: Any = photo._meta.get_field(name)
    return shorten(text, field.max_length, placeholder="…")


def _take_facts(film: Film, arrivals: Arrivals) -> None:
    """What the row says of its file."""
    if "source" not in arrivals:
        film.sha256 = film.sha256 if film.source else ""
        return
    _upload, seen = arrivals["source"]
    film.sha256 = seen.sha256
    if isinstance(seen, FilmArrival) and seen.facts.seconds:
        film.duration_seconds = round(seen.facts.seconds)


def _replaced(film: Film, kept: Film | None, arrivals: Arrivals) -> list[str]:
    """The files of a known film that are not to be its files any more."""
    files = [(name, getattr(kept, name)) for name in ("poster", "source")] if kept else []
    return [str(file.name) for name, file in files if file and (name in arrivals or not getattr(film, name))]


def _has_another_frame(film: Film, kept: Film | None) -> bool:
    """Whether the poster is to be taken from another moment of the film than it was."""
    return kept is not None and bool(film.source) and film.poster_at_seconds != kept.poster_at_seconds


def _forget_parts(film: Film, kept: Film | None, arrivals: Arrivals) -> list[str]:
    """Strikes from the manifest what was made of files that were taken off; gives the names in the vault."""
    before = set(publication.files_of(kept)) if kept else set()
    for name, part in (("poster", "poster"), ("source", "video")):
        if kept and getattr(kept, name) and not getattr(film, name) and name not in arrivals:
            film.renditions.pop(part, None)
    gone = sorted(before - set(publication.files_of(film)))
    forget(public(), gone)
    return gone


def _save_with_files(work: Photo | Film, uploads: Mapping[str, tuple[File, str]]) -> None:
    """Writes the files, then the row; the files go again where the row is refused."""
    for field, (upload, ending) in uploads.items():
        upload.seek(0)
        setattr(work, field, File(upload, name=f"upload{ending}"))
    with ExitStack() as otherwise:
        for field in uploads:
            otherwise.callback(_discard, work, field)
        with transaction.atomic():
            work.save_brought()
        otherwise.pop_all()


def _discard(row: Photo | Film, field: str) -> None:
    """Deletes a file that was written for a row that was not."""
    written = getattr(row, field)
    if written and written._committed:
        written.storage.delete(written.name)


def _let_go(photo: Photo) -> list[str]:
    """The files that a replacement makes superfluous; their public copies are gone at once."""
    kept = Photo._default_manager.filter(pk=photo.pk).first()
    if kept is None:
        return []
    publication.take_back(kept)
    return [*([str(kept.original.name)] if kept.original else []), *publication.files_of(kept)]
