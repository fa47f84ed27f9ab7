"""Refusals in words: what happened and what to do, and nothing that a stranger could use."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portfolio.tokens import TokenRefused, TooManyTries, WrongCode


def explain(refusal: TokenRefused) -> str:
    """Why a code was not taken."""
    if isinstance(refusal, WrongCode):
        return _("This is not the code in the newest mail that we sent you. Check it and try again.")
    if isinstance(refusal, TooManyTries):
        return _("The code was tried too often and is no longer valid. Ask for a new one.")
    return _("No code is valid here any more: its time has passed, or it was used. Ask for a new one.")


def link_refused(request: HttpRequest) -> HttpResponse:
    """The page for a link that opens nothing, whatever the reason."""
    return render(request, "screening/link_refused.html", status=410)
