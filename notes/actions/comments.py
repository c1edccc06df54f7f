"""What is said under a note, who may say it, and what becomes of it. Counters change with the rows."""

from collections.abc import Sequence
from typing import IO
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Follow, User
from core.errors import DomainError
from inbox.actions import notify
from moderation import actions as moderation
from moderation import explain
from tagging.linkify import mentions

from .. import limits
from ..errors import NoteRefused
from ..models import Comment, CommentLike, Note, Photo
from .counting import count_on, tell_apps
from .uploads import add_upload

MENTIONS = 5


def why_closed(note: Note, viewer) -> str:
    """Why this person cannot comment here, in a sentence; "" when they can. The author always can."""
    allowed = Note.CommentsFrom(note.comments_from)
    if allowed == Note.CommentsFrom.EVERYONE or viewer.pk == note.author_id:
        return ""
    if allowed == Note.CommentsFrom.NOBODY:
        return _("The author has closed the comments.")
    follows = Follow.objects.filter(follower_id=viewer.pk, followed_id=note.author_id)
    followed = Follow.objects.filter(follower_id=note.author_id, followed_id=viewer.pk)
    if allowed == Note.CommentsFrom.FOLLOWERS:
        return "" if follows.exists() else _("Only people who follow the author can comment here.")
    return "" if followed.exists() else _("Only people whom the author follows can comment here.")


def add_comment(
    *,
    note: Note,
    author: User,
    text: str,
    request_key: UUID,
    parent: Comment | None = None,
    picture: IO[bytes] | None = None,
    filename: str = "",
) -> Comment:
    """Say something under a note, once per `request_key`, with one picture if there is one; an answer to an
    answer joins the same thread.

    Raises NoteRefused when the comments are closed, or the text is empty, too long, or breaks a rule (which
    is named); PhotoRefused names the file.
    """
    if said := Comment.objects.filter(author=author, request_key=request_key).first():
        return said
    text = text.strip()
    if reason := why_closed(note, author):
        raise NoteRefused(reason, code="comments_closed")
    if not text and picture is None:
        raise NoteRefused(_("Write something first."), code="empty")
    if len(text) > limits.COMMENT:
        message = _("A comment has at most %(n)s characters.") % {"n": limits.COMMENT}
        raise NoteRefused(message, code="comment_too_long")
    _refuse_risky(text)
    photo = add_upload(owner=author, file=picture, filename=filename) if picture else None
    return _add(note, author, text, request_key, parent, photo)


@transaction.atomic
def _add(
    note: Note, author: User, text: str, request_key: UUID, parent: Comment | None, photo: Photo | None
) -> Comment:
    _hold(note.pk)
    root = (parent.parent or parent) if parent else None
    comment, is_new = Comment.objects.get_or_create(
        author=author,
        request_key=request_key,
        defaults={
            "note": note,
            "text": text,
            "parent": root,
            "reply_to": parent if parent != root else None,
            "photo": photo,
        },
    )
    if is_new:
        _changed(note.pk, comment_count=1)
        if root:
            Comment.objects.filter(pk=root.pk).update(answer_count=F("answer_count") + 1)
        _tell(comment, note, parent)
        tell_apps(note.pk, author.pk, "comment")
    return comment


def _hold(note_id: int) -> None:
    """Every change under a note takes the note first, so that no two wait for each other."""
    Note.objects.select_for_update(of=("self",)).only("pk").get(pk=note_id)


def _changed(note_id: int, comment_count: int = 0) -> None:
    """What stands under the note is different now."""
    Note.objects.filter(pk=note_id).update(talk_revision=F("talk_revision") + 1)
    if comment_count:
        count_on(note_id, "comment_count", comment_count)


def _tell(comment: Comment, note: Note, parent: Comment | None) -> None:
    """Tell the note's author, whoever is answered, and people named with @; each once."""
    wanted = [(note.author_id, "comment")]
    if parent:
        wanted.insert(0, (parent.author_id, "answer"))
    named = User.objects.filter(handle__in=mentions(comment.text, MENTIONS), is_active=True)
    named = named.filter(pk__in=_readers(note, named))
    wanted += [(pk, "comment_mention") for pk in named.values_list("pk", flat=True)]
    kinds: dict[int, str] = {}
    for person_id, kind in wanted:
        kinds.setdefault(person_id, kind)
    for person_id, kind in sorted(kinds.items()):
        notify(
            recipient_id=person_id,
            kind=kind,
            actor_id=comment.author_id,
            url=f"{note.get_absolute_url()}#comment-{comment.pk}",
            key=f"{kind}:{comment.pk}",
            title=str(note)[:60],
            text=comment.text[:80],
        )


