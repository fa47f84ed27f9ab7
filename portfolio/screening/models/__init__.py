"""Who asked for what, who said yes, and what was handed over."""

from portfolio.screening.models.access_request import AccessRequest
from portfolio.screening.models.contact import Contact
from portfolio.screening.models.grant import Grant, GrantItem
from portfolio.screening.models.holder import Holder
from portfolio.screening.models.holder_decision import HolderDecision
from portfolio.screening.models.knock import Knock
from portfolio.screening.models.letter import Letter
from portfolio.screening.models.promise import Promise, promise_for, promise_of
from portfolio.screening.models.question import Question
from portfolio.screening.models.terms import Terms
from portfolio.screening.models.viewing import Delivery, Viewing

__all__ = [
    "AccessRequest",
    "Contact",
    "Delivery",
    "Grant",
    "GrantItem",
    "Holder",
    "HolderDecision",
    "Knock",
    "Letter",
    "Promise",
    "Question",
    "Terms",
    "Viewing",
    "promise_for",
    "promise_of",
]
