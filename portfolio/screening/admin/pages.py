"""A form on a page of the desk's own, for a decision that is more than a field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from portfolio.models import Film


@dataclass(frozen=True)
class Decision:
    """What is asked of the editor: `act` does it with the filled form and answers a sentence.

    A refusal named in `refusals` is shown above the form as its `sentence`; what was typed stays.
    """

    form: Form
    title: Any
    button: Any
    act: Callable[[Any], str]
    back: str
    refusals: tuple[type[Exception], ...] = ()
    films: Sequence[Film] = ()


def ask_editor(request: HttpRequest, model_admin: Any, decision: Decision) -> HttpResponse:
    """The page with the form; once it is sent and right, the decision is done and the editor is back."""
    form = decision.form
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, decision.act(form))
        except decision.refusals as refusal:
            form.add_error(None, refusal.sentence)  # type: ignore[attr-defined]
        else:
            return HttpResponseRedirect(decision.back)
    page = {
        **model_admin.admin_site.each_context(request),
        "title": decision.title,
        "opts": model_admin.model._meta,
        "decision": decision,
        "form": form,
    }
    return render(request, "admin/screening/decision.html", page)


class ReadOnly:
    """A mixin: everything is read, nothing is saved by the form; buttons decide."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """All that the fieldsets show."""
        return [name for _title, options in self.fieldsets for name in options["fields"]]  # type: ignore[attr-defined]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Without buttons that would save."""
        context |= {"show_save": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
