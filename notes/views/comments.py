"""Comments: the list, what is new, adding one, liking, pinning, reporting, taking one away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from core.ratelimit import limit
from moderation import actions as moderation
from notes import actions, threads
from notes.forms import CommentForm, ReportForm
from notes.models import Comment, Note, Photo
from notes.opening import open_note

from .talk import talk_context

COMMENTS_PER_TEN_MINUTES = 30
LIKES_PER_TEN_MINUTES = 200


@require_safe
def comments(request, pk):
    note = get_object_or_404(_notes(request), pk=pk)
    return _list(request, note)


@require_safe
def answers(request, pk):
    """The answers to a comment beyond those that are shown at once."""
    root = _comment(request, pk, kept_for_its_answers=True)
    talk = threads.answers_of(root, request.user, request.GET.get("after", ""))
    return render(request, "notes/_answers.html", {"note": root.note, "root": root, "answers": talk})


@require_safe
def new_comments(request, pk):
    """What others have said meanwhile; 204 when nothing has changed. The page asks this every few seconds."""
    note = open_note(pk, request.user)
    if note is None:
        raise Http404
    seen, last = (_number(request.GET.get(name)) for name in ("seen", "last"))
    if note.talk_revision == seen:
        return HttpResponse(status=204)
    fresh, gone = threads.newer_than(note, request.user, last), threads.gone_of(note, last)
    context = {"note": note, "fresh": fresh, "gone": gone}
    return render(request, "notes/_new_comments.html", context)


@require_safe
def comment_picture(request, pk):
    """The picture of a comment as soon as it is ready; until then 204."""
    found = _comment(request, pk)
    if found.photo is None or found.photo.state == Photo.State.PENDING:
        return HttpResponse(status=204)
    return render(request, "notes/_comment_picture.html", {"row": found})


@login_required
@require_POST
def comment(request, pk):
    note = get_object_or_404(Note.objects.listed_for(request.user).select_related("author"), pk=pk)
    form = CommentForm(request.POST, request.FILES)
    said = _add(request, note, form) if form.is_valid() else None
    if not request.htmx:
        for error in form.non_field_errors():
            messages.error(request, error)
        return redirect(f"{note.get_absolute_url()}#comment-{said.pk}" if said else note)
    return _list(request, note, None if said else form)


def _add(request, note, form) -> Comment | None:
    given = form.cleaned_data
    parent = None
    if given["parent"]:
        parent = Comment.objects.visible_to(request.user).filter(note=note, pk=given["parent"]).first()
    if not limit(f"comment:{request.user.pk}", COMMENTS_PER_TEN_MINUTES, 600):
        form.add_error(None, _("You are commenting very fast. Wait a little; your text is still here."))
        return None
    picture = given["picture"]
    try:
        return actions.add_comment(
            note=note,
            author=request.user,
            text=given["text"],
            request_key=given["request_key"],
            parent=parent,
            picture=picture,
            filename=picture.name if picture else "",
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return None


@login_required
@require_POST
def like_comment(request, pk):
    found = _comment(request, pk)
    if limit(f"comment-like:{request.user.pk}", LIKES_PER_TEN_MINUTES, 600):
        actions.set_comment_like(comment=found, user=request.user, on=request.POST.get("on") == "1")
    if not request.htmx:
        return redirect(found.note)
    return render(request, "notes/_comment_like.html", {"row": threads.alone(pk, request.user)})


@login_required
@require_POST
def pin_comment(request, pk):
    found = _comment(request, pk)
    return _changed(request, found.note, actions.set_pinned, comment=found, on=request.POST.get("on") == "1")


@login_required
@require_POST
def delete_comment(request, pk):
    found = _comment(request, pk)
    return _changed(request, found.note, actions.remove_comment, comment=found)


def _changed(request, note, verb, **given):
    try:
        verb(by=request.user, **given)
    except DomainError as error:
        messages.error(request, str(error))
    return _list(request, note) if request.htmx else redirect(note)


@login_required
@require_POST
def comments_from(request, pk):
    """The author says who may comment."""
    note = get_object_or_404(Note.objects.filter(author=request.user).select_related("author"), pk=pk)
    allowed = request.POST.get("allowed", "")
    if allowed in Note.CommentsFrom.values:
        actions.set_comments_from(note=note, allowed=allowed)
        messages.success(request, _("Saved."))
    return redirect(note)


@login_required
def report_comment(request, pk):
    found = _comment(request, pk)
    form = ReportForm(request.POST or None)
    if not form.is_valid():
        context = {"note": found.note, "comment": found, "form": form}
        return render(request, "notes/report.html", context, status=422 if form.is_bound else 200)
    moderation.report(target=found, reporter=request.user, **form.cleaned_data)
    messages.success(request, _("Thank you. A moderator will look at it."))
    return redirect(found.note)


def _notes(request):
    return Note.objects.visible_to(request.user).select_related("author")


def _comment(request, pk, *, kept_for_its_answers=False) -> Comment:
    """A comment that this person sees, under a note that they see."""
    rows = Comment.objects.all() if kept_for_its_answers else Comment.objects.visible_to(request.user)
    found = get_object_or_404(rows.select_related("author", "photo"), pk=pk)
    found.note = get_object_or_404(_notes(request), pk=found.note_id)
    return found


def _list(request, note, form=None):
    note = _notes(request).get(pk=note.pk)
    status = 422 if form else 200
    return render(
        request, "notes/_comments.html", {"note": note, **talk_context(request, note, form)}, status=status
    )


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0
