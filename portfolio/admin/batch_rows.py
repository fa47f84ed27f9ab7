"""The files of a batch as its page shows them, and its script asks for them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from backstage.bilingual.languages import columns
from portfolio.actions import batches, rendering
from portfolio.admin.pictures import thumbnail_address
from portfolio.models import IncomingPhoto, Photo, PhotoBatch

State = IncomingPhoto.State


def rows(batch: PhotoBatch, since: datetime | None, *, may_see: bool) -> list[dict[str, Any]]:
    """Its files, or those that have changed since; `may_see` says whether the reader may see photographs."""
    files = batch.files.select_related("batch", "photo__production", "twin__production")
    shown = files.only("batch__code", *_shown_columns())
    asked = shown.filter(changed_at__gte=since) if since else shown
    return [row(file, may_see=may_see) for file in asked]


def page(name: str, batch: PhotoBatch, *more: Any) -> str:
    """The address of one of a batch's pages."""
    return reverse(f"admin:portfolio_photo_{name}", args=[batch.code, *more])


def _shown_columns() -> list[str]:
    """What a row shows: photographs and productions have far more."""
    titles = ["title", *columns("title"), "original_title"]
    photo = ["asset", "kind", "caption", *columns("caption"), "state", "trouble", "renditions", "production"]
    photo += [f"production__{title}" for title in titles]
    own = ["batch", "name", "size", "state", "trouble", "strangers", "changed_at"]
    return [*own, *(f"{which}__{column}" for which in ("photo", "twin") for column in photo)]


def row(file: IncomingPhoto, *, may_see: bool) -> dict[str, Any]:
    """A file as the page shows it; of its twin no more than the reader may see."""
    failed = file.photo if file.photo and file.photo.state == Photo.State.FAILED else None
    return {
        "id": file.pk,
        "name": file.name,
        "size": file.size,
        "changed": file.changed_at.isoformat(),
        "state": file.state,
        "label": gettext("taken in, not developed") if failed else file.get_state_display(),
        "sentence": rendering.trouble_in_words(failed) if failed else _remark(file),
        "photo": _shown(file.photo),
        "decide": page("batch_twin", file.batch, file.pk) if file.state == State.TWIN else "",
        "twin": _twin(file, shown=_shown if may_see else _veiled),
    }


def _remark(file: IncomingPhoto) -> str:
    """Why it was not taken; of one that was, whom it names besides."""
    if file.strangers:
        sentence = gettext("The file also names %(names)s: nobody here is called so, or several are.")
        return sentence % {"names": file.strangers}
    return batches.why_not(file)


def _twin(file: IncomingPhoto, *, shown: Callable[[Photo | None], Any]) -> Any:
    return shown(file.twin) if file.state in {State.TWIN, State.LEFT} else None


def _veiled(photo: Photo | None) -> dict[str, Any] | None:
    """That it is here, and no more: the reader may not see it."""
    if photo is None:
        return None
    kind = str(Photo._meta.verbose_name)
    return {"title": kind, "production": str(photo.pk), "thumb": "", "failed": False, "page": ""}


def _shown(photo: Photo | None) -> dict[str, Any] | None:
    """A photograph that is here: its name, its production, its smallest picture and its page."""
    if photo is None:
        return None
    return {
        "title": str(photo),
        "production": str(photo.production or gettext("no production")),
        "thumb": thumbnail_address(photo),
        "failed": photo.state == Photo.State.FAILED,
        "page": reverse("admin:portfolio_photo_change", args=[photo.pk]),
    }
