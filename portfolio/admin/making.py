"""How far the making of a film is, on its page and in the list; and how to stop it."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.forms import Media
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from portfolio.actions import making, rendering
from portfolio.admin.telling import told_once
from portfolio.admin.works import WorkAdmin
from portfolio.models import Film, FilmMaking
from portfolio.models.film_making import SILENCE

# So many films at most are asked for at once: a list shows no more.
AT_ONCE = 100


class MakingAdmin(WorkAdmin):
    """A mixin for the films' admin: `making_shown`, where there is something to say; the action to stop."""

    actions_detail = ["stop_making", *WorkAdmin.actions_detail]

    @property
    def media(self) -> Media:
        """With the script that keeps what is shown up to date."""
        script: Any = Script("portfolio/making.js", defer=True)
        return super().media + Media(js=[script])  # type: ignore[misc]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With how far each is: no question more for each line of the list."""
        return super().get_queryset(request).select_related("making")

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """With the column while there is anything to say in it."""
        columns = list(super().get_list_display(request))  # type: ignore[misc]
        at = columns.index("title_shown") + 1
        return columns[:at] + ["making_shown"] * _unfinished().exists() + columns[at:]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """With what is shown on the page."""
        return [*super().get_readonly_fields(request, obj), "making_shown"]  # type: ignore[misc]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """First of all on the page, while there is anything to say."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not _unfinished().filter(pk=obj.pk).exists():
            return fieldsets
        (name, options), *others = fieldsets
        return [(name, options | {"fields": ["making_shown", *options["fields"]]}), *others]

    def get_urls(self) -> list[Any]:
        """Before the admin's own, which would take `making` for a key."""
        view = self.admin_site.admin_view(self.making_state)  # type: ignore[attr-defined]
        return [path("making/", view, name="portfolio_film_making"), *super().get_urls()]  # type: ignore[misc]

    @admin.display(description=_("the making"))
    @told_once
    def making_shown(self, film: Film) -> SafeString | str:
        """The step, percent, time left, and the way to stop it; why it failed; a dash where it is made."""
        if not film.source or film.state == Film.State.READY:
            return "–"
        facts = {"film": film, "said": said_of(film), "state": reverse("admin:portfolio_film_making")}
        return render_to_string("admin/films/making.html", facts)

    def making_state(self, request: HttpRequest) -> HttpResponse:
        """The same for `?film=…&film=…` as JSON, for the script. Asks for the right to see films."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        asked = [int(pk) for pk in request.GET.getlist("film")[:AT_ONCE] if pk.isdecimal() and len(pk) < 18]  # noqa: PLR2004
        rows = Film.objects.filter(pk__in=asked).select_related("making")
        return JsonResponse({str(film.pk): said_of(film) for film in rows})

    @action(description=_("Stop…"), url_path="stop", permissions=["stop_making"])
    def stop_making(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """One that waits or is being made."""
        words = (
            _("Stop the making of this film?"),
            _("Stop it"),
            gettext("Stopped. What there was of the film stays."),
        )
        return self.decide(request, object_id, lambda work, by: making.stop(work), *words)

    def has_stop_making_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Who may change it, while it is not made."""
        return self._may_change(request, object_id, state=Film.State.PENDING, source__gt="")


def said_of(film: Film) -> dict[str, Any]:
    """The step in words; percent and time left (None, empty, while nobody knows); whether it is over.

    `decision` is what an editor may decide now, and `address` where: nothing of a film that is made.
    """
    if film.state == Film.State.READY:
        return {"step": gettext("Ready."), "percent": None, "left": "", "is_over": True}
    if film.state == Film.State.FAILED:
        step = gettext("Not made: %(why)s") % {"why": rendering.trouble_in_words(film)}
        again = _decision(film, "develop", gettext("Develop again…"))
        return {"step": step, "percent": None, "left": "", "is_over": True} | again
    stop = _decision(film, "stop_making", gettext("Stop…"))
    row: FilmMaking | None = getattr(film, "making", None)
    if row is None or row.told_at < timezone.now() - SILENCE:
        return {"step": gettext("Waiting for its turn"), "percent": None, "left": "", "is_over": False} | stop
    percent = round(100 * row.done) if row.done else None
    left = _left(row.seconds_left)
    return {"step": str(_step(row)), "percent": percent, "left": left, "is_over": False} | stop


def _decision(film: Film, page: str, words: str) -> dict[str, str]:
    return {"decision": words, "address": reverse(f"admin:portfolio_film_{page}", args=[film.pk])}


def _step(row: FilmMaking) -> Any:
    if row.is_stopped:
        return _("Stopping")
    if row.done is None:
        return _("Making the poster")
    return _("Making the film") if row.done else _("Measuring the sound")


def _left(seconds: int | None) -> str:
    if seconds is None:
        return ""
    if seconds < 60:  # noqa: PLR2004 - a minute
        return gettext("less than a minute left")
    minutes = round(seconds / 60)
    return ngettext("about %(count)s minute left", "about %(count)s minutes left", minutes) % {
        "count": minutes
    }


def _unfinished() -> QuerySet[Film]:
    """Films with a file of ours of which not all is made."""
    return Film.objects.filter(~Q(source=""), ~Q(state=Film.State.READY))
