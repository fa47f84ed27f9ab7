"""Rows that several of the demo's sites have in common. Everything goes through the portfolio's actions."""

from contextlib import ExitStack
from datetime import date
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile

from backstage.bilingual.languages import codes
from backstage.demo import clip
from backstage.demo.pictures import Pictures
from backstage.demo.shelf import read, said
from crew.models import CrewMember, Role
from portfolio.actions import clearance, intake, words
from portfolio.models import (
    Agreement,
    Appearance,
    CaptionTrack,
    Credit,
    Film,
    Organization,
    PersonRelease,
    Photo,
    Production,
)

SIGNED = date(2024, 1, 15)


def member(person: dict[str, Any]) -> CrewMember:
    """A person of the content; somebody who is there already is left as they are."""
    found, _created = CrewMember.objects.get_or_create(
        slug=person["key"].removesuffix("-1"),
        defaults={
            "name": person.get("name") or person["speaker"],
            "nickname": person.get("nickname", ""),
            "pronoun": person.get("pronoun", ""),
            **said(words=person.get("words")),
        },
    )
    return found


def owner() -> CrewMember:
    """The studio's photographer."""
    person = read("site")["owner"]
    return member({**person, "key": "elio-fuoricampo"})


def production(content: dict[str, Any], order: int, **more: Any) -> Production:
    """A published production with its agreement."""
    made = Production.objects.create(
        **said(
            title=content["title"],
            slug=content["slug"],
            logline=content.get("logline"),
            synopsis=content.get("synopsis"),
            genres=content.get("genres"),
            shooting_places=content.get("shooting_places") or content.get("city"),
        ),
        kind=content["kind"],
        year=content["year"],
        status=content["status"],
        countries=", ".join(content.get("countries", [])),
        languages=", ".join(content.get("languages", [])),
        crew_size_min=content.get("crew_size_min"),
        crew_size_max=content.get("crew_size_max"),
        is_sheet_in_preparation=content["is_sheet_in_preparation"],
        is_published=True,
        order=order,
        **more,
    )
    agreement(made, content["agreement"])
    return made


def agreement(made: Production, terms: dict[str, Any]) -> Agreement:
    """The terms of a production: its holder's, or the studio's own initiative."""
    holder = None
    if terms["rights_holder"]:
        holder, _created = Organization.objects.get_or_create(
            name=terms["rights_holder"], defaults={"kind": Organization.Kind.RIGHTS_HOLDER}
        )
    recorded = Agreement.objects.create(
        production=made,
        own_initiative=holder is None,
        rights_holder=holder,
        decision_email=terms.get("decision_email", "") if holder else "",
        public=terms["public"],
        private=terms["private"],
        credit_line=terms["credit_line"],
        credit_required=bool(holder and terms["credit_line"]),
        signed_on=SIGNED,
    )
    clearance.fact_changed(recorded, None)
    return recorded


def photo(pictures: Pictures, seed: str, content: dict[str, Any], **fields: Any) -> Photo:
    """A published photograph from the drawing called `seed`."""
    with pictures[seed].open("rb") as stream:
        return intake.accept_photo(
            File(stream, name=f"{seed}.jpg"),
            **said(caption=content.get("caption"), alt=content["alt"]),
            is_published=True,
            **fields,
        )


def portrait(pictures: Pictures, seed: str, content: dict[str, Any], of: CrewMember, **fields: Any) -> Photo:
    """A portrait, with the release that the demo marks as its own."""
    taken = photo(
        pictures, seed, content, kind=Photo.Kind.PORTRAIT, people=Photo.People.LISTED, focus_y=0.35, **fields
    )
    Appearance.objects.create(member=of, photo=taken)
    PersonRelease.objects.get_or_create(member=of, note="demo", defaults={"signed_on": SIGNED})
    return taken


def scene(pictures: Pictures, seed: str, content: dict[str, Any], **fields: Any) -> Photo:
    """A picture in which nobody can be recognised."""
    return photo(pictures, seed, content, people=Photo.People.NONE, **fields)


def film(pictures: Pictures, content: dict[str, Any], of: Production, order: int) -> Film:
    """A film with its poster, and its clip if it was filmed. Nobody can be recognised: they are drawn."""
    made = Film(
        **said(
            title=content["title"],
            slug=content["slug"],
            description=content["description"],
            poster_alt=content["poster"]["alt"],
            music_credit=content["music"],
            editing_credit=content["editing"],
        ),
        production=of,
        external_url=content["external_url"],
        duration_seconds=content["duration_seconds"],
        has_sealed_card=content["has_sealed_card"],
        people=Film.People.NONE,
        is_published=True,
        order=order,
    )
    with ExitStack() as files:
        poster = File(files.enter_context(pictures[content["key"]].open("rb")), name="poster.jpg")
        arrivals: dict[str, Any] = {"poster": (poster, intake.examine(poster))}
        if clip.seed(content["key"]) in pictures:
            upload = File(
                files.enter_context(pictures[clip.seed(content["key"])].open("rb")), name="clip.mp4"
            )
            arrivals["source"] = (upload, intake.examine_film(upload))
        intake.keep_film(made, arrivals)
    if "source" in arrivals:
        _captions_and_chapters(made, content)
    return made


def _captions_and_chapters(of: Film, content: dict[str, Any]) -> None:
    """A clip's chapters and captions, in each language that it has."""
    chapters = content["clip"]["chapters"]
    titles = {code: [(row["at"], row["title"][code]) for row in chapters] for code in codes()}
    words.keep_chapters(of, titles)
    for language in codes():
        file = ContentFile(clip.captions(content, language).encode(), name="captions.vtt")
        words.keep_captions(CaptionTrack(film=of, language=language, file=file))


def credit(made: Production, order: int, *, role: str | None = None, **fields: Any) -> Credit:
    """A credit in the role with this slug, or in the department given."""
    known = Role.objects.get(slug=role) if role else None
    return Credit.objects.create(production=made, role=known, order=order, **fields)
