"""The conversations of a member, and one of them."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from accounts.models import User
from core.pagination import keyset_page

from .. import cards, reporting
from ..models import Membership, Message

LIST = 30
THREAD = 30


def person_of(request, handle: str) -> User:
    """The other of a conversation. Http404 for oneself and for people behind a block."""
    people = User.objects.all().visible_to(request.user).exclude(pk=request.user.pk)
    return get_object_or_404(people, handle=handle)


def side_of(request, handle: str) -> Membership:
    rows = Membership.objects.of(request.user).select_related("conversation", "other")
    return get_object_or_404(rows, other__handle=handle)


def conversations(request, requests: bool = False):
    rows = Membership.objects.listed(request.user, requests=requests)
    return keyset_page(rows, ["-last_message_id"], request.GET.get("before", ""), LIST)


def shown(request, rows) -> dict:
    """What a template that shows messages is given, oldest first."""
    rows = list(rows)
    found = cards.cards_of((path for row in rows for path in row.links), request.user)
    for row in rows:
        row.words = cards.without_links(row.text, [path for path in row.links if path in found])
    return {"rows": rows, "cards": found}


@login_required
def messages(request):
    requests = "requests" in request.GET
    waiting = Membership.objects.listed(request.user, requests=True)
    context = {
        "page": conversations(request, requests),
        "requests": requests,
        "request_number": 0 if requests else waiting.count(),
    }
    template = (
        "inbox/_conversations.html" if request.htmx and "before" in request.GET else "inbox/messages.html"
    )
    return render(request, template, context)


@login_required
def thread(request, handle):
    """A conversation with its newest messages, or with nobody yet; further up by `?after=`."""
    person = person_of(request, handle)
    return render_thread(request, person)


def render_thread(request, person, *, text: str = "", error: str = "", status: int = 200):
    side = Membership.objects.filter(user=request.user, other=person).select_related("conversation").first()
    rows = Message.objects.seen_by(request.user.pk).filter(
        conversation=side.conversation_id if side else None
    )
    page = keyset_page(rows, ["-id"], request.GET.get("after", ""), THREAD)
    context = {
        "person": person,
        "side": side,
        "earlier": page.after,
        "last": page.rows[0].pk if page.rows else 0,
        **shown(request, reversed(page.rows)),
        "error": error,
        "text": text,
        "request_key": uuid.uuid4(),
    }
    if request.htmx and "after" in request.GET:
        return render(request, "inbox/_bubbles.html", context)
    is_request = bool(side and side.is_request)
    context |= {
        "is_request": is_request,
        "waits": _waits(side),
        "page": conversations(request, is_request),
        "requests": is_request,
    }
    return render(request, "inbox/thread.html", context, status=status)


def _waits(side: Membership | None) -> bool:
    """Did the viewer ask somebody who has not answered yet?"""
    return bool(side and side.last_message_id and not side.is_request and not side.conversation.accepted_at)


@login_required
@require_safe
def new_messages(request, pk):
    """What came after `?last=`, or 204; the state of the conversation is one row."""
    rows = Membership.objects.of(request.user).select_related("conversation")
    row = get_object_or_404(rows, conversation=pk)
    last, seen = (_number(request.GET.get(name, "")) for name in ("last", "seen"))
    if (row.last_message_id or 0) <= last and row.seen_by_other <= seen:
        return HttpResponse(status=204)
    rows = Message.objects.seen_by(request.user.pk).filter(conversation=pk, pk__gt=last).order_by("-pk")
    newest = list(rows[:THREAD])
    context = {
        "side": row,
        "last": newest[0].pk if newest else last,
        "waits": _waits(row),
        **shown(request, reversed(newest)),
    }
    return render(request, "inbox/_new.html", context)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


@login_required
@require_safe
def picture(request, pk):
    """The picture of a message, for the two whose it is; for moderators once it is reported."""
    message = get_object_or_404(Message, pk=pk)
    own = Message.objects.visible_to(request.user).filter(pk=pk, is_hidden=False).exists()
    if not message.picture or not (own or reporting.may_see(message, request.user)):
        raise Http404
    try:
        file = message.open_picture()
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, max_age=3600)
    return response
