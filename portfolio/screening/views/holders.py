"""The rights holder's page: what is asked, what was allowed, who watched; a yes, a no, and taking it back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from portfolio import tokens
from portfolio.models import Agreement, MailToken
from portfolio.screening.actions import holders, quotas
from portfolio.screening.actions.deciding import OverBeforeItBegins
from portfolio.screening.forms import AddressForm, AnswersForm, CodeForm
from portfolio.screening.models import AccessRequest, Holder, HolderDecision
from portfolio.screening.models.contact import canonical
from portfolio.screening.views import deciders, unsent, visitors
from portfolio.screening.views.permissions import allowing_all, given, questions, too_late, unasked
from portfolio.screening.views.refusals import link_refused, not_taken

# What a browser remembers between the button and the code: whose code, for which browser, by which link.
ASKED = "holder_asked"


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.private
def by_link(request: HttpRequest, link: str) -> HttpResponse:
    """The mailed link. Looking changes nothing; the button has a fresh code mailed, for this browser."""
    try:
        holder = holders.holder_by_link(link)
        number = tokens.number_of(MailToken.Purpose.DECIDE, link)
    except tokens.TokenRefused:
        return link_refused(request)
    if request.method != "POST":
        return render(request, "screening/decide_link.html")
    try:
        return _send_code(request, holder.email, number)
    except quotas.Spent as refusal:
        context = {"refusal": refusal.sentence}
        return render(request, "screening/decide_link.html", context, status=429)


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.private
def code(request: HttpRequest) -> HttpResponse:
    """Takes the code, in the browser that asked for it."""
    waiting = request.session.get(ASKED)
    if waiting is None:
        return redirect("screening:decisions")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            holder = holders.enter(**waiting, code=form.cleaned_data["code"])
        except tokens.TokenRefused:
            form.add_error("code", not_taken())
        else:
            return _let_in(request, holder)
    return render(request, "screening/decide_code.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.private
def decisions(request: HttpRequest) -> HttpResponse:
    """The holder's page; for everybody else, how to have a code sent: the same for every address."""
    holder = deciders.current(request)
    if holder is None:
        return _door(request)
    typed = unsent.kept(request)
    page = _page(request, holder, typed=typed)
    if typed is not None:
        unsent.keep_only(request, _awaited(holder))
    return page


@require_POST
@visitors.private
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Records what the holder says to one request: all of it or nothing, and nothing typed is lost.

    What is not theirs does not exist.
    """
    holder, typed = deciders.current(request), unsent.typed(request, pk)
    if holder is None:
        unsent.keep(request, typed)
        return redirect("screening:decisions")
    asked = get_object_or_404(AccessRequest.objects.filter(decisions__in=_mine(holder)).distinct(), pk=pk)
    awaited = HolderDecision.objects.awaited().of(holder).filter(request=asked).select_related("film")
    form = AnswersForm(request.POST, decisions=list(awaited), prefix=f"r{pk}")
    if too_late(holder, typed):
        return _refused(request, holder, typed, holders.NoLongerAsked())
    if not form.is_valid():
        return _page(request, holder, form=form)
    try:
        holders.answer(holder, asked, form.answers())
    except (holders.NoLongerAsked, OverBeforeItBegins) as refusal:
        return _refused(request, holder, typed, refusal)
    unsent.keep_only(request, _awaited(holder))
    return redirect("screening:decisions")


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.private
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks whether a yes is to be taken back, and takes it back. What is not theirs does not exist."""
    holder = deciders.current(request)
    if holder is None:
        if request.method == "POST":
            unsent.keep(request, {})
        return redirect("screening:decisions")
    mine = _mine(holder).of_who_holds_the_rights().select_related("film__production", "request__contact")
    decision = get_object_or_404(mine, pk=pk)
    if request.method == "POST":
        holders.take_back(holder, decision)
        return redirect("screening:decisions")
    return render(request, "screening/decide_withdraw.html", {"holder": holder, "decision": decision})


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.private
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks whether all private screenings of an agreement are to stop, and stops them.

    What is not theirs does not exist.
    """
    holder = deciders.current(request)
    if holder is None:
        if request.method == "POST":
            unsent.keep(request, {})
        return redirect("screening:decisions")
    mine = Agreement.objects.filter(pk__in=holder.agreements(), photo__isnull=True)
    agreement: Agreement = get_object_or_404(mine.select_related("production", "film"), pk=pk)
    if request.method == "POST":
        holders.stop_private(holder, agreement)
        return redirect("screening:decisions")
    return render(request, "screening/decide_stop.html", {"holder": holder, "agreement": agreement})


@require_POST
@visitors.private
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leaves this browser as it was."""
    deciders.HERE.end(request)
    request.session.pop(ASKED, None)
    unsent.forget(request)
    return redirect("screening:decisions")


def _mine(holder: Holder) -> Any:
    return HolderDecision.objects.of(holder)


def _awaited(holder: Holder) -> set[int]:
    return set(HolderDecision.objects.awaited().of(holder).values_list("pk", flat=True))


def _door(request: HttpRequest) -> HttpResponse:
    form, status = AddressForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            return _send_code(request, canonical(form.cleaned_data["email"]))
        except quotas.Spent as refusal:
            form.add_error("email", refusal.sentence)
            status = 429
    context = {"form": form, "unsent": unsent.kept(request)}
    return render(request, "screening/decide_door.html", context, status=status)


def _send_code(request: HttpRequest, address: str, link_number: int | None = None) -> HttpResponse:
    """Has a code mailed, good in this browser alone. What follows is the same for every address.

    Refuses with `quotas.Spent` a network that asks too often. Nobody is told that a mailbox had its share.
    """
    network = visitors.network(request)
    quotas.may_ask_for_code(network)
    browser = holders.new_browser()
    request.session[ASKED] = {"address": address, "browser": browser, "link_number": link_number}
    if quotas.may_be_mailed(address, quotas.BY_LINK if link_number else network):
        holders.ask_for_code(address, browser)
    return redirect("screening:decide_code")


def _let_in(request: HttpRequest, holder: Holder) -> HttpResponse:
    request.session.pop(ASKED, None)
    deciders.HERE.begin(request, holder.pk)
    return redirect("screening:decisions")


def _refused(
    request: HttpRequest,
    holder: Holder,
    typed: unsent.Typed,
    refusal: holders.NoLongerAsked | OverBeforeItBegins,
) -> HttpResponse:
    """The page with what was typed: where it can still be sent in its fields, else as words."""
    return _page(request, holder, typed=typed, refusal=refusal.sentence, status=409)


def _page(
    request: HttpRequest,
    holder: Holder,
    *,
    form: AnswersForm | None = None,
    typed: unsent.Typed | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    asked, late = questions(holder, form, typed), too_late(holder, typed)
    filled_in = (name for question in asked for name in question.form.fields if name in (typed or {}))
    context = {
        "holder": holder,
        "questions": asked,
        "is_filled_in": bool(late) or any(filled_in),
        "late": late,
        "given": given(holder),
        "unasked": unasked(holder),
        "allowing_all": allowing_all(holder),
        "refusal": refusal,
    }
    return render(request, "screening/decisions.html", context, status=status)
