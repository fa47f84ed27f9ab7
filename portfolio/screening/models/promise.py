"""What a viewer is asked to accept before watching: the terms, and the clauses of the films' agreements."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portfolio.models import Agreement, Film
from portfolio.screening.models.grant import Grant
from portfolio.screening.models.terms import Terms


@dataclass(frozen=True)
class Promise:
    """The words, in the reader's language. `agreements` are those that have a clause, each once."""

    terms: Terms | None
    agreements: tuple[Agreement, ...]

    @property
    def version(self) -> str:
        """The number of the terms; empty where there are none."""
        return str(self.terms.version) if self.terms else ""

    @property
    def clauses(self) -> list[str]:
        """What the agreements add."""
        return [str(agreement.clause) for agreement in self.agreements]

    @property
    def fingerprint(self) -> str:
        """The clauses' SHA-256: whether they are still those that were shown. Empty without any."""
        return hashlib.sha256("\n\n".join(self.clauses).encode()).hexdigest() if self.agreements else ""

    @property
    def text(self) -> str:
        """All of it, as it is kept once it is accepted."""
        return "\n\n".join([*([str(self.terms.text)] if self.terms else []), *self.clauses])


def promise_of(grant: Grant, at: datetime | None = None) -> Promise | None:
    """What the viewer of a grant is asked to accept at `at` (default: now); None where it is nothing."""
    terms = Terms.objects.current(at)
    agreements = tuple(_with_clauses(grant))
    return Promise(terms, agreements) if terms or agreements else None


def agreement_of(film: Film) -> Agreement | None:
    """The film's own agreement, else its production's."""
    own = getattr(film, "agreement", None)
    return own or getattr(film.production, "agreement", None)


def _with_clauses(grant: Grant) -> Any:
    items = grant.items.select_related("film__agreement", "film__production__agreement")
    found = dict.fromkeys(agreement_of(item.film) for item in items)
    return (agreement for agreement in found if agreement and agreement.clause)
