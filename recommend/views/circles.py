"""Circles: finding, reading and joining them, and what their moderators do."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from core.errors import DomainError
from notes.models import Note

from .. import feeds
from ..actions import circles as actions
from ..models import Circle
from .shared import cards_or

LATEST_ACTS = 30


@require_safe
def circles(request: HttpRequest) -> HttpResponse:
    mine, suggested = [], []
    if request.user.is_authenticated:
        mine, suggested = feeds.circles_of(request.user), feeds.suggested_circles(request.user)
    page = feeds.open_circles(request.GET.get("after", ""))
    context = {"mine": mine, "suggested": suggested, "page": page, "channels": feeds.channel_tabs()}
    return render(request, "recommend/circles.html", context)


@require_safe
def circle(request: HttpRequest, slug: str) -> HttpResponse:
    found = feeds.find_circle(slug, request.user)
    page = feeds.of_circle(found, request.user, request.GET.get("after", ""))
    may_moderate = actions.may_moderate(found, request.user)
    context = {"circle": found, "page": page, "may_moderate": may_moderate}
    return render(request, cards_or(request, "recommend/circle.html"), context)


@require_safe
def circle_members(request: HttpRequest, slug: str) -> HttpResponse:
    found = feeds.find_circle(slug, request.user)
    page = feeds.members_of(found, request.user, request.GET.get("after", ""))
    may_moderate = actions.may_moderate(found, request.user)
    acts = found.acts.select_related("by", "note", "member")[:LATEST_ACTS] if may_moderate else []
    context = {"circle": found, "page": page, "may_moderate": may_moderate, "acts": acts}
    return render(request, "recommend/circle_members.html", context)


@require_POST
@login_required
def join_circle(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Circle, slug=slug)
    try:
        actions.set_membership(circle=found, user=request.user, on=request.POST.get("on") == "1")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(found)


@require_POST
@login_required
def moderate_circle(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Circle, slug=slug)
    about = {"circle": found, "by": request.user, "reason": request.POST.get("reason", "")}
    try:
        if request.POST.get("act") == "take_out":
            public = Note.objects.public()
            actions.take_note_out(note=get_object_or_404(public, pk=_number(request, "note")), **about)
        else:
            act = actions.appoint if request.POST.get("act") == "appoint" else actions.send_away
            act(member=get_object_or_404(User, handle=request.POST.get("member", "")), **about)
        messages.success(request, _("Done, and written down with your reason."))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("recommend:circle_members", slug=found.slug)


def _number(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else 0
