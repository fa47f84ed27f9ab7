"""The door for viewers' files: the right is asked for each, then the server hands the file over."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from portfolio.screening import playback
from portfolio.screening.views import visitors


@require_safe
def file(request: HttpRequest, code: str, asset: str, name: str) -> HttpResponseBase:
    """A file of a granted film; the 404 of an unknown address for everybody else, whatever they ask for."""
    try:
        ticket = playback.find(visitors.browser(request), code, asset, name)
    except playback.NotForYou as refusal:
        raise Http404 from refusal
    return playback.hand_over(request, ticket)
