"""A videomaker's seven films, most of them under contract."""

from typing import Any

from backstage.demo import clip, rows, screening, site
from backstage.demo.clip import Clip
from backstage.demo.pictures import Order, Pictures, order
from backstage.demo.shelf import read, said
from portfolio.models import Credit, Film, Photo, Showreel, ShowreelItem


def orders() -> list[Order]:
    """Backstage pictures, a poster a film, and what the clips are filmed from."""
    pictures = [picture for row in read("unit")["productions"] for picture in _orders(row)]
    return [*pictures, *(shot for each in clips() for shot in clip.orders(each))]


def clips() -> list[Clip]:
    """Two of the films play here: one for everybody, one for those who are let in."""
    films = [clip.clip(row["film"]) for row in read("unit")["productions"]]
    return [each for each in films if each]


def tell(pictures: Pictures) -> None:
    """Seven productions with their films, the showreel and somebody who asks for it, the page."""
    content = read("unit")
    films = {
        row["film"]["key"]: _production(pictures, row, number)
        for number, row in enumerate(content["productions"], start=10)
    }
    reel = content["showreel"]
    made = Showreel.objects.create(**said(title=reel["title"], slug=reel["slug"]))
    for number, key in enumerate(reel["films"], start=1):
        ShowreelItem.objects.create(showreel=made, film=films[key], order=number)
    screening.tell(made)
    site.page(content["page"]).people.add(rows.owner())


def alone() -> None:
    """The profile of a site that shows nothing else."""
    content, owner = read("unit")["page"], rows.owner().name
    site.profile({"it": owner, "en": owner}, site.opening(content["body"]))
    site.small_print()


def _orders(row: dict[str, Any]) -> list[Order]:
    scenes = [
        order(f"{row['key']}-{number}", "scene", photo["subject"], photo)
        for number, photo in enumerate(row["photos"], start=1)
    ]
    poster = row["film"]["poster"]
    return [*scenes, order(row["film"]["key"], "poster", poster["subject"], poster)]


def _production(pictures: Pictures, row: dict[str, Any], number: int) -> Film:
    made = rows.production(row, order=number)
    for place, role in enumerate(row["owner_credits"], start=1):
        rows.credit(made, place, role=role, member=rows.owner(), unit=Credit.Unit.BTS)
    for place, photo in enumerate(row["photos"], start=1):
        seed = f"{row['key']}-{place}"
        rows.scene(pictures, seed, photo, kind=Photo.Kind.BACKSTAGE, production=made, order=place)
    return rows.film(pictures, row["film"], made, number)
