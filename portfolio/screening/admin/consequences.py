"""What follows of shutting a contact out, or of erasing one: said before the button is pressed."""

from typing import Any

from django.utils.translation import gettext, ngettext_lazy

from portfolio.screening.actions import deciding, erasing
from portfolio.screening.models import AccessRequest, Contact, Grant

SAME_MAILBOX = ngettext_lazy(
    "The same goes for %(number)s other contact at the same mailbox.",
    "The same goes for %(number)s other contacts at the same mailbox.",
    "number",
)
STOPPED = ngettext_lazy(
    "%(number)s invitation stops: the next piece of film is refused, even half way through.",
    "%(number)s invitations stop: the next piece of film is refused, even half way through.",
    "number",
)
LEFT_UNANSWERED = ngettext_lazy(
    "%(number)s request that waits can no longer be answered.",
    "%(number)s requests that wait can no longer be answered.",
    "number",
)
DELETED = ngettext_lazy(
    "%(number)s request without an invitation is deleted.",
    "%(number)s requests without an invitation are deleted.",
    "number",
)
KEPT = ngettext_lazy(
    "%(number)s invitation stays on record, of an “erased contact”.",
    "%(number)s invitations stay on record, of an “erased contact”.",
    "number",
)
KEPT_FOR_A_HOLDER = ngettext_lazy(
    "In %(number)s of them a rights holder’s film is: what was watched in it is kept too.",
    "In %(number)s of them rights holders’ films are: what was watched in them is kept too.",
    "number",
)
OURS_ALONE = ngettext_lazy(
    "Of %(number)s with nothing but films of your own, what was watched is deleted.",
    "Of %(number)s with nothing but films of your own, what was watched is deleted.",
    "number",
)


def of_blocking(contact: Contact) -> list[str]:
    """What ends, what is kept, and that nobody is told."""
    shut_out = deciding.to_be_shut_out(contact)
    grants = Grant.objects.in_force().filter(request__contact__in=shut_out).count()
    waiting = AccessRequest.objects.waiting().filter(contact__in=shut_out).count()
    return [
        gettext(
            "From then on they cannot sign in, no request of theirs reaches you, and no mail goes to them."
        ),
        *_said(len(shut_out) - 1, SAME_MAILBOX),
        *_said(grants, STOPPED, gettext("No invitation of theirs is open.")),
        *_said(waiting, LEFT_UNANSWERED, gettext("No request of theirs waits.")),
        gettext(
            "What they asked for, were granted and watched is kept. “Let in again…” undoes all of it; an "
            "invitation then goes on to its last day."
        ),
        gettext("They are not told: whoever tries to sign in sees the usual page, and no code comes."),
    ]


def of_erasing(contact: Contact) -> list[str]:
    """What keeps it from being done; what goes, what stays, and whether they are told."""
    touched = erasing.touched_by(contact)
    hindrance = erasing.hindrance(contact)
    nothing_deleted = gettext("There is no request without an invitation that would have to be deleted.")
    nothing_kept = gettext("They have no invitation that would stay on record.")
    return [
        *([hindrance.sentence] if hindrance else []),
        gettext("Name, company, address and all that they wrote go for good: there is no way back."),
        *_said(touched.deleted, DELETED, nothing_deleted),
        *_said(touched.kept, KEPT, nothing_kept),
        *_said(touched.for_a_holder, KEPT_FOR_A_HOLDER),
        *_said(touched.ours_alone, OURS_ALONE),
        gettext("The log of rights stays, without a name."),
        gettext("They asked for it: a last mail tells them that it is done.")
        if contact.erasure_asked_at
        else gettext("They are not told: they have not asked for it."),
    ]


def _said(number: int, words: Any, none: str = "") -> list[str]:
    """The words with their number; where there is nothing to count, `none`, if there is anything to say."""
    if number:
        return [words % {"number": number}]
    return [none] if none else []
