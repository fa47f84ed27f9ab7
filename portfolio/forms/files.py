"""What an editor's upload must be before anything is kept."""

from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from portfolio.actions import incoming_films
from portfolio.actions.intake import (
    Arrival,
    FilmArrival,
    examine,
    examine_captions,
    examine_film,
    examine_paper,
)
from portfolio.forms.timecodes import TimecodeField, too_late
from portfolio.models import IncomingFilm
from portfolio.renditions.photographs import PictureRefused
from portfolio.renditions.refusals import CaptionsRefused, FilmRefused, PaperRefused


class PictureForm(forms.ModelForm):
    """A form with a picture: looks at it in the cage, and says in a sentence why one is refused.

    `picture_field` names the model's file field. After validation `arrival` holds what was seen of a new
    upload; None where none came.
    """

    picture_field = "original"
    arrival: Arrival | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.FileField):
                field.max_length = None  # a file is kept under a name of ours, however long its own is

    def clean(self) -> dict[str, Any]:
        """Refuses what is no picture that we can use; the rest of the form keeps what was typed."""
        cleaned = super().clean() or self.cleaned_data
        upload = cleaned.get(self.picture_field)
        if isinstance(upload, File) and self.picture_field in self.changed_data:
            self._look_at(upload)
        return cleaned

    def _look_at(self, upload: File) -> None:
        try:
            self.arrival = examine(upload)
        except PictureRefused as refusal:
            self.add_error(self.picture_field, refusal.sentence)


class PhotoUploadForm(PictureForm):
    """A photograph."""


class PosterForm(PictureForm):
    """A film with its poster."""

    picture_field = "poster"


class FilmUploadForm(PosterForm):
    """A film with its poster and its file, which comes with the form or came in pieces before it.

    `film_arrival` holds what was seen of a new file, `incoming` the row of one that came in pieces. Only
    those of `owner` are known here: another's key is as good as none.
    """

    UNFINISHED = {
        IncomingFilm.State.ARRIVING: _("The film is not here whole yet. Wait until it is, then save."),
        IncomingFilm.State.WAITING: _("The film is still being looked at. Wait a moment, then save."),
    }

    source_key = forms.CharField(
        label=_("file"),
        required=False,
        max_length=32,
        widget=forms.HiddenInput(attrs={"autocomplete": "off"}),
    )
    poster_at_seconds = TimecodeField(
        label=_("Frame of the poster"),
        required=False,
        help_text=_("Minutes and seconds. Left empty, it is taken from the first tenth of the film."),
    )
    owner: Any = None
    film_arrival: FilmArrival | None = None
    incoming: IncomingFilm | None = None

    def clean(self) -> dict[str, Any]:
        """Refuses a film that we cannot use, one that is not here whole, and a frame that it has not."""
        cleaned = super().clean()
        upload = cleaned.get("source")
        if isinstance(upload, File) and "source" in self.changed_data:
            self._look_at_film(upload)
        elif cleaned.get("source_key") and "source" in self.fields:
            self._take_up(cleaned["source_key"])
        self._choose_poster(cleaned)
        return cleaned

    @property
    def seconds(self) -> float | None:
        """How long the film is that will be there once this is saved; None where nobody knows."""
        if self.film_arrival:
            return self.film_arrival.facts.seconds
        made: float | None = self.instance.renditions.get("video", {}).get("seconds")
        return made or self.instance.duration_seconds

    def _choose_poster(self, cleaned: dict[str, Any]) -> None:
        """What is chosen now takes the place of what was: a picture that of a frame, a frame a picture's."""
        frame = cleaned.get("poster_at_seconds")
        if isinstance(cleaned.get("poster"), File) and "poster" in self.changed_data:
            cleaned["poster_at_seconds"] = None
        elif frame is None or "poster_at_seconds" not in self.changed_data:
            return
        elif not cleaned.get("source"):
            self.add_error("poster_at_seconds", _("Only a film that is here has frames: upload a poster."))
        elif self.seconds is not None and frame >= self.seconds:
            self.add_error("poster_at_seconds", too_late(frame, self.seconds))
        else:
            cleaned["poster"] = False

    def clean_external_url(self) -> str:
        """Refuses what no browser opens as a page."""
        address: str = self.cleaned_data["external_url"]
        if address and not address.startswith(("http://", "https://")):
            raise forms.ValidationError(
                _("Write the address of a page, such as https://www.youtube.com/watch?v=…")
            )
        return address

    def _take_up(self, key: str) -> None:
        """Has a film that came in pieces stand where one that comes with the form does."""
        file = incoming_films.claimed(key, self.owner)
        if self.cleaned_data.get("source") is False:
            self.add_error("source", forms.FileField.default_error_messages["contradiction"])
        elif file is None:
            self.add_error("source", _("This upload is not here any more. Choose the file again."))
        elif file.state != IncomingFilm.State.SEEN:
            trouble = self.UNFINISHED.get(file.state) or incoming_films.why_not(file)  # type: ignore[call-overload]
            self.add_error("source", trouble)
        else:
            self.incoming, self.film_arrival = file, incoming_films.arrival(file)
            self.cleaned_data["source"] = incoming_films.content(file)

    def _look_at_film(self, upload: File) -> None:
        try:
            self.film_arrival = examine_film(upload)
        except FilmRefused as refusal:
            self.add_error("source", refusal.sentence)


class PaperForm(forms.ModelForm):
    """A form with a signed paper, in the file field that `paper_field` names."""

    paper_field = "document"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.paper_field in self.fields:
            field: Any = self.fields[self.paper_field]
            field.max_length = None  # it is kept under a name of ours

    def clean(self) -> dict[str, Any]:
        """Refuses what is neither a PDF nor a picture; the rest of the form keeps what was typed."""
        cleaned = super().clean() or self.cleaned_data
        upload = cleaned.get(self.paper_field)
        if isinstance(upload, File) and self.paper_field in self.changed_data:
            try:
                upload.name = f"paper{examine_paper(upload)}"
            except (PaperRefused, PictureRefused) as refusal:
                self.add_error(self.paper_field, refusal.sentence)
        return cleaned


class CaptionsForm(forms.ModelForm):
    """A film's captions in one language."""

    def clean_file(self) -> Any:
        """Refuses what holds no captions that we can read, in a sentence."""
        upload = self.cleaned_data["file"]
        if isinstance(upload, File) and "file" in self.changed_data:
            try:
                upload.name = f"captions{examine_captions(upload)}"
            except CaptionsRefused as refusal:
                raise forms.ValidationError(refusal.sentence) from refusal
        return upload
