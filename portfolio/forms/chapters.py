"""The chapters of a film as they are typed: a text a language, a line each."""

from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from backstage.bilingual.languages import codes, column
from portfolio.actions import words
from portfolio.forms.timecodes import too_late
from portfolio.models import Chapter, timecodes
from portfolio.renditions import captions
from portfolio.renditions.refusals import CaptionsRefused

LONGEST_TITLE = Chapter._meta.get_field("title").max_length or 0
MOST_CHAPTERS = 100


class ChaptersField(forms.CharField):
    """The chapters of a film in one language, a line each: the moment, then the title. Also WebVTT, pasted.

    Gives second and title of each, in order.
    """

    widget = forms.Textarea
    default_error_messages = {
        "webvtt": _(
            "These chapters cannot be read as WebVTT. Write one a line: minutes and seconds, a space, "
            "and the title."
        ),
        "line": _(
            "Line %(number)s, “%(line)s”: write minutes and seconds, a space, and the title, such as "
            "“1:23 The last take”."
        ),
        "twice": _("Two chapters begin at %(moment)s. Keep one of them."),
        "too_long": _("The title at %(moment)s is longer than %(most)s characters. Shorten it."),
        "too_many": _("These are more than %(most)s chapters. Keep the main ones."),
    }

    def prepare_value(self, value: Any) -> Any:
        """As they are written."""
        return value if isinstance(value, str) else lines_of(value or [])

    def to_python(self, value: Any) -> Any:
        """Refuses lines that say no moment or no title, and chapters that nobody could tell apart."""
        text = super().to_python(value) or ""
        ProhibitNullCharactersValidator()(text)
        is_webvtt = text.startswith("WEBVTT") or captions.ARROW.search(text)
        found = self._in_webvtt(text) if is_webvtt else self._in_lines(text)
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
        moment, title = [*line.split(maxsplit=1), ""][:2]
        second = timecodes.read(moment)
        title = title.removeprefix("- ").removeprefix("– ").strip()
        if second is None or not title:
            self._refuse("line", number=number, line=line[:60])
        return second or 0.0, title

    def _in_webvtt(self, text: str) -> list[tuple[float, str]]:
        try:
            return captions.titles(text.encode())
        except CaptionsRefused as refusal:
            raise ValidationError(self.error_messages["webvtt"], code="webvtt") from refusal

    def _refuse(self, code: str, **said: Any) -> None:
        raise ValidationError(self.error_messages[code], code=code, params=said)


def lines_of(titles: list[tuple[float, str]]) -> str:
    """Chapters as they are typed."""
    return "\n".join(f"{timecodes.written(second)} {title}" for second, title in titles)


def _field(language: str) -> ChaptersField:
    return ChaptersField(
        label=format_lazy("{} ({})", _("Chapters"), language),
        required=False,
        # What was loaded goes with the form: a page that is older than another's chapters takes none back.
        show_hidden_initial=True,
        help_text=_(
            "One a line: minutes and seconds, then the title. Chapters in WebVTT can be pasted, too."
        ),
    )


class ChaptersForm(forms.ModelForm):
    """A film with its chapters. `seconds`, of the form that it is a part of, is how long the film is."""

    seconds: float | None

    # A field for each language of the site, however many there are.
    vars().update({column("chapters", code): _field(code) for code in codes()})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = words.chapters_of(self.instance) if self.instance.pk else {}
        for code in codes():
            self.initial[column("chapters", code)] = known.get(code, [])

    def clean(self) -> dict[str, Any]:
        """Refuses chapters that begin after the film's end."""
        cleaned = super().clean() or self.cleaned_data
        for name in self._typed().values():
            late = [at for at, _title in cleaned.get(name) or () if self.seconds and at >= self.seconds]
            if late and self.seconds:
                self.add_error(name, too_late(late[0], self.seconds))
        return cleaned

    def chapters(self) -> words.Titles:
        """What was typed anew, by language."""
        return {code: self.cleaned_data[name] for code, name in self._typed().items()}

    def _typed(self) -> dict[str, str]:
        names = {code: column("chapters", code) for code in codes()}
        return {code: name for code, name in names.items() if name in self.changed_data}
