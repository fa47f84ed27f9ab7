"""Signing in without a password: an address, then the code that was mailed to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from portfolio import tokens
from portfolio.models import MailToken
from portfolio.screening.actions import watching
from portfolio.screening.forms import AddressForm, CodeForm
from portfolio.screening.models import Contact
from portfolio.screening.models.contact import canonical
from portfolio.screening.views import shelf, visitors
from portfolio.screening.views.refusals import link_refused, not_taken

ADDRESS = "screening_address"


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
            contact = watching.sign_in_by_code(request.session[ADDRESS], form.cleaned_data["code"])
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
        return render(request, "screening/welcome.html", {"form": form})
    request.session[ADDRESS] = canonical(form.cleaned_data["email"])
    watching.ask_for_code(form.cleaned_data["email"])
    return redirect("screening:code")


def _asked_here(request: HttpRequest, subject: str) -> bool:
    contact = Contact.objects.filter(email=request.session.get(ADDRESS, "")).first()
    return contact is not None and subject == f"contact:{contact.pk}"


def _in(request: HttpRequest, contact: Contact) -> HttpResponse:
    request.session.pop(ADDRESS, None)
    visitors.remember(request, contact)
    return visitors.sent_on(request, reverse("screening:screenings"))
