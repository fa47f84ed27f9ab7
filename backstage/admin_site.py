"""The editors' desk: unfold's admin, with our name on it."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_update
from django.contrib.admin import action
from django.contrib.admin.actions import delete_selected
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

# The desk's scripts are ours, but Alpine evaluates expressions and unfold styles in place; and pictures
# are shown before they are sent. Public pages keep the strict policy of the settings.
loosened = csp_update(
    {"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"], "img-src": ["blob:"]}
)


@action(permissions=["delete"], description=_("Delete the chosen ones"))
def delete_chosen(admin: Any, request: HttpRequest, queryset: QuerySet[Model]) -> Any:
    """Django's own, by a name that needs no gender. It asks first."""
    return delete_selected(admin, request, queryset)


@method_decorator(loosened, name="login")
class Desk(UnfoldAdminSite):
    """Where everything is edited."""

    site_title = "Backstage"
    site_header = "Backstage"
    index_title = _("The desk")
    enable_nav_sidebar = True
    empty_value_display = "–"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The page that asks posts the action by Django's name.
        self.add_action(delete_chosen, "delete_selected")

    def admin_view(self, view: Callable[..., Any], cacheable: Any = False) -> Callable[..., Any]:
        """Each of the desk's pages, with the content policy that unfold needs."""
        return loosened(super().admin_view(view, cacheable))
