"""Who of the crew has a page: the pages, the sitemap and the desk ask here."""

from datetime import datetime

from django.db.models import Q

from portfolio.models.credit import Credit
from portfolio.models.person_release import Appearance
from portfolio.models.photo import Photo
from portfolio.models.production import Production


def has_page(at: datetime | None = None) -> Q:
    """The members with a public portrait at `at` (default: now), or a credit on a production with a name."""
    portraits = Photo.objects.public(at).filter(kind=Photo.Kind.PORTRAIT)
    shown = Appearance.objects.filter(photo__in=portraits).values("member")
    named = Production.objects.named(at)
    credited = Credit.objects.filter(production__in=named, member__isnull=False).values("member")
    return Q(pk__in=shown) | Q(pk__in=credited)
