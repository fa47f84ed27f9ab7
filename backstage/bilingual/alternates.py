"""The same thing in another language: where it is really there, at which address, and what is borrowed."""

from django.db.models import Model
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.utils.translation import get_language, override

from backstage.bilingual.languages import answering_language, codes, column, missing_languages


def languages_saying(thing: Model, field: str) -> list[str]:
    """The languages in which `thing` says `field` itself."""
    return [code for code in codes() if getattr(thing, column(field, code))]


def present_languages(thing: Model) -> list[str]:
    """The languages in which nothing of `thing` is missing; the first one where each lacks something."""
    missing = missing_languages(thing)
    return [code for code in codes() if code not in missing] or codes()[:1]


def foreign_language(thing: Model, field: str) -> str:
    """The language of `thing.<field>` where it is not the reader's; empty where it is."""
    answering = answering_language(thing, field)
    return "" if answering == (get_language() or "").split("-")[0] else answering


def address_in(thing: Model, language: str) -> str:
    """The address of `thing` as that language spells it."""
    with override(language):
        address: str = thing.get_absolute_url()  # type: ignore[attr-defined]
    return address


def moved(request: HttpRequest, thing: Model) -> HttpResponsePermanentRedirect | None:
    """Sends the reader on to the address that `thing` has in their language; None where they are there."""
    address: str = thing.get_absolute_url()  # type: ignore[attr-defined]
    if address == request.path:
        return None
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
