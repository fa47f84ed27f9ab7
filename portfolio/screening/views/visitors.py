"""Who is looking: a contact who signed in by code, for a while, in this browser."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.debug import sensitive_variables

from portfolio.screening.models import Contact
from portfolio.screening.views.presence import Presence

CONTACT, SINCE, SEEN = "screening_contact", "screening_since", "screening_seen"
# Asleep after two hours without a page, and over after seven days whatever happens.
HERE = Presence(CONTACT, SINCE, SEEN, idle=timedelta(hours=2), longest=timedelta(days=7))

View = Callable[..., HttpResponse]


def current(request: HttpRequest, at: datetime | None = None) -> Contact | None:
    """The contact who is signed in here and not blocked; None for everybody else."""
    pk = HERE.of(request, at)
    return Contact.objects.welcome().filter(pk=pk).first() if pk else None


def remember(request: HttpRequest, contact: Contact, at: datetime | None = None) -> None:
    """Signs a contact in, under a new session id: one that was known before is worth nothing."""
    HERE.begin(request, contact.pk, at)


def forget(request: HttpRequest) -> None:
    """Signs the contact out."""
    HERE.end(request)


def network(request: HttpRequest) -> str:
    """Where a question comes from, as far as it can be believed: what the last proxy of ours has seen.

    `PROXIES` of ours each add an address on the right of X-Forwarded-For; what stands left of these is
    whatever the visitor wrote. An IPv6 visitor has a whole /64 to choose from: that counts as one. An IPv4
    visitor whom a socket for both has seen (`::ffff:203.0.113.7`) is who they are.
    """
    seen = request.META.get("REMOTE_ADDR", "")
    forwarded = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    if 0 < settings.PROXIES <= len(forwarded):
        seen = forwarded[-settings.PROXIES]
    try:
        address = ip_address(seen)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network(f"{address}/64", strict=False))
    return str(address)


def private(view: View) -> View:
    """A page that no cache keeps, no search engine lists, and no other site learns of by a link."""

    @wraps(view)
    @sensitive_variables()
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        for name, value in PRIVATE_HEADERS.items():
            response[name] = value
        return response

    return guarded


# Files of a screening send no referrer at all, and are nobody else's to embed.
FILE_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, noarchive",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
PRIVATE_HEADERS = {
    **{name: value for name, value in FILE_HEADERS.items() if name != "Content-Security-Policy"},
    "Cache-Control": "private, no-store",
    # The origin and no path, since a path may hold a link's secret. Not `no-referrer`: browsers then send
    # forms with `Origin: null`, which no CSRF check can tell from a stranger's.
    "Referrer-Policy": "strict-origin",
}


def cookie_name() -> str:
    """The cookie of a sitting. Browsers take the prefix only where there is HTTPS, and then hold us to it."""
    return "__Host-viewing" if settings.SESSION_COOKIE_SECURE else "viewing"


def browser(request: HttpRequest) -> str:
    """The secret of this browser's sitting; empty where it has none."""
    return request.COOKIES.get(cookie_name(), "")


def hand_ticket(response: HttpResponse, secret: str) -> None:
    """Gives the browser its secret: no script reads it, no other site has it sent."""
    response.set_cookie(
        cookie_name(),
        secret,
        max_age=int(HERE.longest.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def sent_on(request: HttpRequest, default: str) -> HttpResponseRedirect:
    """Where the visitor was going before they were asked to sign in; else to `default`."""
    return HttpResponseRedirect(request.session.pop("screening_next", "") or default)
