"""All that is kept of a contact, for the contact: as they may see it, so that sealed titles stay sealed."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from portfolio.screening.models import (
    AccessRequest,
    Contact,
    Delivery,
    Grant,
    GrantItem,
    HolderDecision,
    Viewing,
)


def of(contact: Contact, *, at: datetime | None = None) -> dict[str, Any]:
    """Everything, as plain values that JSON can hold; moments in UTC.

    A film that is sealed for them now is called so: its title is not theirs to know.
    """
    titles = _titles(contact, at or timezone.now())
    return {
        "name": contact.name,
        "company": contact.company,
        "role": contact.role,
        "email": contact.email,
        "language": contact.language,
        "known_since": _moment(contact.created_at),
        "address_confirmed_at": _moment(contact.email_verified_at),
        "company_checked_at": _moment(contact.company_verified_at),
        "erasure_asked_at": _moment(contact.erasure_asked_at),
        "requests": [_request(asked, titles) for asked in _requests(contact)],
        "invitations": [_invitation(grant, titles) for grant in _grants(contact)],
    }


def notes(contact: Contact, *, at: datetime | None = None) -> list[dict[str, str]]:
    """What rights holders noted about a contact's requests, with what the films are called for them."""
    titles = _titles(contact, at or timezone.now())
    said = HolderDecision.objects.filter(request__contact=contact).exclude(note="")
    return [{"film": _called(each.film_id, titles), "words": _note(each, titles)} for each in said]


def _requests(contact: Contact) -> Any:
    asked = contact.requests.select_related("showreel").order_by("pk")
    return asked.prefetch_related("films", "questions", "decisions__film")


def _grants(contact: Contact) -> Any:
    mine = Grant.objects.filter(request__contact=contact).select_related("terms").order_by("pk")
    return mine.prefetch_related("items", "viewings__deliveries")


def _titles(contact: Contact, at: datetime) -> dict[int, str]:
    """The films of which this contact may know the title, by their key."""
    items = GrantItem.objects.unsealed(at).filter(grant__request__contact=contact).select_related("film")
    return {item.film_id: str(item.film) for item in items}


def _called(film: int, titles: dict[int, str]) -> str:
    return titles.get(film) or gettext("A sealed film")


def _request(asked: AccessRequest, titles: dict[int, str]) -> dict[str, Any]:
    return {
        "asked_at": _moment(asked.asked_at),
        "as": {"name": asked.name, "company": asked.company, "role": asked.role, "email": asked.email},
        "wanted": asked.wish_untitled,
        "production": asked.production,
        "reason": asked.reason,
        "needed_by": asked.needed_by.isoformat() if asked.needed_by else None,
        "state": str(asked.state.value),
        "answered_at": _moment(asked.decided_at),
        "answer": asked.declined_reason,
        "asked_back": [
            {
                "at": _moment(each.asked_at),
                "question": each.text,
                "answer_noted_at": _moment(each.answered_at),
            }
            for each in asked.questions.all()
        ],
        "rights_holders": [_said(said, titles) for said in asked.decisions.all()],
    }


def _said(said: HolderDecision, titles: dict[int, str]) -> dict[str, Any]:
    return {
        "film": _called(said.film_id, titles),
        "answer": said.get_answer_display(),
        "at": _moment(said.decided_at),
        "note": _note(said, titles),
    }


def _note(said: HolderDecision, titles: dict[int, str]) -> str:
    """As the holder wrote it; of a sealed film, whose title it may name, that there is one."""
    if said.note and said.film_id not in titles:
        return gettext("a note about a sealed film, which cannot be shown here")
    return said.note


def _invitation(grant: Grant, titles: dict[int, str]) -> dict[str, Any]:
    return {
        "code": grant.code,
        "from": _moment(grant.valid_from),
        "until": _moment(grant.valid_until),
        "taken_back_at": _moment(grant.revoked_at),
        "how_many_times": grant.max_views,
        "taken_too_fast_at": _moment(grant.hurried_at),
        "reminded_at": _moment(grant.reminded_at),
        "films": [_called(item.film_id, titles) for item in grant.items.all()],
        "terms_version": grant.terms.version if grant.terms else None,
        "terms_accepted_at": _moment(grant.terms_accepted_at),
        "terms_accepted": grant.accepted_text,
        "sittings_are_kept": grant.let_go_at is None,
        "sittings_let_go_at": _moment(grant.let_go_at),
        "sittings_let_go": grant.sittings_let_go,
        "screenings_let_go": grant.views_let_go,
        "sittings": [_sitting(viewing, titles) for viewing in reversed(grant.viewings.all())],
    }


def _sitting(viewing: Viewing, titles: dict[int, str]) -> dict[str, Any]:
    given = [_delivery(each, titles) for each in viewing.deliveries.all()]
    return {"began": _moment(viewing.started_at), "deliveries": given}


def _delivery(each: Delivery, titles: dict[int, str]) -> dict[str, Any]:
    return {
        "at": _moment(each.at),
        "film": _called(each.film_id, titles),
        "file": each.path,
        "from_byte": each.first_byte,
        "bytes": each.length,
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
