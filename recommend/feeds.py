"""What stands in the feeds, on tag pages and under a note: rows ready for cards, seen with the viewer's
eyes."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.http import Http404

from core.kept import kept
from core.pagination import Page, keyset_page
from notes.models import Note, NoteQuerySet
from tagging.models import Tag
from tagging.names import is_usable, normalise

from .models import SimilarList
from .spacing import spaced

HOTTEST = ["-hot", "-id"]
NEWEST = ["-published_at", "-id"]
TAG_SORTS = {"hot": HOTTEST, "new": NEWEST}
CHANNELS = 12
RELATED = 12
SIMILAR_SHOWN = 12
VISITOR = AnonymousUser()


@dataclass(frozen=True)
class Similar:
    """One entry under a note, with why it is there."""

    note: Note
    tags: list[Tag]
    score: float

    def __iter__(self):
        return iter((self.note, self.tags, self.score))


def _feed(notes: NoteQuerySet, order: list[str], viewer, after: str) -> Page:
    page = keyset_page(notes.for_cards(viewer), order, after)
    return Page(spaced(page.rows, continues=bool(after)), page.after)


def _shared_feed(
    name: Hashable, notes: Callable[[], NoteQuerySet], order: list[str], viewer, after: str
) -> Page:
    """A feed whose rows are the same for everybody: read now and then, seen with the viewer's eyes."""
    page = kept(("feed", name, after), lambda: _feed(notes(), order, VISITOR, after))
    rows = Note.objects.personal(page.rows, viewer)
    if len(rows) < len(page.rows):  # without some people the others stand closer together
        rows = spaced(rows, continues=bool(after))
    return Page(rows, page.after)


def discover(viewer, after: str = "") -> Page:
    """Fresh and liked notes."""
    return _shared_feed("discover", lambda: Note.objects.listed_for(VISITOR), HOTTEST, viewer, after)


def following(viewer, after: str = "") -> Page:
    """Newest notes of the people this member follows."""
    notes = Note.objects.listed_for(viewer).wanted_by(viewer)
    page = _feed(notes.filter(author__in=viewer.follows.values("followed")), NEWEST, viewer, after)
    return Page(Note.objects.personal(page.rows, viewer), page.after)


def of_tag(tag: Tag, viewer, *, sort: str = "hot", after: str = "") -> Page:
    """Notes that carry a tag; `sort` is a key of TAG_SORTS, anything else means hot."""
    sort = sort if sort in TAG_SORTS else "hot"

    def tagged() -> NoteQuerySet:
        return Note.objects.listed_for(VISITOR).filter(tagged__tag=tag)

    return _shared_feed((tag.pk, sort), tagged, TAG_SORTS[sort], viewer, after)


def channels() -> list[Tag]:
    """The tabs above Discover: what most notes are about."""
    return kept("channels", _channels, seconds=60)


def _channels() -> list[Tag]:
    return list(Tag.objects.usable().filter(note_count__gt=0).popular()[:CHANNELS])


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


def cards_of(ids: tuple[int, ...], viewer) -> dict[int, Note]:
    """Those of the notes that this viewer may see, ready for cards, by id."""
    rows = kept(("cards", ids), lambda: _cards(ids))
    return {note.pk: note for note in Note.objects.personal(rows, viewer)}


def _cards(ids: tuple[int, ...]) -> list[Note]:
    return list(Note.objects.listed_for(VISITOR).for_cards(VISITOR).filter(pk__in=ids))


def similar_to(note: Note, viewer) -> list[Similar]:
    """What stands under a note for this viewer: notes they may see, best first, each with the tags it
    shares."""
    entries = SimilarList.objects.filter(note=note).values_list("items", flat=True).first() or []
    wanted = [entry["note"] for entry in entries]
    rows = cards_of(tuple(wanted), viewer)
    shown = [entry for entry in entries if entry["note"] in rows][:SIMILAR_SHOWN]
    tags = Tag.objects.usable().in_bulk({pk for entry in shown for pk in entry["tags"]})
    found = [
        Similar(rows[entry["note"]], [tags[pk] for pk in entry["tags"] if pk in tags], entry["score"])
        for entry in shown
    ]
    places = {note.pk: place for place, note in enumerate(spaced([hit.note for hit in found]))}
    return sorted((hit for hit in found if hit.note.pk in places), key=lambda hit: places[hit.note.pk])
