from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.adapter import client_ip
from core import page_cache

from .. import search as searching
from ..nearby import Spot, read_cell

TABS = ("notes", "products", "people", "tags")
SECONDS = 60  # a visitors' page of what is found, while the index stands


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    q = searching.clean_query(request.GET.get("q", ""))
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else TABS[0]
    if not q:
        nothing = {"q": "", "tab": tab, "suggestions": searching.suggestions("", request.user)}
        return render(request, "recommend/search.html", nothing)
    if tab == "notes":
        return _notes(request, q)
    return render(request, "recommend/search.html", {"q": q, "tab": tab} | _others(request, q, tab))


def _notes(request: HttpRequest, q: str) -> HttpResponse:
    """Visitors are shown what was found a moment ago, as long as the index stands as it stood then."""
    who = str(request.user.pk or client_ip(request))
    state = "" if request.GET.get("after") else searching.index_state()
    if state and (seen := page_cache.find(request, state)):
        searching.count(q, who)
        return seen
    shown = _found(request, q)
    part = request.htmx and "after" in request.GET and not request.htmx.history_restore_request
    template = "recommend/_search_cards.html" if part else "recommend/search.html"
    response = render(request, template, {"q": q, "tab": "notes"} | shown)
    if not shown["found"].number:
        return response
    searching.count(q, who)
    return page_cache.keep(request, response, state, SECONDS) if state else response


def _found(request: HttpRequest, q: str) -> dict:
    filters, spot, after = searching.Filters.read(request.GET), _spot(request), request.GET.get("after", "")
    found = searching.search_notes(q, request.user, filters, spot=spot, after=after)
    shown = {"found": found, "page": found.page, "marks": searching.marks_of(found.words), "filters": filters}
    if after:
        return shown
    searching.remember(q, request.user)
    return shown | {"groups": filters.groups(request.user, spot)} | searching.around(q, found)


def _others(request: HttpRequest, q: str, tab: str) -> dict:
    after = request.GET.get("after", "")
    if tab == "products":
        return {"page": searching.search_products(q, after=after)}
    if tab == "people":
        return {"page": searching.search_people(q, request.user, after=after)}
    return {"rows": searching.search_tags(q)}


def _spot(request: HttpRequest) -> Spot | None:
    cell = read_cell(request.session.get("nearby_cell"))
    return Spot(cell, request.session.get("nearby_name", "")) if cell else None


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    q = searching.clean_query(request.GET.get("q", ""))
    found = searching.suggestions(q, request.user)
    return render(request, "recommend/_suggestions.html", {"q": q, "suggestions": found})


@require_POST
@login_required
def forget_searches(request: HttpRequest) -> HttpResponse:
    """Forget one past search, named by `q`, or all of them."""
    searching.forget(request.user, searching.clean_query(request.POST.get("q", "")))
    if not request.htmx:
        return redirect("recommend:search")
    found = searching.suggestions("", request.user)
    return render(request, "recommend/_suggestions.html", {"q": "", "suggestions": found})
