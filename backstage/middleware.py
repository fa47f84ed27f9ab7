"""Headers that every answer carries. What the desk may do besides is said by the desk (`admin_site.py`)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class SecurityHeadersMiddleware:
    """Closes what no page uses, and has caches ask again.

    What a page shows may end at any moment, by a word or by a date, and a copy elsewhere cannot be called
    back: only what says so itself (static files, pictures that are public without an end) is kept unasked.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keeps the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers with the headers added."""
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.setdefault("Cache-Control", "no-cache")
        return response
