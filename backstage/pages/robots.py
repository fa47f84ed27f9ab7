"""What crawlers are asked."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything that is public may be read, save the desk; here is the list of it."""
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    closed = [f"Disallow: {address}" for address in (reverse("admin:index"), reverse("set_language"))]
    lines = ["User-agent: *", *closed, "", f"Sitemap: {sitemap}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")
