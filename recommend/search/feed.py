"""What the indexes of all machines are made from, and what changed in it since a place in its history.

A place is a transaction number before which everything is known. Rows of later transactions may be read more
than once, since an earlier one can end after a later one; whoever reads them remembers which they had.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection, transaction

from ..models import IndexGeneration

BATCH = 2_000

_ENTRY = """
    SELECT entry.note_id, entry.changed_in, entry.text, note.author_id,
           extract(epoch FROM note.published_at)::bigint,
           CASE WHEN note.video_ms > 0 THEN 2 WHEN note.photo_count > 0 THEN 1 ELSE 0 END,
           note.like_count, note.comment_count, note.bookmark_count, coalesce(place.cell6, 0)
      FROM recommend_notedocument entry
      JOIN notes_note note ON note.id = entry.note_id
      LEFT JOIN recommend_noteplace place ON place.note_id = entry.note_id
"""
_REMOVED = """
    SELECT removed.note_id, removed.changed_in FROM recommend_removeddocument removed
     WHERE removed.changed_in >= %s
       AND NOT EXISTS (SELECT 1 FROM recommend_notedocument entry WHERE entry.note_id = removed.note_id)
"""


class Entry(NamedTuple):
    """One note as the index holds it."""

    note: int
    changed_in: int
    text: str
    author: int
    published: int
    kind: int
    likes: int
    comments: int
    saves: int
    cell: int


def generation() -> str:
    """Which life of the database this is; another value makes every index start over."""
    row = IndexGeneration.objects.order_by("pk").first()
    return str(row.generation) if row else ""


def renew() -> None:
    """Make every machine build its index anew."""
    with transaction.atomic():
        IndexGeneration.objects.all().delete()
        IndexGeneration.objects.create()


def place() -> int:
    """Everything that transactions before this one wrote can be seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return cursor.fetchone()[0]


def changed_since(since: int) -> list[Entry]:
    """Entries written since that place."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_ENTRY} WHERE entry.changed_in >= %s ORDER BY entry.note_id", [since])
        return [Entry(*row) for row in cursor.fetchall()]


def removed_since(since: int) -> list[tuple[int, int]]:
    """(note, transaction) of entries removed since that place."""
    with connection.cursor() as cursor:
        cursor.execute(_REMOVED, [since])
        return cursor.fetchall()


def waiting(since: int, most: int) -> int:
    """How many entries were written since that place; counted no further than `most`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM"
            " (SELECT 1 FROM recommend_notedocument WHERE changed_in >= %s LIMIT %s) found",
            [since, most],
        )
        return cursor.fetchone()[0]


def everything() -> Iterator[list[Entry]]:
    """All entries, in batches."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_ENTRY)
        while rows := cursor.fetchmany(BATCH):
            yield [Entry(*row) for row in rows]
