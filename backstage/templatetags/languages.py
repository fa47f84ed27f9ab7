"""The language switch, the addresses of the other languages, and `lang` on borrowed words."""

from typing import Any

from django import template
from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest
from django.template import RequestContext
from django.urls import reverse, translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, override

from backstage.bilingual import alternates
from backstage.bilingual.languages import codes

register = template.Library()


@register.simple_tag
def lang_of(thing: Model, field: str) -> SafeString | str:
    """` lang="it"` where `thing.<field>` answers in another language than the reader's; else nothing."""
    language = alternates.foreign_language(thing, field)
    return format_html(' lang="{}"', language) if language else ""


@register.simple_tag
def lang(language: str) -> SafeString | str:
    """` lang="it"` for words that are known to be in `language`; nothing in the reader's own."""
    return format_html(' lang="{}"', language) if language and language != get_language() else ""


@register.inclusion_tag("pages/_language_switch.html", takes_context=True)
def language_switch(context: RequestContext) -> dict[str, Any]:
    """The same page in each language, query included; an error's switch leads home.

    `typed_into` is the id of a form: it is sent to the other language's page, which shows what was typed.
    """
    query = context["request"].META.get("QUERY_STRING", "")
    tail = f"?{query}" if query and not context.get("is_error") else ""
    choices = [
        {"code": code, "name": name["name_local"], "address": _address(context, code) + tail}
        for code, name in ((code, get_language_info(code)) for code in codes())
    ]
    return {"choices": choices, "active": get_language(), "form": context.get("typed_into", "")}


@register.inclusion_tag("pages/_alternates.html", takes_context=True)
def language_alternates(context: RequestContext) -> dict[str, Any]:
    """`canonical`, and `hreflang` for the languages in which the page is really there."""
    request: HttpRequest = context["request"]
    languages: list[str] = context["languages"] if "languages" in context else codes()
    links = [(code, request.build_absolute_uri(_address(context, code))) for code in languages]
    first = context["site"].default_language
    default = dict(links).get(first) or (links[0][1] if links else "")
    return {"canonical": request.build_absolute_uri(request.path), "links": links, "default": default}


@register.simple_tag
def open_graph_locales() -> list[str]:
    """The languages as Open Graph spells them, the reader's first."""
    active = get_language() or settings.LANGUAGE_CODE
    spelt = {"it": "it_IT", "en": "en_GB"}
    return [spelt.get(code, code) for code in sorted(codes(), key=lambda code: code != active)]


def _address(context: RequestContext, language: str) -> str:
    if context.get("is_error"):
        with override(language):
            return reverse("home")
    subject = context.get("subject")
    if subject is not None:
        return alternates.address_in(subject, language)
    return translate_url(
        context["request"].path_info, language
    )  # it adds the prefix of the whole site itself
