"""Asking to watch: the form, the code from the mail, and where the request stands."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from portfolio import tokens
from portfolio.models import Film, MailToken, Showreel
from portfolio.models.mail_address import canonical
from portfolio.screening.actions import asking, forgetting, quotas
from portfolio.screening.forms import AskForm, CodeForm, WishForm, asks_as
from portfolio.screening.models import AccessRequest, Contact
from portfolio.screening.views import visitors
from portfolio.screening.views.refusals import link_refused, not_taken

ASKED = "screening_asked"
# The name of the buttons that have the form shown in another language.
SWITCH = "in_this_language"
# Those that were asked for in this browser before: their mails are good in it as well.
BEFORE, REMEMBERED = "screening_asked_before", 5


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.private
def ask(request: HttpRequest) -> HttpResponse:
    """The form. A contact who is signed in asks in one step; everybody else confirms their address next."""
    contact = visitors.current(request)
    form, status = _form(request, contact), 200
    if form.is_bound and form.is_valid():
        try:
            return _record(request, form, contact)
        except quotas.Spent as refusal:
            form.add_error(None, refusal.sentence)
            status = 429
    context = {"form": form, "contact": contact, "kept": forgetting.kept_for(), "typed_into": "ask"}
    return render(request, "screening/ask.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.private
def asked(request: HttpRequest) -> HttpResponse:
    """After asking: the code from the mail is typed here, in the browser that asked."""
    if ASKED not in request.session:
        return redirect("screening:ask")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        mine = AccessRequest.objects.filter(pk=request.session[ASKED]).first()
        try:
            # A request that was never kept (a program's) is refused as a wrong code is.
            confirmed = asking.verify_email_by_code(mine or AccessRequest(pk=0), form.cleaned_data["code"])
        except tokens.TokenRefused:
            form.add_error("code", not_taken())
        else:
            return _welcome(request, confirmed)
    return render(request, "screening/asked.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.private
def confirm(request: HttpRequest, link: str) -> HttpResponse:
    """The mailed link. Looking changes nothing; the button works only in the browser that asked."""
    try:
        subject = tokens.subject_of(MailToken.Purpose.VERIFY, link)
        if subject not in _subjects(request):
            return render(request, "screening/elsewhere.html")
        if request.method == "POST":
            return _welcome(request, asking.verify_email(link))
    except tokens.TokenRefused:
        return link_refused(request)
    typed = AccessRequest.objects.values_list("email", flat=True).get(pk=subject.partition(":")[2])
    return render(request, "screening/confirm.html", {"action": "confirm", "typed": typed})


@require_POST
@visitors.private
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A contact takes back a request of their own."""
    contact = visitors.current(request)
    mine = AccessRequest.objects.filter(pk=pk, contact=contact).first() if contact else None
    if mine:
        asking.withdraw(mine)
    return redirect("screening:screenings")


def _form(request: HttpRequest, contact: Contact | None) -> WishForm:
    """Empty, or as it was sent; where another language was pressed, with what was typed, and not sent yet."""
    make = partial(asks_as(contact), **_on_offer())
    form = make(request.POST or None, initial=_wanted(request))
    return make(initial=form.typed()) if SWITCH in request.POST else form


def _record(request: HttpRequest, form: WishForm, contact: Any) -> HttpResponse:
    """The same answer for every address; a program that filled in everything gets it too.

    Refuses with `quotas.Spent`, whatever was typed.
    """
    if contact:
        quotas.may_ask_as(contact.pk)
        asking.ask_as(contact, form.wish())
        return redirect("screening:screenings")
    if isinstance(form, AskForm):
        quotas.may_ask(visitors.network(request))
        _remember(request, 0 if form.is_by_a_program() else _ask(request, form).pk)
    return redirect("screening:asked")


def _remember(request: HttpRequest, pk: int) -> None:
    before = [
        *request.session.get(BEFORE, []),
        *([request.session[ASKED]] if ASKED in request.session else []),
    ]
    request.session.update({ASKED: pk, BEFORE: before[-REMEMBERED:]})


def _subjects(request: HttpRequest) -> set[str]:
    """What the links to confirm are for that were asked for in this browser."""
    return {f"request:{pk}" for pk in [request.session.get(ASKED), *request.session.get(BEFORE, [])]}


def _ask(request: HttpRequest, form: AskForm) -> AccessRequest:
    person = form.person()
    is_mailed = quotas.may_be_mailed(canonical(person.email), visitors.network(request))
    return asking.ask(person, form.wish(), is_mailed=is_mailed)


def _welcome(request: HttpRequest, confirmed: AccessRequest) -> HttpResponse:
    """Who confirmed an address has shown whose it is: they are signed in, unless they are blocked.

    A secret that opens somebody's screenings is good for as long as one for signing in, and no longer.
    """
    for key in (ASKED, BEFORE):
        request.session.pop(key, None)
    is_fresh = timezone.now() - confirmed.asked_at < tokens.LIFETIMES[MailToken.Purpose.SIGN_IN]
    if is_fresh and confirmed.contact and confirmed.contact.blocked_at is None:
        visitors.remember(request, confirmed.contact)
        return redirect("screening:screenings")
    return render(request, "screening/confirmed.html")


def _on_offer() -> dict[str, Any]:
    """What may be asked for by name: showreels of which something may be shown, and sealed films."""
    now = timezone.now()
    showable = Film.objects.screenable(now).values("pk")
    return {
        "showreels": list(Showreel.objects.filter(films__in=showable).distinct()),
        "sealed": list(Film.objects.sealed(now).select_related("production")),
    }


def _wanted(request: HttpRequest) -> dict[str, Any]:
    """What the link that led here asks for: `?film=12` or `?showreel=3`."""
    asked_for = [f"{kind}-{request.GET[kind]}" for kind in ("film", "showreel") if kind in request.GET]
    return {"wanted": asked_for}
