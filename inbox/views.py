from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from core.pagination import keyset_page

from . import actions
from .models import Notification


@login_required
def notices(request):
    """A member's notices, newest first. Looking changes nothing; the page then asks to mark them read."""
    page = keyset_page(Notification.objects.for_inbox(request.user), ["-id"], request.GET.get("after", ""))
    template = "inbox/_rows.html" if request.htmx and "after" in request.GET else "inbox/list.html"
    return render(request, template, {"page": page})


@login_required
@require_POST
def read_all(request):
    """Mark notices read, those up to the newest one that the page showed."""
    up_to = request.POST.get("up_to", "")
    actions.mark_all_read(
        user=request.user, up_to=int(up_to) if up_to.isdecimal() and len(up_to) < 19 else None
    )
    if not request.htmx:
        return redirect("inbox:list")
    request.user.refresh_from_db(fields=["unread_count"])
    return render(request, "inbox/_read.html")
