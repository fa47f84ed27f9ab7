"""What a visitor types: whom they are, what they want, the code from the mail."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from portfolio.forms import AS_TYPED, plain_address
from portfolio.models import Film, Showreel
from portfolio.screening.actions.asking import Person, Wish
from portfolio.screening.actions.holders import Answer
from portfolio.screening.models import Contact, HolderDecision

ADVICE = "advice"
CODE = re.compile(r"\d{6}")
FAR_OFF = timedelta(days=2 * 366)
# A name goes into mails: it is one line, reads as it is written, and is no link.
LINK = re.compile(r"://|\bwww\.|\w\.\w{2,}(:\d+)?[/?#]", re.IGNORECASE)
UNSEEN = {"Cc", "Cf", "Zl", "Zp"}
# Of what is not seen, what names of Persian, Sinhala or Malayalam are spelled with.
JOINERS = "\u200c\u200d"


def plain_name(text: str) -> None:
    """Refuses what is no name but could be read as one in a mail, and what turns or hides its letters."""
    unseen = any(unicodedata.category(each) in UNSEEN and each not in JOINERS for each in text)
    if unseen or LINK.search(unicodedata.normalize("NFKC", text)):
        raise ValidationError(_("Write it on one line, without web addresses or hidden signs."))


class WishForm(forms.Form):
    """What a contact would like to see. Who they are is known."""

    wanted = forms.MultipleChoiceField(
        label=_("What would you like to see?"), widget=forms.CheckboxSelectMultiple
    )
    production = forms.CharField(label=_("For which production?"), max_length=200, validators=[plain_name])
    reason = forms.CharField(
        label=_("Why? A sentence is enough"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    needed_by = forms.DateField(
        label=_("By when do you need it?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )

    def __init__(self, *args: Any, showreels: list[Showreel], sealed: list[Film], **kwargs: Any) -> None:
        """`showreels` and `sealed` are what may be asked for by name or by its sealed card."""
        super().__init__(*args, **kwargs)
        self.showreels = {f"showreel-{each.pk}": each for each in showreels}
        self.sealed = {f"film-{each.pk}": each for each in sealed}
        self.fields["wanted"].choices = [  # type: ignore[attr-defined]
            *((key, str(reel)) for key, reel in self.showreels.items()),
            *((key, sealed_name(film, number)) for number, (key, film) in enumerate(self.sealed.items(), 1)),
            (ADVICE, _("I am not sure: advise me")),
        ]

    def clean_needed_by(self) -> Any:
        """A day that has passed, or that nobody plans for yet, is a slip of the finger."""
        day = self.cleaned_data["needed_by"]
        if day and day < timezone.localdate():
            raise ValidationError(_("This day has passed. Choose today or a later day, or leave it empty."))
        if day and day > timezone.localdate() + FAR_OFF:
            raise ValidationError(_("This day is years away. Choose an earlier one, or leave it empty."))
        return day

    def clean_wanted(self) -> list[str]:
        """One showreel at a time: a request is for one."""
        wanted: list[str] = self.cleaned_data["wanted"]
        if sum(key in self.showreels for key in wanted) > 1:
            raise ValidationError(_("Choose one showreel; you can ask for another one afterwards."))
        return wanted

    def typed(self) -> dict[str, Any]:
        """What stands in the fields, right or wrong, to be shown anew."""
        return {field.name: field.value() for field in self}

    def wish(self) -> Wish:
        """What was ticked."""
        wanted = self.cleaned_data["wanted"]
        return Wish(
            films=[self.sealed[key] for key in wanted if key in self.sealed],
            showreel=next((self.showreels[key] for key in wanted if key in self.showreels), None),
            advice=ADVICE in wanted,
            production=self.cleaned_data["production"],
            reason=self.cleaned_data["reason"],
            needed_by=self.cleaned_data["needed_by"],
        )


class AskForm(WishForm):
    """The same for somebody whom we do not know."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        validators=[plain_name],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    company = forms.CharField(
        label=_("Your company"),
        max_length=160,
        validators=[plain_name],
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    role = forms.CharField(
        label=_("Your role there"),
        max_length=120,
        required=False,
        validators=[plain_name],
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        validators=[plain_address],
        help_text=_("At your company, if you can: it is how we know you."),
        widget=forms.TextInput(attrs={**AS_TYPED, "autocomplete": "email"}),
    )
    # People do not see this field; programs that fill in every field do.
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )

    field_order = ["name", "company", "role", "email", "wanted", "production", "reason", "needed_by"]

    def is_by_a_program(self) -> bool:
        """Whether the field was filled in that people do not see."""
        return bool(self.cleaned_data.get("website"))

    def person(self) -> Person:
        """Who they say they are; their language is the page's."""
        return Person(
            name=self.cleaned_data["name"],
            company=self.cleaned_data["company"],
            email=self.cleaned_data["email"],
            role=self.cleaned_data["role"],
            language=translation.get_language() or "it",
        )


