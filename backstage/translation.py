"""Which words of the pages are said in each language."""

from modeltranslation.translator import TranslationOptions, register

from backstage.models import Page


@register(Page)
class PageTranslation(TranslationOptions):
    """Title, address and text."""

    fields = ("title", "slug", "body")
