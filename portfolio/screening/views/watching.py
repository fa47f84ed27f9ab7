"""The screening room: terms, the button that opens a sitting, the films."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portfolio.models import ShowreelItem
from portfolio.screening.actions import asking_again, limits, watching
from portfolio.screening.models import Contact, Grant, GrantItem, Viewing, promise_of
from portfolio.screening.models.contents import contents_among, ends_of
from portfolio.screening.views import files, visitors
from portfolio.screening.views.screens import Screen, in_the_reels_order, screens


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
    contents = contents_among(grant, items, ends_of(items))
    context = {
        "contact": contact,
        "grant": grant,
        "screens": _in_order(grant, contact, screens(items, code, playable, contents)),
        "contents": contents,
        "may_ask_for_days": asking_again.may_be_prolonged(grant),
        "has_asked_for_days": asking_again.waiting_for_days(grant) is not None,
        "promise": None if grant.terms_accepted_at else promise_of(grant),
        "is_open": _sitting(request, grant) is not None,
        "views_left": limits.views_left(grant),
    }
    page = render(request, _page(grant, playable, context), context)
    page._csp_update = {"media-src": files.lent_from()}  # type: ignore[attr-defined] # as django-csp's decorator
    return page


@require_POST
@visitors.private
def accept(request: HttpRequest, code: str) -> HttpResponse:
    """Accepts the words that were shown; what changed meanwhile is shown again."""
    contact = visitors.current(request)
    if contact:
        grant = _grant(contact, code)
        promise = promise_of(grant)
        if promise and request.POST.get("words") == promise.fingerprint:
            watching.accept_terms(grant, promise)
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
    """The player asks now and then which films may go on: their assets, or 410 when none may.

    Whoever watches is here: a long film signs nobody out.
    """
    visitors.current(request)
    viewing = _sitting(request, Grant(code=code))
    items = viewing.grant.items.playable().promised() if viewing else GrantItem.objects.none()
    assets = list(items.values_list("film__asset", flat=True))
    return JsonResponse({"films": assets}) if assets else HttpResponse(status=410)


def _in_order(grant: Grant, contact: Contact, granted: list[Screen]) -> list[Screen]:
    """As the reel that was asked for has them, with a sealed card for what was not granted."""
    reel = ShowreelItem.objects.filter(showreel=grant.request.showreel_id).values_list("film", flat=True)
    left_out = asking_again.left_out(grant)
    awaited = asking_again.awaited(left_out, contact)
    return in_the_reels_order(granted, left_out, list(reel), awaited)


def _grant(contact: Contact, code: str) -> Grant:
    mine = Grant.objects.filter(request__contact=contact).select_related("request__showreel")
    return get_object_or_404(mine, code=code)


def _sitting(request: HttpRequest, grant: Grant) -> Viewing | None:
    mine = Viewing.objects.awake().filter(browser=watching.fingerprint(visitors.browser(request)))
    return mine.filter(grant__code=grant.code).select_related("grant").first()


def _page(grant: Grant, playable: set[int], context: dict[str, Any]) -> str:
    if not grant.is_in_force() or not playable:
        return "screening/ended.html"
    if context["promise"]:
        return "screening/terms.html"
    return "screening/showing.html"
