"""What readers do with a note. Each verb sets a state, so doing it twice is doing it once."""

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from core import counters
from core.errors import DomainError
from inbox.actions import notify
from moderation import actions as moderation
from moderation import explain

from .. import limits
from ..errors import NoteRefused
from ..heat import HEAT
from ..models import Bookmark, Comment, Like, Note


@transaction.atomic
def set_like(*, note: Note, user: User, on: bool) -> bool:
    """Like a note or take the like back; False when nothing changed."""
    if not _set_row(Like, note, user, on):
        return False
    _count(note.pk, "like_count", 1 if on else -1)
    if on:
        _tell_author(note, user, "like", f"like:{note.pk}:{user.pk}")
    return True


@transaction.atomic
def set_bookmark(*, note: Note, user: User, on: bool) -> bool:
    """Bookmark a note or take the bookmark back; False when nothing changed."""
    if not _set_row(Bookmark, note, user, on):
        return False
    _count(note.pk, "bookmark_count", 1 if on else -1)
    if on:
        _tell_author(note, user, "bookmark", f"bookmark:{note.pk}:{user.pk}")
    return True


def _set_row(model: type[Like] | type[Bookmark], note: Note, user: User, on: bool) -> bool:
    if on:
        return model.objects.get_or_create(note=note, user=user)[1]
    return bool(model.objects.filter(note=note, user=user).delete()[0])


def _count(note_id: int, field: str, change: int) -> None:
    Note.objects.filter(pk=note_id).update(**{field: F(field) + change})
    Note.objects.filter(pk=note_id, published_at__isnull=False).update(hot=HEAT)


def _tell_author(note: Note, user: User, kind: str, key: str, **data: str) -> None:
    notify(
        recipient_id=note.author_id,
        kind=kind,
        actor_id=user.pk,
        url=note.get_absolute_url(),
        key=key,
        title=str(note)[:60],
        **data,
    )


@transaction.atomic
def add_comment(
    *, note: Note, author: User, text: str, request_key: UUID, parent: Comment | None = None
) -> Comment:
    """Say something under a note, once per `request_key`; an answer to an answer joins the same thread.

    Raises NoteRefused when the text is empty, too long, or breaks a rule (which is named).
    """
    text = text.strip()
    if not text:
        raise NoteRefused(_("Write something first."), code="empty")
    if len(text) > limits.COMMENT:
        raise NoteRefused(
            _("A comment has at most %(n)s characters.") % {"n": limits.COMMENT}, code="comment_too_long"
        )
    _refuse_risky(text)
    root = parent.parent or parent if parent else None
    comment, is_new = Comment.objects.get_or_create(
        author=author, request_key=request_key, defaults={"note": note, "text": text, "parent": root}
    )
    if not is_new:
        return comment
    _count(note.pk, "comment_count", 1)
    _tell_author(note, author, "comment", f"comment:{comment.pk}", text=text[:80])
    if parent and parent.author_id != note.author_id:
        notify(
            recipient_id=parent.author_id,
            kind="answer",
            actor_id=author.pk,
            url=note.get_absolute_url(),
            key=f"answer:{comment.pk}",
            title=str(note)[:60],
            text=text[:80],
        )
    return comment


def _refuse_risky(text: str) -> None:
    score = moderation.score_text(text)
    if score.value >= moderation.thresholds_for(Comment).publish_below:
        raise NoteRefused(explain.to_author(score.as_json()), code="rule")


@transaction.atomic
def remove_comment(*, comment: Comment, by: User) -> bool:
    """Its author, the note's author or staff takes a comment away with its answers; False if gone."""
    if by.pk not in (comment.author_id, comment.note.author_id) and not by.is_staff:
        raise DomainError(_("Only its author can remove this comment."), code="not_yours")
    gone = Comment.objects.filter(pk=comment.pk, is_removed=False).update(is_removed=True)
    if gone:
        gone += Comment.objects.filter(parent=comment, is_removed=False).update(is_removed=True)
        _count(comment.note_id, "comment_count", -gone)
    return bool(gone)


def count_view(note: Note, viewer) -> None:
    """Count a look at a note; the author's own looks do not count."""
    if viewer.pk != note.author_id:
        counters.bump("views", note.pk)


def flush_views() -> int:
    """Write the looks gathered since the last time to the rows; returns how many looks that was."""
    looks = counters.drain("views")
    for pk, number in sorted(looks.items()):
        Note.objects.filter(pk=pk).update(view_count=F("view_count") + number)
    return sum(looks.values())
