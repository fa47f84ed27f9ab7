"""A film's file on the desk: sent in pieces while its form is filled in (decision 0013)."""

from typing import Any

from django.forms import BoundField
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import path, reverse
from django.utils.translation import gettext

from portfolio.actions import incoming_films, uploads
from portfolio.admin.pictures import VaultFileInput
from portfolio.admin.pieces import PIECE, announced, answering, line_words, take_piece
from portfolio.models import IncomingFilm, timecodes


class FilmFileInput(VaultFileInput):
    """The file of a film, with the place where its script says how far it is.

    Without the script it is a file field like any other. `key` is the hidden field that names a film which
    came in pieces.
    """

    page = "admin/widgets/film_file.html"

    def __init__(self, *args: Any, key: BoundField, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """With what the script is told."""
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"key": self.key, "script": _script()}
        return context


class FilmUploadPages:
    """A mixin for the films' admin: the addresses of its script.

    Each answers whoever may add or change films. What another account sends is not found.
    """

    def get_urls(self) -> list[Any]:
        """Before the admin's own, which would take `incoming` for a key."""
        pages = [
            ("incoming/", self.announce_film, "incoming", ["POST"]),
            ("incoming/<slug:key>/", self.incoming_film, "incoming_file", ["GET", "PUT", "DELETE"]),
        ]
        wrap = self.admin_site.admin_view  # type: ignore[attr-defined]
        own = [
            path(route, wrap(answering(*methods)(view)), name=f"portfolio_film_{name}")
            for route, view, name, methods in pages
        ]
        return own + super().get_urls()  # type: ignore[misc]

    def announce_film(self, request: HttpRequest) -> JsonResponse:
        """A film that is about to come; answers where its pieces go, how much of it is here, or why not."""
        self._require_editor(request)
        said = announced(request)
        if said is None:
            return JsonResponse({}, status=400)
        return _told(incoming_films.announce(request.user, said.name, said.size, stamp=said.stamp))

    def incoming_film(self, request: HttpRequest, key: str) -> JsonResponse:
        """GET: how it fares. PUT: the piece that begins at `Upload-Offset`. DELETE: it is not wanted."""
        self._require_editor(request)
        file = incoming_films.of(request.user, key)
        if file is None:
            raise Http404
        if request.method == "PUT":
            return take_piece(request, file, incoming_films.receive)
        if request.method == "DELETE":
            incoming_films.forget(file)
            return JsonResponse({})
        return _told(file)

    def _require_editor(self, request: HttpRequest) -> None:
        may_add = self.has_add_permission(request)  # type: ignore[attr-defined]
        if not may_add and not self.has_change_permission(request):  # type: ignore[attr-defined]
            raise Http404


def _told(file: IncomingFilm) -> JsonResponse:
    return JsonResponse(
        {
            "key": file.code,
            "name": file.name,
            "size": file.size,
            "state": file.state,
            "received": uploads.received(file),
            "sentence": _sentence(file),
            "address": reverse("admin:portfolio_film_incoming_file", args=[file.code]),
        }
    )


def _sentence(file: IncomingFilm) -> str:
    """What the editor is told of a film that was looked at."""
    if file.state != IncomingFilm.State.SEEN:
        return incoming_films.why_not(file)
    facts = incoming_films.arrival(file).facts
    size = f"{facts.width}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}{facts.height}"
    if facts.seconds is None:
        return gettext("The film is here, and in order: %(size)s. Save to keep it.") % {"size": size}
    sentence = gettext("The film is here, and in order: %(length)s, %(size)s. Save to keep it.")
    return sentence % {"length": timecodes.written(round(facts.seconds)), "size": size}


def _script() -> dict[str, Any]:
    """What the script is told: addresses, the size of a piece, and its words in the reader's language."""
    return {
        "piece": PIECE,
        "open": reverse("admin:portfolio_film_incoming"),
        "words": {
            **line_words(),
            "odd": gettext("The server’s answer makes no sense here. Choose the file again, and it goes on."),
            "beginning": gettext("Beginning…"),
            "sending": gettext("{percent} % · {done} of {all} MB"),
            "soon": gettext("less than a minute left"),
            "minutes": gettext("about {n} min left"),
            "hours": gettext("about {h} h {n} min left"),
            "heard": gettext("{percent} % of the film is here."),
            "looking": gettext("It is here whole, and is being looked at…"),
            "again": gettext("It stopped on its way: choose the same file again, and it goes on."),
            "lost": gettext("This upload is not here any more. Choose the file again."),
            "wait": gettext("The film is not here whole yet. Wait until it is, then save."),
            "cancel": gettext("Cancel the upload"),
            "leave": gettext("Leave this film out"),
            "sure": gettext("Throw away what has arrived of this film?"),
            "cancelled": gettext("Cancelled. The form is as it was."),
        },
    }
