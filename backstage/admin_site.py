"""The editors' desk: unfold's admin, with our name on it."""

from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite


class Desk(UnfoldAdminSite):
    """Where everything is edited."""

    site_title = "Backstage"
    site_header = "Backstage"
    index_title = _("The desk")
