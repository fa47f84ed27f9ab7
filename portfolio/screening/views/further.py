"""Further requests in one step, from the screening room and from "My screenings"."""

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from portfolio.screening.actions import asking_again, quotas
from portfolio.screening.models import Contact, Grant
from portfolio.screening.views import shelf, visitors


@require_POST
@visitors.private
def more_days(request: HttpRequest, code: str) -> HttpResponse:
    """Three more days with the same films."""
    contact = visitors.current(request)
    if contact:
        grant = get_object_or_404(Grant, code=code, request__contact=contact)
        if asking_again.waiting_for_days(grant):
            return redirect("screening:screenings")  # pressed twice is once, and counts as once
        try:
            quotas.may_ask_as(contact.pk)
        except quotas.Spent as refusal:
            return _refused(request, contact, refusal)
        with suppress(asking_again.NotToBeProlonged):  # the page, loaded anew, has no such button
            asking_again.ask_for_more_days(grant, contact)
    return redirect("screening:screenings")


@require_POST
@visitors.private
def one_more(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One more film of the reel. Which film it is stays sealed."""
    contact = visitors.current(request)
    if contact:
        grant = get_object_or_404(Grant, code=code, request__contact=contact)
        film = next((each for each in asking_again.left_out(grant) if each.pk == pk), None)
        if film is None:
            raise Http404
        if asking_again.waiting_for_film(film, contact):
            return redirect("screening:screenings")
        try:
            quotas.may_ask_as(contact.pk)
        except quotas.Spent as refusal:
            return _refused(request, contact, refusal)
        with suppress(asking_again.NotInTheReel):  # another invitation has opened it meanwhile
            asking_again.ask_for_film(grant, film, contact)
    return redirect("screening:screenings")


def _refused(request: HttpRequest, contact: Contact, refusal: quotas.Spent) -> HttpResponse:
    """What was asked for already, and that nothing more was."""
    context = {**shelf.of(contact), "refusal": refusal.sentence}
    return render(request, "screening/screenings.html", context, status=429)
