"""Writing pages: post, edit, delete, upload one file."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import DomainError
from core.ratelimit import limit
from notes import actions
from notes.errors import PhotoRefused
from notes.forms import NoteForm
from notes.models import Note

UPLOADS_PER_HALF_HOUR = 90
NOTES_PER_HOUR = 30


@login_required
def new(request):
    form = NoteForm(request.POST or None, author=request.user, initial=_suggested(request.GET))
    if request.method != "POST":
        return _page(request, form, uploads=[])
    uploads = form.photos() + _take_files(request, form)
    if not form.is_valid():
        return _page(request, form, uploads)
    if not limit(f"post:{request.user.pk}", NOTES_PER_HOUR, 3600):
        form.add_error(None, _("You are posting very fast. Wait a little; nothing is lost."))
        return _page(request, form, uploads)
    try:
        note = actions.create_note(author=request.user, photos=uploads, **_content(form), **_key(form))
    except DomainError as error:
        form.add_error(None, str(error))
        return _page(request, form, uploads)
    messages.success(request, _("Posted. It is shown to others as soon as it has been checked."))
    return redirect(note)


@login_required
def edit(request, pk):
    note = get_object_or_404(
        Note.objects.filter(author=request.user).exclude(status=Note.Status.REMOVED), pk=pk
    )
    if request.method != "POST":
        return _page(
            request, NoteForm(author=request.user, note=note, initial=_initial(note)), note.photos.all(), note
        )
    form = NoteForm(request.POST, author=request.user, note=note)
    uploads = form.photos() + _take_files(request, form)
    if not form.is_valid():
        return _page(request, form, uploads, note)
    try:
        actions.edit_note(note=note, photos=uploads, **_content(form))
    except DomainError as error:
        form.add_error(None, str(error))
        return _page(request, form, uploads, note)
    return redirect(note)


@login_required
@require_POST
def delete(request, pk):
    note = get_object_or_404(
        Note.objects.filter(author=request.user).exclude(status=Note.Status.REMOVED), pk=pk
    )
    actions.delete_note(note=note)
    messages.success(request, _("The note is gone."))
    return redirect(request.user)


@login_required
@require_POST
def upload(request):
    """One picture, sent as it is chosen. Answers JSON; a refusal is RFC 9457 problem details."""
    file = request.FILES.get("file")
    if not limit(f"upload:{request.user.pk}", UPLOADS_PER_HALF_HOUR, 1800):
        return _problem(429, _("Too many pictures at once. Wait a little and try again."))
    if file is None:
        return _problem(400, _("Choose a picture first."))
    try:
        photo = actions.add_upload(owner=request.user, file=file, filename=file.name)
    except PhotoRefused as error:
        return _problem(400, str(error), error.code)
    return JsonResponse(
        {"id": photo.pk, "width": photo.width, "height": photo.height, "colour": photo.colour}, status=201
    )


def _problem(status: int, detail: str, code: str = "invalid") -> JsonResponse:
    body = {
        "type": "about:blank",
        "title": _("Upload refused"),
        "status": status,
        "detail": detail,
        "code": code,
    }
    return JsonResponse(body, status=status, content_type="application/problem+json")


def _take_files(request, form) -> list:
    """Keep the files that came with the form itself; each refused file is an error that names it."""
    kept = []
    for file in request.FILES.getlist("files"):
        try:
            kept.append(actions.add_upload(owner=request.user, file=file, filename=file.name))
        except PhotoRefused as error:
            form.add_error(None, str(error))
    return kept


def _content(form) -> dict:
    return {name: form.cleaned_data[name] for name in ("title", "text", "place", "products", "paid_brand")}


def _key(form) -> dict:
    return {"request_key": form.cleaned_data["request_key"]}


def _suggested(query) -> dict:
    """An empty form, with the product or tag that the link to it named."""
    tag = query.get("tag", "").strip()[:64]
    return {
        "request_key": uuid.uuid4(),
        "products": query.getlist("product")[:1],
        "text": f"#{tag} " if tag else "",
    }


def _initial(note) -> dict:
    return {
        "title": note.title,
        "text": note.text,
        "place": note.place,
        "paid_brand": note.paid_brand_id,
        "products": list(note.product_tags.values_list("product_id", flat=True)),
        "request_key": uuid.uuid4(),
    }


def _page(request, form, uploads, note=None):
    status = 422 if form.is_bound else 200
    chosen = list(form.fields["products"].queryset.for_cards())
    context = {"form": form, "uploads": uploads, "note": note, "chosen_products": chosen}
    return render(request, "notes/edit.html", context, status=status)
