"""Which words of a screening are said in each language."""

from modeltranslation.translator import TranslationOptions, register

from portfolio.screening.models import Terms


@register(Terms)
class TermsTranslation(TranslationOptions):
    """The text itself."""

    fields = ("text",)
