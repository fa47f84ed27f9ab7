"""Further requests in one step, for a contact whom we know: more days, or one more film of the same reel."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from portfolio.models import Film
from portfolio.screening.actions import asking
from portfolio.screening.actions.asking import Wish
from portfolio.screening.models import AccessRequest, Contact, Grant

MORE_DAYS = timedelta(days=3)
# So long after its end an invitation can still be prolonged by a button; later one asks anew.
LATEST = timedelta(days=30)


class NotToBeProlonged(Exception):
    """It was taken back, ended too long ago, or nothing of it may be shown."""


class NotInTheReel(Exception):
    """The film is none of those that may still be asked for there."""


def may_be_prolonged(grant: Grant, at: datetime | None = None) -> bool:
    """Whether a button asks for more days.

    Not where it was taken back, nor long after its end, nor while nothing of it may be shown.
    """
    moment = at or timezone.now()
    is_recent = grant.revoked_at is None and moment < grant.valid_until + LATEST
    return is_recent and grant.items.unsealed(moment).exists()


@transaction.atomic
def ask_for_more_days(grant: Grant, contact: Contact, *, at: datetime | None = None) -> AccessRequest:
    """Asks the studio for three more days with the same films. While one such request waits, twice is once.

    Refuses with `NotToBeProlonged`.
    """
    moment = at or timezone.now()
    known = Grant.objects.select_for_update().get(pk=grant.pk, request__contact=contact)
    if not may_be_prolonged(known, moment):
        raise NotToBeProlonged
    return waiting_for_days(known) or _prolong(known, contact, moment)


@transaction.atomic
def ask_for_film(grant: Grant, film: Film, contact: Contact, *, at: datetime | None = None) -> AccessRequest:
    """Asks for one more film of the reel that a grant was asked for. While it waits, twice is once.

    Refuses with `NotInTheReel`.
    """
    moment = at or timezone.now()
    known = Grant.objects.select_for_update().get(pk=grant.pk, request__contact=contact)
    if film not in left_out(known, moment):
        raise NotInTheReel
    words = gettext("This film of the showreel as well, please.")
    wish = Wish(films=[film], production=known.request.production, reason=words)
    return waiting_for_film(film, contact) or asking.ask_as(contact, wish, at=moment)


def waiting_for_days(grant: Grant) -> AccessRequest | None:
    """The request for more days with this grant that waits for an answer."""
    return AccessRequest.objects.waiting().filter(prolongs=grant).first()


def waiting_for_film(film: Film, contact: Contact) -> AccessRequest | None:
    """The request for this film that a contact waits with."""
    return AccessRequest.objects.waiting().filter(contact=contact, films=film).first()


def awaited(films: Iterable[Film], contact: Contact) -> set[int]:
    """The keys of those of these films that a contact has asked for and waits for."""
    waiting = AccessRequest.objects.waiting().filter(contact=contact, films__in=films)
    return set(waiting.values_list("films", flat=True))


def left_out(grant: Grant, at: datetime | None = None) -> list[Film]:
    """The films of the reel asked for that were not granted, in the reel's order.

    Those alone that may be shown in private to somebody, are not open to everybody, and to which no other
    invitation of theirs is open.
    """
    granted = grant.items.values_list("film", flat=True)
    return others_of_the_reel(grant.request, granted, at)


def others_of_the_reel(
    asked: AccessRequest, granted: Iterable[int], at: datetime | None = None
) -> list[Film]:
    """The same of a request, where the films with these keys are granted, or would be."""
    if asked.showreel_id is None:
        return []
    public = Film.objects.public(at).values("pk")
    mine = Grant.objects.in_force(at).filter(
        request__contact__isnull=False, request__contact=asked.contact_id
    )
    besides = Q(pk__in=list(granted)) | Q(pk__in=public) | Q(grant_items__grant__in=mine.values("pk"))
    others = Film.objects.screenable(at).exclude(source="").exclude(besides)
    in_reel = others.filter(showreel_items__showreel=asked.showreel_id)
    return list(in_reel.select_related("production").order_by("showreel_items__order", "pk"))


def _prolong(grant: Grant, contact: Contact, at: datetime) -> AccessRequest:
    until = max(grant.last_day, timezone.localdate(at)) + MORE_DAYS
    wish = Wish(
        films=[item.film for item in grant.items.select_related("film")],
        production=grant.request.production,
        reason=gettext("Three more days, please."),
        needed_by=until,
    )
    asked = asking.ask_as(contact, wish, at=at)
    asked.prolongs = grant
    asked.save(update_fields=["prolongs"])
    return asked
