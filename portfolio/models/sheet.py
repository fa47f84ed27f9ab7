"""What else a production's data sheet prints: lines, music, trailers, press, ids in other places."""

from django.conf.global_settings import LANGUAGES as ALL_LANGUAGES
from django.db import models
from django.utils.translation import gettext_lazy as _


class SheetLine(models.Model):
    """A fact for which there is no field: a casting figure, an award, a stage's load."""

    class Group(models.TextChoices):
        """Under which heading, in this order."""

        CASTING = "casting", _("Casting")
        STORY = "story", _("In the story")
        FIGURES = "figures", _("Figures")
        TECHNICAL = "technical", _("Technical")
        STAGE = "stage", _("Stage")
        MUSIC = "music", _("Music")
        AWARDS = "awards", _("Awards")
        NOTES = "notes", _("Notes")

    production = models.ForeignKey(
        "portfolio.Production",
        on_delete=models.CASCADE,
        related_name="sheet_lines",
        verbose_name=_("production"),
    )
    group = models.CharField(_("group"), max_length=10, choices=Group, default=Group.FIGURES)
    label = models.CharField(_("label"), max_length=120)
    value = models.CharField(_("value"), max_length=400)
    is_fictional = models.BooleanField(
        _("belongs to the plot"), default=False, help_text=_("A fact of the story, not of its making.")
    )
    order = models.PositiveIntegerField(_("order"), default=0, db_index=True)

    class Meta:
        """As the editor ordered them."""

        verbose_name = _("line of the data sheet")
        verbose_name_plural = _("lines of the data sheet")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        """Label and value."""
        return f"{self.label}: {self.value}"


class SoundtrackItem(models.Model):
    """Music heard in a production: one piece, or several of a kind whose titles are not stated."""

    class Origin(models.TextChoices):
        """Where it comes from."""

        ORIGINAL_SCORE = "original_score", _("original score")
        ORIGINAL_SONG = "original_song", _("original song")
        COVER = "cover", _("cover")
        PRE_EXISTING_RECORDING = "pre_existing_recording", _("existing recording")
        LIBRARY = "library", _("library music")

    production = models.ForeignKey(
        "portfolio.Production",
        on_delete=models.CASCADE,
        related_name="soundtrack",
        verbose_name=_("production"),
    )
    title = models.CharField(
        _("title"),
        max_length=200,
        blank=True,
        help_text=_("Empty: not stated; the number and note are shown."),
    )
    origin = models.CharField(_("origin"), max_length=24, choices=Origin)
    number = models.PositiveSmallIntegerField(
        _("how many"), null=True, blank=True, help_text=_("For several pieces; empty: not stated.")
    )
    composers = models.CharField(_("music by"), max_length=200, blank=True)
    lyricists = models.CharField(_("words by"), max_length=200, blank=True)
    performers = models.CharField(_("performed by"), max_length=200, blank=True)
    original_artist = models.CharField(_("original artist"), max_length=200, blank=True)
    is_performed_live = models.BooleanField(_("sung or played live on set"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    order = models.PositiveIntegerField(_("order"), default=0, db_index=True)

    class Meta:
        """As the editor ordered them."""

        verbose_name = _("piece of the soundtrack")
        verbose_name_plural = _("soundtrack")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        """Its title, else what it is."""
        return self.title or self.get_origin_display()


class Trailer(models.Model):
    """A promotional video. It may exist without a link."""

    class Kind(models.TextChoices):
        """What it is."""

        TEASER = "teaser", _("teaser")
        TRAILER = "trailer", _("trailer")
        CLIP = "clip", _("clip")
        FEATURETTE = "featurette", _("featurette")

    production = models.ForeignKey(
        "portfolio.Production",
        on_delete=models.CASCADE,
        related_name="trailers",
        verbose_name=_("production"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TRAILER)
    title = models.CharField(_("title"), max_length=200, blank=True)
    url = models.URLField(_("link"), blank=True)
    order = models.PositiveIntegerField(_("order"), default=0, db_index=True)

    class Meta:
        """As the editor ordered them."""

        verbose_name = _("trailer")
        verbose_name_plural = _("trailers")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        """Its title, else its kind."""
        return self.title or self.get_kind_display()


class PressItem(models.Model):
    """What a newspaper or a site wrote."""

    production = models.ForeignKey(
        "portfolio.Production",
        on_delete=models.CASCADE,
        related_name="press_items",
        verbose_name=_("production"),
    )
    outlet = models.CharField(_("outlet"), max_length=120)
    title = models.CharField(_("title"), max_length=200)
    published_on = models.DateField(_("date"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=ALL_LANGUAGES, default="it")
    url = models.URLField(_("link"), blank=True)

    class Meta:
        """The newest first."""

        verbose_name = _("press item")
        verbose_name_plural = _("press")
        ordering = [models.F("published_on").desc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        """Outlet and title."""
        return f"{self.outlet}, {self.title}"


class ExternalId(models.Model):
    """The production's number in another catalogue."""

    class Scheme(models.TextChoices):
        """Which catalogue."""

        IMDB = "imdb", "IMDb"
        TMDB = "tmdb", "TMDB"
        ISAN = "isan", "ISAN"
        EIDR = "eidr", "EIDR"
        WIKIDATA = "wikidata", "Wikidata"
        CREW_UNITED = "crew_united", "Crew United"

    production = models.ForeignKey(
        "portfolio.Production",
        on_delete=models.CASCADE,
        related_name="external_ids",
        verbose_name=_("production"),
    )
    scheme = models.CharField(_("catalogue"), max_length=12, choices=Scheme)
    value = models.CharField(_("number"), max_length=80)

    class Meta:
        """One a catalogue."""

        verbose_name = _("number in a catalogue")
        verbose_name_plural = _("numbers in catalogues")
        ordering = ["scheme"]
        constraints = [
            models.UniqueConstraint(
                fields=["production", "scheme"],
                name="externalid_one_a_catalogue",
                violation_error_message=_("This production already has a number in this catalogue."),
            )
        ]

    def __str__(self) -> str:
        """Catalogue and number."""
        return f"{self.get_scheme_display()} {self.value}"
