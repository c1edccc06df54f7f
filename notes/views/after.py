"""After posting: what is becoming of a note, what it said before, and who may see it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from notes import actions, history
from notes.models import Note

from .posting import own_notes

WORKING = (Note.Status.PROCESSING,)


@login_required
def status(request, pk):
    """Only the author: processing, in review, published, or sent back with the rule named."""
    own = Note.objects.filter(author=request.user)
    note = get_object_or_404(own.select_related("cover", "author", "paid_brand", "video"), pk=pk)
    if note.status == Note.Status.DRAFT:
        return redirect("notes:mine")
    if note.status == Note.Status.REMOVED:
        return redirect(note)
    context = {"note": note, "film": getattr(note, "video", None), "polls": note.status in WORKING}
    return render(request, "notes/_status.html" if request.htmx else "notes/status.html", context)


@login_required
def versions(request, pk):
    """What a note said before, newest first, with what changed marked: for its author and moderators."""
    notes = Note.objects.all() if request.user.is_staff else own_notes(request.user)
    note = get_object_or_404(notes.select_related("author", "paid_brand"), pk=pk)
    return render(request, "notes/history.html", {"note": note, "steps": history.steps(note)})


@login_required
@require_POST
def set_visibility(request, pk):
    note = get_object_or_404(own_notes(request.user), pk=pk)
    visibility = request.POST.get("visibility", "")
    if visibility not in Note.Visibility.values:
        return HttpResponse(status=400)
    actions.set_visibility(note=note, visibility=visibility)
    messages.success(request, _("Who can see it: %(who)s") % {"who": Note.Visibility(visibility).label})
    return redirect(note)
