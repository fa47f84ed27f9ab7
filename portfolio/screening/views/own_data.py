"""What we keep of a contact: to be read by the contact, taken along, and erased at their word."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portfolio.screening.actions import erasing, forgetting
from portfolio.screening.evidence import handing_on, own_data
from portfolio.screening.models import Viewing
from portfolio.screening.models.viewing import is_film
from portfolio.screening.views import shelf, signing_in, visitors


@require_safe
@visitors.private
def my_data(request: HttpRequest) -> HttpResponse:
    """All of it on a page that can be printed. Who is not signed in is asked to."""
    contact = visitors.current(request)
    if contact is None:
        # Where to go on is said in the address: looking writes no session.
        return redirect(f"{reverse('screening:screenings')}?to={signing_in.MY_DATA}")
    sittings = Viewing.objects.filter(grant__request__contact=contact).select_related("grant").order_by("pk")
    invitations = shelf.invitations(contact)
    page = {
        "contact": contact,
        "every_request": contact.requests.select_related("showreel").prefetch_related("films", "questions"),
        "notes": own_data.notes(contact),
        "every_invitation": invitations,
        "is_forgotten": any(each.grant.let_go_at for each in invitations),
        "sittings": sittings.annotate(
            number_of_deliveries=Count("deliveries", filter=is_film("deliveries__"))
        ),
        "kept": forgetting.kept_for(),
    }
    return render(request, "screening/my_data.html", page)


@require_POST
@visitors.private
def my_data_file(request: HttpRequest) -> HttpResponse:
    """The same and every single delivery, as JSON."""
    contact = visitors.current(request)
    if contact is None:
        return redirect("screening:screenings")
    name = {"Content-Disposition": 'attachment; filename="backstage.json"'}
    return HttpResponse(handing_on.as_own_data(contact), content_type="application/json", headers=name)


@require_POST
@visitors.private
def ask_erasure(request: HttpRequest) -> HttpResponse:
    """The studio is told; it is done at the desk."""
    contact = visitors.current(request)
    if contact:
        erasing.ask_for_erasure(contact)
    return redirect("screening:my_data")


@require_POST
@visitors.private
def keep_data(request: HttpRequest) -> HttpResponse:
    """They thought better of it."""
    contact = visitors.current(request)
    if contact:
        erasing.keep_after_all(contact)
    return redirect("screening:my_data")
