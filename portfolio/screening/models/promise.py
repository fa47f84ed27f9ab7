"""What a viewer is asked to accept before watching: the terms, and the clauses of the films' agreements."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portfolio.models import Agreement, Film
from portfolio.screening.models.grant import Grant
from portfolio.screening.models.holder import governing
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
        """The SHA-256 of all its words: whether they are still those that were shown."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def text(self) -> str:
        """All of it, as it is kept once it is accepted."""
        return "\n\n".join([*([str(self.terms.text)] if self.terms else []), *self.clauses])


def promise_of(grant: Grant, at: datetime | None = None) -> Promise | None:
    """What the viewer of a grant is asked to accept at `at` (default: now); None where it is nothing.

    The clauses are those of films that are no secret to the viewer: a clause may name its film.
    """
    items = grant.items.unsealed(at).select_related("film__agreement", "film__production__agreement")
    return promise_for([item.film for item in items], at)


def promise_for(films: Iterable[Film], at: datetime | None = None) -> Promise | None:
    """The same for these films, whoever will watch them."""
    terms = Terms.objects.current(at)
    found = dict.fromkeys(governing(film) for film in films)
    agreements = tuple(agreement for agreement in found if agreement and agreement.clause)
    return Promise(terms, agreements) if terms or agreements else None
