"""The studio itself: its profile and its pages of words."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from backstage.demo import rows
from backstage.demo.pictures import Order, Pictures
from backstage.demo.shelf import Words, read, said
from backstage.models import Page
from portfolio.models import SiteProfile


def orders() -> list[Order]:
    """No pictures of its own."""
    return []


def tell(pictures: Pictures) -> None:
    """The profile of the studio, and its pages."""
    content = read("site")
    words = content["profile"]
    profile(words["name"], words["statement"], city=words["city"])
    for row in content["pages"]:
        page(row)


def profile(name: Words, statement: Words, *, city: Words | None = None) -> None:
    """The site's row, where nobody has written one yet."""
    words = read("site")["profile"]
    SiteProfile.objects.get_or_create(
        pk=1,
        defaults={
            **said(name=name, statement=statement, city=city or words["city"]),
            "contact_email": words["contact_email"],
            "phone": words["phone"],
            "social_links": "\n".join(words["social_links"]),
            "credit_line": words["credit_line"],
            "default_language": words["default_language"],
            "owner": rows.owner(),
        },
    )


def page(row: dict[str, Any]) -> Page:
    """A page of the content; one that is at one of its addresses already is left as it is."""
    addresses = said(slug=row["slug"])
    there = reduce(or_, (Q(**{column: address}) for column, address in addresses.items()))
    return Page.objects.filter(there).first() or Page.objects.create(
        **addresses,
        **said(title=row["title"], body=row["body"]),
        menu=row["menu"],
        order=row["order"],
    )


def small_print() -> None:
    """The pages that every one of the sites needs: privacy, and what is drawn here."""
    for row in read("site")["pages"]:
        if row["key"] in {"privacy", "drawings"}:
            page(row)


def opening(body: Words) -> Words:
    """A page's words before its first heading, as plain text: a statement knows no CommonMark."""
    return {language: text.split("\n## ")[0].replace("*", "").strip() for language, text in body.items()}
