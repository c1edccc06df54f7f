"""Following: the newest notes of the people a member follows.

Read when it is opened, not copied to every follower when a note is posted (`python -m bench.following`, a
million notes): to copy costs 150 ms a note for a hundred thousand followers, to read costs 1 to 10 ms if the
way fits the number of follows. Of few authors the newest of each are merged, for they may have been silent
for years; of many, some posted lately, and the newest of all are walked until a page of theirs is found.
"""

from datetime import UTC, datetime

from django.db.models.expressions import RawSQL

from accounts.filters import filters_of
from core.pagination import PAGE_SIZE, Page, decode_cursor
from notes.models import Note

from .interests import without_hidden
from .shared import NEWEST, read_feed

MERGED_UP_TO = 200  # follows
# The newest of each author before the cursor, merged.
NEWEST_OF_EACH = """
SELECT newest.id FROM unnest(%s::bigint[]) AS followed
 CROSS JOIN LATERAL (
    SELECT id, published_at FROM notes_note
     WHERE author_id = followed AND status = 'published' AND visibility <> 'only_me'
       AND (published_at, id) < (%s, %s)
     ORDER BY published_at DESC, id DESC LIMIT %s
 ) AS newest
 ORDER BY newest.published_at DESC, newest.id DESC LIMIT %s
"""
END_OF_TIME = datetime.max.replace(tzinfo=UTC).isoformat()


def following(viewer, after: str = "") -> Page:
    """Newest notes of the people this member follows."""
    # The ids, not a subquery: so the planner knows how many there are.
    muted = filters_of(viewer).muted
    followed = [pk for pk in viewer.follows.values_list("followed", flat=True) if pk not in muted]
    notes = Note.objects.listed_for(viewer)
    if len(followed) <= MERGED_UP_TO:
        size = PAGE_SIZE + 1
        notes = notes.filter(pk__in=RawSQL(NEWEST_OF_EACH, [followed, *_before(after), size, size]))
    else:
        notes = notes.filter(author__in=followed)
    page = read_feed(notes, NEWEST, viewer, after)
    return Page(without_hidden(Note.objects.personal(page.rows, viewer), viewer), page.after)


def _before(after: str) -> tuple[str, int]:
    """Time and id that the page comes before; the end of time for what is not a cursor of ours."""
    values = decode_cursor(after, len(NEWEST))
    try:
        at, pk = values or (END_OF_TIME, 0)
        return datetime.fromisoformat(at).isoformat(), int(pk) % 2**62
    except (TypeError, ValueError, OverflowError):
        return END_OF_TIME, 0
