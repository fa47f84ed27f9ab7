"""Pictures from their manifest: no query, no look at the storage."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import RequestContext
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from backstage.bilingual.alternates import foreign_language
from portfolio.models import Film, Photo, credit_lines

register = template.Library()

TYPES = (("avif", "image/avif"), ("webp", "image/webp"))
# For browsers without srcset, and for those that share a link: the widest rung up to here.
MIDDLING = 1280
# The frame of a work whose width and height nobody knows yet.
SHAPES = {"portrait": (1200, 1500), "backstage": (1500, 1000), "still": (1500, 1000)}
FILM_SHAPE = (1600, 900)
EMPTY = mark_safe("")


class CreditUnknown(Exception):
    """Nobody asked which credit line the agreement of a work requires: `with_required_credit` does."""


@register.simple_tag
def picture(
    photo: Photo,
    sizes: str = "100vw",
    *,
    crop: str = "",
    priority: bool = False,
    alt: str | None = None,
    credit: str = "",
) -> SafeString:
    """`<picture>` of a photo. `alt` replaces its own alternative text; `priority` loads it first.

    `crop` is a shape of the darkroom's ("4x5"): the whole, placed by its focal point, until it is cut.
    `credit` is the line that the page prints beside it: the one that its agreement requires is printed here
    where that does not say it. Refuses with `CreditUnknown` a photo of which nobody asked which line that is.
    """
    due = _credit_due(photo, credit)
    words, language = (alt, "") if alt is not None else _alternative(photo)
    manifest, point = photo.renditions, (photo.focus_x, photo.focus_y)
    shape = (photo.width, photo.height) if photo.width and photo.height else SHAPES[photo.kind]
    rungs = manifest.get("crops", {}).get(crop)
    if rungs:
        point = _in_the_cut(manifest.get("focus", point), shape, rungs[0]["width"] / rungs[0]["height"])
        manifest = manifest | {"ladder": rungs}
    focus = f"fx-{round(point[0] * 10)} fy-{round(point[1] * 10)}"
    picture = Frame(photo.asset, manifest, shape, words, language, focus)
    return picture.html(sizes, priority=priority) + due


@register.simple_tag
def poster(
    film: Film, sizes: str = "100vw", *, priority: bool = False, alt: str | None = None, credit: str = ""
) -> SafeString:
    """`<picture>` of a film's poster, or an empty frame. `credit` as of a photo, and refused alike.

    A film that plays elsewhere may have none for good: its frame promises nothing.
    """
    due = _credit_due(film, credit)
    words = film.poster_alt or "" if alt is None else alt
    language = foreign_language(film, "poster_alt") if words and alt is None else ""
    frame = Frame(film.asset, film.renditions.get("poster", {}), FILM_SHAPE, words, language, "")
    frame.promises = bool(film.source or film.poster)
    return frame.html(sizes, priority=priority) + due


@register.simple_tag(takes_context=True)
def share_picture(context: RequestContext, work: Photo | Film | None) -> SafeString | str:
    """The Open Graph picture of a work that the view knows to be public; nothing while there is none."""
    manifest = _manifest(work) if work else {}
    rung = _middling(manifest.get("crops", {}).get("16x9") or manifest.get("ladder", []))
    if work is None or rung is None:
        return ""
    request: HttpRequest = context["request"]
    address = request.build_absolute_uri(reverse("rendition", args=[work.asset, rung["jpeg"]]))
    return format_html(
        '<meta property="og:image" content="{}"><meta property="og:image:width" content="{}">'
        '<meta property="og:image:height" content="{}">',
        address,
        rung["width"],
        rung["height"],
    )


class Frame:
    """A picture's place on a page: a tiny placeholder, and the picture over it."""

    def __init__(
        self,
        asset: str,
        manifest: dict[str, Any],
        shape: tuple[int, int],
        alt: str,
        language: str,
        focus: str,
    ) -> None:
        """`shape` is the width and height to keep free where there is no picture yet."""
        self.ladder: list[dict[str, Any]] = manifest.get("ladder", [])
        self.placeholder: str = manifest.get("placeholder", "")
        self.folder = reverse("rendition", args=[asset, "_"])[:-1]
        self.shape = shape
        self.alt = alt
        self.language = language
        self.focus = focus
        self.promises = True

    def html(self, sizes: str, *, priority: bool) -> SafeString:
        """The markup; an empty frame of the same shape while the picture is being made."""
        widest = _middling(self.ladder)
        if widest is None:
            return self._empty()
        parts = [f'<span class="frame {self.focus}">', self._beneath(widest), "<picture>"]
        parts += [self._source(key, kind, sizes) for key, kind in TYPES]
        parts += [self._image(widest, sizes, priority=priority), "</picture></span>"]
        return mark_safe("".join(parts))  # noqa: S308 - every value is escaped where it is put in

    def _empty(self) -> SafeString:
        width, height = self.shape
        return format_html(
            '<span class="frame frame-empty"><svg viewBox="0 0 {0} {1}" width="{0}" height="{1}" '
            'aria-hidden="true"></svg><span class="frame-word">{2}</span></span>',
            width,
            height,
            _("Still in the darkroom") if self.promises else "",
        )

    def _beneath(self, rung: dict[str, Any]) -> str:
        if not self.placeholder.startswith("data:image/"):
            return ""
        size = f'width="{int(rung["width"])}" height="{int(rung["height"])}"'
        return f'<img class="beneath" src="{conditional_escape(self.placeholder)}" {size} alt="">'

    def _source(self, key: str, kind: str, sizes: str) -> str:
        return f'<source type="{kind}" srcset="{self._srcset(key)}" sizes="{conditional_escape(sizes)}">'

    def _image(self, rung: dict[str, Any], sizes: str, *, priority: bool) -> str:
        loading = 'fetchpriority="high"' if priority else 'loading="lazy" decoding="async"'
        language = f' lang="{conditional_escape(self.language)}"' if self.language else ""
        width, height = int(rung["width"]), int(rung["height"])
        return (
            f'<img src="{self._address(rung, "jpeg")}" srcset="{self._srcset("jpeg")}" '
            f'sizes="{conditional_escape(sizes)}" width="{width}" height="{height}" '
            f'alt="{conditional_escape(self.alt)}"{language} {loading}>'
        )

    def _srcset(self, key: str) -> str:
        rungs = (rung for rung in self.ladder if key in rung)
        return ", ".join(f"{self._address(rung, key)} {int(rung['width'])}w" for rung in rungs)

    def _address(self, rung: dict[str, Any], key: str) -> str:
        return f"{self.folder}{conditional_escape(rung[key])}"


