"""The sitemap of the whole site: its own pages, and those of the works."""

from collections.abc import Iterable

from django.urls import reverse

from backstage.models import Page
from crew.models import CrewMember
from portfolio.sitemaps import SITEMAPS as WORKS
from portfolio.sitemaps import BilingualSitemap
from portfolio.views.members import public_members


class Lists(BilingualSitemap):
    """The pages that are always there."""

    def items(self) -> Iterable[str]:
        """Their names."""
        rooms = ("faces", "faces_by_production", "productions", "films", "testimonies", "members")
        return ["home", "contact", *(f"portfolio:{room}" for room in rooms)]

    def location(self, item: str) -> str:
        """Their address."""
        return reverse(item)


class Pages(BilingualSitemap):
    """Pages of words."""

    def items(self) -> Iterable[Page]:
        """Those that are published and have an address."""
        return [page for page in Page.objects.public() if page.slug]


class Members(BilingualSitemap):
    """People with a page: a person has no address of their own, works do."""

    def items(self) -> Iterable[CrewMember]:
        """Those that are shown or credited in public."""
        return public_members()

    def location(self, item: CrewMember) -> str:
        """The page of a person."""
        return reverse("portfolio:member", args=[item.slug])


SITEMAPS = {"lists": Lists, "pages": Pages, "crew": Members, **WORKS}
