"""The door for viewers' files: the right is asked for each, then the server hands the file over."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from portfolio.renditions.storages import vault
from portfolio.screening import playback
from portfolio.screening.views import visitors
from portfolio.views.handover import PRIVATE, hand_over

# The methods and answers with which bytes really leave the house.
HANDED_OVER = {("GET", 200), ("GET", 206)}


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
    if (request.method, answer.status_code) in HANDED_OVER:
        playback.deliver(ticket, first_byte=_first_byte(answer), length=int(answer["Content-Length"]))
    return answer


def _first_byte(answer: HttpResponseBase) -> int:
    """Where the part begins that this answer gives."""
    return int(answer.get("Content-Range", "bytes 0-").removeprefix("bytes ").partition("-")[0])
