"""One page of notes for a query: ids from the index, rows as this viewer may see them at this moment.

The order of a search is kept while somebody reads on, so that no page repeats or leaves out what another
showed; whether a note may be shown is asked anew for each page.
"""

import hashlib
from dataclasses import dataclass, field

from django.core.cache import cache

from accounts.models import Block
from core.kept import kept
from core.pagination import Page
from notes.models import Note

from ..feeds.shared import cards_of
from ..feeds.spacing import PAID_WINDOW, spaced
from ..models import NotePlace
from ..models.search import MAX_QUERY
from ..nearby import Spot
from . import index
from .asking import Asked, Engine, Words, words_in
from .fallback import InDatabase
from .filters import Filters

DEEPEST = 300  # notes that one search reaches
SHOWN = 20  # of them on a page
ENOUGH = 10  # fewer notes with all words: those with some of them stand below
PARTLY = 20
KEPT_S = 900
PAID_FREE = 10  # among so many first notes at most one is paid
_COUNTED = {"likes": "like_count", "comments": "comment_count", "saves": "bookmark_count"}
USUAL = Filters()
_in_database = InDatabase()


def engine() -> Engine:
    """The index of this machine, or the database while there is none."""
    return index.notes if index.notes.is_ready() else _in_database


def index_state() -> str:
    """Changes with all that can be found; empty while the database answers, whose changes are not told."""
    return repr(index.notes.stamp) if index.notes.is_ready() else ""


def clean_query(raw: str) -> str:
    return " ".join(raw.replace("\x00", " ").split())[:MAX_QUERY]


@dataclass(frozen=True)
class Found:
    """A page of notes; `number` of all that this viewer can reach; `partly`: notes with only some of the
    words, when few have all."""

    page: Page
    number: int = 0
    partly: list[Note] = field(default_factory=list)
    words: Words = field(default_factory=Words)


def search_notes(
    q: str, viewer, filters: Filters = USUAL, *, spot: Spot | None = None, after: str = ""
) -> Found:
    words = words_in(q)
    if not words and not words.runs:
        return Found(Page([]))
    asked = Asked(words, filters.order, filters.limits(viewer, spot))
    ids, start, token = _listed(asked, filters, spot, after)
    ids = _not_blocked(ids, viewer)
    wanted = ids[start : start + SHOWN]
    rows = _rows(wanted, viewer, continues=start > 0)
    end = start + SHOWN
    after = f"{token}.{end}.{wanted[-1]}" if end < len(ids) else ""
    partly = [] if after or start else _partly(asked, ids, viewer)
    return Found(Page(rows, after), len(ids), partly, words)


def ranked(asked: Asked, most: int = DEEPEST) -> list[int]:
    """Ids of notes, best first, as the index knows them."""
    return engine().find(asked, most)


def _listed(asked: Asked, filters: Filters, spot: Spot | None, after: str) -> tuple[list[int], int, str]:
    """The list that a page is cut from, where the page begins, and under which name the list is kept."""
    token, start, last = _cursor(after)
    if token:
        found = cache.get(f"search:{token}")
        if found is not None:
            return found, start, token
    state = index_state()
    if state:
        of_now = ("search", state, asked, filters, spot)
        ids, name = kept(of_now, lambda: _arranged(asked, filters, spot))
    else:
        ids, name = _arranged(asked, filters, spot)
    if token:  # the list is gone: go on after the note that was last
        start = ids.index(last) + 1 if last in ids else min(start, len(ids))
    return ids, start, name


def _arranged(asked: Asked, filters: Filters, spot: Spot | None) -> tuple[list[int], str]:
    """What was found, in the order asked for, and the name under which it is kept for who reads on."""
    ids = ranked(asked)
    if filters.sort in _COUNTED:
        ids = _by_count(ids, _COUNTED[filters.sort])
    if filters.near and spot:
        ids = _within(ids, spot, int(filters.near))
    name = hashlib.sha256(repr((asked, filters, ids)).encode()).hexdigest()[:16]
    if len(ids) > SHOWN:
        cache.set(f"search:{name}", ids, KEPT_S)
    return ids, name


def _cursor(after: str) -> tuple[str, int, int]:
    """(name of the list, place in it, last note shown); an empty name for what is no cursor of ours."""
    token, _dot, rest = after.partition(".")
    start, _dot, last = rest.partition(".")
    if len(token) != 16 or not token.isalnum() or not all(_is_number(part) for part in (start, last)):
        return "", 0, 0
    return token, min(int(start), DEEPEST), int(last)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _by_count(ids: list[int], column: str) -> list[int]:
    """The index knows counts as of some time ago; the database knows them now."""
    counts = dict(Note.objects.filter(pk__in=ids).values_list("pk", column))
    return sorted((pk for pk in ids if pk in counts), key=lambda pk: (-counts[pk], -pk))


def _within(ids: list[int], spot: Spot, km: int) -> list[int]:
    cells = dict(NotePlace.objects.filter(pk__in=ids).values_list("pk", "cell8"))
    return [pk for pk in ids if pk in cells and spot.km_to(cells[pk]) <= km]


def _not_blocked(ids: list[int], viewer) -> list[int]:
    hidden = Block.objects.hiding_from(viewer)
    if not hidden or not ids:
        return ids
    theirs = set(Note.objects.filter(pk__in=ids, author_id__in=hidden).values_list("pk", flat=True))
    return [pk for pk in ids if pk not in theirs]


def _rows(ids: list[int], viewer, *, continues: bool) -> list[Note]:
    rows = cards_of(tuple(ids), viewer)
    return few_paid([rows[pk] for pk in ids if pk in rows], continues=continues)


def few_paid(notes: list[Note], *, continues: bool = False) -> list[Note]:
    """The notes of a page, spaced; of the first ten of a search at most one is paid, later one in five."""
    placed = spaced(notes, continues=continues)
    if continues:
        return placed
    paid = [at for at, note in enumerate(placed) if note.paid_brand_id]
    early = [at for at in paid if at < PAID_FREE][1:]
    if not early:
        return placed
    late = [placed[at] for at in (*early, *(at for at in paid if at >= PAID_FREE))]
    moved = {note.pk for note in late}
    rest = [note for note in placed if note.pk not in moved]
    for place in range(max(PAID_FREE, paid[0] + PAID_WINDOW), len(placed), PAID_WINDOW):
        if late and place <= len(rest):
            rest.insert(place, late.pop(0))
    return rest


def _partly(asked: Asked, found: list[int], viewer) -> list[Note]:
    if len(found) >= ENOUGH or len(asked.words.words) < 2:
        return []
    wider = Asked(asked.words, limits=asked.limits, any_word=True)
    had = set(found)
    ids = [pk for pk in _not_blocked(ranked(wider, PARTLY + ENOUGH), viewer) if pk not in had][:PARTLY]
    return _rows(ids, viewer, continues=True)
