"""The pages of Discover: one list for visitors and for members who want nothing personal, an own one for each other."""

from dataclasses import dataclass

from core.pagination import PAGE_SIZE, Page, encode_cursor
from notes.models import Note

from ..shared import HOTTEST, VISITOR, shared_feed
from ..spacing import LOOKED_BACK, Spacer
from . import rankings
from .rankings import Frozen


@dataclass(frozen=True)
class DiscoverPage(Page):
    """A page, the arm of the experiment it is from, and whether it was made for this member."""

    arm: int = 0
    is_personal: bool = False


def discover(viewer, after: str = "", *, renew: bool = False) -> DiscoverPage:
    """Notes for this viewer, best first. `renew` asks for others than the ones just shown."""
    if viewer.pk is None or not viewer.is_personalised:
        page = shared_feed("discover", lambda: Note.objects.listed_for(VISITOR), HOTTEST, viewer, after)
        return DiscoverPage(page.rows, page.after)
    return _personal(viewer, after, renew)


def _personal(viewer, after: str, renew: bool) -> DiscoverPage:
    """A page of the member's list from the cursor on: (version of the list, place in it, the notes shown last)."""
    cursor = _cursor(after)
    ranking = rankings.stored(viewer.pk) if cursor else None
    if cursor is None or ranking is None:
        ranking, start, last = rankings.current(viewer, renew=renew), 0, []
    else:
        version, start, last = cursor
        if version != ranking.version:  # a newer list took its place, which begins with what was not shown
            start = min(ranking.depth, len(ranking.entries))
    while True:
        rows, end = _rows(viewer, ranking, start, last)
        if end + PAGE_SIZE > len(ranking.entries):
            ranking = rankings.longer(viewer, ranking)
        if rows or end >= len(ranking.entries):
            break
        start = end
    rankings.deepen(viewer.pk, ranking, end)
    is_last = end >= len(ranking.entries)
    tail = ([*last, *(note.pk for note in rows)])[-LOOKED_BACK:]
    after = "" if is_last else encode_cursor([ranking.version, end, tail])
    return DiscoverPage(rows, after, arm=ranking.arm, is_personal=True)


def _rows(viewer, ranking: Frozen, start: int, last: list[int]) -> tuple[list[Note], int]:
    """The notes from `start` on that the viewer may see now, and where the next page begins.

    Without those that are gone the others would stand closer together, so they are spaced anew.
    """
    end = start + PAGE_SIZE
    entries = {entry.pk: entry for entry in ranking.entries[start:end]}
    rows = {note.pk: note for note in _cards(tuple(entries), viewer)}
    if len(rows) == len(entries):
        return [rows[pk] for pk in entries], end
    before = [entry for entry in ranking.entries[:start] if entry.pk in set(last)]
    spacer = Spacer(before)
    shown = [entry for entry in _wanted(entries.values(), viewer) if entry.pk in rows]
    spacer.place(shown, strict=end <= ranking.loose_from)
    return [rows[entry.pk] for entry in spacer.placed], end