class AddressForm(forms.Form):
    """The address of somebody who was here before."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        validators=[plain_address],
        widget=forms.TextInput(attrs={**AS_TYPED, "autocomplete": "email"}),
    )


class CodeForm(forms.Form):
    """The six digits of a mail."""

    code = forms.CharField(
        label=_("The six digits from the mail"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code", "size": 8}
        ),
    )

    def clean_code(self) -> str:
        """Six digits, however they were spaced."""
        code = re.sub(r"[\s-]", "", self.cleaned_data["code"])
        if not CODE.fullmatch(code):
            raise ValidationError(_("The code has six digits. Type it as it stands in the mail."))
        return code


class AnswersForm(forms.Form):
    """What a rights holder says about each film of one request. What is left open stays open."""

    class Says(models.TextChoices):
        """The answers on offer."""

        YES = "yes", _("Yes")
        UNTIL = "until", _("Yes, until a day")
        NO = "no", _("No")

    @dataclass(frozen=True)
    class Fields:
        """The fields of one film."""

        decision: HolderDecision
        answer: forms.BoundField
        last_day: forms.BoundField
        note: forms.BoundField

    def __init__(self, *args: Any, decisions: list[HolderDecision], **kwargs: Any) -> None:
        """`decisions` are those that wait for this holder's word."""
        super().__init__(*args, **kwargs)
        self.decisions = decisions
        for decision in decisions:
            self._offer(decision)

    def rows(self) -> Iterator["AnswersForm.Fields"]:
        """Each film with its fields."""
        for decision in self.decisions:
            names = (f"{name}_{decision.pk}" for name in ("answer", "last_day", "note"))
            yield self.Fields(decision, *(self[name] for name in names))

    def clean(self) -> dict[str, Any]:
        """Refuses a page that says nothing, and a yes until no day."""
        cleaned = super().clean() or self.cleaned_data
        said = [decision for decision in self.decisions if cleaned.get(f"answer_{decision.pk}")]
        if self.decisions and not said and not self.errors:
            raise ValidationError(_("Choose an answer."))
        for decision in said:
            self._check_day(f"last_day_{decision.pk}", cleaned[f"answer_{decision.pk}"])
        return cleaned

    def answers(self) -> dict[int, Answer]:
        """What was said, by the film's key."""
        values = ((decision.film_id, self._said(decision)) for decision in self.decisions)
        return {film: said for film, said in values if said is not None}

    def _said(self, decision: HolderDecision) -> Answer | None:
        said = self.cleaned_data[f"answer_{decision.pk}"]
        last_day = self.cleaned_data[f"last_day_{decision.pk}"] if said == self.Says.UNTIL else None
        note = self.cleaned_data[f"note_{decision.pk}"]
        return Answer(said != self.Says.NO, last_day, note) if said else None

    def _check_day(self, name: str, said: str) -> None:
        if said == self.Says.YES and self.cleaned_data.get(name):
            self.add_error(
                name, _("You chose a plain yes, and a day: choose “Yes, until a day”, or clear it.")
            )
        if said != self.Says.UNTIL or name in self.errors:
            return
        day = self.cleaned_data.get(name)
        if day is None:
            self.add_error(name, _("Choose the last day, or answer with a plain yes."))
        elif day < timezone.localdate():
            self.add_error(name, _("The last day is in the past. Choose today or a later day."))
        elif day > timezone.localdate() + FAR_OFF:
            self.add_error(
                name, _("This day is years away. Choose an earlier one, or answer with a plain yes.")
            )

    def _offer(self, decision: HolderDecision) -> None:
        self.fields[f"answer_{decision.pk}"] = forms.ChoiceField(
            label=_("Your answer"), choices=self.Says.choices, required=False, widget=forms.RadioSelect
        )
        self.fields[f"last_day_{decision.pk}"] = forms.DateField(
            label=_("Until the end of"),
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d"],
        )
        self.fields[f"note_{decision.pk}"] = forms.CharField(
            label=_("A note for the studio"), required=False, max_length=300
        )


def sealed_name(film: Film, number: int) -> str:
    """A sealed film by its number and its production's kind and year; its title is a secret."""
    production = film.production
    facts = [str(production.get_kind_display()), str(production.year or "")] if production else []
    described = ", ".join(filter(None, facts)) or str(_("no production"))
    return str(_("Sealed film %(number)s: %(described)s") % {"number": number, "described": described})


def asks_as(contact: Contact | None) -> type[WishForm]:
    """The form for this visitor."""
    return WishForm if contact else AskForm
