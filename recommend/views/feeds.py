from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from notes.models import Note

from .. import feeds
from ..feeds.people import suggested
from .shared import cards_or

FEW = 10  # with fewer notes than this from the people one follows, more people are suggested
SUGGESTED_HERE = 6


@require_safe
def discover(request: HttpRequest) -> HttpResponse:
    page = feeds.discover(request.user, request.GET.get("after", ""), renew=_is_reload(request))
    context = {"page": page, "channels": feeds.channel_tabs(), "hashtags": feeds.live_hashtags()}
    return render(request, cards_or(request, "recommend/discover.html"), context)


def _is_reload(request: HttpRequest) -> bool:
    """Browsers say so when somebody reloads a page; then other notes are wanted. Going back is no reload."""
    return request.headers.get("Cache-Control", "").replace(" ", "") in ("max-age=0", "no-cache")


@require_safe
def why(request: HttpRequest, pk: int) -> HttpResponse:
    """Why a note was shown to this reader, and what they can do about it."""
    note = get_object_or_404(Note.objects.visible_to(request.user).select_related("author"), pk=pk)
    context = {"note": note, "reasons": feeds.reasons(request.user, note)}
    return render(request, "recommend/_why.html" if request.htmx else "recommend/why.html", context)


@require_safe
@login_required
def following(request: HttpRequest) -> HttpResponse:
    page = feeds.following(request.user, request.GET.get("after", ""))
    few = [] if len(page) >= FEW else suggested(request.user, SUGGESTED_HERE)
    context = {"page": page, "people": few, "channels": feeds.channel_tabs()}
    return render(request, cards_or(request, "recommend/following.html"), context)


@require_safe
@login_required
def people(request: HttpRequest) -> HttpResponse:
    return render(request, "recommend/people.html", {"people": suggested(request.user)})
