"""Comments: the list, adding one, taking one away."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import DomainError
from core.ratelimit import limit
from notes import actions, threads
from notes.forms import CommentForm
from notes.models import Comment, Note

COMMENTS_PER_TEN_MINUTES = 30


def comments(request, pk):
    note = get_object_or_404(Note.objects.visible_to(request.user).select_related("author"), pk=pk)
    return _list(request, note, CommentForm(initial={"request_key": uuid.uuid4()}))


@login_required
@require_POST
def comment(request, pk):
    note = get_object_or_404(Note.objects.listed_for(request.user).select_related("author"), pk=pk)
    form = CommentForm(request.POST)
    if form.is_valid():
        _add(request, note, form)
    if not request.htmx:
        for error in form.non_field_errors():
            messages.error(request, error)
        return redirect(note)
    blank = CommentForm(initial={"request_key": uuid.uuid4()})
    return _list(request, note, blank if form.is_valid() else form)


def _add(request, note, form) -> None:
    parent_id = form.cleaned_data["parent"]
    parent = (
        Comment.objects.visible_to(request.user).filter(note=note, pk=parent_id).first()
        if parent_id
        else None
    )
    if not limit(f"comment:{request.user.pk}", COMMENTS_PER_TEN_MINUTES, 600):
        form.add_error(None, _("You are commenting very fast. Wait a little; your text is still here."))
        return
    try:
        actions.add_comment(
            note=note,
            author=request.user,
            text=form.cleaned_data["text"],
            request_key=form.cleaned_data["request_key"],
            parent=parent,
        )
    except DomainError as error:
        form.add_error(None, str(error))


@login_required
@require_POST
def delete_comment(request, pk):
    found = get_object_or_404(Comment.objects.visible_to(request.user).select_related("note__author"), pk=pk)
    note = get_object_or_404(Note.objects.visible_to(request.user).select_related("author"), pk=found.note_id)
    try:
        actions.remove_comment(comment=found, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    if request.htmx:
        return _list(request, note, CommentForm(initial={"request_key": uuid.uuid4()}))
    return redirect(note)


def _list(request, note, form):
    note = Note.objects.select_related("author").get(pk=note.pk)
    page = threads.page_of(note, request.user, request.GET.get("after", ""))
    return render(request, "notes/_comments.html", {"note": note, "comments": page, "comment_form": form})
