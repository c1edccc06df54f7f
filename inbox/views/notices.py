from collections import defaultdict

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core.pagination import Page, keyset_page

from .. import actions
from ..models import Notification, NotificationAct
from ..registry import Group

TABS = (Group.LIKES, Group.COMMENTS, Group.FOLLOWERS, Group.SYSTEM)
FACES = 3


@login_required
def notices(request):
    """A member's notices, newest first. Looking changes nothing; the page then asks to mark them read."""
    group = request.GET.get("tab", "")
    group = group if group in TABS else ""
    rows = Notification.objects.for_inbox(request.user, group)
    page = keyset_page(rows, ["-made_at", "-id"], request.GET.get("after", ""))
    template = "inbox/_rows.html" if request.htmx and "after" in request.GET else "inbox/list.html"
    return render(request, template, {"page": page, "faces": _faces(page), "tab": group, "tabs_open": TABS})


def _faces(page: Page) -> dict[int, list]:
    """Up to three people of each shared notice, by the notice's id."""
    shared = [notice.pk for notice in page if notice.people > 1]
    faces: dict[int, dict] = defaultdict(dict)
    if shared:
        acts = NotificationAct.objects.filter(notification__in=shared, actor__is_active=True)
        for act in acts.select_related("actor").order_by("-pk")[: 100 * FACES]:
            faces[act.notification_id].setdefault(act.actor_id, act.actor)
    return {pk: list(people.values())[:FACES] for pk, people in faces.items()}


@login_required
def open_notice(request, pk):
    """Lead to what a notice is about; it counts as read from then on."""
    notice = get_object_or_404(Notification.objects.for_inbox(request.user), pk=pk)
    if not notice.read_at:
        actions.mark_read(user=request.user, notice=notice)
    return redirect(notice.url or "inbox:list")


@login_required
@require_POST
def read_all(request):
    """Mark notices read, those up to the newest one that the page showed."""
    up_to, group = request.POST.get("up_to", ""), request.POST.get("tab", "")
    actions.mark_all_read(
        user=request.user,
        up_to=int(up_to) if up_to.isdecimal() and len(up_to) < 19 else None,
        group=group if group in TABS else "",
    )
    if not request.htmx:
        return redirect("inbox:list")
    request.user.refresh_from_db(fields=["unread_count", "unread_messages"])
    return render(request, "inbox/_read.html")
