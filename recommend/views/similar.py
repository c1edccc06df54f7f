from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from notes.actions import count_view
from notes.models import Note

from .. import feeds


@require_safe
def similar(request: HttpRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(Note.objects.visible_to(request.user), pk=pk)
    # A reader's browser asks for this once it shows the note; robots and kept pages do not.
    count_view(note, request.user)
    return render(request, "recommend/_similar.html", {"items": feeds.similar_to(note, request.user)})
