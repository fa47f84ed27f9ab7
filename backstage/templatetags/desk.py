"""What the desk's templates ask."""

from typing import Any

from django import template
from django.db.models import Model

from backstage.bilingual.languages import codes, column, missing_languages, translated_fields

register = template.Library()


@register.filter
def lacks(fieldset: Any, thing: Model) -> bool:
    """Whether the language of a tab lacks words of its own fields that another language's tab has."""
    language = next((code for code in codes() if f"language-{code}" in fieldset.classes.split()), None)
    if language is None or thing.pk is None:
        return False
    shown = {name for line in fieldset for name in line.fields}
    here = [field for field in translated_fields(type(thing)) if column(field, language) in shown]
    return language in missing_languages(thing, here)
