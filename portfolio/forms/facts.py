"""A form of facts that turn on others' words too: it knows with which it was opened."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from portfolio.actions.record import REASONS, facts_of
from portfolio.models import RightsEntry
from portfolio.models.rights_entry import name_of

# The field in which a fact is typed that is none itself.
TYPED_IN = {"document_sha256": "document", "release_document_sha256": "release_document"}


class OpenedField(forms.JSONField):
    """The facts with which a form was opened. They come back with it, and are nobody's word."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """The facts; none, where what came back is something else."""
        found = super().to_python(value)
        return found if isinstance(found, dict) else {}

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Never: nobody types them."""
        return False


class FactForm(forms.ModelForm):
    """A form of a row that decides who may see a work, and writes over no fact that its reader has not seen.

    What changed after it was opened, by a rights holder's stop or at the hands of another editor, is refused
    at its field, which then shows what stands; all else that was typed stays. Saved again, it is the word of
    somebody who knows. A form that does not say with which facts it was opened has shown none.
    """

    # The fields that say more of a fact, and are no fact themselves.
    typed_with: Mapping[str, Sequence[str]] = {fact: (reason,) for fact, reason in REASONS.items()}
    opened = OpenedField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["opened"] = facts_of(self.instance)

    def full_clean(self) -> None:
        """Reads the row anew before it is compared, and holds it until what was typed is saved."""
        is_there = True
        if self.is_bound and self.instance.pk:
            is_there = self._read_anew()
        super().full_clean()
        if not is_there:
            gone = gettext("Somebody deleted this after you had opened this page. Nothing is saved.")
            self.add_error(None, gone)

    def _read_anew(self) -> bool:
        """Whether the row is still there. What points at it goes on: its key is not held."""
        held = self._meta.model._default_manager.select_for_update(no_key=True)
        try:
            self.instance.refresh_from_db(from_queryset=held)
        except self._meta.model.DoesNotExist:
            return False
        standing = model_to_dict(self.instance, fields=[*self.fields])
        self.initial.update(standing, opened=facts_of(self.instance))
        # Rows on another's page were compared before, to know whether they are wanted at all.
        self.__dict__.pop("changed_data", None)
        self._bound_fields_cache.clear()  # type: ignore[attr-defined]
        return True

    def clean(self) -> dict[str, Any]:
        """Refuses each field that would write over what its reader has not seen."""
        cleaned = super().clean() or self.cleaned_data
        for fact, name in self._overtaken(cleaned.get("opened", {})):
            self.add_error(name, self._what_happened(fact))
            self._show_what_stands(name)
            self._show_what_stands("opened")
        return cleaned

    def _overtaken(self, seen: dict[str, str]) -> list[tuple[str, str]]:
        """What moved since it was `seen` and is not what the form says, each with the field that says it."""
        standing: dict[str, str] = self.initial.get("opened", {})
        moved = [fact for fact, value in standing.items() if seen.get(fact) != value]
        said = [(fact, TYPED_IN.get(fact, fact)) for fact in moved]
        said += [(fact, name) for fact in moved for name in self.typed_with.get(fact, ())]
        return [(fact, name) for fact, name in said if name in self.changed_data]

    def _show_what_stands(self, name: str) -> None:
        self.fields[name].bound_data = lambda data, initial: initial  # type: ignore[method-assign]

    def _what_happened(self, fact: str) -> str:
        """Who changed it and when, as the log of rights has it, and what to do."""
        lines = RightsEntry.objects.filter(subject=name_of(self.instance), fact=fact)
        line = lines.select_related("by").first()
        said = {"when": date_format(timezone.localtime(line.at), "DATETIME_FORMAT")} if line else {}
        if line and line.by:
            said["who"] = line.by.get_full_name() or line.by.get_username()
            happened = gettext("%(who)s changed this on %(when)s, after you had opened this page.")
        elif line and line.on_behalf_of.startswith("holder:"):
            happened = gettext(
                "The rights holder stopped private screenings on %(when)s, after you had opened this page: "
                "the agreement says “no” now."
            )
        else:
            happened = gettext("This changed after you had opened this page.")
        go_on = gettext(
            "Nothing is saved yet. The field shows what stands now, and the rest of what you typed is still "
            "here: look at it, change it if you need to, and save again."
        )
        return f"{happened % said} {go_on}"
