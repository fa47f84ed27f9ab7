"""What a holder typed and could not send: kept in their browser until it is sent, or they sign out."""

import re
from collections.abc import Collection, Mapping

from django.http import HttpRequest

# By the name of a field of `AnswersForm`.
Typed = Mapping[str, str]

KEPT = "holder_unsent"
FIELD = re.compile(r"(?:answer|last_day|note)_\d{1,18}")
# As long as a note may be, and more fields than one page has: whoever is not in may send what they like.
LONGEST, MOST = 300, 200


def typed(request: HttpRequest, pk: int) -> Typed:
    """What was typed into the form of the request to watch `pk`."""
    start = f"r{pk}-"
    sent = ((name.removeprefix(start), value) for name, value in request.POST.items() if start in name)
    found = [(name, str(value)[:LONGEST]) for name, value in sent if value and FIELD.fullmatch(name)]
    return dict(found[:MOST])


def keep(request: HttpRequest, values: Typed) -> None:
    """Keeps it until a code is typed here; it is shown to a holder who is asked about these films alone."""
    request.session[KEPT] = dict(values)


def kept(request: HttpRequest) -> Typed | None:
    """What was kept; empty where something was pressed and nothing typed, None where nobody pressed."""
    found: Typed | None = request.session.get(KEPT)
    return found


def keep_only(request: HttpRequest, decisions: Collection[int]) -> None:
    """Lets go of what was sent, or shown to be too late: of all but these decisions."""
    values = {name: value for name, value in (kept(request) or {}).items() if number(name) in decisions}
    if values:
        keep(request, values)
    else:
        forget(request)


def number(name: str) -> int:
    """The key of the decision to which a field belongs."""
    return int(name.rpartition("_")[2])


def forget(request: HttpRequest) -> None:
    """Nothing is kept any more."""
    request.session.pop(KEPT, None)
