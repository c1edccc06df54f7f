from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from notes.actions import count_view
from notes.models import Note

from . import feeds
from .people import suggested
from .search import queries

FEW = 10  # with fewer notes than this from the people one follows, more people are suggested
SUGGESTED_HERE = 6
TABS = ("notes", "products", "people", "tags")


def _template(request: HttpRequest, full: str) -> str:
    """Only the cards, when htmx asks for the next page of a list that stands already."""
    part = request.htmx and "after" in request.GET and not request.htmx.history_restore_request
    return "recommend/_cards.html" if part else full


@require_safe
def discover(request: HttpRequest) -> HttpResponse:
    page = feeds.discover(request.user, request.GET.get("after", ""))
    return render(
        request, _template(request, "recommend/discover.html"), {"page": page, "channels": feeds.channels()}
    )


@require_safe
@login_required
def following(request: HttpRequest) -> HttpResponse:
    page = feeds.following(request.user, request.GET.get("after", ""))
    few = [] if len(page) >= FEW else suggested(request.user, SUGGESTED_HERE)
    context = {"page": page, "people": few, "channels": feeds.channels()}
    return render(request, _template(request, "recommend/following.html"), context)


@require_safe
@login_required
def people(request: HttpRequest) -> HttpResponse:
    return render(request, "recommend/people.html", {"people": suggested(request.user)})


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    found = feeds.find_tag(slug)
    if found.slug != slug:
        return redirect(found, permanent=False)
    sort = request.GET.get("sort", "")
    sort = sort if sort in feeds.TAG_SORTS else "hot"
    page = feeds.of_tag(found, request.user, sort=sort, after=request.GET.get("after", ""))
    related = feeds.related_tags(found, page.rows)
    context = {"tag": found, "page": page, "sort": sort, "related": related}
    return render(request, _template(request, "recommend/tag.html"), context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    q = queries.clean_query(request.GET.get("q", ""))
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "notes"
    sort = request.GET.get("sort", "")
    sort = sort if sort in queries.SORTS else queries.SORTS[0]
    found = _found(request, q, tab, sort) if q else {}
    template = (
        _template(request, "recommend/search.html") if q and tab == "notes" else "recommend/search.html"
    )
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


@require_safe
def similar(request: HttpRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(Note.objects.visible_to(request.user), pk=pk)
    # A reader's browser asks for this once it shows the note; robots and kept pages do not.
    count_view(note, request.user)
    return render(request, "recommend/_similar.html", {"items": feeds.similar_to(note, request.user)})
