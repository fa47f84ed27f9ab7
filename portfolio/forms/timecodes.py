"""Moments in a film as they are typed: "1:23". And chapters, a line each."""

from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portfolio.models import Chapter, timecodes
from portfolio.renditions import captions
from portfolio.renditions.refusals import CaptionsRefused

LONGEST_TITLE = Chapter._meta.get_field("title").max_length or 0
MOST_CHAPTERS = 100


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


class ChaptersField(forms.CharField):
    """The chapters of a film in one language, a line each: the moment, then the title. Also WebVTT, pasted.

    Gives second and title of each, in order.
    """

    widget = forms.Textarea
    default_error_messages = {
        "line": gettext_lazy(
            "Line %(number)s, “%(line)s”: write minutes and seconds, a space, and the title, such as "
            "“1:23 The last take”."
        ),
        "twice": gettext_lazy("Two chapters begin at %(moment)s. Leave one of them."),
        "too_long": gettext_lazy("The title at %(moment)s is longer than %(most)s characters. Shorten it."),
        "too_many": gettext_lazy("These are more than %(most)s chapters. Leave the main ones."),
    }

    def prepare_value(self, value: Any) -> Any:
        """As they are written."""
        return value if isinstance(value, str) else lines_of(value or [])

    def to_python(self, value: Any) -> Any:
        """Refuses lines that say no moment or no title, and chapters that nobody could tell apart."""
        text = super().to_python(value) or ""
        found = self._in_webvtt(text) if "-->" in text else self._in_lines(text)
        if len(found) > MOST_CHAPTERS:
            self._refuse("too_many", most=MOST_CHAPTERS)
        for second, title in found:
            if len(title) > LONGEST_TITLE:
                self._refuse("too_long", moment=timecodes.written(second), most=LONGEST_TITLE)
        for (first, _title), (second, _other) in pairwise(found):
            if first == second:
                self._refuse("twice", moment=timecodes.written(first))
        return found

    def validate(self, value: Any) -> None:
        """What is wrong was said already."""

    def run_validators(self, value: Any) -> None:
        """None: text's own would measure a list."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """However it is written: whether other chapters come of it."""
        try:
            return self.to_python(data) != self.to_python(lines_of(initial or []))
        except ValidationError:
            return True

    def _in_lines(self, text: str) -> list[tuple[float, str]]:
        lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
        return sorted(self._chapter(number, line) for number, line in lines if line)

    def _chapter(self, number: int, line: str) -> tuple[float, str]:
        moment, _space, title = line.partition(" ")
        second = timecodes.read(moment)
        title = title.strip().removeprefix("- ").removeprefix("– ").strip()
        if second is None or not title:
            self._refuse("line", number=number, line=line[:60])
        return second or 0.0, title

    def _in_webvtt(self, text: str) -> list[tuple[float, str]]:
        try:
            return captions.titles(text.encode())
        except CaptionsRefused as refusal:
            raise ValidationError(refusal.sentence) from refusal

    def _refuse(self, code: str, **said: Any) -> None:
        raise ValidationError(self.error_messages[code], code=code, params=said)


def lines_of(titles: list[tuple[float, str]]) -> str:
    """Chapters as they are typed."""
    return "\n".join(f"{timecodes.written(second)} {title}" for second, title in titles)
