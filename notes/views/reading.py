"""The note page and what a reader does on it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.kept import Pieces, kept
from moderation import actions as moderation
from notes import actions
from notes.forms import ReportForm
from notes.models import Note, Video
from notes.opening import open_note
from notes.shelf import neighbours
from tagging.linkify import pieces

from .talk import talk_context


def detail(request, pk):
    note = open_note(pk, request.user)
    if note is None or note.is_deleted:
        return _absent(request, pk)
    context = {
        "note": note,
        **_shared(note),
        **talk_context(request, note),
        "in_series": neighbours(note, request.user),
    }
    over_feed = request.htmx and request.htmx.target == "overlay"
    return render(request, "notes/_detail.html" if over_feed else "notes/detail.html", context)


def _shared(note) -> dict:
    """What the page shows besides the row, the same for everybody; of a draft, as it is this moment."""
    if note.status != Note.Status.PUBLISHED:
        return _parts(note)
    return kept(("note", note.pk, note.revision), lambda: _parts(note))


def _parts(note) -> dict:
    return {
        "kept_pieces": Pieces(),
        "photos": list(note.photos.all()),
        "film": Video.objects.filter(note=note).first() if note.video_ms else None,
        "pieces": pieces(note.text),
        "tags": list(note.tags.all()),
        "products": list(note.product_tags.for_page()),
    }


def _absent(request, pk):
    """410 with the reason for a note that was taken away, 404 for all that this person may not know of."""
    note = get_object_or_404(Note, pk=pk, status=Note.Status.REMOVED)
    return render(request, "notes/removed.html", {"note": note}, status=410)


@login_required
@require_POST
def set_like(request, pk):
    note = get_object_or_404(Note.objects.visible_to(request.user), pk=pk)
    actions.set_like(note=note, user=request.user, on=request.POST.get("on") == "1")
    return _button(request, pk, "notes/_like.html")


def _button(request, pk, template):
    note = Note.objects.seen_by(request.user).get(pk=pk)
    return render(request, template, {"note": note}) if request.htmx else redirect(note)


@login_required
def report(request, pk):
    note = get_object_or_404(Note.objects.visible_to(request.user), pk=pk)
    form = ReportForm(request.POST or None)
    if not form.is_valid():
        return render(
            request, "notes/report.html", {"note": note, "form": form}, status=422 if form.is_bound else 200
        )
    moderation.report(target=note, reporter=request.user, **form.cleaned_data)
    messages.success(request, _("Thank you. A moderator will look at it."))
    return redirect(note)
