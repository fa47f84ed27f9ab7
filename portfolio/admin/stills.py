"""The frame of a film's poster on the desk, chosen among its stills."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from unfold.widgets import UnfoldAdminTextInputWidget

from portfolio.models import Film


class FrameInput(UnfoldAdminTextInputWidget):
    """A moment of the film, chosen among its stills; without the script it is typed."""

    def __init__(self, film: Film) -> None:
        """The film whose stills are shown."""
        super().__init__(attrs={"placeholder": "1:23"})
        self.film = film

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> Any:
        """The field, and the sheet of stills below it."""
        field = super().render(name, value, attrs, renderer)
        facts = {"field": field, "stills": stills_of(self.film), "is_elsewhere": self.film.external_url}
        return render_to_string("admin/films/stills.html", facts)


def stills_of(film: Film) -> dict[str, Any] | None:
    """Where staff find the sheet of a film's stills, and how it is laid out; None where there is none."""
    stills = film.renditions.get("video", {}).get("stills")
    if not stills:
        return None
    return stills | {"address": reverse("preview", args=[film.asset, stills["name"]])}
