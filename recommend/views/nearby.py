"""Nearby, for those who say where they are: rounded to about 1 km, kept in their session alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.pagination import Page
from tagging.gazetteer import find_place

from .. import feeds
from ..nearby import Spot, cell_at, read_cell
from .shared import cards_or

CELL, NAME = "nearby_cell", "nearby_name"


@require_safe
def nearby(request: HttpRequest) -> HttpResponse:
    cell = read_cell(request.session.get(CELL))
    spot = Spot(cell, request.session.get(NAME, "")) if cell else None
    page = feeds.around(spot, request.user, request.GET.get("after", "")) if spot else Page([])
    context = {"spot": spot, "page": page, "channels": feeds.channel_tabs()}
    return render(request, cards_or(request, "recommend/nearby.html"), context)


@require_POST
def be_here(request: HttpRequest) -> HttpResponse:
    """Take a place from the browser or by its name; with neither, forget the place."""
    point, name = _point(request)
    for key in (CELL, NAME):
        request.session.pop(key, None)
    if point:
        request.session[CELL], request.session[NAME] = cell_at(*point), name
    elif name:
        messages.error(request, _("We do not know “%(name)s”. Try the name of a town.") % {"name": name})
    return redirect("recommend:nearby")


def _point(request: HttpRequest) -> tuple[tuple[float, float] | None, str]:
    name = request.POST.get("place", "").strip()[:80]
    if name:
        town = find_place(name)
        return ((town.lat, town.lng), town.name) if town and town.lat is not None else (None, name)
    try:
        lat, lng = float(request.POST["lat"]), float(request.POST["lng"])
        cell_at(lat, lng)
    except (KeyError, ValueError):
        return None, ""
    return (lat, lng), ""
