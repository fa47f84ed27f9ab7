"""Which words of the works are said in each language."""

from modeltranslation.translator import TranslationOptions, register

from portfolio.models import (
    Agreement,
    Chapter,
    Film,
    Photo,
    Production,
    Release,
    SheetLine,
    Showreel,
    SiteProfile,
    SoundtrackItem,
    Testimony,
    Trailer,
)


@register(Agreement)
class AgreementTranslation(TranslationOptions):
    """What its holder wants viewers to accept."""

    fields = ("clause",)


@register(Production)
class ProductionTranslation(TranslationOptions):
    """Title, words, places, alias and addresses."""

    fields = (
        "title",
        "slug",
        "logline",
        "synopsis",
        "genres",
        "shooting_places",
        "story_places",
        "alias",
        "alias_slug",
    )


@register(SheetLine)
class SheetLineTranslation(TranslationOptions):
    """Label and value."""

    fields = ("label", "value")


@register(Release)
class ReleaseTranslation(TranslationOptions):
    """Its note."""

    fields = ("note",)


@register(SoundtrackItem)
class SoundtrackItemTranslation(TranslationOptions):
    """Title, performers and note."""

    fields = ("title", "performers", "note")


@register(Trailer)
class TrailerTranslation(TranslationOptions):
    """Its title."""

    fields = ("title",)


@register(Photo)
class PhotoTranslation(TranslationOptions):
    """Caption and alternative text."""

    fields = ("caption", "alt")


@register(Film)
class FilmTranslation(TranslationOptions):
    """Title, address, words and credits."""

    fields = ("title", "slug", "description", "poster_alt", "music_credit", "editing_credit")


@register(Chapter)
class ChapterTranslation(TranslationOptions):
    """Its title."""

    fields = ("title",)


@register(Showreel)
class ShowreelTranslation(TranslationOptions):
    """Title and address."""

    fields = ("title", "slug")


@register(Testimony)
class TestimonyTranslation(TranslationOptions):
    """Words, address, and the approval of each wording."""

    fields = ("slug", "trade", "quote", "words", "wording_approved_on")


@register(SiteProfile)
class SiteProfileTranslation(TranslationOptions):
    """Name, statement and place."""

    fields = ("name", "statement", "city")
