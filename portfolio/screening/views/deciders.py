"""Who is deciding: a rights holder who proved their mailbox by a code, for a while, in this browser."""

from datetime import timedelta

from django.http import HttpRequest

from portfolio.screening.models import Holder
from portfolio.screening.views.presence import Presence

# A page on which contracts are decided is left open for less long than one on which a film plays.
HERE = Presence(
    "holder", "holder_since", "holder_seen", idle=timedelta(minutes=30), longest=timedelta(hours=12)
)


def current(request: HttpRequest) -> Holder | None:
    """The holder who is here, while an agreement names their mailbox; None for everybody else."""
    pk = HERE.of(request)
    holder = Holder.objects.filter(pk=pk).first() if pk else None
    return holder if holder and holder.agreements() else None
