"""Signing in without a password: an address, then the code that was mailed to it."""

import re
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from portfolio import tokens
from portfolio.models import MailToken
from portfolio.screening.actions import letters, quotas, watching
from portfolio.screening.forms import AddressForm, CodeForm
from portfolio.screening.models import Contact
from portfolio.screening.models.contact import canonical
from portfolio.screening.views import shelf, visitors
from portfolio.screening.views.refusals import link_refused, not_taken

# How a grant's code is written: letters that need no care in an address.
GRANT = re.compile(r"[a-z0-9]{10}")
# What stands in its place on the way to "What we keep of you".
MY_DATA = "my-data"
# What a session keeps between asking for a code and typing it: the address, and a name for this very asking.
ADDRESS, BROWSER = "screening_address", "screening_browser"


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.private
def screenings(request: HttpRequest) -> HttpResponse:
    """What a contact may watch and has asked for; for everybody else, how to ask and how to sign in."""
    contact = visitors.current(request)
    if contact is None:
        return _send_code(request)
    return render(request, "screening/screenings.html", shelf.of(contact))


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.private
def code(request: HttpRequest) -> HttpResponse:
    """Takes the code, in the browser that asked for it."""
    if ADDRESS not in request.session:
        return redirect("screening:screenings")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            contact = _by_code(request, form.cleaned_data["code"])
        except tokens.TokenRefused:
            form.add_error("code", not_taken())
        else:
            return _in(request, contact)
    return render(request, "screening/code.html", {"form": form, "typed": request.session[ADDRESS]})


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.private
def enter(request: HttpRequest, link: str) -> HttpResponse:
    """The mailed link. Looking changes nothing; the button works only in the browser that asked."""
    try:
        subject = tokens.subject_of(MailToken.Purpose.SIGN_IN, link)
        if not _asked_here(request, subject):
            return render(request, "screening/elsewhere.html")
        if request.method == "POST":
            return _in(request, watching.sign_in(link))
    except tokens.TokenRefused:
        return link_refused(request)
    return render(request, "screening/confirm.html", {"action": "enter"})


@require_POST
@visitors.private
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leaves this browser as it was."""
    visitors.forget(request)
    watching.leave(visitors.browser(request))
    answer = redirect("screening:screenings")
    answer.delete_cookie(visitors.cookie_name())
    return answer


def _send_code(request: HttpRequest) -> HttpResponse:
    """Has a code mailed. The page that follows is the same for every address."""
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "screening/welcome.html", {"form": form, "to": _to(request)})
    try:
        quotas.may_ask_for_code(visitors.network(request))
    except quotas.Spent as refusal:
        form.add_error("email", refusal.sentence)
        return render(request, "screening/welcome.html", {"form": form, "to": _to(request)}, status=429)
    if _to(request):
        request.session["screening_next"] = _address(_to(request))
    _mail_code(request, canonical(form.cleaned_data["email"]))
    return redirect("screening:code")


def _to(request: HttpRequest) -> str:
    """The code of the screening that they were on the way to, or `MY_DATA`; nothing else."""
    to = (request.POST if request.method == "POST" else request.GET).get("to", "")
    return to if to == MY_DATA or GRANT.fullmatch(to) else ""


def _address(to: str) -> str:
    return reverse("screening:my_data") if to == MY_DATA else reverse("screening:showing", args=[to])


def _mail_code(request: HttpRequest, address: str) -> None:
    """Nobody is told where a network has had too many mails sent to that mailbox.

    Who asks once more with the same address is the same browser still: the newer mail ends the one before.
    """
    if request.session.get(ADDRESS) != address or BROWSER not in request.session:
        request.session[ADDRESS], request.session[BROWSER] = address, secrets.token_urlsafe(12)
    if quotas.may_be_mailed(address, visitors.network(request)):
        watching.ask_for_code(address, request.session[BROWSER])


def _by_code(request: HttpRequest, code: str) -> Contact:
    address, browser = request.session[ADDRESS], request.session.get(BROWSER, "")
    return watching.sign_in_by_code(address, browser, code)


def _asked_here(request: HttpRequest, subject: str) -> bool:
    contact = Contact.objects.filter(email=request.session.get(ADDRESS, "")).first()
    browser = request.session.get(BROWSER, "")
    return contact is not None and subject == letters.contact_subject(contact.pk, browser)


def _in(request: HttpRequest, contact: Contact) -> HttpResponse:
    for key in (ADDRESS, BROWSER):
        request.session.pop(key, None)
    visitors.remember(request, contact)
    return visitors.sent_on(request, reverse("screening:screenings"))
