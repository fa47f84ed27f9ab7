"""Headers that every answer carries. What the desk may do besides is said by the desk (`admin_site.py`)."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import resolve

from portfolio.screening.views import files

# Below it lie the files of screenings, and nothing else.
FILES = "/screening/"


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


class FilesFirstMiddleware:
    """Answers for the files of screenings before sessions, languages and forms are thought of.

    A film is hundreds of small answers that need nothing of these. What is refused goes the way of all pages,
    and so becomes the same answer as an unknown address; the right is not asked for a second time.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keeps the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The file, or what the rest says."""
        if request.path_info.startswith(FILES):
            try:
                found = resolve(request.path_info)
                if found.func is files.file:
                    return files.file(request, **found.kwargs)
            except Http404:
                pass
        return self.get_response(request)

    def process_view(self, _request: HttpRequest, view: Callable[..., Any], *_about: Any) -> None:
        """At the end of the way of all pages: whoever asks for a file and comes as far was refused."""
        if view is files.file:
            raise Http404
