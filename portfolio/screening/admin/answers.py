"""The forms with which the editor answers: which films, until when, or why not."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from portfolio.forms import AS_TYPED, plain_address
from portfolio.models import Film, SiteProfile
from portfolio.models.mail_address import canonical
from portfolio.screening.actions import deciding
from portfolio.screening.actions.asking import Person
from portfolio.screening.actions.deciding import end_of
from portfolio.screening.admin.reasons import why_nobody
from portfolio.screening.admin.words import WITHOUT_ASKING, ends_sooner, in_words, in_words_for
from portfolio.screening.models import AccessRequest, Holder
from portfolio.screening.models.contents import ends_for
from portfolio.screening.models.grant import AT_MOST, USUALLY
from portfolio.screening.models.holder import films_needing_a_yes, governing

_TICK = "film_"


@dataclass(frozen=True)
class Choice:
    """A film that may be shown in private, as the form offers it; `note` says what its agreement says."""

    film: Film
    tick: forms.BoundField
    word: forms.BoundField | None  # where somebody has to say whose yes it was
    is_wanted: bool
    note: Any
    limit: str = ""  # what ends it before an invitation could
    is_over_before: bool = False  # and sooner than the day that is chosen


class ApproveForm(forms.Form):
    """Which of the films that may be shown in private, and the last day.

    Where a film's agreement says that the holder decides each time, the yes that they gave to this request
    counts; where they gave none, ticking it asks for whose word it was; over a no nothing is written.
    """

    heading = _("Films that may be shown in private")
    nothing = _("No film may be shown in private now. Look at the films’ agreements.")

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

    def __init__(
        self, *args: Any, wanted: list[Film], asked: AccessRequest | None = None, **kwargs: Any
    ) -> None:
        """`wanted` is what was asked for: first, and ticked. `asked` is the request, where there is one."""
        super().__init__(*args, **kwargs)
        self._begin_with(asked)
        showable = list(Film.objects.screenable().exclude(source="").select_related("production"))
        self.wanted = [film for film in wanted if film in showable]
        self.not_showable = [(film, why_nobody(film)) for film in wanted if film not in showable]
        self.films = [*self.wanted, *(film for film in showable if film not in self.wanted)]
        self.said = {decision.film_id: decision for decision in asked.decisions.all()} if asked else {}
        self.before = deciding.words_before(asked) if asked and asked.contact else {}
        needing = deciding.which_need_a_yes(self.films)
        self.refused = {key for key in needing if self._is_refused(key)}
        self.given = {key for key in needing if key in self.said and self.said[key].is_standing}
        self.asking = needing - self.refused - self.given
        self.ends = self._ends(asked)
        for film in self.films:
            self._offer(film)

    def _begin_with(self, asked: AccessRequest | None) -> None:
        """The day that was asked for; of a request for more days, as often as was agreed before."""
        if asked and asked.needed_by and asked.needed_by >= timezone.localdate():
            self.initial["last_day"] = min(asked.needed_by, timezone.localdate() + AT_MOST)
        if asked and asked.prolongs:
            self.initial["max_views"] = asked.prolongs.max_views

    def choices(self) -> Iterator[Choice]:
        """Each film with its fields; what ends sooner than an invitation could says so."""
        chosen = self._day_chosen()
        for film in self.films:
            word = self[_word(film)] if film.pk in self.asking else None
            end = self.ends.get(film.pk)
            yield Choice(
                film,
                self[_tick(film)],
                word,
                film in self.wanted,
                self._note(film),
                ends_sooner(film, end, self.said.get(film.pk)) if end else "",
                bool(end and chosen and end < end_of(chosen)),
            )

    def clean(self) -> dict[str, Any]:
        """Refuses a film whose holder's word is missing, at the field that mends it."""
        cleaned = super().clean() or self.cleaned_data
        offered = {_tick(film) for film in self.films}
        if any(name.startswith(_TICK) and name not in offered for name in self.data):
            self.add_error(
                None,
                _("A film that you ticked may not be shown any more. Look at what is left, and send again."),
            )
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

    def _ends(self, asked: AccessRequest | None) -> dict[int, datetime]:
        """By the film's key, the end of what lasts less long than an invitation at most."""
        latest = end_of(timezone.localdate() + AT_MOST)
        ends = ends_for(self.films, asked, latest)
        return {key: end for key, end in ends.items() if end < latest}

    def _day_chosen(self) -> date | None:
        """The last day as it stands in the field; None where that is no day."""
        value = self["last_day"].value()
        if isinstance(value, date):
            return value
        with suppress(ValidationError):
            day: date | None = self.fields["last_day"].to_python(value)
            return day
        return None

    def _is_refused(self, key: int) -> bool:
        """Whether who holds the rights refuses this person the film: to this request, or the last before."""
        own, before = self.said.get(key), self.before.get(key)
        if own is not None and own.answer and not own.has_changed_hands:
            return not own.is_standing
        return before is not None and before.is_refusal

    def _note(self, film: Film) -> Any:
        """What the agreement and the holder say about a film."""
        if film.pk in self.refused | self.given | self.asking:
            return in_words_for(self.said.get(film.pk), self.before.get(film.pk))
        return WITHOUT_ASKING

    def _offer(self, film: Film) -> None:
        is_refused = film.pk in self.refused
        self.fields[_tick(film)] = forms.BooleanField(
            label=str(film),
            required=False,
            initial=film in self.wanted and not is_refused,
            disabled=is_refused,
            widget=UnfoldBooleanWidget(),
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


class AskHoldersForm(forms.Form):
    """About which films the rights holders are asked, and in which language each reads."""

    heading = _("Films whose rights holder decides each time")
    nothing = _("No film needs a holder’s yes now, or they have all said yes.")

    def __init__(self, *args: Any, asked: AccessRequest, **kwargs: Any) -> None:
        """What was asked for comes first, and is ticked where nobody has answered yet."""
        super().__init__(*args, **kwargs)
        self.said = {decision.film_id: decision for decision in asked.decisions.select_related("holder")}
        self.wanted = asked.wanted_films()
        showable = films_needing_a_yes().exclude(source="").select_related("production")
        askable = [film for film in showable if self._is_open(film)]
        first = [film for film in self.wanted if film in askable]
        self.films = [*first, *(film for film in askable if film not in first)]
        self.mailboxes = {film.pk: _mailbox(film) for film in self.films}
        for film in self.films:
            self._offer(film)
        for address in dict.fromkeys(self.mailboxes.values()):
            self._offer_languages(address)

    def choices(self) -> Iterator[Choice]:
        """Each film with its tick, and who is asked."""
        for film in self.films:
            yield Choice(film, self[_tick(film)], None, film in self.wanted, self._note(film))

    def chosen(self) -> list[Film]:
        """The ticked films, in order."""
        return [film for film in self.films if self.cleaned_data[_tick(film)]]

    def languages(self) -> dict[str, str]:
        """By address, the language of the letter."""
        return {address: self.cleaned_data[_language(address)] for address in self.mailboxes.values()}

    def _is_open(self, film: Film) -> bool:
        return film.pk not in self.said or not self.said[film.pk].is_standing

    def _note(self, film: Film) -> Any:
        agreement = governing(film)
        whom = f"{agreement.rights_holder if agreement else ''}, {self.mailboxes[film.pk]}"
        return f"{whom} · {in_words(self.said[film.pk])}" if film.pk in self.said else whom

    def _offer(self, film: Film) -> None:
        said = self.said.get(film.pk)
        is_open = said is None or not said.answer or said.has_changed_hands
        self.fields[_tick(film)] = forms.BooleanField(
            label=str(film),
            required=False,
            initial=film in self.wanted and is_open,
            widget=UnfoldBooleanWidget(),
        )

    def _offer_languages(self, address: str) -> None:
        known = Holder.objects.at(address).first()
        default = SiteProfile.current().default_language or settings.LANGUAGE_CODE
        self.fields[_language(address)] = forms.ChoiceField(
            label=_("Language of the letter to %(address)s") % {"address": address},
            choices=settings.LANGUAGES,
            initial=known.language if known else default,
            widget=UnfoldAdminSelectWidget(),
        )


class InviteForm(ApproveForm):
    """The same for somebody who has not asked."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=UnfoldAdminTextInputWidget())
    company = forms.CharField(label=_("Company"), max_length=160, widget=UnfoldAdminTextInputWidget())
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        validators=[plain_address],
        widget=UnfoldAdminTextInputWidget(attrs=AS_TYPED),
    )
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


class QuestionForm(forms.Form):
    """What the editor would like to know first."""

    text = forms.CharField(
        label=_("What would you like to know?"),
        max_length=1000,
        help_text=_(
            "It goes to them by mail and is kept with the request; the answer comes to your mailbox."
        ),
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
    return f"{_TICK}{film.pk}"


def _word(film: Film) -> str:
    return f"word_{film.pk}"


def _language(address: str) -> str:
    """The field of a mailbox's language: short, and without what an address may hold."""
    return f"language_{hashlib.sha256(address.encode()).hexdigest()[:12]}"


def _mailbox(film: Film) -> str:
    agreement = governing(film)
    return canonical(agreement.decision_email) if agreement else ""
