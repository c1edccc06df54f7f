from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tagging.models import Tag

from .. import feeds
from ..models import Hashtag
from .shared import cards_or


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    found = feeds.find_tag(slug, request.user)
    if found.slug != slug:
        return redirect(found, permanent=False)
    return render_tag(request, found, feeds.campaign_of(found))


def render_tag(request: HttpRequest, tag: Tag, campaign: Hashtag | None) -> HttpResponse:
    """The page of a tag, under the head of its campaign where there is one."""
    sort = request.GET.get("sort", "")
    sort = sort if sort in feeds.TAG_SORTS else "hot"
    page = feeds.of_tag(tag, request.user, sort=sort, after=request.GET.get("after", ""))
    context = {
        "tag": tag,
        "page": page,
        "sort": sort,
        "related": feeds.related_tags(tag, page.rows),
        "kin": feeds.kin_of(tag),
        "cover": feeds.cover_of(tag, page.rows),
        "campaign": campaign,
        "featured": feeds.featured_in(campaign, request.user) if campaign else [],
    }
    return render(request, cards_or(request, "recommend/tag.html"), context)
