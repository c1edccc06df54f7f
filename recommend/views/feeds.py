from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import feeds
from ..feeds.people import suggested
from .shared import cards_or

FEW = 10  # with fewer notes than this from the people one follows, more people are suggested
SUGGESTED_HERE = 6


@require_safe
def discover(request: HttpRequest) -> HttpResponse:
    page = feeds.discover(request.user, request.GET.get("after", ""))
    return render(
        request,
        cards_or(request, "recommend/discover.html"),
        {"page": page, "channels": feeds.channel_tabs()},
    )


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
