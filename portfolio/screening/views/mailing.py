"""A mail that a visitor asks for: where a mailbox has had its share, the page that follows says so.

What is counted is what was asked for from this network, whether we know the address or not: so the page tells
nobody whom we know.
"""

from django.http import HttpRequest

from portfolio.screening.actions import quotas
from portfolio.screening.views import visitors

UNSENT = "_unsent_to"


def may_be_mailed(request: HttpRequest, address: str, page: str, *, by: str = "") -> bool:
    """Counts a mail to this address, and keeps for `page` whether none goes now.

    `by` stands for the network where a button asks that many may press.
    """
    is_mailed = quotas.may_be_mailed(address, by or visitors.network(request))
    request.session[page + UNSENT] = "" if is_mailed else address
    return is_mailed


def unsent_to(request: HttpRequest, page: str) -> str:
    """The address to which the mail that `page` waits for was not sent; empty where it was."""
    return str(request.session.get(page + UNSENT, ""))
