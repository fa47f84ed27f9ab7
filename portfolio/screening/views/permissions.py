"""What the holder's page shows: what is asked of them, and what they have said until now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, Max, Min, OuterRef, Q

from portfolio.models import Agreement, Film
from portfolio.screening.forms import AnswersForm
from portfolio.screening.models import AccessRequest, Delivery, Grant, GrantItem, Holder, HolderDecision
from portfolio.screening.views.frames import Picture, poster, stills
from portfolio.screening.views.unsent import Typed, number

# By request and film.
Sittings = defaultdict[tuple[int, int], list[tuple[datetime, datetime]]]


@dataclass(frozen=True)
class Asked:
    """A film that is asked for, with its fields and its frames."""

    decision: HolderDecision
    fields: AnswersForm.Fields
    poster: Picture | None
    stills: str


@dataclass(frozen=True)
class Question:
    """A request, and the films of this holder's that it asks for."""

    request: AccessRequest
    form: AnswersForm
    films: list[Asked]


@dataclass(frozen=True)
class Late:
    """What was typed about a film that waits for no answer any more."""

    decision: HolderDecision
    said: str
    last_day: str
    note: str


@dataclass(frozen=True)
class Given:
    """An answer, and when the film was watched on it."""

    decision: HolderDecision
    sittings: list[tuple[datetime, datetime]] = field(default_factory=list)
    is_forgotten: bool = False


@dataclass(frozen=True)
class Unasked:
    """An invitation to a film that the agreement lets be shown without asking, and when it was watched."""

    item: GrantItem
    sittings: list[tuple[datetime, datetime]]
    is_forgotten: bool = False


def questions(holder: Holder, bound: AnswersForm | None = None, typed: Typed | None = None) -> list[Question]:
    """What waits for an answer, the oldest first.

    `bound` is a form that was sent and not right; `typed` fills in what was written and could not be kept.
    """
    awaited = HolderDecision.objects.awaited().of(holder).order_by("asked_at", "pk")
    by_request: defaultdict[AccessRequest, list[HolderDecision]] = defaultdict(list)
    for decision in awaited.select_related("film__production", "request__contact"):
        by_request[decision.request].append(decision)
    return [_question(asked, rows, bound, typed) for asked, rows in by_request.items()]


def too_late(holder: Holder, typed: Typed | None) -> list[Late]:
    """What of `typed` belongs to questions of this holder's that wait no longer."""
    if not typed:
        return []
    said = set(map(number, typed))
    asked = HolderDecision.objects.of(holder).filter(pk__in=said).select_related("film")
    awaited = set(HolderDecision.objects.awaited().filter(pk__in=said).values_list("pk", flat=True))
    return [_late(decision, typed) for decision in asked if decision.pk not in awaited]


def given(holder: Holder) -> list[Given]:
    """What was said, the newest first, with every sitting in which something was handed over.

    Nothing of what another company said while it held the rights: its words were for the studio.
    """
    said = HolderDecision.objects.of(holder).of_who_holds_the_rights().exclude(answer="")
    said = said.order_by("-decided_at", "-pk")
    rows = list(said.select_related("film__agreement", "film__production__agreement", "request__contact"))
    watched = _watched(row.request_id for row in rows)
    gone = _forgotten(Grant.objects.filter(request__in=[row.request_id for row in rows]))
    return [Given(row, watched[row.request_id, row.film_id], row.request_id in gone) for row in rows]


def unasked(holder: Holder) -> list[Unasked]:
    """The invitations to this holder's films for which nobody had to be asked, the newest first.

    Among them those that a former holder was asked about, where the agreement needs nobody's word by now.
    """
    said = HolderDecision.objects.filter(request=OuterRef("grant__request"), film=OuterRef("film"))
    free = Film.objects.agreed(Agreement.objects.open_without_asking())
    of_a_former_one = ~Exists(said.of_who_holds_the_rights()) & Q(film__in=free.values("pk"))
    mine = GrantItem.objects.filter(holder.decides_about()).order_by("-grant", "order")
    items = mine.filter(~Exists(said) | of_a_former_one)
    rows = list(items.select_related("film__production", "grant__request__contact"))
    watched = _watched(row.grant.request_id for row in rows)
    gone = _forgotten(row.grant for row in rows)
    return [
        Unasked(row, watched[row.grant.request_id, row.film_id], row.grant.request_id in gone) for row in rows
    ]


def allowing_all(holder: Holder, at: datetime | None = None) -> list[Agreement]:
    """This holder's agreements in force by which films are shown in private without asking."""
    mine = Agreement.objects.in_force(at).filter(pk__in=holder.agreements(), photo__isnull=True)
    return list(mine.filter(private=Agreement.Private.YES).select_related("production", "film"))


def _question(
    asked: AccessRequest, rows: list[HolderDecision], bound: AnswersForm | None, typed: Typed | None
) -> Question:
    prefix = f"r{asked.pk}"
    is_bound = bound is not None and bound.prefix == prefix
    form = bound if bound and is_bound else AnswersForm(decisions=rows, prefix=prefix, initial=typed)
    fields = {each.decision.pk: each for each in form.rows()}
    films = [
        Asked(row, fields[row.pk], poster(row.film), stills(row.film)) for row in rows if row.pk in fields
    ]
    return Question(asked, form, films)


def _late(decision: HolderDecision, typed: Typed) -> Late:
    says = {value: str(label) for value, label in AnswersForm.Says.choices}
    fields = (typed.get(f"{name}_{decision.pk}", "") for name in ("answer", "last_day", "note"))
    said, last_day, note = fields
    return Late(decision, says.get(said, ""), last_day, note)


def _forgotten(grants: Iterable[Grant]) -> set[int]:
    """The requests of those grants of which it is no longer kept what was watched."""
    return {grant.request_id for grant in grants if grant.let_go_at}


def _watched(requests: Iterable[int]) -> Sittings:
    """By request and film, when each sitting began and ended, as far as it was of this film."""
    found: Sittings = defaultdict(list)
    pieces = Delivery.objects.of_films().filter(viewing__grant__request__in=list(requests))
    sittings = pieces.order_by().values_list("viewing", "viewing__grant__request", "film")
    spans = sittings.annotate(first=Min("at"), last=Max("at")).order_by("first")
    for _viewing, request, film, first, last in spans:
        found[request, film].append((first, last))
    return found
