"""A form on a page of the desk's own, for a decision that is more than a field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render


@dataclass(frozen=True)
class Decision:
    """What is asked of the editor: `act` does it with the filled form and answers a sentence, or a file.

    A refusal named in `refusals` is shown above the form as its `sentence`; what was typed stays.
    """

    form: Form
    title: Any
    button: Any  # empty where it cannot be done now: `told` says why
    act: Callable[[Any], str | HttpResponse]
    back: str
    refusals: tuple[type[Exception], ...] = ()
    told: Sequence[Any] = ()  # what it is about and what follows, a line each
    look: str = ""  # where the form shows what would come of it, in another tab


def ask_editor(request: HttpRequest, model_admin: Any, decision: Decision) -> HttpResponse:
    """The page with the form; once it is sent and right, the decision is done and the editor is back.

    Where the decision answers a file, the editor gets that.
    """
    form = decision.form
    if request.method == "POST" and form.is_valid():
        try:
            done = decision.act(form)
        except decision.refusals as refusal:
            form.add_error(None, refusal.sentence)  # type: ignore[attr-defined]
        else:
            return done if isinstance(done, HttpResponse) else _back(request, decision, done)
    page = {
        **model_admin.admin_site.each_context(request),
        "title": decision.title,
        "opts": model_admin.model._meta,
        "decision": decision,
        "form": form,
    }
    return render(request, "admin/decision.html", page)


def _back(request: HttpRequest, decision: Decision, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return HttpResponseRedirect(decision.back)
