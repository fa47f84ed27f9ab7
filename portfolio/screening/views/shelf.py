"""What stands under "My screenings": invitations and requests, with titles or sealed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from portfolio.models import Film, Production
from portfolio.screening.models import Contact, Grant, GrantItem


@dataclass(frozen=True)
class Card:
    """A film of an invitation: itself, or, while it is sealed, no more than its sealed card says."""

    film: Film | None
    production: Production | None = None


@dataclass(frozen=True)
class Invitation:
    """A grant, and a card for each of its films."""

    grant: Grant
    cards: list[Card]


def of(contact: Contact) -> dict[str, Any]:
    """What `contact` may watch, has asked for, and could watch once; without titles that became secret."""
    mine = Grant.objects.filter(request__contact=contact)
    in_force = set(mine.in_force().values_list("pk", flat=True))
    found = invitations(contact)
    return {
        "contact": contact,
        "open": [each for each in found if each.grant.pk in in_force],
        "over": [each for each in found if each.grant.pk not in in_force],
        "requests": contact.requests.filter(grant__isnull=True)
        .select_related("showreel")
        .prefetch_related("films"),
    }


def card(film: Film, *, is_unsealed: bool) -> Card:
    """The film itself where it is no secret; else what its sealed card says, where the editor gave it one."""
    if is_unsealed:
        return Card(film)
    return Card(None, film.production if film.has_sealed_card else None)


def invitations(contact: Contact) -> list[Invitation]:
    """All of a contact's, the newest first."""
    items = Prefetch("items", GrantItem.objects.select_related("film__production"))
    unsealed = GrantItem.objects.unsealed().filter(grant__request__contact=contact)
    known = set(unsealed.values_list("pk", flat=True))
    mine = Grant.objects.filter(request__contact=contact)
    grants = mine.select_related("request__showreel").prefetch_related(items)
    return [Invitation(grant, _cards(grant.items.all(), known)) for grant in grants]


def _cards(items: Iterable[GrantItem], known: set[int]) -> list[Card]:
    return [card(item.film, is_unsealed=item.pk in known) for item in items]
