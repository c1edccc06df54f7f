"""Rows of feeds that all readers share, ready for cards, seen with the viewer's eyes."""

from collections.abc import Callable, Hashable, Iterable

from django.contrib.auth.models import AnonymousUser

from core.kept import kept, kept_each
from core.pagination import Page, keyset_page
from notes.models import Note, NoteQuerySet

from .interests import without_hidden
from .spacing import spaced

HOTTEST = ["-hot", "-id"]
NEWEST = ["-published_at", "-id"]
VISITOR = AnonymousUser()
CARDS_KEPT_S = 30


def read_feed(notes: NoteQuerySet, order: list[str], viewer, after: str) -> Page:
    page = keyset_page(notes.for_cards(viewer), order, after)
    return Page(spaced(page.rows, continues=bool(after)), page.after)


def shared_feed(
    name: Hashable, notes: Callable[[], NoteQuerySet], order: list[str], viewer, after: str
) -> Page:
    """A feed whose rows are the same for everybody: read now and then, seen with the viewer's eyes."""
    page = kept(("feed", name, after), lambda: read_feed(notes(), order, VISITOR, after))
    rows = without_hidden(Note.objects.personal(page.rows, viewer), viewer)
    if len(rows) < len(page.rows):  # without some people the others stand closer together
        rows = spaced(rows, continues=bool(after))
    return Page(rows, page.after)


def cards_of(ids: Iterable[int], viewer) -> dict[int, Note]:
    """Those of the notes that this viewer may see, ready for cards, by id, in the order of the ids."""
    rows = kept_each("cards", ids, _cards, CARDS_KEPT_S)
    seen = without_hidden(Note.objects.personal([row for row in rows.values() if row], viewer), viewer)
    return {note.pk: note for note in seen}


def _cards(ids: list[int]) -> dict[int, Note]:
    return {note.pk: note for note in Note.objects.listed_for(VISITOR).for_cards(VISITOR).filter(pk__in=ids)}
