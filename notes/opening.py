"""The row behind the note page: what all readers share is kept a moment, the rest is asked for each time."""

from copy import copy

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from accounts.models import Block
from core.kept import kept

from .models import Note

SECONDS = 3
VISITOR = AnonymousUser()
# By hand, because this page is opened most and the same through the ORM takes ten times as long to build.
FACTS = """
SELECT note.like_count, note.bookmark_count, note.comment_count, note.talk_revision, note.comments_from,
       EXISTS (SELECT 1 FROM notes_like WHERE note_id = note.id AND user_id = %(viewer)s),
       EXISTS (SELECT 1 FROM notes_bookmark WHERE note_id = note.id AND user_id = %(viewer)s),
       EXISTS (SELECT 1 FROM accounts_follow WHERE followed_id = note.author_id AND follower_id = %(viewer)s)
  FROM notes_note AS note
 WHERE note.id = %(note)s
"""


def open_note(pk: int, viewer) -> Note | None:
    """The note as this viewer may see it, with `liked`, `bookmarked`, `author_followed`; None when hidden."""
    shared = kept(("open", pk), lambda: _published(pk), SECONDS)
    if (
        shared is None
        or shared.author_id == viewer.pk
        or shared.author_id in Block.objects.hiding_from(viewer)
    ):
        return Note.objects.visible_to(viewer).for_page(viewer).filter(pk=pk).first()
    if viewer.pk is None:
        return shared
    note = copy(shared)
    with connection.cursor() as cursor:
        cursor.execute(FACTS, {"viewer": viewer.pk, "note": pk})
        facts = cursor.fetchone()
    note.like_count, note.bookmark_count, note.comment_count, note.talk_revision, note.comments_from = facts[
        :5
    ]
    note.liked, note.bookmarked, note.author_followed = facts[5:]
    return note


def _published(pk: int) -> Note | None:
    return Note.objects.listed_for(VISITOR).for_page(VISITOR).filter(pk=pk).first()