def _credit_due(work: Photo | Film, printed: str) -> SafeString:
    """The line that its agreement requires, where the page does not print it."""
    required: str | None = getattr(work, "required_credit", None)
    if required is None:
        raise CreditUnknown(work.asset)
    if credit_lines.says(printed, required):
        return EMPTY
    return format_html('<span class="credit-due">{}</span>', required)


def _in_the_cut(focus: Sequence[float], shape: tuple[int, int], ratio: float) -> tuple[float, float]:
    """Where the focal point lies in what was cut around it: in the middle, save near the picture's edges."""
    cut = (min(shape[0], shape[1] * ratio), min(shape[1], shape[0] / ratio))
    x, y = (_in_the_side(*side) for side in zip(focus, shape, cut, strict=True))
    return x, y


def _in_the_side(focus: float, whole: float, cut: float) -> float:
    start = min(max(focus * whole - cut / 2, 0), whole - cut)
    return (focus * whole - start) / cut


def _alternative(photo: Photo) -> tuple[str, str]:
    """The words for those who cannot see it, and their language where it is not the reader's."""
    for field in ("alt", "caption"):
        words = getattr(photo, field)
        if words:
            return words, foreign_language(photo, field)
    return "", ""


def _manifest(work: Photo | Film) -> dict[str, Any]:
    manifest = work.renditions if isinstance(work, Photo) else work.renditions.get("poster", {})
    return manifest or {}


def _middling(ladder: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The widest rung up to `MIDDLING`, else the first of those that have a JPEG."""
    usable = [rung for rung in ladder if "jpeg" in rung]
    fitting = [rung for rung in usable if rung["width"] <= MIDDLING]
    return next(iter([*reversed(fitting), *usable]), None)
