"""How the editors' desk looks: the theme's settings, and the way through it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


def _may_see(app: str, model: str) -> Callable[[HttpRequest], bool]:
    return lambda request: any(request.user.has_perm(f"{app}.{verb}_{model}") for verb in ("view", "change"))


def _is_at(request: HttpRequest, place: str) -> bool:
    """Whether the page is below that place of the works' room."""
    return f"/portfolio/{place}/" in request.path


def _item(title: Any, icon: str, app: str, model: str, page: str = "changelist") -> dict[str, Any]:
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{app}_{model}_{page}"),
        "permission": _may_see(app, model),
    }


def _asset(path: str) -> Callable[[HttpRequest], str]:
    return lambda request: static(path)


def localized(name: str, language: str) -> str:
    """How a translated column is named in a form: “Titolo (it)”."""
    return f"{name} ({language})"


MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = localized

NAVIGATION: list[dict[str, Any]] = [
    {
        "title": None,
        "items": [{"title": _("The desk"), "icon": "home", "link": reverse_lazy("admin:index")}],
    },
    {
        "title": _("Works"),
        "separator": True,
        "items": [
            _item(_("Productions"), "movie", "portfolio", "production"),
            _item(_("Photographs"), "photo_library", "portfolio", "photo"),
            _item(_("Films"), "play_circle", "portfolio", "film"),
            _item(_("Showreels"), "playlist_play", "portfolio", "showreel"),
            _item(_("Testimonies"), "format_quote", "portfolio", "testimony"),
        ],
    },
    {
        "title": _("People"),
        "separator": True,
        "items": [
            _item(_("Crew members"), "groups", "crew", "crewmember"),
            _item(_("Departments"), "account_tree", "crew", "department"),
            _item(_("Roles"), "badge", "crew", "role"),
            _item(_("Organizations"), "apartment", "portfolio", "organization"),
        ],
    },
    {
        "title": _("Private screenings"),
        "separator": True,
        "items": [
            _item(_("Requests"), "inbox", "screening", "accessrequest"),
            _item(_("Invitations"), "local_activity", "screening", "grant"),
            _item(_("Production contacts"), "contact_mail", "screening", "contact"),
            _item(_("Viewing terms"), "gavel", "screening", "terms"),
        ],
    },
    {
        "title": _("Rights"),
        "separator": True,
        "items": [
            _item(_("Agreements"), "handshake", "portfolio", "agreement")
            | {
                "active": lambda request: (
                    _is_at(request, "agreement") and not _is_at(request, "agreement/calendar")
                )
            },
            _item(_("Releases of persons"), "signature", "portfolio", "personrelease"),
            _item(_("Calendar of rights"), "event_upcoming", "portfolio", "agreement", page="calendar"),
            _item(_("Log of rights"), "history_edu", "portfolio", "rightsentry"),
        ],
    },
    {
        "title": _("Site"),
        "separator": True,
        "items": [
            _item(_("Site profile"), "tune", "portfolio", "siteprofile"),
            _item(_("Pages"), "article", "backstage", "page"),
            _item(_("Users"), "manage_accounts", "backstage", "user"),
        ],
    },
]

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Backstage",
    "SITE_HEADER": "Backstage",
    "SITE_SYMBOL": "photo_camera",
    "SHOW_LANGUAGES": True,
    "SHOW_BACK_BUTTON": True,
    "DASHBOARD_CALLBACK": "backstage.dashboard.dashboard",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _asset("backstage/icon.svg")}],
    "STYLES": [_asset("backstage/desk.css")],
    "SCRIPTS": [_asset("backstage/desk.js")],
    "SIDEBAR": {"show_search": False, "show_all_applications": False, "navigation": NAVIGATION},
    # A darkroom's amber, a step darker than the theme's scale: white words on it keep their contrast.
    "COLORS": {
        "primary": {
            "50": "oklch(98.7% .022 95.277)",
            "100": "oklch(96.2% .059 95.617)",
            "200": "oklch(92.4% .12 95.746)",
            "300": "oklch(87.9% .169 91.605)",
            "400": "oklch(82.8% .189 84.429)",
            "500": "oklch(76.9% .188 70.08)",
            "600": "oklch(52% .15 48.998)",
            "700": "oklch(47.3% .137 46.201)",
            "800": "oklch(41.4% .112 45.904)",
            "900": "oklch(35% .09 45.6)",
            "950": "oklch(27.9% .077 45.635)",
        },
    },
}
