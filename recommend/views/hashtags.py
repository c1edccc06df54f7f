"""What operators see of a campaign: its preview, its results, and the notes to feature."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from notes.models import Note

from .. import feeds
from ..actions import trends
from ..models import Hashtag
from .tags import render_tag

LATEST_ACTS = 50


def _campaign(request: HttpRequest, pk: int) -> Hashtag:
    """The campaign, for operators and management accounts."""
    user = request.user
    if not (user.has_perm("recommend.view_hashtag") or user.edited_channels.exists()):  # type: ignore[union-attr]
        raise PermissionDenied
    return get_object_or_404(Hashtag.objects.select_related("tag", "cover__cover"), pk=pk)


@require_safe
def joinable(request: HttpRequest) -> HttpResponse:
    """The tags of the campaigns that run, for the posting page."""
    return render(request, "recommend/_joinable.html", {"hashtags": feeds.live_hashtags()})


@require_safe
@login_required
def hashtag_results(request: HttpRequest, pk: int) -> HttpResponse:
    hashtag = _campaign(request, pk)
    days = list(hashtag.days.all())
    acts = hashtag.acts.select_related("by", "note")[:LATEST_ACTS]
    featured = feeds.featured_in(hashtag, request.user)
    most = max((day.notes for day in days), default=0)
    context = {"hashtag": hashtag, "days": days, "most": most, "acts": acts, "featured": featured}
    return render(request, "recommend/hashtag_results.html", context)


@require_safe
@login_required
def hashtag_preview(request: HttpRequest, pk: int) -> HttpResponse:
    hashtag = _campaign(request, pk)
    return render_tag(request, hashtag.tag, hashtag)


@require_POST
@login_required
def feature_note(request: HttpRequest, pk: int) -> HttpResponse:
    hashtag = _campaign(request, pk)
    value = request.POST.get("note", "")
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 16 else 0
    note = get_object_or_404(Note.objects.public(), pk=number)
    on = request.POST.get("on") != "0"
    try:
        trends.feature(
            hashtag=hashtag, note=note, by=request.user, reason=request.POST.get("reason", ""), on=on
        )
        messages.success(request, _("Done, and written down with your reason."))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("recommend:hashtag_results", pk=hashtag.pk)
