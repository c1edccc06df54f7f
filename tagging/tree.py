"""Which tag is above which: a forest, kept free of circles by the verb and by the database."""

from collections.abc import Iterable

from django.db import connection

from .models import Tag

_ABOVE = """
    WITH RECURSIVE above(id, parent_id, depth) AS (
        SELECT id, parent_id, 0 FROM tagging_tag WHERE id = %s
        UNION ALL
        SELECT tag.id, tag.parent_id, depth + 1 FROM tagging_tag tag JOIN above ON tag.id = above.parent_id
         WHERE depth < 50
    )
    SELECT id FROM above WHERE depth > 0 ORDER BY depth
"""


def ids_above(tag: Tag) -> list[int]:
    """The more general tags, the nearest first."""
    if tag.parent_id is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, [tag.pk])
        return [pk for (pk,) in cursor.fetchall()]


def tags_above(tag: Tag) -> list[Tag]:
    """The usable ones among the more general tags, the most general first."""
    ids = ids_above(tag)
    found = Tag.objects.usable().in_bulk(ids) if ids else {}
    return [found[pk] for pk in reversed(ids) if pk in found]


def parent_after_merge(into: Tag, old_ids: Iterable[int]) -> int | None:
    """The parent that `into` has when these tags are one with it: whoever stood above the highest of them."""
    line, old = ids_above(into), set(old_ids)
    highest = max((at for at, pk in enumerate(line) if pk in old), default=-1)
    return line[highest + 1] if highest + 1 < len(line) else None
