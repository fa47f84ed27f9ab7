"""What is written of a film beside its picture: captions and chapters, as the tracks that browsers read.

They are small, and somebody may wait for a slip of the tongue to be gone: they are made where they are saved.
"""

import hashlib
from contextlib import ExitStack
from io import BytesIO
from typing import Any

from django.db import transaction

from backstage.bilingual.languages import codes, column
from backstage.bilingual.spelling import fold
from portfolio.actions import publication
from portfolio.actions.record import record
from portfolio.models import CaptionTrack, Chapter, Film
from portfolio.models.film import titles_of
from portfolio.renditions import captions
from portfolio.renditions.refusals import CaptionsRefused
from portfolio.renditions.storages import forget, public, put, vault

# Second and title of chapters, by language.
Titles = dict[str, list[tuple[float, str]]]


@transaction.atomic
def keep_captions(track: CaptionTrack, *, by: Any = None) -> CaptionTrack:
    """Saves captions, new or known, and what is said in them. What they replace is seen no more at return.

    Refuses with `CaptionsRefused` what `intake.examine_captions` refuses.
    """
    kept = CaptionTrack.objects.filter(pk=track.pk).first()
    with ExitStack() as otherwise:
        if not track.file._committed:  # type: ignore[attr-defined]
            track.file.open()
            _read_out(track, track.file.read())
            track.file.seek(0)
            otherwise.callback(_discard, track)
        track.save()
        record(track, "saved", by=by)
        write(track.film_id)
        otherwise.pop_all()
    gone = {kept.file.name} - {track.file.name} if kept else set()
    transaction.on_commit(lambda: forget(vault(), gone))
    return track


@transaction.atomic
def drop_captions(track: CaptionTrack, *, by: Any = None) -> None:
    """Deletes captions. They are seen no more when this returns; their files go with the commit."""
    record(track, "deleted", by=by)
    film, name = track.film_id, str(track.file.name)
    track.delete()
    transaction.on_commit(lambda: forget(vault(), [name]))
    write(film)


@transaction.atomic
def keep_chapters(film: Film, titles: Titles, *, by: Any = None) -> None:
    """Has the parts of `film` begin where `titles` says, in the languages that it names.

    Former ones are seen no more when this returns. What begins at one second is one chapter in all languages.
    """
    former = chapters_of(film)
    titles = former | titles
    if former == titles:
        return
    moments: dict[float, dict[str, str]] = {}
    for language, said in titles.items():
        for second, title in said:
            moments.setdefault(second, {})[column("title", language)] = title
    film.chapters.all().delete()
    for second, said_there in sorted(moments.items()):
        Chapter.objects.create(film=film, starts_at_seconds=second, **said_there)
    record(film, "chapters", before=_count(former), after=_count(titles), by=by)
    write(film.pk)


def chapters_of(film: Film) -> Titles:
    """The chapters of a film that has a row, by language."""
    rows = list(film.chapters.all())
    return {code: titles_of(rows, code) for code in codes()}


@transaction.atomic
def write(film_id: int) -> str:
    """Has the manifest of a film hold captions and chapters as the rows say, and lets go of all others.

    Their public copies are gone when this returns. Gives the trouble with captions whose file is lost or
    cannot be read any more, in two words; nothing where there is none, or no film.
    """
    film = Film._default_manager.select_for_update().filter(pk=film_id).first()
    if film is None:
        return ""
    before = set(publication.files_of(film))
    troubles: list[str] = []
    made = {"captions": _captions(film, troubles), "chapters": _chapters(film)}
    film.renditions = {part: said for part, said in (film.renditions | made).items() if said}
    film.save(update_fields=["renditions"])
    gone = before - set(publication.files_of(film))
    forget(public(), gone)
    transaction.on_commit(lambda: forget(vault(), gone))
    publication.settle_later([film])
    return next(iter(troubles), "")


def _captions_of(track: CaptionTrack) -> str:
    """The captions as they are shown; whatever was not read out of them yet is, now."""
    with track.file.open("rb") as stream:
        content = stream.read()
    if not track.transcript:
        _read_out(track, content)
        track.save(update_fields=["transcript", "transcript_starts", "transcript_folded"])
    return captions.cleaned(content)


def _read_out(track: CaptionTrack, content: bytes) -> None:
    """What captions say, for those who read and search."""
    paragraphs = captions.transcript(content)
    track.transcript = "\n".join(said for _start, said in paragraphs)
    track.transcript_folded = str(fold(track.transcript))
    track.transcript_starts = [start for start, _said in paragraphs]


def _captions(film: Film, troubles: list[str]) -> dict[str, str]:
    """The name of a file a language."""
    made = {}
    for track in film.captions.all():
        try:
            made[track.language] = _file(film, f"captions-{track.language}", _captions_of(track))
        except CaptionsRefused as refusal:
            troubles.append(f"captions:{refusal.code}")
        except FileNotFoundError:
            troubles.append("captions:lost")
    return made


def _chapters(film: Film) -> dict[str, str]:
    """The name of a file for each language in which any chapter has a title."""
    said = {code: titles for code, titles in chapters_of(film).items() if titles}
    until = film.duration_seconds or 0
    return {
        code: _file(film, f"chapters-{code}", captions.chapters(titles, until=until))
        for code, titles in said.items()
    }


def _file(film: Film, word: str, text: str) -> str:
    content = text.encode()
    name = f"{word}-{hashlib.sha256(content).hexdigest()[:16]}.vtt"
    put(vault(), f"{film.asset}/{name}", BytesIO(content))
    return name


def _discard(track: CaptionTrack) -> None:
    """Deletes a file that was written for a row that was not."""
    if track.file and track.file._committed:  # type: ignore[attr-defined]
        track.file.storage.delete(str(track.file.name))


def _count(titles: Titles) -> str:
    return str(max((len(said) for said in titles.values()), default=0))
