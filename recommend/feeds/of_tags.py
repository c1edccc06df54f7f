"""The notes of one tag, and the tags around it."""

from dataclasses import dataclass

from django.db.models import Count
from django.http import Http404

from core.files import media_url
from core.kept import kept
from core.pagination import Page
from notes.models import Note, NoteQuerySet
from tagging.models import Tag
from tagging.names import is_usable, normalise
from tagging.tree import tags_above

from .hashtags import campaign_of
from .shared import HOTTEST, NEWEST, VISITOR, shared_feed

TAG_SORTS = {"hot": HOTTEST, "new": NEWEST}
RELATED = 12
MORE_SPECIAL = 24
ALIASES = 8


def of_tag(tag: Tag, viewer, *, sort: str = "hot", after: str = "") -> Page:
    """Notes that carry a tag; `sort` is a key of TAG_SORTS, anything else means hot."""
    sort = sort if sort in TAG_SORTS else "hot"

    def tagged() -> NoteQuerySet:
        return Note.objects.listed_for(VISITOR).filter(tagged__tag=tag)

    return shared_feed((tag.pk, sort), tagged, TAG_SORTS[sort], viewer, after)


def find_tag(slug: str, viewer=VISITOR) -> Tag:
    """The tag at this address; another spelling of its name leads to it too.

    Raises Http404, also for a word that only notes carry which this viewer may not read.
    """
    tag = _tag_at(slug)
    readable = Note.objects.visible_to(viewer).filter(tagged__tag=tag)
    if tag.is_public or campaign_of(tag) or readable.exists():
        return tag
    raise Http404


def _tag_at(slug: str) -> Tag:
    tag = kept(("tag", slug), lambda: Tag.objects.usable().filter(slug=slug).first())
    if tag is None:
        tag = Tag.objects.usable().filter(former_slugs__slug=slug).first()
    if tag is None and is_usable(slug):
        tag = Tag.objects.usable().spelled(normalise(slug)).first()
    if tag is None:
        raise Http404
    return tag


@dataclass(frozen=True)
class Kin:
    """Where a tag stands: the more general ones from the top, the more special ones, its other names."""

    above: list[Tag]
    below: list[Tag]
    aliases: list[str]


def kin_of(tag: Tag) -> Kin:
    """Notes stay under the words they carry: a page links up and down, it does not add up what is below."""
    return kept(("kin", tag.pk), lambda: _kin_of(tag), seconds=60)


def _kin_of(tag: Tag) -> Kin:
    below = Tag.objects.usable().filter(parent=tag).popular()[:MORE_SPECIAL]
    aliases = tag.aliases.order_by("pk").values_list("name", flat=True)[:ALIASES]
    return Kin(tags_above(tag), list(below), list(aliases))


def cover_of(tag: Tag, notes: list[Note]) -> str:
    """The picture an operator gave the tag, or that of the first note shown that has one; else empty."""
    if tag.cover:
        return tag.cover.url
    photo = next((note.cover for note in notes if note.cover and note.cover.widths), None)
    return media_url(f"{photo.folder}/{photo.widths[0]}.webp") if photo else ""


def related_tags(tag: Tag, notes: list[Note]) -> list[Tag]:
    """Tags that the notes shown carry besides this one, the most shared first."""
    ids = tuple(note.pk for note in notes)
    return kept(("related", tag.pk, ids), lambda: _related(tag, ids), seconds=60)


def _related(tag: Tag, ids: tuple[int, ...]) -> list[Tag]:
    tags = Tag.objects.usable().filter(tagged_notes__content_object__in=ids).exclude(pk=tag.pk)
    ranked = tags.annotate(shared=Count("tagged_notes")).order_by("-shared", "-note_count", "pk")
    return list(ranked[:RELATED])