def _readers(note: Note, people) -> Sequence[int]:
    """Those of the people who may open the note."""
    return [person.pk for person in people if Note.objects.visible_to(person).filter(pk=note.pk).exists()]


def _refuse_risky(text: str) -> None:
    score = moderation.score_text(text)
    if score.value >= moderation.thresholds_for(Comment).publish_below:
        raise NoteRefused(explain.to_author(score.as_json()), code="rule")


@transaction.atomic
def remove_comment(*, comment: Comment, by: User) -> bool:
    """Its author, the note's author or staff takes a comment away; its answers stay. False if gone."""
    if by.pk not in (comment.author_id, comment.note.author_id) and not by.is_staff:
        raise DomainError(_("Only its author can remove this comment."), code="not_yours")
    _hold(comment.note_id)
    gone = Comment.objects.filter(pk=comment.pk, is_removed=False).update(is_removed=True, is_pinned=False)
    if gone:
        _left(comment, 0 if comment.is_hidden else -1)
    return bool(gone)


@transaction.atomic
def hide_comment(*, comment_id: int, on: bool) -> bool:
    """Moderation takes a comment out of sight or lets it stand again; False when that is how it was."""
    comment = Comment.objects.filter(pk=comment_id).first()
    if comment is None:
        return False
    _hold(comment.note_id)
    comment.refresh_from_db()
    if comment.is_hidden == on:
        return False
    Comment.objects.filter(pk=comment_id).update(is_hidden=on, is_pinned=False)
    _left(comment, 0 if comment.is_removed else (-1 if on else 1))
    return True


def _left(comment: Comment, change: int) -> None:
    if comment.parent_id:
        Comment.objects.filter(pk=comment.parent_id).update(answer_count=F("answer_count") + change)
    _changed(comment.note_id, comment_count=change)


@transaction.atomic
def set_comment_like(*, comment: Comment, user: User, on: bool) -> bool:
    """Like a comment or take the like back; False when nothing changed."""
    _hold(comment.note_id)
    if on:
        changed = CommentLike.objects.get_or_create(comment=comment, user=user)[1]
    else:
        changed = bool(CommentLike.objects.filter(comment=comment, user=user).delete()[0])
    if not changed:
        return False
    Comment.objects.filter(pk=comment.pk).update(like_count=F("like_count") + (1 if on else -1))
    _changed(comment.note_id)
    if on:
        notify(
            recipient_id=comment.author_id,
            kind="comment_like",
            actor_id=user.pk,
            url=f"{comment.note.get_absolute_url()}#comment-{comment.pk}",
            key=f"comment_like:{comment.pk}:{user.pk}",
            text=comment.text[:80],
        )
    return True


@transaction.atomic
def set_pinned(*, comment: Comment, by: User, on: bool) -> bool:
    """The note's author puts one comment above all others, in place of another one, or lets it go."""
    if by.pk != comment.note.author_id:
        raise DomainError(_("Only the author of the note can pin a comment."), code="not_yours")
    if on and (comment.parent_id or comment.is_removed or comment.is_hidden):
        raise DomainError(_("Only a comment on the note itself can be pinned."), code="not_pinnable")
    _hold(comment.note_id)
    others = Comment.objects.filter(note_id=comment.note_id, is_pinned=True)
    if on:
        others.exclude(pk=comment.pk).update(is_pinned=False)
    changed = Comment.objects.filter(pk=comment.pk, is_pinned=not on).update(is_pinned=on)
    if changed:
        _changed(comment.note_id)
    return bool(changed)


@transaction.atomic
def set_comments_from(*, note: Note, allowed: str) -> None:
    """The note's author says who may comment (a `Note.CommentsFrom`); what stands stays."""
    Note.objects.filter(pk=note.pk).update(
        comments_from=Note.CommentsFrom(allowed), talk_revision=F("talk_revision") + 1
    )
