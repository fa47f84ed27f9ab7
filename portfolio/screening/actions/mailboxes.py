"""Whose mailbox an address is, under whatever alias it is written."""

from typing import Any

from django.db.models import QuerySet

from portfolio import tokens
from portfolio.screening.models import Contact


def at_the_same(address: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of `rows`, which have an `email`, that are the same mailbox's: `ada+set@` is `ada@`'s."""
    box = tokens.mailbox(address)
    known = rows.order_by().values_list("pk", "email")
    return rows.filter(pk__in=[pk for pk, email in known if tokens.mailbox(email) == box])


def is_blocked(address: str) -> bool:
    """Whether this mailbox is shut out."""
    return at_the_same(address, Contact.objects.filter(blocked_at__isnull=False)).exists()
