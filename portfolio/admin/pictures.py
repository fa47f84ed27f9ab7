"""Pictures on the desk: small renditions through the staff's own address, never an original."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget
from django.db import models
from django.db.models.fields.files import FieldFile
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import FILE_CLASSES

from portfolio.forms import RomeMomentField
from portfolio.models import Film, Photo

PICTURES = ".jpg,.jpeg,.png,.webp,.avif,.tif,.tiff,.heic,.heif"
FILMS = ".mp4,.m4v,.mov,.mkv,.webm"
CAPTIONS = ".vtt,.srt"
# The frames in which the site shows a picture around its focal point.
FRAMES = ["4:5", "1:1", "16:9"]


class VaultFileInput(AdminFileWidget):
    """A file of the vault: its name and size, never a link to it, since the vault has no addresses."""

    page = "admin/widgets/vault_file.html"

    def is_initial(self, value: Any) -> bool:
        """Whether a file is there. Django asks for its address, which refuses."""
        return isinstance(value, FieldFile) and bool(value.name)

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> Any:
        """The widget, from the project's own templates."""
        context = self.get_context(name, value, attrs)
        context["widget"]["wrapper"] = " ".join(FILE_CLASSES)
        context["widget"]["kept"] = self._kept(value)
        return render_to_string(self.page, context)

    def _kept(self, value: Any) -> str:
        """Of the file that is there; nothing where there is none, or it is lost."""
        return in_words(value) if self.is_initial(value) else ""


def in_words(value: FieldFile) -> str:
    """Ending and size of a file in the vault."""
    ending = str(value.name).rpartition(".")[2].upper()
    if not value.storage.exists(str(value.name)):
        return str(_("%(ending)s file, missing from the vault")) % {"ending": ending}
    return f"{ending}, {filesizeformat(value.size)}"


class KeptFiles:
    """A mixin: who may only look sees of a file what it is, since the vault has no addresses to link to."""

    model: type[models.Model]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """As they are; where nothing may be changed, with words in the place of files."""
        fieldsets = super().get_fieldsets(request, obj)  # type: ignore[misc]
        if obj is None or self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return fieldsets
        return [
            (name, {**options, "fields": [self._looked_at(each) for each in options["fields"]]})
            for name, options in fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """With the words, which are no fields of a form."""
        return [*super().get_readonly_fields(request, obj), *self._words().values()]  # type: ignore[misc]

    def _looked_at(self, name: Any) -> Any:
        if isinstance(name, list | tuple):
            return tuple(map(self._looked_at, name))
        return self._words().get(name, name)

    def _words(self) -> dict[str, Callable[[Any], str]]:
        files = [field for field in self.model._meta.fields if isinstance(field, models.FileField)]
        return {field.name: _words_of(field) for field in files}


@cache
def _words_of(field: models.FileField) -> Callable[[Any], str]:
    @admin.display(description=field.verbose_name)
    def kept(row: Any) -> str:
        value = getattr(row, field.name)
        return in_words(value) if value else "–"

    return kept


# What every admin class of this room says of its files, its moments, and web addresses without a scheme.
FIELDS: dict[Any, Any] = {
    models.FileField: {"widget": VaultFileInput},
    models.DateTimeField: {"form_class": RomeMomentField},
    models.URLField: {"assume_scheme": "https"},
}


def rungs(work: Photo | Film, crop: str = "") -> list[dict[str, Any]]:
    """The renditions of a photo, or of a film's poster, the narrowest first; cut, where it was cut so."""
    manifest = work.renditions if isinstance(work, Photo) else work.renditions.get("poster", {})
    return list(manifest.get("crops", {}).get(crop) or manifest.get("ladder", []))


def thumbnail_address(work: Photo | Film) -> str:
    """Where staff finds the smallest rendition; nothing while there is none."""
    ladder = rungs(work)
    return reverse("preview", args=[work.asset, ladder[0].get("webp") or ladder[0]["jpeg"]]) if ladder else ""


def thumbnail(work: Photo | Film | None) -> SafeString:
    """A small square around the focal point, else the smallest rendition; a word where there is none."""
    return picture(work, at_least=0, crop="1x1")


def address(work: Photo | Film, *, at_least: int) -> str:
    """Where staff find the smallest rendition that is `at_least` so many pixels wide; empty where none is."""
    ladder = rungs(work)
    if not ladder:
        return ""
    rung = next((each for each in ladder if each["width"] >= at_least), ladder[-1])
    return reverse("preview", args=[work.asset, rung.get("webp") or rung["jpeg"]])


def focal_point(photo: Photo) -> SafeString | str:
    """The picture with the handle of its focal point and what frames make of it; the script makes it move."""
    source = address(photo, at_least=640)
    if not source:
        return str(_("You can place it on the picture once the picture is developed."))
    context = {"source": source, "photo": photo, "x": photo.focus_x * 100, "frames": FRAMES}
    return render_to_string("admin/photographs/focus.html", context)


def picture(work: Photo | Film | None, *, at_least: int, crop: str = "") -> SafeString:
    """The smallest rendition that is `at_least` so many pixels wide, else the widest."""
    ladder = rungs(work, crop) if work else []
    if work is None or not ladder:
        return format_html('<span class="desk-no-picture">{}</span>', _state(work))
    rung = next((each for each in ladder if each["width"] >= at_least), ladder[-1])
    return format_html(
        '<img class="desk-picture" src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
        reverse("preview", args=[work.asset, rung.get("webp") or rung["jpeg"]]),
        rung["width"],
        rung["height"],
        work,
    )


def _state(work: Photo | Film | None) -> str:
    if work is None or (isinstance(work, Film) and not work.poster):
        return str(_("no picture"))
    return work.get_state_display()
