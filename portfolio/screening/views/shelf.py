"""What stands under "My screenings": invitations and requests, with titles or sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from portfolio.models import Film, Production
from portfolio.screening.models import Contact, Grant, GrantItem
from portfolio.screening.models.contents import Contents, Lasting, contents_among, ends_of


@dataclass(frozen=True)
class Card:
    """A film of an invitation: itself, or, while it is sealed, no more than its sealed card says.

    `until` is said where it ends sooner than others of the same invitation.
    """

    film: Film | None
    production: Production | None = None
    until: str = ""


@dataclass(frozen=True)
class Invitation:
    """A grant, a card for each of its films, and what may be watched of it."""

    grant: Grant
    cards: list[Card]
    contents: Contents


def of(contact: Contact) -> dict[str, Any]:
    """What `contact` may watch, has asked for, and could watch once; without titles that became secret."""
    mine = Grant.objects.filter(request__contact=contact)
    in_force = set(mine.in_force().values_list("pk", flat=True))
    found = invitations(contact)
    return {
        "contact": contact,
        "open": [each for each in found if each.grant.pk in in_force and each.contents.films],
        "stopped": [each for each in found if each.grant.pk in in_force and not each.contents.films],
        "over": [each for each in found if each.grant.pk not in in_force],
        "requests": contact.requests.filter(grant__isnull=True)
        .select_related("showreel")
        .prefetch_related("films", "questions"),
    }


def card(film: Film, lasting: Lasting | None) -> Card:
    """The film itself where it is no secret; else what its sealed card says, where the editor gave it one."""
    if lasting:
        return Card(film, until=lasting.until_in_words if lasting.is_shorter else "")
    return Card(None, film.production if film.has_sealed_card else None)


def invitations(contact: Contact) -> list[Invitation]:
    """All of a contact's, the newest first."""
    items = Prefetch("items", GrantItem.objects.select_related("film__production"))
    mine = Grant.objects.filter(request__contact=contact).select_related("request__showreel")
    grants = mine.prefetch_related(items, "request__showreel__items")
    ends = ends_of([item for grant in grants for item in grant.items.all()])
    return [_invitation(grant, ends) for grant in grants]


def _invitation(grant: Grant, ends: Mapping[int, datetime]) -> Invitation:
    contents = contents_among(grant, grant.items.all(), ends)
    cards = [card(item.film, contents.of(item.film)) for item in grant.items.all()]
    return Invitation(grant, cards, contents)
