from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..search import queries
from .shared import cards_or

TABS = ("notes", "products", "people", "tags")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    q = queries.clean_query(request.GET.get("q", ""))
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "notes"
    sort = request.GET.get("sort", "")
    sort = sort if sort in queries.SORTS else queries.SORTS[0]
    found = _found(request, q, tab, sort) if q else {}
    template = cards_or(request, "recommend/search.html") if q and tab == "notes" else "recommend/search.html"
    return render(request, template, {"q": q, "tab": tab, "sort": sort, "counts": {}} | found)


def _found(request: HttpRequest, q: str, tab: str, sort: str) -> dict:
    after = request.GET.get("after", "")
    if tab == "notes":
        page, number = queries.search_notes(q, request.user, sort=sort, after=after)
        return {"page": page, "counts": {"notes": number}, "tags": [] if after else queries.suggest(q)}
    if tab == "products":
        return {"page": queries.search_products(q, after=after)}
    if tab == "people":
        return {"rows": queries.search_people(q, request.user)}
    return {"rows": list(queries.search_tags(q))}


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    q = queries.clean_query(request.GET.get("q", ""))
    return render(request, "recommend/_suggestions.html", {"q": q, "tags": queries.suggest(q)})
