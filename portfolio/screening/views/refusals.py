"""Refusals in words: what happened and what to do, and nothing that a stranger could use."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def not_taken() -> str:
    """Why a code was not taken: one sentence for all reasons, or it would tell who is known here."""
    return _(
        "This code is not valid: it is not the one in our newest mail, it was tried too often, or its time "
        "has passed. Check it, or ask for a new one."
    )


def link_refused(request: HttpRequest) -> HttpResponse:
    """The page for a link that opens nothing, whatever the reason."""
    return render(request, "screening/link_refused.html", status=410)
