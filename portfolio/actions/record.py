"""Writing the log of rights: a line for each fact that was recorded, changed or withdrawn."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Max, Model

from backstage.bilingual.languages import columns
from portfolio.models import (
    Agreement,
    Appearance,
    CaptionTrack,
    Film,
    FilmTrack,
    PersonRelease,
    Photo,
    Production,
    Release,
    RightsEntry,
    Testimony,
    append_only,
)
from portfolio.models.rights_entry import name_of

WORK = ("production", "people", "suspended_at", "suspended_by", "killed_at", "withdrawn_at")
# What decides who may see a work or a voice, by the row that says it.
FACTS: Mapping[type[Model], tuple[str, ...]] = {
    Agreement: (
        "production",
        "photo",
        "film",
        "own_initiative",
        "rights_holder",
        "decision_email",
        "private",
        "public",
        "public_from",
        "public_from_release",
        "valid_until",
        "withdrawn_at",
        "withdrawn_by",
        "press",
        "credit_line",
        "credit_required",
        "max_photos",
        "signed_on",
        "document_sha256",
        *columns("clause"),
    ),
    Appearance: ("member", "photo", "film"),
    Film: (*WORK, "has_sealed_card"),
    FilmTrack: ("film", "licence", "until"),
    PersonRelease: (
        "member",
        "production",
        "photo",
        "film",
        "scope",
        "signed_on",
        "signed_by_guardian",
        "valid_until",
        "revoked_at",
        "document_sha256",
    ),
    Photo: (*WORK, "sha256"),
    Production: ("is_confidential", "revealed_at", "is_published"),
    Release: ("production", "status", "date", "date_precision", "opens_at"),
    Testimony: (
        "release_signed_on",
        "release_document_sha256",
        "release_revoked_at",
        *columns("wording_approved_on"),
        "is_published",
    ),
}
# These name people, or are long: that they changed is written down, what they say is not.
PERSONAL = {"decision_email", "credit_line", "signed_by_guardian", *columns("clause")}
SAID = "…"
# In which field a form says whose word a fact is, and why.
WORDS = {"withdrawn_at": "withdrawn_by", "suspended_at": "suspended_by"}
REASONS = {"withdrawn_at": "withdrawn_reason", "suspended_at": "suspended_reason"}
# What a row decides about, by the first of these fields that is filled.
ABOUT: Mapping[type[Model], tuple[str, ...]] = {
    Agreement: ("production", "photo", "film"),
    Appearance: ("photo", "film"),
    CaptionTrack: ("film",),
    FilmTrack: ("film",),
    PersonRelease: ("member",),
    Release: ("production",),
}


def record(  # noqa: PLR0913 - a line has so many columns
    thing: Any,
    fact: str,
    *,
    before: Any = "",
    after: Any = "",
    by: Any = None,
    on_behalf_of: str = "",
    reason: str = "",
    evidence: str = "",
) -> None:
    """Adds a line: `fact` of `thing` went from `before` to `after`.

    `by` is a member of staff, or nobody; `on_behalf_of` whose word it was, where it was another's; `evidence`
    the hash of the paper that says so.
    """
    RightsEntry.objects.create(
        subject=name_of(thing),
        about=_about(thing),
        fact=fact,
        before=str(before)[:200],
        after=str(after)[:200],
        by=by,
        on_behalf_of=on_behalf_of,
        reason=reason,
        evidence_sha256=evidence,
    )


def record_changes(thing: Any, former: Any, *, by: Any = None) -> list[str]:
    """Adds a line for each fact in which the saved `thing` differs from `former`; answers their names.

    Without a former row one line says that it was recorded, and one each fact that says something.
    """
    if former is None:
        record(thing, "recorded", by=by)
        former = type(thing)()
    changed = [fact for fact in FACTS[type(thing)] if _value(former, fact) != _value(thing, fact)]
    for fact in changed:
        record(
            thing,
            fact,
            before=_written(former, fact),
            after=_written(thing, fact),
            by=by,
            on_behalf_of=_whose_word(thing, fact),
            reason=_reason(thing, fact),
            evidence=getattr(thing, "document_sha256", ""),
        )
    return changed


def facts_of(thing: Any) -> dict[str, str]:
    """What a row says that decides who may see a work, as it is stored: to tell later whether it moved."""
    choice = ["is_published"] if hasattr(thing, "is_published") else []
    return {fact: str(_value(thing, fact)) for fact in (*FACTS[type(thing)], *choice)}


def is_struck_out(sha256: str) -> bool:
    """Whether a photograph with this very file was struck out, be its row still there or not."""
    return bool(sha256) and RightsEntry.objects.filter(fact="killed_at", evidence_sha256=sha256).exists()


@transaction.atomic
def retire(until: datetime, *, by: Any = None) -> int:
    """Deletes the lines of whatever is gone and had its last line before `until`; answers how many.

    The one way in which lines go. What is still there keeps all of its lines, those too of what once decided
    about it; and so does what was struck out: its file is known by them. This writes a line of its own.
    """
    lasts = RightsEntry.objects.order_by().values("subject").annotate(last=Max("at")).filter(last__lt=until)
    struck_out = RightsEntry.objects.filter(fact="killed_at").values("subject")
    old = list(lasts.exclude(subject__in=struck_out).values_list("subject", flat=True))
    gone = [subject for subject in old if not any(map(_is_there, _concerned(subject)))]
    with append_only.lifted(connection):
        number, _kinds = RightsEntry.objects.filter(subject__in=gone).delete()
    if number:
        RightsEntry.objects.create(
            subject="log", fact="retired", before=str(number), after=until.isoformat(), by=by
        )
    return number


def _concerned(subject: str) -> set[str]:
    """What the lines of a subject speak of: itself, and what it decided about."""
    about = RightsEntry.objects.filter(subject=subject).exclude(about="").values_list("about", flat=True)
    return {subject, *about}


def _is_there(subject: str) -> bool:
    """Whether the row still stands that a line speaks of. What is no row of ours is as good as there."""
    name, _colon, number = subject.partition(":")
    models = (apps.all_models[room].get(name) for room in ("portfolio", "crew", "screening"))
    model: Any = next((each for each in models if each is not None), None)
    return model is None or not number.isdigit() or model._default_manager.filter(pk=number).exists()


def _about(thing: Any) -> str:
    # Rows of rooms above this one say it themselves.
    fields = ABOUT.get(type(thing), getattr(thing, "LOGGED_ABOUT", ()))
    pairs = ((thing._meta.get_field(name), getattr(thing, f"{name}_id")) for name in fields)
    return next((f"{field.related_model._meta.model_name}:{pk}" for field, pk in pairs if pk), "")


def _value(thing: Any, fact: str) -> Any:
    """As it is stored: of another row its number; nothing is an empty text, be it stored so or not."""
    value = getattr(thing, thing._meta.get_field(fact).attname)
    return "" if value is None else value


def _written(thing: Any, fact: str) -> str:
    value = _value(thing, fact)
    if value == "":
        return ""
    return SAID if fact in PERSONAL else str(value)


def _whose_word(thing: Any, fact: str) -> str:
    """Who had it withdrawn or suspended, where the form says so."""
    return str(getattr(thing, WORDS[fact], "")) if fact in WORDS else ""


def _reason(thing: Any, fact: str) -> str:
    return str(getattr(thing, REASONS[fact], "")) if fact in REASONS else ""
