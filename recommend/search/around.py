"""What stands around the notes that a search found: tags, and what may have been meant."""

from django.db.models import Count

from core.kept import kept
from tagging.models import Tag
from tagging.names import normalise

from .results import Found, engine
from .spelling import did_you_mean, near_tags
from .suggestions import suggest

FEW = 3  # with fewer notes than this another spelling is offered
TAGS = 12


def around(q: str, found: Found) -> dict:
    """`exact`: the tag of this name; `tags`: others that begin so and those of the notes found;
    `meant`: other spellings; `near`: tags that are like it, when nothing was found."""
    key = normalise(q)
    named = suggest(q)
    exact = next((tag for tag in named if tag.key == key), None)
    ids = tuple(note.pk for note in found.page)
    carried = kept(("tags of found", ids), lambda: _carried(ids), seconds=60) if len(ids) > 1 else []
    tags = {tag.pk: tag for tag in (*named, *carried) if exact is None or tag.pk != exact.pk}
    return {
        "exact": exact,
        "tags": list(tags.values())[:TAGS],
        "meant": did_you_mean(q, engine()) if found.number < FEW else [],
        "near": near_tags(q) if not found.number else [],
    }


def _carried(ids: tuple[int, ...]) -> list[Tag]:
    """Tags on at least two of the notes shown, the most shared first."""
    tags = Tag.objects.usable().filter(tagged_notes__content_object__in=ids)
    shared = tags.annotate(shared=Count("tagged_notes")).filter(shared__gt=1)
    return list(shared.order_by("-shared", "-note_count", "pk")[:TAGS])
