"""A mail address as it is typed, by whoever: what must be so that mail reaches whom it is meant for."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from portfolio.models.mail_address import LONGEST, NOWHERE, canonical

# What the domain names of 2003, which mails go by, take for other letters (“ss”, “σ”) or leave out: the
# mailbox of somebody else.
TAKEN_FOR_OTHERS = re.compile("[ßς\u200c\u200d]")

# A line for an address with the keyboard for one, and not `type=email`: browsers spell a domain in foreign
# letters anew by the rules of 2003 before they send it, and nobody would learn that it is another's.
AS_TYPED = {"inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}


def plain_address(text: str) -> None:
    """Refuses what no mail reaches, what is too long to be kept, and what is read as another's address.

    Quotation marks are what mail programs read otherwise; erased contacts stand at a domain of their own.
    """
    if '"' in text:
        raise ValidationError(_("Write the address without quotation marks."))
    try:
        validate_email(text)
    except ValidationError:
        return  # the field says so
    known = canonical(text)
    domain = known.rpartition("@")[2]
    if TAKEN_FOR_OTHERS.search(text.lower().rpartition("@")[2]) or not domain.isascii():
        raise ValidationError(
            _(
                "Mail to a domain with these letters may reach somebody else. Write the domain in its form "
                "that begins with “xn--”, or another address."
            )
        )
    if len(known) > LONGEST:
        raise ValidationError(_("This address is too long. Write a shorter one at which you read mail."))
    if domain == NOWHERE or "." not in domain or domain.startswith("["):
        raise ValidationError(_("No mail reaches this address. Write one at which you read yours."))
