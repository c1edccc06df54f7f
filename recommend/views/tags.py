from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from .. import feeds
from .shared import cards_or


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    found = feeds.find_tag(slug)
    if found.slug != slug:
        return redirect(found, permanent=False)
    sort = request.GET.get("sort", "")
    sort = sort if sort in feeds.TAG_SORTS else "hot"
    page = feeds.of_tag(found, request.user, sort=sort, after=request.GET.get("after", ""))
    related = feeds.related_tags(found, page.rows)
    kin, cover = feeds.kin_of(found), feeds.cover_of(found, page.rows)
    context = {"tag": found, "page": page, "sort": sort, "related": related, "kin": kin, "cover": cover}
    if campaign := feeds.campaign_of(found):
        context |= {"campaign": campaign, "featured": feeds.featured_in(campaign, request.user)}
    return render(request, cards_or(request, "recommend/tag.html"), context)
