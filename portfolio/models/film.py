"""Behind-the-scenes films, their music, captions and chapters."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from backstage.bilingual.constraints import said_in_some_language, unique_in_each_language
from backstage.bilingual.languages import column
from crew.models import CrewMember
from portfolio.models.names import captions_name, poster_name, source_name
from portfolio.models.person_release import Appearance
from portfolio.models.visibility import WorkQuerySet
from portfolio.models.work import Work
from portfolio.renditions.storages import vault


class FilmQuerySet(WorkQuerySet["Film"]):
    """Adjectives for films."""

    work_field = "film"

    def own_conditions(self, at: datetime) -> "FilmQuerySet":
        """Every piece of music licensed at `at`."""
        silent = FilmTrack.objects.unlicensed(at).filter(film=OuterRef("pk"))
        return self.filter(~Exists(silent))

    def lasting(self) -> "FilmQuerySet":
        """Without music whose licence ends."""
        ending = FilmTrack.objects.filter(film=OuterRef("pk"), until__isnull=False)
        return self.filter(~Exists(ending))

    def sealed(self, at: datetime | None = None) -> "FilmQuerySet":
        """Those that the public may not see, of which the editor lets it know that productions may ask."""
        shown = self.public(at).values("pk")
        return cast("FilmQuerySet", self.screenable(at).filter(has_sealed_card=True).exclude(pk__in=shown))


class Film(Work):
    """A behind-the-scenes film, or a part of one: a file of ours, or a link to where it plays."""

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("address"), max_length=120, blank=True, help_text=_("Left empty, it is made from the title.")
    )
    production = models.ForeignKey(
        "portfolio.Production",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="films",
        verbose_name=_("production"),
    )
    description = models.TextField(_("description"), blank=True)
    source = models.FileField(_("file"), upload_to=source_name, storage=vault, blank=True, max_length=200)
    external_url = models.URLField(
        _("link"), blank=True, help_text=_("Where the film plays, when it is not here.")
    )
    poster = models.FileField(_("poster"), upload_to=poster_name, storage=vault, blank=True, max_length=200)
    poster_at_seconds = models.FloatField(
        _("frame of the poster"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    poster_alt = models.CharField(_("alternative text of the poster"), max_length=300, blank=True)
    duration_seconds = models.PositiveIntegerField(_("duration (seconds)"), null=True, blank=True)
    music_credit = models.CharField(_("music"), max_length=200, blank=True)
    editing_credit = models.CharField(_("editing"), max_length=200, blank=True)
    has_sealed_card = models.BooleanField(
        _("show a sealed card"),
        default=False,
        help_text=_("While the film is not public: its production's kind and year, and that one may ask."),
    )
    order = models.PositiveIntegerField(_("order"), default=0, db_index=True)
    subjects = models.ManyToManyField(
        CrewMember, through=Appearance, related_name="films", verbose_name=_("persons shown")
    )

    objects = FilmQuerySet.as_manager()

    class Meta:
        """As the editor ordered them."""

        verbose_name = _("film")
        verbose_name_plural = _("films")
        ordering = ["order", "pk"]
        constraints = [
            *Work.Meta.constraints,
            said_in_some_language("title", model="film"),
            said_in_some_language("slug", model="film"),
            *unique_in_each_language("slug", model="film"),
            models.CheckConstraint(
                condition=Q(source="") | Q(external_url=""),
                name="film_file_or_link",
                violation_error_message=_("A film is a file here or a link elsewhere: choose one."),
            ),
            models.CheckConstraint(
                condition=Q(poster_at_seconds__isnull=True) | Q(poster_at_seconds__gte=0),
                name="film_poster_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        """Its title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("portfolio:film", args=[self.slug])


class FilmTrackQuerySet(models.QuerySet["FilmTrack"]):
    """Adjectives for music."""

    def unlicensed(self, at: datetime) -> "FilmTrackQuerySet":
        """Of unknown licence, or of a licence that has lapsed by `at`."""
        lapsed = Q(licence=FilmTrack.Licence.GRANTED, until__lte=at)
        return self.filter(Q(licence=FilmTrack.Licence.UNKNOWN) | lapsed)


class FilmTrack(models.Model):
    """A piece of music in a film. The film goes dark when its licence lapses."""

    class Licence(models.TextChoices):
        """Whether it may be heard."""

        UNKNOWN = "unknown", _("not known yet")
        NOT_REQUIRED = "not_required", _("not required")
        GRANTED = "granted", _("granted")

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="tracks", verbose_name=_("film"))
    title = models.CharField(_("title"), max_length=200)
    by = models.CharField(_("by"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=12, choices=Licence, default=Licence.UNKNOWN)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)

    objects = FilmTrackQuerySet.as_manager()

    class Meta:
        """As the editor ordered them."""

        verbose_name = _("piece of music")
        verbose_name_plural = _("music")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(licence="granted"),
                name="filmtrack_until_needs_licence",
                violation_error_message=_("Only a licence that was granted ends on a date."),
            )
        ]

    def __str__(self) -> str:
        """Its title."""
        return self.title


class CaptionTrack(models.Model):
    """A film's captions in one language, as WebVTT."""

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="captions", verbose_name=_("film"))
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    file = models.FileField(_("file"), upload_to=captions_name, storage=vault, max_length=200)
    # What is said in it, a paragraph a line, and the second at which each of them begins.
    transcript = models.TextField(blank=True, editable=False)
    # The same without accents and capitals: to be searched, line by line.
    transcript_folded = models.TextField(blank=True, editable=False)
    transcript_starts = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        """One a language."""

        verbose_name = _("captions")
        verbose_name_plural = _("captions")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["film", "language"],
                name="captions_one_a_language",
                violation_error_message=_("This film already has captions in this language."),
            )
        ]

    def __str__(self) -> str:
        """The language."""
        return self.get_language_display()

    @property
    def paragraphs(self) -> list[tuple[float, str]]:
        """What is said, each paragraph with the second at which it begins."""
        said = self.transcript.split("\n") if self.transcript else []
        return list(zip(self.transcript_starts, said, strict=True))


class Chapter(models.Model):
    """Where a part of a film begins."""

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="chapters", verbose_name=_("film"))
    starts_at_seconds = models.FloatField(_("starts at (seconds)"), validators=[MinValueValidator(0)])
    title = models.CharField(_("title"), max_length=160)

    class Meta:
        """As they come."""

        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        ordering = ["starts_at_seconds"]
        constraints = [
            models.UniqueConstraint(fields=["film", "starts_at_seconds"], name="chapter_one_a_moment"),
            models.CheckConstraint(condition=Q(starts_at_seconds__gte=0), name="chapter_starts_inside"),
        ]

    def __str__(self) -> str:
        """Its title."""
        return self.title


def titles_of(chapters: Iterable[Chapter], language: str) -> list[tuple[float, str]]:
    """Second and title of those chapters that have a title in `language`."""
    titles = ((row.starts_at_seconds, getattr(row, column("title", language))) for row in chapters)
    return [(second, title) for second, title in titles if title]
