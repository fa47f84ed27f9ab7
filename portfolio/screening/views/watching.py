"""The screening room: terms, the button that opens a sitting, the films."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portfolio.screening.actions import limits, watching
from portfolio.screening.models import Contact, Grant, Terms, Viewing
from portfolio.screening.views import files, visitors
from portfolio.screening.views.screens import screens


@require_safe
@visitors.private
def showing(request: HttpRequest, code: str) -> HttpResponse:
    """What a contact was invited to. Who is not signed in is asked to, whether the code exists or not."""
    contact = visitors.current(request)
    if contact is None:
        # The code goes along in the address: looking writes no session.
        return redirect(f"{reverse('screening:screenings')}?to={code}")
    grant = _grant(contact, code)
    playable = {item.pk for item in grant.items.playable()}
    items = list(grant.items.select_related("film").prefetch_related("film__chapters"))
    context = {
        "contact": contact,
        "grant": grant,
        "screens": screens(items, code, playable),
        "terms": None if grant.terms_id else Terms.objects.current(),
        "is_open": _sitting(request, grant) is not None,
        "views_left": limits.views_left(grant),
    }
    page = render(request, _page(grant, playable, context), context)
    page._csp_update = {"media-src": files.lent_from()}  # type: ignore[attr-defined] # as django-csp's decorator
    return page


@require_POST
@visitors.private
def accept(request: HttpRequest, code: str) -> HttpResponse:
    """Accepts the terms that were shown; a newer version meanwhile is shown again."""
    contact = visitors.current(request)
    terms = Terms.objects.current()
    if contact and terms and request.POST.get("version") == str(terms.version):
        watching.accept_terms(_grant(contact, code), terms)
    return redirect("screening:showing", code)


@require_POST
@visitors.private
def sit_down(request: HttpRequest, code: str) -> HttpResponse:
    """Opens a sitting: its cookie is what the door for files asks for."""
    answer = redirect("screening:showing", code)
    contact = visitors.current(request)
    if contact is None:
        return answer
    grant = _grant(contact, code)
    if "end_others" in request.POST:
        watching.end_sittings(grant)
    try:
        secret = watching.open_viewing(grant, browser=visitors.browser(request))
    except (watching.GrantEnded, watching.TermsNotAccepted):
        return answer  # the page says which
    except (limits.TooManySittings, limits.NoViewsLeft) as refusal:
        return render(request, "screening/full.html", {"grant": grant, "refusal": refusal}, status=409)
    visitors.hand_ticket(answer, secret)
    return answer


@require_POST
@visitors.private
def alive(request: HttpRequest, code: str) -> HttpResponse:
    """The player asks now and then whether it may go on: 204, or 410 when it may not."""
    viewing = _sitting(request, Grant(code=code))
    holds = viewing is not None and viewing.grant.items.playable().promised().exists()
    return HttpResponse(status=204 if holds else 410)


def _grant(contact: Contact, code: str) -> Grant:
    return get_object_or_404(Grant.objects.filter(request__contact=contact), code=code)


def _sitting(request: HttpRequest, grant: Grant) -> Viewing | None:
    mine = Viewing.objects.awake().filter(browser=watching.fingerprint(visitors.browser(request)))
    return mine.filter(grant__code=grant.code).select_related("grant").first()


def _page(grant: Grant, playable: set[int], context: dict[str, Any]) -> str:
    if not grant.is_in_force() or not playable:
        return "screening/ended.html"
    if context["terms"]:
        return "screening/terms.html"
    return "screening/showing.html"
