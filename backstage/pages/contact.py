"""How to reach the studio."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """E-mail, telephone, place and links, and what to write for a private screening."""
    return render(request, "pages/contact.html")
