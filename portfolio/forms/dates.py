"""Days and moments as they are typed on the desk: in our years, and in the hours of Rome."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portfolio.models.clock import EARLIEST, LATEST

OUR_YEARS = (
    MinValueValidator(EARLIEST, _("Check the year: it is earlier than 1900.")),
    MaxValueValidator(LATEST, _("Check the year: it is later than 2200.")),
)
# Which of the two it is, behind an hour that is there twice: the clocks show the first one in summer time.
MARKS = {"legale": 0, "summer": 0, "solare": 1, "winter": 1}
MARKED = re.compile(rf"(.*\d)\s*({'|'.join(MARKS)})\s*", re.IGNORECASE)
MISSING, DOUBLED = "missing_hour", "doubled_hour"


class RomeMomentField(forms.SplitDateTimeField):
    """A day and an hour of the current time zone. Of an hour that is there twice it asks which is meant."""

    default_error_messages = {
        **forms.SplitDateTimeField.default_error_messages,
        MISSING: _("In that night the clocks are put forward: this hour does not exist. Write another one."),
        DOUBLED: _(
            "In that night this hour is there twice. Write “%(hour)s summer” for the first time, "
            "“%(hour)s winter” for the second."
        ),
    }
    fold: int | None = None

    def clean(self, value: Any) -> Any:
        """The moment; an hour may say behind itself which of two it is."""
        self.fold = None
        parts = list(value) if isinstance(value, list | tuple) else value
        marked = MARKED.fullmatch(str(parts[1] or "")) if isinstance(parts, list) and len(parts) > 1 else None
        if marked:
            parts[1], self.fold = marked[1], MARKS[marked[2].lower()]
        return super().clean(parts)

    def compress(self, data_list: tuple[date, time] | None) -> Any:
        """Refuses an hour that is not there, and one that is there twice and does not say which."""
        if not data_list or not _is_whole(data_list):
            return super().compress(data_list)
        shown = datetime.combine(data_list[0], data_list[1])
        first, second = (shown.replace(tzinfo=timezone.get_current_timezone(), fold=fold) for fold in (0, 1))
        if first.utcoffset() == second.utcoffset():
            return first
        if first.astimezone(UTC).astimezone(first.tzinfo).replace(tzinfo=None) != shown:
            raise ValidationError(self.error_messages[MISSING], code=MISSING)
        if self.fold is None:
            said = {"hour": f"{shown:%H:%M}"}
            raise ValidationError(self.error_messages[DOUBLED], code=DOUBLED, params=said)
        return (first, second)[self.fold]


def _is_whole(parts: Sequence[Any]) -> bool:
    return isinstance(parts[0], date) and isinstance(parts[1], time)


class DatedForm(forms.Form):
    """A form whose dates lie in years that we can reckon with; a moment that nobody touched stays as it is.

    One that was recorded in an hour that Rome has twice is shown without saying which, and must not keep the
    rest of the form from being saved.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            within_our_years(field)

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name, found in list(self.errors.items()):
            is_doubled = any(each.code == DOUBLED for each in found.as_data())
            if is_doubled and name not in self.changed_data:
                del self.errors[name]
                self.cleaned_data[name] = self.get_initial_for_field(self.fields[name], name)


class SuspendableForm(DatedForm):
    """A form of a work: a suspension is for now, so its moment has come."""

    def clean_suspended_at(self) -> Any:
        """Refuses one that is still to come: the work would be hidden at once all the same."""
        moment = self.cleaned_data["suspended_at"]
        if moment and moment > timezone.now():
            raise forms.ValidationError(
                _("A suspension holds from the moment at which you save it: write a moment that has come.")
            )
        return moment


def within_our_years(field: Any) -> None:
    """Has a field of a date, or of a moment, refuse other years than ours in a sentence."""
    day = field.fields[0] if isinstance(field, forms.SplitDateTimeField) else field
    if isinstance(day, forms.DateField):
        day.validators = [*day.validators, *OUR_YEARS]
