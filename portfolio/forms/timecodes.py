"""Moments in a film as they are typed: "1:23"."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portfolio.models import timecodes


class TimecodeField(forms.CharField):
    """Minutes and seconds, hours where there are any; gives seconds, or None for nothing."""

    def to_python(self, value: Any) -> Any:
        """Refuses what is no moment."""
        if isinstance(value, int | float):
            return float(value)
        text = super().to_python(value)
        if not text:
            return None
        seconds = timecodes.read(text)
        if seconds is None:
            raise ValidationError(_("Write minutes and seconds, such as 1:23."))
        return seconds

    def prepare_value(self, value: Any) -> Any:
        """As it is written."""
        return timecodes.written(value) if isinstance(value, int | float) else value

    def validate(self, value: Any) -> None:
        """Nothing is said of a moment as if it were text."""
        if self.required and value is None:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """None: text's own would measure a number."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """The same moment may be written in several ways."""
        try:
            now = self.to_python(data)
        except ValidationError:
            return True
        return now != (None if initial is None else timecodes.read(timecodes.written(initial)))


def too_late(second: float, length: float) -> str:
    """Of a moment that the film does not have: what is wrong, in a sentence."""
    moments = {"moment": timecodes.written(second), "length": timecodes.written(length)}
    return _("%(moment)s lies beyond the end: the film lasts %(length)s.") % moments
