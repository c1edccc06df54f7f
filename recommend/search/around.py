"""What stands around the notes that a search found: tags, and what may have been meant."""

from core.kept import kept
from tagging.models import Tag
from tagging.names import normalise

from ..feeds.hashtags import campaigns_about
from .results import Found, engine
from .spelling import did_you_mean, near_tags
from .suggestions import suggest

FEW = 3  # with fewer notes than this another spelling is offered
TAGS = 12
_CARRIED = """
    SELECT tag.* FROM tagging_tag tag JOIN (
        SELECT tag_id, count(*) AS notes FROM notes_taggednote WHERE content_object_id = ANY(%s)
         GROUP BY tag_id HAVING count(*) > 1
    ) shared ON shared.tag_id = tag.id
     WHERE NOT tag.is_banned ORDER BY shared.notes DESC, tag.note_count DESC, tag.id LIMIT %s
"""


def around(q: str, found: Found) -> dict:
    """`campaigns` that run now about it; `exact`: the tag of this name, or with it as another name; `tags`:
    others that begin so and those of the notes found; `meant`: other spellings; `near`: tags like it, when
    nothing was found."""
    key = normalise(q)
    named = suggest(q)
    exact = next((tag for tag in named if tag.key == key or getattr(tag, "is_named", False)), None)
    ids = tuple(note.pk for note in found.page)
    carried = kept(("tags of found", ids), lambda: _carried(ids), seconds=60) if len(ids) > 1 else []
    tags = {tag.pk: tag for tag in (*named, *carried) if exact is None or tag.pk != exact.pk}
    return {
        "campaigns": campaigns_about(q),
        "exact": exact,
        "tags": list(tags.values())[:TAGS],
        "meant": did_you_mean(q, engine()) if found.number < FEW else [],
        "near": near_tags(q) if not found.number else [],
    }


def _carried(ids: tuple[int, ...]) -> list[Tag]:
    """Tags on at least two of the notes shown, the most shared first."""
    return list(Tag.objects.raw(_CARRIED, [list(ids), TAGS]))
