"""What every page shows around its content. Nothing is asked of the database until a template asks."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from backstage.models import Page
from portfolio.models import SiteProfile


def frame(request: HttpRequest) -> dict[str, Any]:
    """The site's profile and the pages that its menu and foot link to: two queries, or none."""
    pages = SimpleLazyObject(_linked_pages)
    return {
        "site": SimpleLazyObject(SiteProfile.current),
        "menu_pages": SimpleLazyObject(lambda: [page for page in pages if page.menu == Page.Menu.MAIN]),
        "linked_pages": pages,
    }


def _linked_pages() -> list[Page]:
    return list(Page.objects.public().exclude(menu=Page.Menu.NONE))
