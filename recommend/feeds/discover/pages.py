"""The pages of Discover: one list for visitors and those who want nothing personal, an own one for others."""

from dataclasses import dataclass

from core.pagination import PAGE_SIZE, Page, decode_cursor, encode_cursor
from notes.models import Note

from ..interests import taste_of
from ..shared import cards_of
from ..spacing import LOOKED_BACK, Spacer
from . import rankings
from .rankings import Entry, Frozen
from .visitors import page_for_all


@dataclass(frozen=True)
class DiscoverPage(Page):
    """A page, the arm of the experiment it is from, and whether it was made for this member. Its cards can
    say why they are there."""

    arm: int = 0
    is_personal: bool = False
    explains: bool = True


def discover(viewer, after: str = "", *, renew: bool = False) -> DiscoverPage:
    """Notes for this viewer, best first. `renew` asks for others than the ones just shown."""
    if viewer.pk is None or not viewer.is_personalised:
        page = page_for_all(viewer, after)
        return DiscoverPage(page.rows, page.after)
    return _personal(viewer, after, renew)


def _personal(viewer, after: str, renew: bool) -> DiscoverPage:
    """A page of the member's list. The cursor holds its version, the place in it and the notes shown last; on
    the first page all of them, as only Redis knows the list then."""
    ranking, start, last = _resume(viewer, after, renew)
    rows: list[Note] = []
    end = start
    while not rows and end < len(ranking.entries):
        start, end = end, end + PAGE_SIZE
        if end >= len(ranking.entries):
            ranking = rankings.longer(viewer, ranking)
        rows = _rows(viewer, ranking, start, last)
    rankings.deepen(viewer.pk, ranking, end)
    shown = [note.pk for note in rows]
    tail = shown if not start else [*last, *shown][-LOOKED_BACK:]
    after = encode_cursor([ranking.version, end, tail]) if end < len(ranking.entries) else ""
    return DiscoverPage(rows, after, arm=ranking.arm, is_personal=True)


def _resume(viewer, after: str, renew: bool) -> tuple[Frozen, int, list[int]]:
    """The list, where the page begins in it, and the notes shown last, in their order."""
    cursor = _cursor(after)
    if cursor is None:
        return rankings.current(viewer, renew=renew), 0, []
    version, start, last = cursor
    ranking = rankings.stored(viewer.pk)
    if ranking is None:  # lost: a new list without what the cursor knows was shown
        ranking = rankings.make(viewer, last)
        rankings.save(viewer.pk, ranking)
        return ranking, 0, []
    if version != ranking.version:  # a newer list, without what this one has shown
        start = ranking.depth
    return ranking, start, last[-LOOKED_BACK:]


def _cursor(after: str) -> tuple[int, int, list[int]] | None:
    match decode_cursor(after, 3):
        case [int(version), int(start), list(last)] if start >= 0 and all(isinstance(pk, int) for pk in last):
            return version, start, last
    return None


def _rows(viewer, ranking: Frozen, start: int, last: list[int]) -> list[Note]:
    """The notes of one page that the viewer may see now. Where some are gone, here or on the page before, the
    others stand closer together: then they are spaced anew."""
    entries = ranking.entries[start : start + PAGE_SIZE]
    cards = cards_of([entry.pk for entry in entries], viewer)
    wanted = _wanted(entries, viewer)
    left = [entry for entry in wanted if entry.pk in cards]
    before = ranking.entries[max(0, start - LOOKED_BACK) : start]
    if len(left) < len(entries) or (last and last != [entry.pk for entry in before]):
        known = {entry.pk: entry for entry in ranking.entries[:start]}
        spacer = Spacer(known[pk] for pk in last if pk in known)
        spacer.place(left, strict=start + PAGE_SIZE <= ranking.loose_from)
        left = spacer.placed
    return [cards[entry.pk] for entry in left]


def _wanted(entries: list[Entry], viewer) -> list[Entry]:
    """Without what the member hid since the list was made."""
    if not viewer.has_filters:
        return entries
    taste = taste_of(viewer)
    return [entry for entry in entries if not taste.hides(entry.pk, entry.author_id, entry.tag_ids)]
