"""What is not public yet: drafts, scheduled notes, and what became of those posted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import DomainError
from core.pagination import keyset_page
from notes import actions
from notes.forms import NoteForm
from notes.models import Note

from .posting import note_of_key, own_notes
from .problems import answering, problem

DRAFT, REJECTED = Note.Status.DRAFT, Note.Status.REJECTED
TABS = {
    "drafts": Q(status=DRAFT, publish_at=None),
    "scheduled": Q(status=DRAFT, publish_at__isnull=False),
    "review": Q(status__in=[Note.Status.PROCESSING, Note.Status.IN_REVIEW]),
    "rejected": Q(status=REJECTED),
}


@login_required
@require_POST
@answering("autosave", 60, 60)
def autosave(request):
    """The whole form as it stands; the same key is the same draft."""
    note = note_of_key(request.user, request.POST.get("request_key", ""))
    form = NoteForm(request.POST, author=request.user, note=note, is_draft=True)
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        return problem(400, f"{form[name].label}: {errors[0]}")
    content = {**form.content(), "photos": form.photos(), "request_key": form.cleaned_data["request_key"]}
    try:
        draft = actions.save_draft(author=request.user, seen=form.seen_version(), **content)
    except DomainError as error:
        if note and error.code in ("posted", "newer"):
            return _changed_elsewhere(note, error)
        return problem(400, str(error), error.code)
    now = timezone.now()
    words = _("Saved %(time)s") % {"time": time_format(localtime(now), "H:i")}
    answer = {
        "draft": draft.pk,
        "seen": actions.version_of(draft),
        "saved_at": now.isoformat(),
        "words": words,
    }
    return JsonResponse(answer)


def _changed_elsewhere(note: Note, error: DomainError) -> JsonResponse:
    note.refresh_from_db()
    more = {"draft": note.pk, "seen": actions.version_of(note)}
    return problem(409, str(error), error.code, more=more)


@login_required
def mine(request):
    """The author's notes that others do not see yet, by what they wait for."""
    notes = Note.objects.filter(author=request.user)
    counts = notes.aggregate(**{name: Count("pk", filter=condition) for name, condition in TABS.items()})
    tab = request.GET.get("tab", "")
    if tab not in TABS:
        tab = next((name for name, number in counts.items() if number), "drafts")
    rows = notes.filter(TABS[tab]).select_related("cover")
    page = keyset_page(rows, ["-id"], request.GET.get("after", ""))
    return render(request, "notes/mine.html", {"page": page, "tab": tab, "counts": counts})


@login_required
@require_POST
def unschedule(request, pk):
    """A scheduled note becomes a plain draft again."""
    try:
        actions.unschedule(note=get_object_or_404(own_notes(request.user), pk=pk))
        messages.success(request, _("It stays a draft."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("notes:mine")
