"""Channels as readers see them, and the desk of their editors."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from core.pagination import keyset_page
from notes.models import Note

from .. import feeds
from ..actions import channels as desk
from ..forms import ActForm
from ..models import Channel, EditorialAct
from .shared import cards_or

LATEST_ACTS = 30


@require_safe
def channel(request: HttpRequest, slug: str) -> HttpResponse:
    found = feeds.find_channel(slug)
    page = feeds.of_channel(found, request.user, request.GET.get("after", ""))
    context = {"channel": found, "page": page, "channels": feeds.channel_tabs()}
    return render(request, cards_or(request, "recommend/channel.html"), context)


@require_safe
@login_required
def desks(request: HttpRequest) -> HttpResponse:
    """The channels that this person edits."""
    return render(request, "recommend/desks.html", {"channels": desk.channels_of(request.user)})


@require_safe
@login_required
def channel_desk(request: HttpRequest, slug: str) -> HttpResponse:
    found = _edited(request, slug)
    entries = found.entries.filter(note__in=Note.objects.public()).select_related(
        "note__author", "note__cover"
    )
    passed = EditorialAct.objects.filter(to=found).select_related("note", "by", "channel")[:LATEST_ACTS]
    acts = found.acts.select_related("note", "by", "tag", "to")[:LATEST_ACTS]
    page = keyset_page(entries, ["-note_id", "-id"], request.GET.get("after", ""))
    form = ActForm(channel=found)
    context = {"channel": found, "page": page, "passed": passed, "acts_done": acts, "form": form}
    return render(request, "recommend/desk.html", context)


@require_POST
@login_required
def editorial_act(request: HttpRequest, slug: str) -> HttpResponse:
    found = _edited(request, slug)
    form = ActForm(request.POST, channel=found)
    if form.is_valid():
        try:
            form.carry_out(request.user)
            messages.success(request, _("Done, and written down with your reason."))
        except DomainError as error:
            messages.error(request, error.message)
    else:
        messages.error(request, next(iter(form.errors.values()))[0])
    return redirect("recommend:channel_desk", slug=found.slug)


def _edited(request: HttpRequest, slug: str) -> Channel:
    found = get_object_or_404(Channel, slug=slug)
    try:
        desk.check_editor(found, request.user)
    except DomainError as error:
        raise PermissionDenied from error
    return found
