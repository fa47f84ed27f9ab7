"""Every public address of the works, with its other languages where they are really there."""

from collections.abc import Iterable
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Model

from backstage.bilingual.alternates import languages_saying, present_languages
from backstage.bilingual.languages import codes
from portfolio.models import Film, Photo, Production, SiteProfile, Testimony


class BilingualSitemap(Sitemap):
    """Addresses by language, `x-default` in the language that the site begins with.

    Django's own `x_default` drops the prefix and gives an address that only redirects.
    """

    i18n = True
    alternates = True

    def get_urls(
        self, page: int | str = 1, site: Any = None, protocol: str | None = None
    ) -> list[dict[str, Any]]:
        """Django's, with `x-default` added."""
        first = SiteProfile.current().default_language
        found: list[dict[str, Any]] = super().get_urls(page, site, protocol)
        for entry in found:
            by_language = {row["lang_code"]: row["location"] for row in entry["alternates"]}
            default = by_language.get(first) or next(iter(by_language.values()))
            entry["alternates"].append({"location": default, "lang_code": "x-default"})
        return found

    def get_languages_for_item(self, item: Any) -> list[str]:
        """Those in which all of it is there."""
        return present_languages(item) if isinstance(item, Model) else codes()


class Productions(BilingualSitemap):
    """Productions; secret ones under their alias."""

    def items(self) -> Iterable[Production]:
        """Those with a page and an address."""
        return [row for row in Production.objects.public() if row.shown_slug]

    def get_languages_for_item(self, item: Production) -> list[str]:
        """Of a secret one those of the alias: the rest is not shown."""
        return languages_saying(item, "alias") if item.is_secret() else present_languages(item)


class Photos(BilingualSitemap):
    """Public photos."""

    def items(self) -> Iterable[Photo]:
        """Those that are public now."""
        return Photo.objects.public()


class Films(BilingualSitemap):
    """Public films; never a sealed card."""

    def items(self) -> Iterable[Film]:
        """Those that are public now and have an address."""
        return [row for row in Film.objects.public() if row.slug]


class Testimonies(BilingualSitemap):
    """Voices, in the languages that their speakers approved."""

    def items(self) -> Iterable[Testimony]:
        """Those that are public now and have an address."""
        return [row for row in Testimony.objects.public() if row.slug]

    def get_languages_for_item(self, item: Testimony) -> list[str]:
        """Those that were approved."""
        return item.approved_languages()


SITEMAPS = {
    "productions": Productions,
    "photos": Photos,
    "films": Films,
    "voices": Testimonies,
}
