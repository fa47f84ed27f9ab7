"""What a reader sees when something is not there, not allowed, or broken."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.cache import patch_vary_headers

from portfolio.views.works import Gone


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the address leads nowhere, or to something that may not be shown: the answer is the same.

    410 where something was here for everybody until it was withdrawn. Kept by no cache: what may not be
    shown to one may be shown to the next, or tomorrow.
    """
    status = 410 if isinstance(exception, Gone) else 404
    answer = render(request, f"{status}.html", {"is_error": True}, status=status)
    answer["Cache-Control"] = "private, no-store"
    # Where a door asked who is there before it answered, its answer would otherwise tell of the door.
    patch_vary_headers(answer, ["Cookie"])
    return answer


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return render(request, "403.html", {"is_error": True}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was sent from elsewhere, or after the cookie was gone."""
    return render(request, "403.html", {"is_error": True, "is_stale_form": True}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a page that needs no database, no context and no manifest of static files."""
    return HttpResponse(get_template("500.html").render(), status=500)
