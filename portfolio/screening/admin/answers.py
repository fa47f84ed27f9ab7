"""The forms with which the editor answers: which films, until when, or why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from portfolio.models import Film
from portfolio.screening.actions import deciding
from portfolio.screening.actions.asking import Person

# How long an invitation lasts where the editor says nothing else.
USUALLY = timedelta(days=7)
AT_MOST = timedelta(days=366)


@dataclass(frozen=True)
class Choice:
    """A film that may be shown in private, as the form offers it."""

    film: Film
    tick: forms.BoundField
    word: forms.BoundField | None  # where the rights holder decides each time
    is_wanted: bool


class ApproveForm(forms.Form):
    """Which of the films that may be shown in private, and the last day.

    Where a film's agreement says that the holder decides each time, ticking it asks for whose word it was.
    """

    last_day = forms.DateField(
        label=_("Until the end of"),
        initial=lambda: timezone.localdate() + USUALLY,
        widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}),
    )

    max_views = forms.IntegerField(
        label=_("How many times"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=_("A screening counts once a quarter of a film was played. Empty: as often as they like."),
        widget=UnfoldAdminTextInputWidget(attrs={"type": "number", "min": 1, "max": 100}),
    )

    def __init__(self, *args: Any, wanted: list[Film], **kwargs: Any) -> None:
        """`wanted` is what was asked for: first, and ticked."""
        super().__init__(*args, **kwargs)
        showable = list(Film.objects.screenable().exclude(source="").select_related("production"))
        self.wanted = [film for film in wanted if film in showable]
        self.not_showable = [film for film in wanted if film not in showable]
        self.films = [*self.wanted, *(film for film in showable if film not in self.wanted)]
        self.asking = deciding.needing_a_yes(self.films)
        for film in self.films:
            self._offer(film)

    def choices(self) -> Iterator[Choice]:
        """Each film with its fields."""
        for film in self.films:
            word = self[_word(film)] if film.pk in self.asking else None
            yield Choice(film, self[_tick(film)], word, film in self.wanted)

    def clean(self) -> dict[str, Any]:
        """Refuses a film whose holder's word is missing, at the field that mends it."""
        cleaned = super().clean() or self.cleaned_data
        for film in self.films:
            if (
                cleaned.get(_tick(film))
                and film.pk in self.asking
                and not cleaned.get(_word(film), "").strip()
            ):
                self.add_error(_word(film), _("Write who said yes for the rights holder, when and how."))
        return cleaned

    def clean_last_day(self) -> Any:
        """A day that is over opens nothing."""
        day = self.cleaned_data["last_day"]
        if day < timezone.localdate():
            raise ValidationError(_("The last day is in the past. Choose today or a later day."))
        if day > timezone.localdate() + AT_MOST:
            raise ValidationError(_("An invitation lasts a year at most. Choose an earlier day."))
        return day

    def chosen(self) -> list[Film]:
        """The ticked films, in order."""
        return [film for film in self.films if self.cleaned_data[_tick(film)]]

    def holder_words(self) -> dict[int, str]:
        """By the film's key, whose word it was."""
        return {film.pk: self.cleaned_data.get(_word(film), "") for film in self.chosen()}

    def _offer(self, film: Film) -> None:
        self.fields[_tick(film)] = forms.BooleanField(
            label=str(film), required=False, initial=film in self.wanted, widget=UnfoldBooleanWidget()
        )
        if film.pk in self.asking:
            self.fields[_word(film)] = forms.CharField(
                label=_("The rights holder’s yes: whose word, when and how"),
                required=False,
                max_length=200,
                widget=UnfoldAdminTextInputWidget(
                    attrs={"placeholder": _("Anna Rossi, legal office, by mail on 12 May")}
                ),
            )


class InviteForm(ApproveForm):
    """The same for somebody who has not asked."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=UnfoldAdminTextInputWidget())
    company = forms.CharField(label=_("Company"), max_length=160, widget=UnfoldAdminTextInputWidget())
    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=UnfoldAdminEmailInputWidget())
    language = forms.ChoiceField(
        label=_("Language of the mails"), choices=settings.LANGUAGES, widget=UnfoldAdminSelectWidget()
    )

    field_order = ["name", "company", "email", "language", "last_day", "max_views"]

    def person(self) -> Person:
        """Whom to invite."""
        return Person(**{name: self.cleaned_data[name] for name in ("name", "company", "email", "language")})


class DeclineForm(forms.Form):
    """A kind sentence."""

    reason = forms.CharField(
        label=_("What shall we write?"),
        max_length=1000,
        help_text=_("The asker reads these words, in a mail that thanks them for asking."),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
    )


class RevokeForm(forms.Form):
    """Why it ends; for the record alone."""

    reason = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=300,
        help_text=_("For the record: the viewer does not read it."),
        widget=UnfoldAdminTextInputWidget(),
    )


def _tick(film: Film) -> str:
    return f"film_{film.pk}"


def _word(film: Film) -> str:
    return f"word_{film.pk}"
