"""The admin's front page: how much there is, what waits for a person, and whether the worker is alive."""

import time
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.core.cache import cache
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from commerce.models import Order, Product
from core.admin import quick_count
from core.cache import away
from core.money import format_fen
from moderation.models import Case
from notes.models import Note

HEARTBEAT_KEY = "heartbeat"
SILENT_AFTER_S = 60
LATEST = 6


def fill(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the front page shows this staff member; only of models they may see."""
    may = Permissions(request)
    context["heartbeat"] = heartbeat()
    context["cards"] = list(cards(may))
    context["note_statuses"] = list(note_statuses(may))
    context["latest"] = list(latest(may))
    return context


class Permissions:
    """What this staff member may look at, by the admins' own rules."""

    def __init__(self, request: HttpRequest):
        self.request = request

    def see(self, model: type[Model]) -> bool:
        model_admin = admin.site._registry.get(model)
        return model_admin is not None and model_admin.has_view_or_change_permission(self.request)


def listing(model: type[Model], query: str = "") -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") + query


def heartbeat() -> dict[str, Any]:
    """Is the worker alive? It writes the time to the cache every few seconds."""
    beaten_at = cache.get(HEARTBEAT_KEY)
    if away():
        return {
            "alive": False,
            "text": _("The cache cannot be reached, so the worker is not known to be alive."),
        }
    if beaten_at is None:
        return {
            "alive": False,
            "text": _("There is no sign of the worker. Start it: posts are waiting for it."),
        }
    silent_s = max(0, int(time.time() - beaten_at))
    if silent_s <= SILENT_AFTER_S:
        return {"alive": True, "text": _("The worker is alive.")}
    minutes = max(1, silent_s // 60)
    text = ngettext(
        "The worker has been silent for %(count)d minute.",
        "The worker has been silent for %(count)d minutes.",
        minutes,
    )
    return {"alive": False, "text": text % {"count": minutes}}


def cards(may: Permissions) -> Iterable[dict[str, Any]]:
    rows: list[tuple[str, str, QuerySet, str]] = [
        (_("Open cases"), "gavel", Case.objects.waiting(), ""),
        (
            _("Orders to send"),
            "local_shipping",
            Order.objects.filter(state=Order.State.PAID),
            "?state__exact=paid",
        ),
        (_("Notes"), "article", Note.objects.all(), ""),
        (_("Members"), "person", User.objects.all(), ""),
        (_("Products"), "shopping_bag", Product.objects.all(), ""),
    ]
    for title, icon, queryset, query in rows:
        if may.see(queryset.model):
            number = quick_count(queryset)
            yield {"title": title, "icon": icon, "number": number, "url": listing(queryset.model, query)}


def note_statuses(may: Permissions) -> Iterable[dict[str, Any]]:
    if may.see(Note):
        for status in Note.Status:
            number = quick_count(Note.objects.filter(status=status))
            yield {
                "title": status.label,
                "number": number,
                "url": listing(Note, f"?status__exact={status.value}"),
            }


def latest(may: Permissions) -> Iterable[dict[str, Any]]:
    """Small lists of the newest things: title and (text, remark, address) per row."""
    if may.see(Case):
        cases = Case.objects.waiting().select_related("target_type")[:LATEST]
        yield {
            "title": _("Most urgent cases"),
            "url": listing(Case),
            "rows": [(f"{c.target_type.name} #{c.target_id}", f"{c.score:.2f}", _change(c)) for c in cases],
        }
    if may.see(Note):
        notes = Note.objects.select_related("author").order_by("-pk")[:LATEST]
        yield {
            "title": _("Latest notes"),
            "url": listing(Note),
            "rows": [(str(note), note.get_status_display(), _change(note)) for note in notes],
        }
    if may.see(Order):
        orders = Order.objects.order_by("-pk")[:LATEST]
        yield {
            "title": _("Latest orders"),
            "url": listing(Order),
            "rows": [
                (order.number, f"{format_fen(order.total_fen)} · {order.get_state_display()}", _change(order))
                for order in orders
            ],
        }
    if may.see(User):
        people = User.objects.order_by("-pk")[:LATEST]
        yield {
            "title": _("Newest members"),
            "url": listing(User),
            "rows": [(str(person), f"@{person.handle}", _change(person)) for person in people],
        }


def _change(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
