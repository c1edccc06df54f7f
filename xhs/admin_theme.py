"""How the admin looks, as django-unfold is told; the site's name is added in the settings."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _


def mark(request: HttpRequest) -> str:
    return static("img/mark.svg")


def lists(request: HttpRequest) -> str:
    return static("admin/lists.css")


THEME = {
    "SITE_SUBHEADER": _("Operations"),
    "SITE_ICON": mark,
    "STYLES": [lists],
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": mark}],
    "SHOW_LANGUAGES": True,
    "SHOW_BACK_BUTTON": True,
    "DASHBOARD_CALLBACK": "xhs.dashboard.fill",
    "BORDER_RADIUS": "8px",
    "COLORS": {
        "primary": {
            "50": "#fff1f2",
            "100": "#ffe1e4",
            "200": "#ffc8cd",
            "300": "#ffa1aa",
            "400": "#fb6a78",
            "500": "#f0384c",
            "600": "#d91f38",
            "700": "#b7152d",
            "800": "#98152a",
            "900": "#7f1729",
            "950": "#460711",
        },
    },
    "SIDEBAR": {"show_search": True, "command_search": False, "navigation": "xhs.admin_site.navigation"},
}
