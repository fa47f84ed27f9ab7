"""What machines read (schema.org): nothing that is not printed on the page."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from crew.models import CrewMember
from portfolio.models import Credit, ExternalId, Film, Photo, Production, Release, credit_lines, places
from portfolio.views import dates, players
from portfolio.views.elsewhere import elsewhere
from portfolio.views.sheets import CATALOGUES, Facts

Node = dict[str, Any]

TYPES = {
    Production.Kind.FILM: "Movie",
    Production.Kind.SERIES: "TVSeries",
    Production.Kind.DOCUMENTARY: "Movie",
    Production.Kind.CONCERT: "MusicEvent",
    Production.Kind.FESTIVAL: "Festival",
    Production.Kind.THEATRE: "TheaterEvent",
    Production.Kind.EVENT: "Event",
}
SCREEN_KINDS = (Production.Kind.FILM, Production.Kind.SERIES, Production.Kind.DOCUMENTARY)

# The widest picture that those who list a page need.
MIDDLING = 1280

# Roles that schema.org has a property for; all others are contributors.
ON_SCREEN = {
    "director": "director",
    "actor": "actor",
    "extra": "actor",
    "voice-actor": "actor",
    "screenwriter": "author",
    "story-by": "author",
    "dialogue-writer": "author",
    "series-creator": "creator",
    "producer": "producer",
    "executive-producer": "producer",
    "editor": "editor",
    "composer": "musicBy",
    "dubbing-adapter": "translator",
    "subtitler": "translator",
}
ON_STAGE = {
    "director": "director",
    "stage-director": "director",
    "actor": "actor",
    "composer": "composer",
    "musician": "performer",
    "singer": "performer",
    "dancer": "performer",
    "presenter": "performer",
    "promoter": "organizer",
}


def production(
    request: HttpRequest, production: Production, facts: Facts, shown: list[Credit], cover: Photo | None
) -> Node:
    """A production whose name may be said."""
    kind = TYPES[Production.Kind(production.kind)]
    is_on_screen = production.kind in SCREEN_KINDS
    address = request.build_absolute_uri(production.get_absolute_url())
    node = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": f"{address}#{kind.lower()}",
        "url": address,
        "name": production.title,
        "alternateName": production.original_title if production.original_title != production.title else "",
        "description": production.synopsis or production.logline,
        "sameAs": _elsewhere(production, facts.ids),
        "image": _image_address(request, cover) if cover else "",
        **_credits(shown, ON_SCREEN if is_on_screen else ON_STAGE),
        **(_on_screen(production, facts) if is_on_screen else {}),
    }
    return _filled(node)


def person(request: HttpRequest, member: CrewMember, held: list[Credit], photos: list[Photo]) -> Node:
    """A member of a crew: never gender, birth or contact."""
    address = request.build_absolute_uri(reverse("portfolio:member", args=[member.slug]))
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "Person",
            "@id": f"{address}#person",
            "url": address,
            "name": member.name,
            "alternateName": member.nickname,
            "jobTitle": list(dict.fromkeys(credit.function for credit in held)),
            "description": member.words,
            "image": _image_address(request, photos[0]) if photos else "",
            "sameAs": member.website,
        }
    )


def film(request: HttpRequest, film: Film) -> Node:
    """A behind-the-scenes film that anybody may see."""
    address = request.build_absolute_uri(film.get_absolute_url())
    there = elsewhere(film.external_url)
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "VideoObject",
            "@id": f"{address}#film",
            "url": address,
            "name": film.title,
            "description": film.description,
            "duration": f"PT{film.duration_seconds}S" if film.duration_seconds else "",
            "thumbnailUrl": _image_address(request, film),
            "contentUrl": _film_address(request, film),
            "embedUrl": there.player if there else "",
            "hasPart": _parts(address, film),
            "about": _about(film.production),
            "isAccessibleForFree": True,
        }
    )


def photo(request: HttpRequest, photo: Photo, credit_line: str, creator: str) -> Node:
    """A photograph that anybody may see, with the line beside it and who took it."""
    address = request.build_absolute_uri(photo.get_absolute_url())
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "ImageObject",
            "@id": f"{address}#photo",
            "url": address,
            "contentUrl": _image_address(request, photo),
            "caption": photo.caption,
            "creditText": credit_line,
            "creator": _named("Person", creator) if creator else "",
            "copyrightNotice": credit_lines.notice(credit_line),
            "acquireLicensePage": request.build_absolute_uri(reverse("contact")),
            "about": _about(photo.production),
        }
    )


def _on_screen(production: Production, facts: Facts) -> Node:
    firm = [release for release in facts.releases if release.status in dates.FIRM and release.date]
    countries = map(places.country, places.codes_in(production.countries))
    return {
        "abstract": production.logline,
        "dateCreated": str(production.year or ""),
        "datePublished": _day(firm[0]) if firm else "",
        "countryOfOrigin": [_named("Country", name) for name in countries],
        "inLanguage": places.codes_in(production.languages),
        "genre": production.genres,
        "duration": f"PT{production.runtime_minutes}M" if production.runtime_minutes else "",
        "locationCreated": _places(production.shooting_places),
        "contentLocation": _places(production.story_places),
        "productionCompany": [
            _named("Organization", row.organization.name)
            for row in facts.companies
            if row.capacity in ("production", "co_production")
        ],
        "releasedEvent": [_release(release) for release in firm],
    }


def _places(text: str | None) -> list[Node]:
    return [_named("Place", place) for place in (text or "").splitlines() if place.strip()]


def _release(release: Release) -> Node:
    types = {
        Release.Type.PREMIERE: "ScreeningEvent",
        Release.Type.DIGITAL: "OnDemandEvent",
        Release.Type.TV: "BroadcastEvent",
    }
    platform = release.platform
    return _filled(
        {
            "@type": types.get(Release.Type(release.type), "PublicationEvent"),
            "name": platform.name if platform else release.get_type_display(),
            "startDate": _day(release),
            "publishedBy": _named("Organization", platform.name) if platform else None,
        }
    )


def _credits(rows: Iterable[Credit], properties: dict[str, str]) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for credit in rows:
        name = properties.get(credit.role.slug if credit.role else "", "contributor")
        found.setdefault(name, []).append(_credited(credit, name))
    return found


def _credited(credit: Credit, name: str) -> Node:
    person = _named("Person", credit.who)
    if name == "actor" and credit.character:
        return {"@type": "PerformanceRole", "characterName": credit.character, "actor": person}
    if name in ("author", "contributor"):
        return {"@type": "Role", "roleName": credit.function, name: person}
    return person


def _elsewhere(production: Production, ids: Iterable[ExternalId]) -> list[str]:
    known = [row for row in ids if row.scheme in CATALOGUES]
    addresses = [CATALOGUES[ExternalId.Scheme(row.scheme)].format(row.value) for row in known]
    return [address for address in [production.official_url, *addresses] if address]


def _about(production: Production | None) -> Node | None:
    return _named("CreativeWork", production.shown_title) if production else None


def _image_address(request: HttpRequest, work: Photo | Film) -> str:
    """The JPEG that is at most 1,280 wide, or nothing while there is none."""
    manifest = work.renditions if isinstance(work, Photo) else work.renditions.get("poster", {})
    names = [
        rung["jpeg"] for rung in manifest.get("ladder", []) if "jpeg" in rung and rung["width"] <= MIDDLING
    ]
    return request.build_absolute_uri(reverse("rendition", args=[work.asset, names[-1]])) if names else ""


def _film_address(request: HttpRequest, film: Film) -> str:
    """Where the film itself is, if it is here."""
    player = players.player(film, players.public_address(film))
    return request.build_absolute_uri(player.address) if player else ""


def _parts(address: str, film: Film) -> list[Node]:
    """The chapters that the page lists: each lasts to the next one, the last to the film's end."""
    found = players.chapters(film) if film.renditions.get("video") else None
    titles = found.titles if found else []
    ends = [*(start for start, _title in titles[1:]), film.duration_seconds]
    return [
        _filled(
            {
                "@type": "Clip",
                "name": title,
                "startOffset": start,
                "endOffset": end or "",
                "url": f"{address}#t={start:g}",
            }
        )
        for (start, title), end in zip(titles, ends, strict=False)
    ]


def _day(release: Release) -> str:
    return dates.iso(release.date, release.date_precision) if release.date else ""


def _named(kind: str, name: str) -> Node:
    return {"@type": kind, "name": name}


def _filled(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in ("", None, [], {})}
