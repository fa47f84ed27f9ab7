"""The door for viewers' files: the right is asked for each, then the server hands the file over."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from portfolio.renditions.lending import Lending
from portfolio.renditions.storages import vault
from portfolio.screening import playback
from portfolio.screening.views import visitors
from portfolio.views.handover import PRIVATE, given, hand_over


@require_safe
def file(request: HttpRequest, code: str, asset: str, name: str) -> HttpResponseBase:
    """A file of a granted film; the 404 of an unknown address for everybody else, whatever they ask for.

    A film is given in pieces alone, so that each piece asks for the right anew.
    """
    try:
        ticket = playback.find(visitors.browser(request), code, asset, name)
    except playback.NotForYou as refusal:
        raise Http404 from refusal
    answer = hand_over(request, vault(), ticket.path, cache=PRIVATE, piece=ticket.piece)
    for header, value in visitors.FILE_HEADERS.items():
        answer[header] = value
    handed_over = given(answer)
    if handed_over:
        first, last = handed_over
        playback.deliver(ticket, first_byte=first, length=last - first + 1)
    return answer


def lent_from() -> list[str]:
    """The origins besides ours from which a film's pieces come: the content policy has to name them."""
    storage = vault()
    return [storage.origin()] if settings.LEND_ADDRESSES and isinstance(storage, Lending) else []
