"""The admin: who gets in, how its sidebar is grouped, and what its pages may load."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from csp.constants import UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_update
from django.apps import apps
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.sites import UnfoldAdminSite

# The apps whose admins are taken in.
OURS = {
    "accounts",
    "tagging",
    "inbox",
    "moderation",
    "commerce",
    "notes",
    "recommend",
    "kol",
    "insights",
    "xhs",
}

GROUPS: list[tuple[Any, list[tuple[str, str]]]] = [
    (
        gettext_lazy("Community"),
        [
            ("notes.Note", "article"),
            ("notes.Comment", "chat_bubble"),
            ("notes.Board", "dashboard"),
            ("notes.Series", "auto_stories"),
            ("tagging.Tag", "tag"),
            ("tagging.TagAlias", "join_inner"),
            ("tagging.KindProposal", "lightbulb"),
        ],
    ),
    (
        gettext_lazy("Discover"),
        [
            ("recommend.Channel", "view_carousel"),
            ("recommend.EditorialAct", "edit_note"),
            ("recommend.Trend", "trending_up"),
            ("recommend.Hashtag", "campaign"),
            ("recommend.Circle", "groups"),
            ("recommend.CircleAct", "shield_person"),
            ("recommend.Arm", "science"),
            ("recommend.Pick", "push_pin"),
            ("recommend.SearchCount", "trending_up"),
            ("recommend.QuietSearch", "visibility_off"),
        ],
    ),
    (
        gettext_lazy("Mall"),
        [
            ("commerce.Order", "receipt_long"),
            ("commerce.Payment", "payments"),
            ("commerce.Refund", "currency_exchange"),
            ("commerce.Product", "shopping_bag"),
            ("commerce.Sku", "inventory_2"),
            ("commerce.Brand", "verified"),
            ("commerce.Category", "category"),
            ("commerce.Merchant", "storefront"),
        ],
    ),
    (
        gettext_lazy("Moderation"),
        [
            ("moderation.Case", "gavel"),
            ("moderation.Report", "flag"),
            ("moderation.BannedWord", "block"),
            ("moderation.Thresholds", "tune"),
        ],
    ),
    (gettext_lazy("Creators"), [("kol.Profile", "star")]),
    (
        gettext_lazy("People"),
        [
            ("accounts.User", "person"),
            ("accounts.Address", "home_pin"),
            ("accounts.Consent", "fact_check"),
            ("accounts.PersonalDataAccess", "visibility"),
            ("inbox.Notification", "notifications"),
            ("inbox.Conversation", "forum"),
            ("inbox.Digest", "mark_email_read"),
        ],
    ),
    (
        gettext_lazy("Sign-in"),
        [
            ("account.EmailAddress", "mail"),
            ("mfa.Authenticator", "key"),
            ("usersessions.UserSession", "devices"),
            ("axes.AccessAttempt", "gpp_bad"),
        ],
    ),
    (gettext_lazy("System"), [("auth.Group", "group")]),
]


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Sidebar groups with the models this person may see; models of no group come under System."""
    named = {label for _title, items in GROUPS for label, _icon in items}
    labels = [model._meta.label for model in admin.site._registry]
    others = [(label, "data_object") for label in labels if label not in named]
    result = [{"title": "", "items": [_home()]}]
    for title, items in GROUPS:
        wanted = items + others if items is GROUPS[-1][1] else items
        links = [link for label, icon in wanted if (link := _link(request, label, icon))]
        if links:
            result.append({"title": title, "separator": True, "items": links})
    return result


def _home() -> dict[str, Any]:
    return {"title": _("Overview"), "icon": "dashboard", "link": reverse("admin:index")}


def _link(request: HttpRequest, label: str, icon: str) -> dict[str, Any] | None:
    model = apps.get_model(label)
    model_admin = admin.site._registry.get(model)
    if model_admin is None or not model_admin.has_view_or_change_permission(request):
        return None
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    return {"title": capfirst(model._meta.verbose_name_plural), "icon": icon, "link": reverse(name)}


class AdminSite(UnfoldAdminSite):
    """Staff sign in where everybody signs in; outside DEBUG they also need a second factor."""

    index_title = gettext_lazy("Overview")

    def register(self, model_or_iterable, admin_class=None, **options) -> None:
        """Take our own admins only: those that libraries bring show secrets (API tokens, second factors)."""
        if admin_class is not None and admin_class.__module__.partition(".")[0] in OURS:
            super().register(model_or_iterable, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        target = request.GET.get("next") or reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(target, reverse("account_login"))
        if self.has_permission(request):
            return redirect("admin:index")
        messages.error(request, _("This account may not open the admin."))
        return redirect("/")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_logout")

    def admin_view(self, view, cacheable: bool = False):
        guarded = super().admin_view(self._second_factor_first(view), cacheable)
        # The admin's framework evaluates expressions in attributes and writes its colours as a style element.
        return csp_update({"script-src": [UNSAFE_EVAL], "style-src": [UNSAFE_INLINE]})(guarded)

    def _second_factor_first(self, view):
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            required = settings.STAFF_MFA_REQUIRED and self.has_permission(request)
            if required and not is_mfa_enabled(request.user):
                sentence = _("Staff need a second factor: add an authenticator app or a security key first.")
                messages.warning(request, sentence)
                return redirect("mfa_index")
            return view(request, *args, **kwargs)

        return inner
