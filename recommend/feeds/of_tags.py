"""The notes of one tag, and the tags around it."""

from django.db.models import Count
from django.http import Http404

from core.kept import kept
from core.pagination import Page
from notes.models import Note, NoteQuerySet
from tagging.models import Tag
from tagging.names import is_usable, normalise

from .shared import HOTTEST, NEWEST, VISITOR, shared_feed

TAG_SORTS = {"hot": HOTTEST, "new": NEWEST}
RELATED = 12


def of_tag(tag: Tag, viewer, *, sort: str = "hot", after: str = "") -> Page:
    """Notes that carry a tag; `sort` is a key of TAG_SORTS, anything else means hot."""
    sort = sort if sort in TAG_SORTS else "hot"

    def tagged() -> NoteQuerySet:
        return Note.objects.listed_for(VISITOR).filter(tagged__tag=tag)

    return shared_feed((tag.pk, sort), tagged, TAG_SORTS[sort], viewer, after)


def find_tag(slug: str) -> Tag:
    """The tag at this address; another spelling of its name leads to it too. Raises Http404."""
    tag = kept(("tag", slug), lambda: Tag.objects.usable().filter(slug=slug).first())
    if tag is None and is_usable(slug):
        tag = Tag.objects.usable().spelled(normalise(slug)).first()
    if tag is None:
        raise Http404
    return tag


def related_tags(tag: Tag, notes: list[Note]) -> list[Tag]:
    """Tags that the notes shown carry besides this one, the most shared first."""
    ids = tuple(note.pk for note in notes)
    return kept(("related", tag.pk, ids), lambda: _related(tag, ids), seconds=60)


def _related(tag: Tag, ids: tuple[int, ...]) -> list[Tag]:
    tags = Tag.objects.usable().filter(tagged_notes__content_object__in=ids).exclude(pk=tag.pk)
    ranked = tags.annotate(shared=Count("tagged_notes")).order_by("-shared", "-note_count", "pk")
    return list(ranked[:RELATED])
