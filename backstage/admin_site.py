"""The editors' desk: unfold's admin, with our name on it."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

# The desk's scripts are ours, but Alpine evaluates expressions and unfold styles in place. Nothing else
# on the site may: public pages keep the strict policy of the settings.
loosened = csp_update({"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"]})


@method_decorator(loosened, name="login")
class Desk(UnfoldAdminSite):
    """Where everything is edited."""

    site_title = "Backstage"
    site_header = "Backstage"
    index_title = _("The desk")
    enable_nav_sidebar = True

    def admin_view(self, view: Callable[..., Any], cacheable: Any = False) -> Callable[..., Any]:
        """Each of the desk's pages, with the content policy that unfold needs."""
        return loosened(super().admin_view(view, cacheable))
